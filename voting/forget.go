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
	forgetAtOnce      = 2_000 // voters
)

// ForgetVoteEvents removes the events of votes that are no longer needed, of
// all contests. One that is interrupted begins anew next time.
func (s *Service) ForgetVoteEvents(ctx context.Context) error {
	var due []ContestID
	err := s.view(ctx, "look for events to forget", func(tx Tx) error {
		contests, err := tx.Contests()
		if err != nil {
			return err
		}
		due = due[:0]
		for i := range contests {
			lapse := contests[i].eventsLapse()
			if lapse.IsZero() || tx.Now().Before(lapse) {
				continue
			}
			done, err := tx.EventsForgotten(contests[i].ID)
			if err != nil {
				return err
			}
			if done.Before(lapse) {
				due = append(due, contests[i].ID)
			}
		}
		return nil
	})
	for _, c := range due {
		if err == nil {
			err = s.forgetVoteEvents(ctx, c)
		}
	}
	return err
}

func (s *Service) forgetVoteEvents(ctx context.Context, c ContestID) error {
	var at, last VoterKey
	for {
		err := s.update(ctx, "forget events of votes", func(tx Tx) (err error) {
			if last, err = tx.ForgetVoteEvents(c, at, forgetAtOnce); err != nil || last != "" {
				return err
			}
			return tx.NoteEventsForgotten(c)
		})
		if err != nil || last == "" {
			return err
		}
		at = last
	}
}

// eventsLapse is the moment from which on the events of votes are no longer
// needed; zero where there is none.
func (c *Contest) eventsLapse() time.Time {
	if !c.AnnouncedAt.IsZero() {
		return c.AnnouncedAt.Add(eventsAfterResult)
	}
	if vote, ok := c.Round(VoteRound); ok {
		return vote.Closes.Add(eventsAfterClose)
	}
	return time.Time{}
}
