package voting

import (
	"context"
	"strconv"

	"plaudit/voting/ledger"
)

const actDeskVote Act = "desk_vote"

// DeskBallot opens the ballot of a slip for a helper at the desk, who votes on
// behalf of somebody present.
func (s *Service) DeskBallot(ctx context.Context, a Actor, slug Slug, code string) (view BallotView, err error) {
	err = s.view(ctx, "open a ballot at the desk", func(tx Tx) error {
		c, err := s.slipContest(tx, a, ActDesk, slug, Unlocked)
		if err != nil {
			return err
		}
		slip, key, err := s.slipOf(tx, &c, code, Unlocked)
		if err != nil {
			return err
		}
		ballot, err := tx.Ballot(c.ID, c.BallotPeriod(tx.Now()), key.slipVoter(slip.Serial))
		view = ballot.view(tx, &c)
		return err
	})
	return view, err
}

// DeskCast casts votes for the entries on behalf of the holder of the slip, all
// of them or none. Voters who were served so are counted apart. The audit trail
// keeps who helped and how many votes it were, and neither whose nor for what.
func (s *Service) DeskCast(ctx context.Context, a Actor, slug Slug, code string, numbers []Number) (view BallotView, err error) {
	fresh := make([]Vote, len(numbers))
	for i := range fresh {
		if fresh[i], err = s.newVote(ledger.Nonce{}); err != nil {
			return view, err
		}
	}
	err = s.insist(ctx, "cast at the desk", func(tx Tx) error {
		c, err := s.slipContest(tx, a, ActDesk, slug, Shared)
		if err != nil {
			return err
		}
		if len(numbers) == 0 {
			return ErrRequired.In("numbers")
		}
		now := tx.Now()
		if !c.RoundOpen(VoteRound, now) {
			return c.closedError(VoteRound)
		}
		voter, _, err := s.slipVoter(tx, &c, code)
		if err != nil {
			return err
		}
		ballot, err := tx.LockBallot(c.ID, c.BallotPeriod(now), voter)
		if err != nil {
			return err
		}
		before := len(ballot.Votes)
		for i, n := range numbers {
			cast, v, err := s.castOn(tx, &c, Actor{}, ballot, n, fresh[i], now)
			if err != nil {
				return err
			}
			if !cast.Repeat {
				ballot.Votes = append(ballot.Votes, v)
			}
		}
		view = ballot.view(tx, &c)
		if len(ballot.Votes) == before {
			return nil
		}
		if err := tx.MarkDesk(c.ID, voter); err != nil {
			return err
		}
		return a.audit(tx, c.ID, actDeskVote, "desk", "", strconv.Itoa(len(ballot.Votes)-before), "")
	})
	return view, err
}
