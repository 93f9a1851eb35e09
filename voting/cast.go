package voting

import (
	"context"
	"errors"
	"slices"
	"time"

	"plaudit/voting/ledger"
)

// Cast is the answer to a vote or a take-back.
type Cast struct {
	Remaining int  // votes left on the ballot
	Repeat    bool // nothing changed: it was so already
	Receipt   Receipt
}

// Cast records the actor's vote for an entry. It returns only after the vote
// is durable, with a receipt of the nonce, or where that is zeros of one drawn
// here. Casting again for the same entry changes nothing and gives the same
// receipt. ErrRoundClosed outside the voting round, ErrBallotFull,
// ErrCategoryFull and ErrOwnEntry where the policy says no, ErrVoterRequired
// for who is no voter, ErrNonceUsed for a nonce that has come before.
func (s *Service) Cast(ctx context.Context, a Actor, slug Slug, n Number, nonce ledger.Nonce) (cast Cast, err error) {
	fresh, err := s.newVote(nonce)
	if err != nil {
		return cast, err
	}
	var (
		c      Contest
		ballot Ballot
		v      Vote
	)
	err = s.insist(ctx, "cast a vote", func(tx Tx) (err error) {
		var now time.Time
		if c, ballot, now, err = s.openBallot(tx, a, slug, Foresight{Number: n, Receipt: fresh.Client.Hash()}); err != nil {
			return err
		}
		cast, v, err = s.castOn(tx, &c, a, ballot, n, fresh, now)
		return err
	})
	if err != nil {
		return cast, err
	}
	cast.Receipt, err = s.receipt(&c, ballot, v)
	return cast, err
}

// castOn puts a vote, drawn afresh, on a ballot that is held; b itself stays as
// it was. It returns the vote that the ballot holds for the entry now.
func (s *Service) castOn(tx Tx, c *Contest, a Actor, b Ballot, n Number, fresh Vote, now time.Time) (cast Cast, v Vote, err error) {
	e, err := publicEntry(tx, c, n)
	if err != nil {
		return cast, v, err
	}
	if v, has := b.vote(e.ID); has {
		return Cast{Remaining: b.Remaining(c.Policy), Repeat: true}, v, nil
	}
	own, err := s.owns(c, a, b.Voter, e)
	if err != nil {
		return cast, v, err
	}
	if err := c.Policy.Admit(b, e, own); err != nil {
		return cast, v, err
	}
	v = fresh
	v.Entry, v.Number, v.Category, v.At = e.ID, e.Number, e.Category, now
	event, err := s.event(c, a, v)
	if err != nil {
		return cast, v, err
	}
	return Cast{Remaining: b.Remaining(c.Policy) - 1}, v, tx.InsertVote(b, v, event, b.leaf(v))
}

// TakeBack removes the actor's vote for an entry while the round is open and
// the policy lets. An entry that has left the gallery can be taken back too.
// The log keeps the vote and gets a take-back of its own.
func (s *Service) TakeBack(ctx context.Context, a Actor, slug Slug, n Number) (cast Cast, err error) {
	back, err := ledger.NewNonce(s.Rand)
	if err != nil {
		return cast, err
	}
	err = s.insist(ctx, "take back a vote", func(tx Tx) error {
		c, ballot, _, err := s.openBallot(tx, a, slug, Foresight{Number: n})
		if err != nil {
			return err
		}
		i := slices.IndexFunc(ballot.Votes, func(v Vote) bool { return v.Number == n })
		cast = Cast{Remaining: ballot.Remaining(c.Policy), Repeat: i < 0}
		if i < 0 {
			_, err := publicEntry(tx, &c, n)
			return err
		}
		if !c.Policy.Withdrawable {
			return ErrVoteFinal
		}
		cast.Remaining++
		v := ballot.Votes[i]
		return tx.DeleteVote(ballot, v, back, ledger.Leaf{Kind: ledger.KindTakeBack, Hash: ledger.TakeBack(ballot.opening(v).Commitment(), back)})
	})
	return cast, err
}

// openBallot finds the contest with its voting round open, the voter, and the
// voter's ballot for this period, locked. The time is read under the contest's
// lock, so that no vote lands after the close. ahead is what is asked for after
// that.
func (s *Service) openBallot(tx Tx, a Actor, slug Slug, ahead Foresight) (c Contest, b Ballot, now time.Time, err error) {
	c, err = s.contest(tx, a, slug, Shared)
	if err != nil {
		return c, b, now, err
	}
	now = tx.Now()
	if !c.RoundOpen(VoteRound, now) {
		return c, b, now, c.closedError(VoteRound)
	}
	device, err := s.device(&c, a)
	if err != nil {
		return c, b, now, err
	}
	ahead.Contest, ahead.Period, ahead.Voter, ahead.Linked = c.ID, c.BallotPeriod(now), device, !c.deviceIsVoter()
	if err := tx.Foresee(ahead); err != nil {
		return c, b, now, err
	}
	voter, err := voterOf(tx, &c, device)
	if err != nil {
		return c, b, now, err
	}
	b, err = tx.LockBallot(c.ID, ahead.Period, voter)
	return c, b, now, err
}

func publicEntry(tx Tx, c *Contest, n Number) (Entry, error) {
	e, err := tx.Entry(c.ID, n)
	if err == nil && !e.Public() {
		err = ErrEntryNotFound
	}
	return e, err
}

// BallotView is the actor's own ballot.
type BallotView struct {
	Votes     []Number
	Remaining int
	Period    string
	Open      bool // the voting round is open
	At        time.Time
}

// MyBallot returns the actor's ballot of the current period; an empty one for
// who has not voted or is no voter yet.
func (s *Service) MyBallot(ctx context.Context, a Actor, slug Slug) (view BallotView, err error) {
	err = s.view(ctx, "read a ballot", func(tx Tx) error {
		c, err := s.contest(tx, a, slug, Unlocked)
		if err != nil {
			return err
		}
		ballot, err := s.ballot(tx, &c, a)
		if err != nil {
			return err
		}
		view = ballot.view(tx, &c)
		return nil
	})
	return view, err
}

func (b Ballot) view(tx Tx, c *Contest) BallotView {
	view := BallotView{
		Votes: []Number{}, Remaining: b.Remaining(c.Policy), Period: b.Period,
		Open: c.RoundOpen(VoteRound, tx.Now()), At: tx.Now(),
	}
	for _, v := range b.Votes {
		view.Votes = append(view.Votes, v.Number)
	}
	return view
}

// ballot reads the actor's ballot of the current period without locking it.
func (s *Service) ballot(tx Tx, c *Contest, a Actor) (Ballot, error) {
	period := c.BallotPeriod(tx.Now())
	voter, err := s.voter(tx, c, a)
	switch {
	case errors.Is(err, ErrVoterRequired):
		return Ballot{Contest: c.ID, Period: period}, nil
	case err != nil:
		return Ballot{}, err
	}
	return tx.Ballot(c.ID, period, voter)
}
