package sqlstore

import (
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"

	"plaudit/voting"
	"plaudit/voting/ledger"
)

// isCounted is true where the votes of the voter count; %s is the voter's ref.
const isCounted = "NOT EXISTS (SELECT 1 FROM voter_review aside WHERE aside.voter = %s AND aside.state <> 'counted')"

// NoteReviewRun implements voting.ReviewTx.
func (t *tx) NoteReviewRun(c voting.ContestID, r voting.ReviewRun) error {
	contest, err := t.contestRef(c)
	if err != nil {
		return err
	}
	return t.later(`INSERT INTO review_run (contest, at, rules, votes, found) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (contest)
		DO UPDATE SET at = excluded.at, rules = excluded.rules, votes = excluded.votes, found = excluded.found`,
		contest, micros(r.At), r.Rules, r.Votes, r.Found)
}

// ReviewRun implements voting.ReviewTx.
func (t *tx) ReviewRun(c voting.ContestID) (r voting.ReviewRun, err error) {
	contest, err := t.contestRef(c)
	if err != nil {
		return r, err
	}
	var at int64
	err = t.one(nil, "SELECT at, rules, votes, found FROM review_run WHERE contest = $1", []any{contest}, &at, &r.Rules, &r.Votes, &r.Found)
	if errors.Is(err, sql.ErrNoRows) {
		return r, nil
	}
	r.At = moment(at)
	return r, err
}

// chunk is how many voters one statement names.
const chunk = 512

// Unreviewed implements voting.ReviewTx.
func (t *tx) Unreviewed(c voting.ContestID, refs []voting.VoterRef) (ballots []voting.ReviewBallot, err error) {
	contest, err := t.contestRef(c)
	if err != nil {
		return nil, err
	}
	for some := range slices.Chunk(refs, chunk) {
		var l list
		// The sum keeps SQLite from reading all voters of the contest, by its index.
		text := `SELECT w.ref, w.key, 0, 0, '', e.number, count(*) FROM voter w CROSS JOIN vote v CROSS JOIN entry e
			WHERE w.ref ` + in(&l, some) + " AND w.contest + 0 = " + l.add(contest) + ` AND v.voter = w.ref AND e.ref = v.entry
			AND NOT EXISTS (SELECT 1 FROM voter_review r WHERE r.voter = w.ref)
			GROUP BY w.ref, w.key, e.number ORDER BY w.ref, e.number`
		found, err := t.scanBallots(text, l.args)
		if err != nil {
			return nil, err
		}
		ballots = append(ballots, found...)
	}
	return ballots, nil
}

// ReviewBallots implements voting.ReviewTx.
func (t *tx) ReviewBallots(c voting.ContestID, key voting.ClusterKey) ([]voting.ReviewBallot, error) {
	contest, err := t.contestRef(c)
	if err != nil {
		return nil, err
	}
	return t.scanBallots(`SELECT r.voter, w.key, d.number, r.signals, r.code, COALESCE(e.number, 0), count(e.number)
		FROM voter_review r JOIN voter w ON w.ref = r.voter JOIN entry d ON d.ref = r.entry
		LEFT JOIN vote v ON v.voter = r.voter LEFT JOIN entry e ON e.ref = v.entry
		WHERE r.contest = $1 AND d.number = $2 AND r.signals = $3 AND r.state = $4
		GROUP BY r.voter, w.key, d.number, r.signals, r.code, e.number ORDER BY r.voter, e.number`,
		[]any{contest, key.Number, int64(key.Signals), key.State})
}

// scanBallots joins the rows of each voter.
func (t *tx) scanBallots(text string, args []any) (list []voting.ReviewBallot, err error) {
	err = t.each(func(r row) error {
		var (
			b      voting.ReviewBallot
			key    []byte
			number voting.Number
			votes  int
		)
		if err := r.Scan(&b.Ref, &key, &b.Number, &b.Signals, &b.Code, &number, &votes); err != nil {
			return err
		}
		if len(list) == 0 || list[len(list)-1].Ref != b.Ref {
			b.Voter, b.Votes = voting.VoterKey(hex.EncodeToString(key)), map[voting.Number]int{}
			list = append(list, b)
		}
		if votes > 0 {
			list[len(list)-1].Votes[number] = votes
		}
		return nil
	}, text, args...)
	return list, err
}

// Clusters implements voting.ReviewTx.
func (t *tx) Clusters(c voting.ContestID) (list []voting.Cluster, err error) {
	contest, err := t.contestRef(c)
	if err != nil {
		return nil, err
	}
	err = t.each(func(r row) error {
		var (
			k              voting.ClusterKey
			code           string
			ballots, votes int
		)
		if err := r.Scan(&k.Number, &k.Signals, &k.State, &code, &ballots, &votes); err != nil {
			return err
		}
		if len(list) == 0 || list[len(list)-1].ClusterKey != k {
			list = append(list, voting.Cluster{ClusterKey: k, Code: code, Codes: map[string]int{}})
		}
		last := &list[len(list)-1]
		last.Ballots, last.Votes, last.Codes[code] = last.Ballots+ballots, last.Votes+votes, votes
		return nil
	}, `SELECT e.number, r.signals, r.state, r.code, count(*), CAST(COALESCE(sum((SELECT count(*) FROM vote v WHERE v.voter = r.voter)), 0) AS BIGINT)
		FROM voter_review r JOIN entry e ON e.ref = r.entry WHERE r.contest = $1
		GROUP BY e.number, r.signals, r.state, r.code ORDER BY e.number, r.signals, r.state, r.code`, contest)
	return list, err
}

// MoveBallots implements voting.ReviewTx.
func (t *tx) MoveBallots(act voting.ReviewAct, ballots []voting.ReviewBallot, document []byte, nonce ledger.Nonce, leaf string) error {
	contest, err := t.contestRef(act.Contest)
	if err != nil {
		return err
	}
	entries, err := t.numberRefs(contest, ballots)
	if err != nil {
		return err
	}
	changes := map[int64]int{}
	for _, b := range ballots {
		err := t.later(`INSERT INTO voter_review (voter, contest, state, code, entry, signals) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (voter) DO UPDATE SET state = excluded.state, code = excluded.code`,
			int64(b.Ref), contest, act.To, act.Code, entries[b.Number], int64(b.Signals))
		if err != nil {
			return fmt.Errorf("move a ballot: %w", err)
		}
		for number, votes := range b.Votes {
			changes[entries[number]] += votes
		}
	}
	sign := 0
	switch {
	case act.Of.State == voting.VotesCounted:
		sign = -1
	case act.To == voting.VotesCounted:
		sign = 1
	}
	for _, entry := range slices.Sorted(maps.Keys(changes)) {
		if err := t.addCount(entry, 0, sign*changes[entry]); err != nil {
			return err
		}
	}
	if err := t.moveAside(contest, act, ballots); err != nil {
		return err
	}
	err = t.later(`INSERT INTO review_act (contest, at, staff, login, second_staff, second_login, single, entry, signals, from_state, to_state, code, reason, ballots, votes, document, nonce)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
		contest, micros(act.At), act.Staff, act.Login, act.Second.Staff, act.Second.Login, act.Single, act.Of.Number, int64(act.Of.Signals),
		act.Of.State, act.To, act.Code, act.Reason, act.Ballots, act.Votes, document, nonce[:])
	if err != nil || leaf == "" {
		return err
	}
	return t.await(contest, leaf, false, micros(act.At))
}

// numberRefs looks up the works that the ballots name.
func (t *tx) numberRefs(contest int64, ballots []voting.ReviewBallot) (map[voting.Number]int64, error) {
	refs := map[voting.Number]int64{}
	for _, b := range ballots {
		refs[b.Number] = 0
		for number := range b.Votes {
			refs[number] = 0
		}
	}
	for some := range slices.Chunk(slices.Sorted(maps.Keys(refs)), chunk) {
		var l list
		text := "SELECT number, ref FROM entry WHERE contest = " + l.add(contest) + " AND number " + in(&l, some)
		err := t.each(func(r row) error {
			var (
				number voting.Number
				ref    int64
			)
			err := r.Scan(&number, &ref)
			refs[number] = ref
			return err
		}, text, l.args...)
		if err != nil {
			return nil, err
		}
	}
	return refs, nil
}

// AsideCounts implements voting.ReviewTx.
func (t *tx) AsideCounts(c voting.ContestID) (list []voting.AsideCount, err error) {
	contest, err := t.contestRef(c)
	if err != nil {
		return nil, err
	}
	err = t.each(func(r row) error {
		var n voting.AsideCount
		err := r.Scan(&n.Number, &n.State, &n.Code, &n.Votes)
		list = append(list, n)
		return err
	}, `SELECT e.number, r.state, r.code, count(*) FROM voter_review r JOIN vote v ON v.voter = r.voter JOIN entry e ON e.ref = v.entry
		WHERE r.contest = $1 AND r.state <> 'counted' GROUP BY e.number, r.state, r.code ORDER BY e.number, r.state, r.code`, contest)
	return list, err
}
