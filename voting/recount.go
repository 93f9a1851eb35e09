package voting

import (
	"context"

	"plaudit/voting/ledger"
)

// Difference is an entry whose shown count is not what its ballots hold.
type Difference struct {
	Number           Number
	Shown, Recounted int
}

// RecountResult compares what is shown with what the ballots hold.
type RecountResult struct {
	Contest     Contest
	Standings   []Standing // from the ballots
	Votes       int        // in the ballots, for entries of every state
	Voters      int
	Differences []Difference
	// FrozenDiffers says that the announced standings are not those of the
	// ballots, other than by entries that left after the announcement.
	FrozenDiffers bool
	// TotalsDiffer says that the sums which pages show are not those of the
	// ballots.
	TotalsDiffer bool
}

// Recount tallies a contest again from the stored ballots alone and compares
// the outcome with the counters and, once announced, the frozen standings.
func (s *Service) Recount(ctx context.Context, slug Slug) (result RecountResult, err error) {
	err = s.view(ctx, "recount", func(tx Tx) error {
		result = RecountResult{}
		c, err := tx.Contest(slug, Unlocked)
		if err != nil {
			return err
		}
		result.Contest = c
		recounted, err := tx.Recount(c.ID, nil)
		if err != nil {
			return err
		}
		shown, err := tx.Counts(c.ID, nil)
		if err != nil {
			return err
		}
		result.compare(recounted, shown)
		if result.TotalsDiffer, err = totalsDiffer(tx, c.ID); err != nil {
			return err
		}
		inResult, err := tx.Recount(c.ID, counted())
		if err != nil {
			return err
		}
		result.Standings = Tally(inResult, c.Policy)
		if result.Voters, err = tx.CountVoters(c.ID); err != nil || c.AnnouncedAt.IsZero() {
			return err
		}
		frozen, err := tx.Announcement(c.ID)
		if err != nil {
			return err
		}
		result.FrozenDiffers = frozenDiffers(frozen.Standings, recounted)
		return nil
	})
	return result, err
}

func (r *RecountResult) compare(recounted, shown []Count) {
	counters := map[Number]int{}
	for _, count := range shown {
		counters[count.Number] = count.Votes
	}
	for _, count := range recounted {
		r.Votes += count.Votes
		if counters[count.Number] != count.Votes {
			r.Differences = append(r.Differences, Difference{count.Number, counters[count.Number], count.Votes})
		}
	}
}

// totalsDiffer compares the kept totals with those of the ballots.
func totalsDiffer(tx Tx, c ContestID) (bool, error) {
	kept, err := tx.VoteTotals(c)
	if err != nil {
		return false, err
	}
	all, err := tx.Recount(c, nil)
	if err != nil {
		return false, err
	}
	inResult, err := tx.Recount(c, counted())
	if err != nil {
		return false, err
	}
	aside, err := tx.AsideCounts(c)
	if err != nil {
		return false, err
	}
	f, want := kept.figures(), asideFigures(aside)
	differs := f.Counted != sum(inResult) || f.Pending != want.Pending
	raw := sum(all) + want.Pending
	for code, votes := range want.Void {
		raw += votes
		differs = differs || f.Void[ledger.VoidReviewed+code] != votes
	}
	return differs || f.Raw != raw, nil
}

func sum(counts []Count) (votes int) {
	for _, count := range counts {
		votes += count.Votes
	}
	return votes
}

func frozenDiffers(frozen []Standing, recounted []Count) bool {
	votes := map[Number]int{}
	for _, count := range recounted {
		votes[count.Number] = count.Votes
	}
	for _, standing := range frozen {
		if votes[standing.Number] != standing.Votes {
			return true
		}
	}
	return false
}
