package sqlstore

import (
	"bytes"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"plaudit/voting"
	"plaudit/voting/ledger"
)

// letWait lets a vote's leaf wait for the log, under its receipt's hash. The
// sequencer, which moves hashes from one table to the other, is kept out by the
// contest's lock.
func (t *tx) letWait(c voting.ContestID, m mark, v voting.Vote, leaf ledger.Leaf) error {
	given, err := t.receiptGiven(c, m, leaf.H)
	if err != nil {
		return err
	}
	if given {
		return voting.ErrNonceUsed
	}
	err = t.later("INSERT INTO vote_waiting (contest, hash, commitment, since) VALUES ($1, $2, $3, $4)", m.contest, leaf.H[:], leaf.Hash[:], micros(v.At))
	if t.db.dialect.isUnique(err) {
		return voting.ErrNonceUsed
	}
	return err
}

// waitingKey is the constraint that two votes with one nonce violate.
const waitingKey = "vote_waiting_pkey"

// receiptGiven reports whether a vote that is in the log has the receipt.
func (t *tx) receiptGiven(c voting.ContestID, m mark, hash ledger.Hash) (given bool, err error) {
	if t.foreseen.has(c) && t.foreseen.Receipt == hash {
		return t.foreseen.given, nil
	}
	err = t.one(nil, "SELECT EXISTS (SELECT 1 FROM receipt WHERE contest = $1 AND hash = $2)", []any{m.contest, hash[:]}, &given)
	return given, err
}

// keepOpening keeps what the commitment of a vote that is taken back hides. A
// vote from before there were receipts is in no log.
func (t *tx) keepOpening(m mark, b voting.Ballot, v voting.Vote, back ledger.Nonce, leaf ledger.Leaf) error {
	if v.Client == (ledger.Nonce{}) {
		return nil
	}
	err := t.later("INSERT INTO vote_taken_back (contest, voter, period, entry, client, server, back) VALUES ($1, $2, $3, $4, $5, $6, $7)",
		m.contest, m.voter, b.Period, m.entry, v.Client[:], v.Server[:], back[:])
	if err != nil {
		return fmt.Errorf("keep a vote that is taken back: %w", err)
	}
	return t.await(m.contest, leaf.String(), true, micros(t.Now()))
}

// AwaitLog implements voting.LedgerTx.
func (t *tx) AwaitLog(c voting.ContestID, leaf string, secret bool) error {
	contest, err := t.contestRef(c)
	if err != nil {
		return err
	}
	return t.await(contest, leaf, secret, micros(t.Now()))
}

func (t *tx) await(contest any, leaf string, secret bool, since int64) error {
	return t.later("INSERT INTO log_waiting (contest, secret, leaf, since) VALUES ($1, $2, $3, $4)", contest, secret, leaf, since)
}

// Waiting implements voting.LedgerTx.
func (t *tx) Waiting(c voting.ContestID, secret bool, limit int) (list []voting.Waiting, err error) {
	contest, err := t.contestRef(c)
	if err != nil {
		return nil, err
	}
	err = t.each(func(r row) error {
		var (
			w     voting.Waiting
			since int64
		)
		err := r.Scan(&w.Ref, &w.Leaf, &since)
		w.Since = moment(since)
		list = append(list, w)
		return err
	}, "SELECT ref, leaf, since FROM log_waiting WHERE contest = $1 AND secret = $2 ORDER BY ref LIMIT $3", contest, secret, limit)
	return list, err
}

// WaitingVotes implements voting.LedgerTx.
func (t *tx) WaitingVotes(c voting.ContestID, limit int) (list []voting.WaitingVote, err error) {
	contest, err := t.contestRef(c)
	if err != nil {
		return nil, err
	}
	err = t.each(func(r row) error {
		var (
			v                voting.WaitingVote
			hash, commitment []byte
			since            int64
		)
		err := r.Scan(&hash, &commitment, &since)
		v.Since = moment(since)
		copy(v.Hash[:], hash)
		copy(v.Commitment[:], commitment)
		list = append(list, v)
		return err
	}, "SELECT hash, commitment, since FROM vote_waiting WHERE contest = $1 ORDER BY hash LIMIT $2", contest, limit)
	return list, err
}

// LogState implements voting.LedgerTx.
func (t *tx) LogState(c voting.ContestID) (s voting.LogState, err error) {
	contest, err := t.contestRef(c)
	if err != nil {
		return s, err
	}
	err = t.one(nil, "SELECT size, checkpoint, policy, closed FROM log WHERE contest = $1", []any{contest},
		&s.Size, &s.Checkpoint, &s.Policy, &s.Closed)
	if errors.Is(err, sql.ErrNoRows) {
		return voting.LogState{}, nil
	}
	return s, err
}

// LogTile implements voting.LedgerTx.
func (t *tx) LogTile(c voting.ContestID, tile ledger.Tile) (data []byte, err error) {
	contest, err := t.contestRef(c)
	if err != nil {
		return nil, err
	}
	err = t.one(nil, "SELECT data FROM log_tile WHERE contest = $1 AND level = $2 AND n = $3", []any{contest, tile.Level, tile.Index}, &data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return data, err
}

// SaveLog implements voting.LedgerTx.
func (t *tx) SaveLog(c voting.ContestID, s voting.LogState, change voting.LogChange) error {
	contest, err := t.contestRef(c)
	if err != nil {
		return err
	}
	err = t.later(`INSERT INTO log (contest, size, checkpoint, policy, closed) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (contest) DO UPDATE SET size = excluded.size, checkpoint = excluded.checkpoint, closed = excluded.closed`,
		contest, s.Size, s.Checkpoint, s.Policy, s.Closed)
	if err != nil {
		return fmt.Errorf("store the log: %w", err)
	}
	for _, tile := range change.Tiles {
		err := t.later(`INSERT INTO log_tile (contest, level, n, data) VALUES ($1, $2, $3, $4)
			ON CONFLICT (contest, level, n) DO UPDATE SET data = excluded.data`, contest, tile.Level, tile.Index, tile.Data)
		if err != nil {
			return fmt.Errorf("store a tile of the log: %w", err)
		}
	}
	for _, ref := range change.Done {
		if err := t.later("DELETE FROM log_waiting WHERE ref = $1", ref); err != nil {
			return err
		}
	}
	if n := len(change.Votes); n > 0 {
		last := change.Votes[n-1].Hash
		if err := t.later("DELETE FROM vote_waiting WHERE contest = $1 AND hash <= $2", contest, last[:]); err != nil {
			return err
		}
	}
	if err := t.putReceipts(contest, change.Places); err != nil || change.Result == nil {
		return err
	}
	return t.later("UPDATE log_result SET logged = ahead, ahead = NULL WHERE contest = $1", contest)
}

// putReceipts stores the places of receipts, many in one statement, in the order
// of the table. Of votes from before vote_waiting there is a row already.
func (t *tx) putReceipts(contest int64, places map[ledger.Hash]int64) error {
	byHash := func(a, b ledger.Hash) int { return bytes.Compare(a[:], b[:]) }
	hashes := slices.SortedFunc(maps.Keys(places), byHash)
	for size := 64; size > 0; size /= 2 { // few lengths, so that there are few different statements
		for ; len(hashes) >= size; hashes = hashes[size:] {
			l := list{args: []any{contest}}
			rows := make([]string, size)
			for i, hash := range hashes[:size] {
				rows[i] = "($1, " + l.add(hash[:]) + ", " + l.add(places[hash]) + ")"
			}
			err := t.later("INSERT INTO receipt (contest, hash, place) VALUES "+strings.Join(rows, ", ")+
				" ON CONFLICT (contest, hash) DO UPDATE SET place = excluded.place", l.args...)
			if err != nil {
				return fmt.Errorf("store places in the log: %w", err)
			}
		}
	}
	return nil
}

// ClearLog implements voting.LedgerTx.
func (t *tx) ClearLog(c voting.ContestID) error {
	contest, err := t.contestRef(c)
	if err != nil {
		return err
	}
	if err := t.later("DELETE FROM log_tile WHERE contest = $1", contest); err != nil {
		return err
	}
	_, err = t.exec("DELETE FROM log WHERE contest = $1", contest)
	return err
}

// AnnounceResult implements voting.LedgerTx.
func (t *tx) AnnounceResult(c voting.ContestID, document []byte) error {
	contest, err := t.contestRef(c)
	if err != nil {
		return err
	}
	return t.later("INSERT INTO log_result (contest, ahead) VALUES ($1, $2) ON CONFLICT (contest) DO UPDATE SET ahead = excluded.ahead", contest, document)
}

// AnnouncedResult implements voting.LedgerTx.
func (t *tx) AnnouncedResult(c voting.ContestID) ([]byte, error) { return t.result(c, "ahead") }

// LogResult implements voting.LedgerTx.
func (t *tx) LogResult(c voting.ContestID) ([]byte, error) { return t.result(c, "logged") }

func (t *tx) result(c voting.ContestID, column string) (document []byte, err error) {
	contest, err := t.contestRef(c)
	if err != nil {
		return nil, err
	}
	err = t.one(nil, "SELECT "+column+" FROM log_result WHERE contest = $1", []any{contest}, &document)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return document, err
}

// LogPlaces implements voting.LedgerTx.
func (t *tx) LogPlaces(c voting.ContestID, code string) (map[ledger.Hash]int64, error) {
	contest, err := t.contestRef(c)
	if err != nil {
		return nil, err
	}
	low, high := ledger.CodeRange(code)
	places := make(map[ledger.Hash]int64)
	err = t.each(func(r row) error {
		var (
			hash  []byte
			place int64
		)
		err := r.Scan(&hash, &place)
		if err == nil && len(hash) == len(ledger.Hash{}) {
			places[ledger.Hash(hash)] = place
		}
		return err
	}, `SELECT hash, place FROM receipt WHERE contest = $1 AND hash >= $2 AND hash <= $3
		UNION ALL SELECT hash, -1 FROM vote_waiting WHERE contest = $1 AND hash >= $2 AND hash <= $3`, contest, low[:], high[:])
	return places, err
}

// CountTakenBack implements voting.LedgerTx.
func (t *tx) CountTakenBack(c voting.ContestID) (n int, err error) {
	contest, err := t.contestRef(c)
	if err != nil {
		return 0, err
	}
	return n, t.one(nil, "SELECT count(*) FROM vote_taken_back WHERE contest = $1", []any{contest}, &n)
}

// Openings implements voting.LedgerTx.
func (t *tx) Openings(c voting.ContestID, each func(ledger.Record) error) error {
	contest, err := t.contestRef(c)
	if err != nil {
		return err
	}
	return t.each(func(r row) error {
		var (
			o                           ledger.Record
			voter, client, server, back []byte
		)
		if err := r.Scan(&voter, &o.Period, &o.Number, &client, &server, &back); err != nil {
			return err
		}
		o.Voter = hex.EncodeToString(voter)
		copy(o.Client[:], client)
		copy(o.Server[:], server)
		if len(back) > 0 {
			o.Back = new(ledger.Nonce)
			copy(o.Back[:], back)
		}
		return each(o)
	}, `SELECT w.key, v.period, e.number, v.client, v.server, NULL FROM voter w JOIN vote v ON v.voter = w.ref JOIN entry e ON e.ref = v.entry
		WHERE w.contest = $1 AND v.client IS NOT NULL
		UNION ALL SELECT w.key, v.period, e.number, v.client, v.server, v.back FROM vote_taken_back v JOIN voter w ON w.ref = v.voter JOIN entry e ON e.ref = v.entry
		WHERE v.contest = $1`, contest)
}

// HasUnreceipted implements voting.LedgerTx.
func (t *tx) HasUnreceipted(c voting.ContestID) (has bool, err error) {
	contest, err := t.contestRef(c)
	if err != nil {
		return false, err
	}
	err = t.one(nil, `SELECT EXISTS (SELECT 1 FROM voter JOIN vote ON vote.voter = voter.ref
		WHERE voter.contest = $1 AND vote.client IS NULL)`, []any{contest}, &has)
	return has, err
}
