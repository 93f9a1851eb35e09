package sqlstore

import (
	"cmp"
	"maps"
	"slices"

	"plaudit/voting"
)

// aside is why votes are not counted.
type aside struct {
	state voting.ReviewState
	code  string
}

// moveAside brings the counts of what is set aside to where the act moves the
// ballots.
func (t *tx) moveAside(contest int64, act voting.ReviewAct, ballots []voting.ReviewBallot) error {
	changes := map[aside]int{}
	for _, b := range ballots {
		for _, votes := range b.Votes {
			changes[aside{act.Of.State, b.Code}] -= votes
			changes[aside{act.To, act.Code}] += votes
		}
	}
	keys := slices.SortedFunc(maps.Keys(changes), func(a, b aside) int {
		return cmp.Or(cmp.Compare(a.state, b.state), cmp.Compare(a.code, b.code))
	})
	for _, k := range keys {
		if k.state == voting.VotesCounted || changes[k] == 0 {
			continue
		}
		err := t.later(addToAside, contest, k.state, k.code, changes[k])
		if err != nil {
			return err
		}
	}
	return nil
}

// VoteTotals implements voting.ReviewTx. Besides the totals it reads no more
// than what has changed since counts were last folded.
func (t *tx) VoteTotals(c voting.ContestID) (totals voting.VoteTotals, err error) {
	contest, err := t.contestRef(c)
	if err != nil {
		return totals, err
	}
	totals.Counters = map[voting.State]int{}
	err = t.each(func(r row) error {
		var (
			state voting.State
			votes int
		)
		err := r.Scan(&state, &votes)
		totals.Counters[state] += votes
		return err
	}, `SELECT state, votes FROM state_count WHERE contest = $1
		UNION ALL SELECT e.state, k.votes FROM entry_count k CROSS JOIN entry e WHERE e.ref = k.entry AND e.contest = $1`, contest)
	if err != nil {
		return totals, err
	}
	err = t.each(func(r row) error {
		var n voting.AsideCount
		err := r.Scan(&n.State, &n.Code, &n.Votes)
		totals.Aside = append(totals.Aside, n)
		return err
	}, "SELECT state, code, votes FROM aside_count WHERE contest = $1 AND votes <> 0 ORDER BY state, code", contest)
	return totals, err
}
