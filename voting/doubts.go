package voting

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"plaudit/voting/review"
)

// FindDoubts looks through the events of a contest's votes and sets aside the
// ballots that the rules in force would have a person look at: counted becomes
// pending, and nothing else. Ballots that were set aside before, by the rules or
// by people, it leaves as they are. After the announcement it does nothing.
func (s *Service) FindDoubts(ctx context.Context, a Actor, slug Slug) (run ReviewRun, err error) {
	var c Contest
	// Holding the contest for a moment, it waits for votes under way: what is read
	// then is all that was cast before run.At.
	err = s.update(ctx, "look for doubtful votes", func(tx Tx) error {
		if c, err = s.contestFor(tx, a, ActReview, slug, Exclusive); err != nil {
			return err
		}
		run.At = tx.Now()
		return nil
	})
	if err != nil || !c.AnnouncedAt.IsZero() {
		return run, err
	}
	var found suspects
	err = s.view(ctx, "look for doubtful votes", func(tx Tx) (err error) {
		found, err = readEvents(tx, &c)
		return err
	})
	if err != nil {
		return run, err
	}
	rules := review.Current()
	run.Rules, run.Votes = rules.Version, len(found.events)
	doubts := rules.Find(found.events)
	err = s.update(ctx, "set doubtful votes aside", func(tx Tx) error {
		// Exclusive: the counts change, and announcing must not come between.
		c, err := s.contestFor(tx, a, ActReview, slug, Exclusive)
		if err != nil || !c.AnnouncedAt.IsZero() {
			return err
		}
		if run.Found, err = s.setAside(tx, &c, rules, found, doubts); err != nil {
			return err
		}
		return tx.NoteReviewRun(c.ID, run)
	})
	return run, err
}

// suspects are the events of a contest as the rules take them.
type suspects struct {
	events []review.Event
	voters []VoterRef // by their number in the events, ascending
}

func readEvents(tx Tx, c *Contest) (found suspects, err error) {
	opens := c.voteOpens().Unix() / 60
	err = tx.VoteEvents(c.ID, func(voter VoterRef, n Number, e VoteEvent) error {
		if len(found.voters) == 0 || found.voters[len(found.voters)-1] != voter {
			found.voters = append(found.voters, voter)
		}
		found.events = append(found.events, review.Event{
			Voter: int32(len(found.voters) - 1), Entry: int32(n), Minute: int32(e.Minute - opens),
			Net: e.Net, Client: e.Client, Viewed: e.Viewed,
		})
		return nil
	})
	return found, err
}

// setAside moves the ballots of the doubts to pending, as far as nobody and
// nothing has moved them yet.
func (s *Service) setAside(tx Tx, c *Contest, rules review.Rules, found suspects, doubts []review.Doubt) (int, error) {
	refs := make([]VoterRef, len(doubts))
	signals := make(map[VoterRef]review.Signal, len(doubts))
	for i, d := range doubts {
		refs[i] = found.voters[d.Voter]
		signals[refs[i]] = d.Signals
	}
	ballots, err := tx.Unreviewed(c.ID, refs)
	if err != nil || len(ballots) == 0 {
		return 0, err
	}
	weight := map[Number]int{}
	for _, b := range ballots {
		for n := range b.Votes {
			weight[n]++
		}
	}
	for i := range ballots {
		ballots[i].Signals, ballots[i].Number = signals[ballots[i].Ref], heaviest(ballots[i], weight)
	}
	act := ReviewAct{
		Contest: c.ID, At: tx.Now(), To: VotesPending, Of: ClusterKey{State: VotesCounted},
		Code: CodeRules, Reason: fmt.Sprintf("rules %d", rules.Version),
	}
	return len(ballots), s.move(tx, c, Actor{System: true}, act, ballots)
}

// heaviest is the ballot's work that most of the doubtful ballots have.
func heaviest(b ReviewBallot, weight map[Number]int) Number {
	numbers := make([]Number, 0, len(b.Votes))
	for n := range b.Votes {
		numbers = append(numbers, n)
	}
	return slices.MaxFunc(numbers, func(x, y Number) int {
		return cmp.Or(cmp.Compare(weight[x], weight[y]), cmp.Compare(y, x))
	})
}

// reviewEvery is how often doubts are looked for while the round is open.
const reviewEvery = 24 * time.Hour

// ReviewDue reports whether doubts are to be looked for now: each night, and
// once after the close.
func (s *Service) ReviewDue(ctx context.Context, slug Slug) (due bool, err error) {
	err = s.view(ctx, "see when doubts were looked for", func(tx Tx) error {
		c, err := tx.Contest(slug, Unlocked)
		if err != nil {
			return err
		}
		due, err = reviewDue(tx, &c)
		return err
	})
	return due, err
}

func reviewDue(tx Tx, c *Contest) (bool, error) {
	vote, ok := c.Round(VoteRound)
	now := tx.Now()
	if !ok || now.Before(vote.Opens) || !c.AnnouncedAt.IsZero() {
		return false, nil
	}
	last, err := tx.ReviewRun(c.ID)
	if err != nil {
		return false, err
	}
	if last.At.IsZero() {
		last.At = vote.Opens
	}
	if !now.Before(vote.Closes) {
		return last.At.Before(vote.Closes), nil
	}
	// A night ends at four in the contest's own time.
	day := func(t time.Time) string { return t.Add(-4 * time.Hour).In(c.Location()).Format(time.DateOnly) }
	return day(now) != day(last.At) || now.Sub(last.At) >= reviewEvery, nil
}

// beforeResult looks for doubts if nobody has since the close, so that no result
// is announced without.
func (s *Service) beforeResult(ctx context.Context, a Actor, slug Slug) error {
	due := false
	err := s.view(ctx, "see whether doubts were looked for", func(tx Tx) error {
		c, err := s.contestFor(tx, a, ActAward, slug, Unlocked)
		if err != nil || c.mayAnnounce(tx.Now()) != nil {
			return err // which is said by Announce
		}
		due, err = reviewDue(tx, &c)
		return err
	})
	if err == nil && due {
		_, err = s.FindDoubts(ctx, Actor{System: true}, slug)
	}
	return err
}
