package voting

import (
	"context"
	"time"
)

// Events of votes are kept until the result has stood for so long, or, where
// none is announced, so long after the close.
const (
	eventsAfterResult = 30 * 24 * time.Hour
	eventsAfterClose  = 90 * 24 * time.Hour
	forgetAtOnce      = 10_000
)

// ForgetVoteEvents removes the events of votes that are no longer needed, and
// the curves that were drawn of them, of all contests.
func (s *Service) ForgetVoteEvents(ctx context.Context) (forgotten int, err error) {
	var due []ContestID
	err = s.view(ctx, "look for events to forget", func(tx Tx) error {
		contests, err := tx.Contests()
		due = due[:0]
		for i := range contests {
			if contests[i].eventsLapsed(tx.Now()) {
				due = append(due, contests[i].ID)
			}
		}
		return err
	})
	for _, c := range due {
		for more := true; more && err == nil; {
			n := 0
			err = s.update(ctx, "forget events of votes", func(tx Tx) (err error) {
				if n, err = tx.ForgetVoteEvents(c, forgetAtOnce); err != nil {
					return err
				}
				return tx.SetCurves(c, nil)
			})
			forgotten, more = forgotten+n, n == forgetAtOnce
		}
	}
	return forgotten, err
}

func (c *Contest) eventsLapsed(now time.Time) bool {
	if !c.AnnouncedAt.IsZero() {
		return !now.Before(c.AnnouncedAt.Add(eventsAfterResult))
	}
	vote, ok := c.Round(VoteRound)
	return ok && !now.Before(vote.Closes.Add(eventsAfterClose))
}
