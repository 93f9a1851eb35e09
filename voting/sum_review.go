package voting

import "context"

// ReviewSum is the review of a contest's votes in figures.
type ReviewSum struct {
	Contest  Contest
	Votes    VoteFigures
	Clusters []Cluster
	Waiting  int // acts that wait for a second person
}

// SumUpReview adds up what stands of a contest's votes.
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
		if sum.Votes, err = voteFigures(tx, c.ID); err != nil {
			return err
		}
		waiting, err := tx.Proposals(c.ID)
		sum.Waiting = len(waiting)
		return err
	})
	return sum, err
}
