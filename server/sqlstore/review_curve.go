package sqlstore

import (
	"encoding/json"
	"errors"
	"fmt"

	"plaudit/voting"
)

// ofWork are the ballots that the votes for a work ($2, by number) made doubtful,
// in a contest ($1), with what is joined to them. The states are named so that
// the index is used; and CROSS JOIN has SQLite begin with the ballots, where it
// would rather read all events.
const ofWork = `FROM voter_review r CROSS JOIN %s WHERE r.contest = $1 AND r.state IN ('counted', 'pending', 'void')
	AND r.entry = (SELECT ref FROM entry WHERE contest = $1 AND number = $2) AND %s`

// Reviewed implements voting.ReviewTx.
func (t *tx) Reviewed(c voting.ContestID) (refs []voting.VoterRef, err error) {
	contest, err := t.contestRef(c)
	if err != nil {
		return nil, err
	}
	err = t.each(func(r row) error {
		var ref voting.VoterRef
		err := r.Scan(&ref)
		refs = append(refs, ref)
		return err
	}, "SELECT voter FROM voter_review WHERE contest = $1", contest)
	return refs, err
}

// ClusterVotes implements voting.ReviewTx.
func (t *tx) ClusterVotes(c voting.ContestID, n voting.Number) (map[voting.ClusterKey]map[voting.Number]int, error) {
	contest, err := t.contestRef(c)
	if err != nil {
		return nil, err
	}
	all := map[voting.ClusterKey]map[voting.Number]int{}
	err = t.each(func(r row) error {
		k := voting.ClusterKey{Number: n}
		var (
			number voting.Number
			votes  int
		)
		if err := r.Scan(&k.Signals, &k.State, &number, &votes); err != nil {
			return err
		}
		if all[k] == nil {
			all[k] = map[voting.Number]int{}
		}
		all[k][number] = votes
		return nil
	}, fmt.Sprintf(`SELECT r.signals, r.state, e.number, count(*) `+ofWork+` GROUP BY r.signals, r.state, e.number`,
		"vote v CROSS JOIN entry e", "v.voter = r.voter AND e.ref = v.entry"), contest, n)
	return all, err
}

// ClusterHours implements voting.ReviewTx.
func (t *tx) ClusterHours(c voting.ContestID, n voting.Number, each func(k voting.ClusterKey, hour int64, votes int)) error {
	contest, err := t.contestRef(c)
	if err != nil {
		return err
	}
	return t.each(func(r row) error {
		k := voting.ClusterKey{Number: n}
		var (
			hour  int64
			votes int
		)
		err := r.Scan(&k.Signals, &k.State, &hour, &votes)
		each(k, hour, votes)
		return err
	}, fmt.Sprintf(`SELECT r.signals, r.state, v.at / 3600000000, count(*) `+ofWork+` GROUP BY r.signals, r.state, v.at / 3600000000 ORDER BY 3`,
		"vote v", "v.voter = r.voter AND v.entry = r.entry AND v.net IS NOT NULL"), contest, n)
}

// SetCurves implements voting.ReviewTx.
func (t *tx) SetCurves(c voting.ContestID, curves []voting.Curve) error {
	contest, err := t.contestRef(c)
	if err != nil {
		return err
	}
	if err := t.later("DELETE FROM review_curve WHERE contest = $1", contest); err != nil {
		return err
	}
	for _, curve := range curves {
		votes, wrong := json.Marshal(curve.Votes)
		doubted, alsoWrong := json.Marshal(curve.Doubted)
		if err := errors.Join(wrong, alsoWrong); err != nil {
			return err
		}
		err := t.later("INSERT INTO review_curve (contest, number, hour, step, votes, doubted) VALUES ($1, $2, $3, $4, $5, $6)",
			contest, curve.Number, curve.Hour, curve.Step, string(votes), string(doubted))
		if err != nil {
			return err
		}
	}
	return nil
}

// Curves implements voting.ReviewTx.
func (t *tx) Curves(c voting.ContestID, numbers []voting.Number) (map[voting.Number]voting.Curve, error) {
	contest, err := t.contestRef(c)
	if err != nil {
		return nil, err
	}
	curves := map[voting.Number]voting.Curve{}
	var l list
	text := "SELECT number, hour, step, votes, doubted FROM review_curve WHERE contest = " + l.add(contest) + " AND number " + in(&l, numbers)
	err = t.each(func(r row) error {
		var (
			curve          voting.Curve
			votes, doubted []byte
		)
		if err := r.Scan(&curve.Number, &curve.Hour, &curve.Step, &votes, &doubted); err != nil {
			return err
		}
		err := errors.Join(json.Unmarshal(votes, &curve.Votes), json.Unmarshal(doubted, &curve.Doubted))
		curves[curve.Number] = curve
		return err
	}, text, l.args...)
	return curves, err
}
