package voting

import "context"

// ReviewSum is the review of a contest's votes in figures.
type ReviewSum struct {
	Contest  Contest
	Cast     int // all votes that were not taken back
	Counted  int // of these
	Left     int // for works that have left the gallery, as far as they are not set aside or void
	Figures  AsideFigures
	Clusters []Cluster
	Waiting  int // acts that wait for a second person
}

// SumUpReview adds up what stands of a contest's votes: Cast is Counted, Left,
// and what Figures says.
func (s *Service) SumUpReview(ctx context.Context, a Actor, slug Slug) (sum ReviewSum, err error) {
	err = s.view(ctx, "sum up the review of votes", func(tx Tx) error {
		c, err := s.contestFor(tx, a, ActSeeReview, slug, Unlocked)
		if err != nil {
			return err
		}
		sum = ReviewSum{Contest: c}
		if sum.Clusters, err = tx.Clusters(c.ID); err != nil {
			return err
		}
		sum.Figures = figuresOf(sum.Clusters)
		all, err := tx.Counts(c.ID, nil)
		if err != nil {
			return err
		}
		for _, n := range all {
			sum.Left += n.Votes
		}
		if sum.Counted, err = tx.CountVotes(c.ID, counted(), ""); err != nil {
			return err
		}
		sum.Left -= sum.Counted
		sum.Cast = sum.Left + sum.Counted + sum.Figures.Pending
		for _, votes := range sum.Figures.Void {
			sum.Cast += votes
		}
		waiting, err := tx.Proposals(c.ID)
		sum.Waiting = len(waiting)
		return err
	})
	return sum, err
}
