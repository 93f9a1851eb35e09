package voting

import (
	"slices"

	"plaudit/voting/ledger"
)

// EarlierVote is a vote from before there were receipts, of whom.
type EarlierVote struct {
	Voter  VoterKey
	Period string
	Vote
}

// hasEarlier reports whether the contest, which has no log yet, has a past that
// must be prepared for one: votes without nonces, or a result that was announced
// when there were no logs.
func hasEarlier(tx Tx, c *Contest) (bool, error) {
	votes, err := tx.Unreceipted(c.ID, 1)
	if err != nil || len(votes) > 0 {
		return len(votes) > 0, err
	}
	return lacksResult(tx, c)
}

func lacksResult(tx Tx, c *Contest) (bool, error) {
	if c.AnnouncedAt.IsZero() {
		return false, nil
	}
	document, err := tx.AnnouncedResult(c.ID)
	return document == nil, err
}

// logEarlier lets some of the votes from before there were receipts wait for the
// log, behind nonces that it draws. The log begins when none is left; the vote
// then has a receipt like others, which nobody was given when it was cast. Each
// call is a transaction of its own, and what one has done the next finds done.
// The contest is held exclusively.
func (s *Service) logEarlier(tx Tx, c *Contest) error {
	votes, err := tx.Unreceipted(c.ID, maxStep)
	if err != nil {
		return err
	}
	for _, v := range votes {
		fresh, err := s.newVote(ledger.Nonce{})
		if err != nil {
			return err
		}
		v.Client, v.Server = fresh.Client, fresh.Server
		ballot := Ballot{Contest: c.ID, Period: v.Period, Voter: v.Voter}
		if err := tx.LogEarlier(c.ID, v, ballot.leaf(v.Vote)); err != nil {
			return err
		}
	}
	if len(votes) == maxStep {
		return nil
	}
	lacks, err := lacksResult(tx, c)
	if err != nil || !lacks {
		return err
	}
	return announceToLog(tx, c)
}

// leftWithVotes are the entries that are not public any more and have votes,
// in whatever state those are.
func leftWithVotes(tx Tx, c *Contest) ([]Entry, error) {
	counts, err := tx.Counts(c.ID, gone())
	if err != nil {
		return nil, err
	}
	aside, err := tx.AsideCounts(c.ID)
	if err != nil {
		return nil, err
	}
	var numbers []Number
	for _, n := range counts {
		if n.Votes > 0 {
			numbers = append(numbers, n.Number)
		}
	}
	for _, n := range aside {
		numbers = append(numbers, n.Number)
	}
	slices.Sort(numbers)
	entries, err := tx.EntriesByNumber(c.ID, slices.Compact(numbers))
	left := slices.DeleteFunc(entries, func(e Entry) bool { return e.State == Approved })
	return left, err
}

// gone are the states of entries that are not public.
func gone() []State { return []State{Processing, Pending, Rejected, Refused, Disqualified, Withdrawn} }
