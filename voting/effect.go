package voting

import "slices"

// Effect is what moving ballots would change.
type Effect struct {
	Ranks  []RankChange // of the works whose place would change, the best first; at most 20
	Awards bool         // another work would be proposed for an award
}

// RankChange is how a work would stand.
type RankChange struct {
	Number      Number
	Votes, Rank int // now
	Then        struct{ Votes, Rank int }
}

const maxEffect = 20

// scale weighs what moves of ballots would change: it is made once for all
// moves that are looked at.
type scale struct {
	c        *Contest
	counts   []Count // the best first
	now      []Standing
	places   map[Number]int // in both
	proposed []Winner
}

func readScale(tx Tx, c *Contest) (*scale, error) {
	counts, err := tx.Counts(c.ID, counted())
	return newScale(c, counts), err
}

func newScale(c *Contest, counts []Count) *scale {
	s := &scale{c: c, counts: c.Policy.sorted(counts), places: make(map[Number]int, len(counts))}
	s.now = ranked(s.counts)
	s.proposed = Propose(c.Awards, s.now)
	for i, n := range s.counts {
		s.places[n.Number] = i
	}
	return s
}

// effect compares the standings with those after ballots with these votes went
// from one state to another.
func (s *scale) effect(from, to ReviewState, votes map[Number]int) (e Effect) {
	sign := 0
	switch {
	case from == VotesCounted:
		sign = -1
	case to == VotesCounted:
		sign = 1
	default:
		return e
	}
	then := ranked(s.after(sign, votes))
	e.Awards = !slices.Equal(s.proposed, Propose(s.c.Awards, then))
	for i, after := range then {
		before := s.now[i]
		if before.Number != after.Number {
			before = s.now[s.places[after.Number]]
		}
		if before.Rank == after.Rank && before.Votes == after.Votes {
			continue
		}
		r := RankChange{Number: after.Number, Votes: before.Votes, Rank: before.Rank}
		r.Then.Votes, r.Then.Rank = after.Votes, after.Rank
		if e.Ranks = append(e.Ranks, r); len(e.Ranks) == maxEffect {
			break
		}
	}
	return e
}

// after is the counts, the best first, after the votes came or went: the others
// stay in their order, so that only those that change are sorted.
func (s *scale) after(sign int, votes map[Number]int) []Count {
	var changed []Count
	for n := range votes {
		if at, ok := s.places[n]; ok {
			count := s.counts[at]
			count.Votes += sign * votes[n]
			changed = append(changed, count)
		}
	}
	changed = s.c.Policy.sorted(changed)
	then := make([]Count, 0, len(s.counts))
	for _, count := range s.counts {
		if _, moved := votes[count.Number]; moved {
			continue
		}
		for len(changed) > 0 && s.c.Policy.before(changed[0], count) < 0 {
			then, changed = append(then, changed[0]), changed[1:]
		}
		then = append(then, count)
	}
	return append(then, changed...)
}

// votesOf adds up the votes of ballots, for each work.
func votesOf(ballots []ReviewBallot) map[Number]int {
	all := map[Number]int{}
	for _, b := range ballots {
		for n, votes := range b.Votes {
			all[n] += votes
		}
	}
	return all
}
