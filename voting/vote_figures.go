package voting

import (
	"context"
	"maps"
	"slices"

	"plaudit/voting/ledger"
)

// VoteFigures are what became of the votes of a contest that their voters have
// not taken back: Raw is Counted, Pending and those that are Void.
type VoteFigures struct {
	Raw     int            `json:"raw"`
	Counted int            `json:"counted"`
	Pending int            `json:"pending"` // set aside until somebody has looked
	Void    map[string]int `json:"void"`    // by reason, as the announced result names them
}

// VoteTotals are a contest's votes by where they stand.
type VoteTotals struct {
	Counters map[State]int // of voters who are not set aside, by the state of the work
	Aside    []AsideCount  // of all works together
}

func voteFigures(tx Tx, c ContestID) (VoteFigures, error) {
	totals, err := tx.VoteTotals(c)
	return totals.figures(), err
}

func (t VoteTotals) figures() VoteFigures {
	f := VoteFigures{Void: map[string]int{}}
	for state, votes := range t.Counters {
		f.Raw += votes
		switch {
		case slices.Contains(counted(), state):
			f.Counted += votes
		case votes > 0:
			f.Void[voidReason(state)] += votes
		}
	}
	for _, n := range t.Aside {
		f.Raw += n.Votes
		if n.State == VotesPending {
			f.Pending += n.Votes
		} else {
			f.Void[ledger.VoidReviewed+n.Code] += n.Votes
		}
	}
	return f
}

// AllVoid is how many are void, for whatever reason.
func (f VoteFigures) AllVoid() int { return f.Raw - f.Counted - f.Pending }

// Reasons are those of void votes, sorted.
func (f VoteFigures) Reasons() []string { return slices.Sorted(maps.Keys(f.Void)) }

// Votes says what became of a contest's votes, to everybody. ErrCountsHidden
// where the actor may not see counts.
func (s *Service) Votes(ctx context.Context, a Actor, slug Slug) (f VoteFigures, err error) {
	err = s.view(ctx, "sum up the votes", func(tx Tx) error {
		c, err := s.contest(tx, a, slug, Unlocked)
		if err != nil {
			return err
		}
		view, err := s.contestView(tx, c, a)
		if err != nil {
			return err
		}
		if !view.ShowCounts {
			return ErrCountsHidden
		}
		f, err = voteFigures(tx, c.ID)
		return err
	})
	return f, err
}
