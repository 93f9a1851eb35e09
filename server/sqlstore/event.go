package sqlstore

import (
	"database/sql"
	"encoding/hex"
	"errors"
	"time"

	"plaudit/voting"
)

// The event of a vote is part of its row: net, kind, viewed, and its minute.
const eventColumns = "v.at / 60000000, v.net, v.kind, v.viewed"

func scanEvent(r row, before ...any) (e voting.VoteEvent, err error) {
	var net, kind int64
	err = r.Scan(append(before, &e.Minute, &net, &kind, &e.Viewed)...)
	e.Net, e.Client = uint32(net), uint32(kind)
	return e, err
}

// VoteEvents implements voting.ReviewTx.
func (t *tx) VoteEvents(c voting.ContestID, each func(voting.VoterRef, voting.Number, voting.VoteEvent) error) error {
	contest, err := t.contestRef(c)
	if err != nil {
		return err
	}
	return t.each(func(r row) error {
		var (
			voter  voting.VoterRef
			number voting.Number
		)
		e, err := scanEvent(r, &voter, &number)
		if err != nil {
			return err
		}
		return each(voter, number, e)
	}, "SELECT v.voter, e.number, "+eventColumns+` FROM voter w JOIN vote v ON v.voter = w.ref JOIN entry e ON e.ref = v.entry
		WHERE w.contest = $1 AND v.net IS NOT NULL ORDER BY v.voter, v.entry, v.at`, contest)
}

// ForgetVoteEvents implements voting.ReviewTx.
func (t *tx) ForgetVoteEvents(c voting.ContestID, after voting.VoterKey, voters int) (last voting.VoterKey, err error) {
	contest, err := t.contestRef(c)
	if err != nil {
		return "", err
	}
	from, err := hex.DecodeString(string(after))
	if err != nil {
		return "", err
	}
	var key []byte
	err = t.one(nil, "SELECT key FROM (SELECT key FROM voter WHERE contest = $1 AND key > $2 ORDER BY key LIMIT $3) AS next ORDER BY key DESC LIMIT 1",
		[]any{contest, from, voters}, &key)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return voting.VoterKey(hex.EncodeToString(key)), t.later(`UPDATE vote SET net = NULL, kind = NULL, viewed = NULL WHERE net IS NOT NULL
		AND voter IN (SELECT ref FROM voter WHERE contest = $1 AND key > $2 AND key <= $3)`, contest, from, key)
}

// EventsForgotten implements voting.ReviewTx.
func (t *tx) EventsForgotten(c voting.ContestID) (time.Time, error) {
	contest, err := t.contestRef(c)
	if err != nil {
		return time.Time{}, err
	}
	var at int64
	err = t.one(nil, "SELECT at FROM events_forgotten WHERE contest = $1", []any{contest}, &at)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return moment(at), err
}

// NoteEventsForgotten implements voting.ReviewTx.
func (t *tx) NoteEventsForgotten(c voting.ContestID) error {
	contest, err := t.contestRef(c)
	if err != nil {
		return err
	}
	return t.later("INSERT INTO events_forgotten (contest, at) VALUES ($1, $2) ON CONFLICT (contest) DO UPDATE SET at = excluded.at", contest, micros(t.Now()))
}

// ClusterEvents implements voting.ReviewTx.
func (t *tx) ClusterEvents(c voting.ContestID, key voting.ClusterKey, each func(voting.VoteEvent) error) error {
	contest, err := t.contestRef(c)
	if err != nil {
		return err
	}
	return t.each(func(r row) error {
		e, err := scanEvent(r)
		if err != nil {
			return err
		}
		return each(e)
	}, "SELECT "+eventColumns+` FROM voter_review r JOIN entry d ON d.ref = r.entry JOIN vote v ON v.voter = r.voter AND v.entry = r.entry
		WHERE r.contest = $1 AND d.number = $2 AND r.signals = $3 AND r.state = $4 AND v.net IS NOT NULL ORDER BY v.at / 60000000, v.voter`,
		contest, key.Number, int64(key.Signals), key.State)
}
