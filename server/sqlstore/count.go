package sqlstore

import (
	"encoding/hex"
	"fmt"

	"plaudit/voting"
	"plaudit/voting/ledger"
)

// shards is over how many rows each count is spread.
const shards = 16

// shard is the row of every count that a voter's votes go to.
func shard(key voting.VoterKey) (int, error) {
	var first [1]byte
	if len(key) < 2 {
		return 0, fmt.Errorf("a voter's key is 64 hex digits, not %d", len(key))
	}
	_, err := hex.Decode(first[:], []byte(key[:2]))
	return int(first[0]) % shards, err
}

// mark is where a vote is stored and counted.
type mark struct{ contest, voter, entry, shard any }

func (t *tx) mark(b voting.Ballot, e voting.EntryID) (m mark, err error) {
	if m.contest, err = t.contestRef(b.Contest); err != nil {
		return m, err
	}
	if m.voter, err = t.voterRef(b.Contest, b.Voter); err != nil {
		return m, err
	}
	if m.entry, err = t.entryRef(e); err != nil {
		return m, err
	}
	m.shard, err = shard(b.Voter)
	return m, err
}

// InsertVote implements voting.BallotTx. The counts come last, so that others who
// count in the same row wait for nothing but the commit; and in one order, here
// and in DeleteVote, so that nobody waits in a circle.
func (t *tx) InsertVote(b voting.Ballot, v voting.Vote, leaf ledger.Leaf) error {
	m, err := t.mark(b, v.Entry)
	if err != nil {
		return err
	}
	if err := t.insertReceipt(m, v, leaf); err != nil {
		return err
	}
	err = t.later(`INSERT INTO vote (voter, period, entry, place, at, client, server) VALUES ($1, $2, $3,
		(SELECT COALESCE(max(place), 0) + 1 FROM vote WHERE voter = $1 AND period = $2), $4, $5, $6)`,
		m.voter, b.Period, m.entry, micros(v.At), v.Client[:], v.Server[:])
	if err != nil {
		return fmt.Errorf("record a vote: %w", err)
	}
	err = t.later(`INSERT INTO entry_count (entry, shard, votes) VALUES ($1, $2, 1)
		ON CONFLICT (entry, shard) DO UPDATE SET votes = entry_count.votes + 1`, m.entry, m.shard)
	if err != nil || len(b.Votes) > 0 {
		return err
	}
	return t.later(`INSERT INTO voter_count (contest, shard, voters) SELECT CAST($1 AS BIGINT), CAST($2 AS SMALLINT), 1
		WHERE (SELECT count(*) FROM (SELECT 1 FROM vote WHERE voter = $3 LIMIT 2) AS few) = 1
		ON CONFLICT (contest, shard) DO UPDATE SET voters = voter_count.voters + 1`, m.contest, m.shard, m.voter)
}

// DeleteVote implements voting.BallotTx. It is no error if there is none.
func (t *tx) DeleteVote(b voting.Ballot, v voting.Vote, back ledger.Nonce, leaf ledger.Leaf) error {
	m, err := t.mark(b, v.Entry)
	if err != nil {
		return err
	}
	changed, err := t.exec("DELETE FROM vote WHERE voter = $1 AND period = $2 AND entry = $3", m.voter, b.Period, m.entry)
	if err != nil || changed == 0 {
		return err
	}
	if err := t.keepOpening(m, b, v, back, leaf); err != nil {
		return err
	}
	if err := t.later("UPDATE entry_count SET votes = votes - 1 WHERE entry = $1 AND shard = $2", m.entry, m.shard); err != nil {
		return err
	}
	return t.later(`UPDATE voter_count SET voters = voters - 1 WHERE contest = $1 AND shard = $2
		AND NOT EXISTS (SELECT 1 FROM vote WHERE voter = $3)`, m.contest, m.shard, m.voter)
}

// VoteCounts implements voting.BallotTx. Entries without a vote are left out.
func (t *tx) VoteCounts(c voting.ContestID, ids []voting.EntryID) (map[voting.EntryID]int, error) {
	counts := map[voting.EntryID]int{}
	contest, err := t.contestRef(c)
	if err != nil || len(ids) == 0 {
		return counts, err
	}
	var l list
	text := `SELECT e.id, CAST(sum(k.votes) AS BIGINT) FROM entry e JOIN entry_count k ON k.entry = e.ref
		WHERE e.contest = ` + l.add(contest) + " AND e.id " + in(&l, ids) + " GROUP BY e.id"
	err = t.each(func(r row) error {
		var (
			id voting.EntryID
			n  int
		)
		err := r.Scan(&id, &n)
		counts[id] = n
		return err
	}, text, l.args...)
	return counts, err
}

// Counts implements voting.BallotTx; by number.
func (t *tx) Counts(c voting.ContestID, states []voting.State) ([]voting.Count, error) {
	return t.counts(c, states, func(int64, *list) string {
		return `SELECT e.id, e.number, e.category,
			COALESCE((SELECT CAST(sum(k.votes) AS BIGINT) FROM entry_count k WHERE k.entry = e.ref), 0) FROM entry e `
	})
}

// Recount implements voting.BallotTx; by number. It reads all votes of the
// contest's voters.
func (t *tx) Recount(c voting.ContestID, states []voting.State) ([]voting.Count, error) {
	return t.counts(c, states, func(contest int64, l *list) string {
		return `WITH total AS (SELECT vote.entry, count(*) AS votes FROM voter JOIN vote ON vote.voter = voter.ref
			WHERE voter.contest = ` + l.add(contest) + ` GROUP BY vote.entry)
			SELECT e.id, e.number, e.category, COALESCE(total.votes, 0) FROM entry e LEFT JOIN total ON total.entry = e.ref `
	})
}

// counts lists what selected selects of the contest's entries.
func (t *tx) counts(c voting.ContestID, states []voting.State, selected func(contest int64, l *list) string) (counts []voting.Count, err error) {
	contest, err := t.contestRef(c)
	if err != nil {
		return nil, err
	}
	var w where
	text := selected(contest, &w.list)
	w.and("e.contest = ?", contest)
	if len(states) > 0 {
		w.and("e.state " + in(&w.list, states))
	}
	err = t.each(func(r row) error {
		var n voting.Count
		err := r.Scan(&n.Entry, &n.Number, &n.Category, &n.Votes)
		counts = append(counts, n)
		return err
	}, text+w.text.String()+" ORDER BY e.number", w.args...)
	return counts, err
}

// CountVoters implements voting.BallotTx.
func (t *tx) CountVoters(c voting.ContestID) (n int, err error) {
	contest, err := t.contestRef(c)
	if err != nil {
		return 0, err
	}
	err = t.one(nil, "SELECT CAST(COALESCE(sum(voters), 0) AS BIGINT) FROM voter_count WHERE contest = $1", []any{contest}, &n)
	return n, err
}
