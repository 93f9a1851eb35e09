package voting

import (
	"slices"
	"time"
)

// Policy says who may vote how often and what is shown. It freezes when the
// voting round opens.
type Policy struct {
	Identity         Identity `json:"identity"`
	Period           Period   `json:"period"`
	VotesPerBallot   int      `json:"votes_per_ballot"`
	VotesPerCategory int      `json:"votes_per_category"` // 0: no cap of its own
	Withdrawable     bool     `json:"withdrawable"`       // votes may be taken back while the round is open
	Counts           Counts   `json:"counts"`
	Order            Order    `json:"order"` // of the gallery, unless the visitor asks for another
	TieBreak         TieBreak `json:"tie_break"`
	TieSeed          string   `json:"tie_seed,omitempty"` // for TieDraw; published with the rules
	ObjectionHours   int      `json:"objection_hours"`    // an announcement is a notice for so long
	// EntriesPerEntrant is how many works may be entered under one telephone
	// number; 0: any number, as where a teacher enters for a class.
	EntriesPerEntrant int `json:"entries_per_entrant"`
}

// Period is the span one ballot lasts.
type Period string

// The periods. A day is a calendar day in the contest's time zone.
const (
	PeriodContest Period = "contest"
	PeriodDay     Period = "day"
)

// Counts says when the public may see counts.
type Counts string

// When counts are public: staff who may see them see them always.
const (
	CountsNever      Counts = "never"
	CountsAfterVote  Counts = "after_vote"
	CountsAfterClose Counts = "after_close"
	CountsAlways     Counts = "always"
)

// Order is the order of a gallery.
type Order string

// The orders. OrderRandom is stable for each visitor.
const (
	OrderRandom Order = "random"
	OrderNewest Order = "newest"
	OrderNumber Order = "number"
	OrderVotes  Order = "votes"
)

// TieBreak decides between equal counts when awards are proposed. Ranks stay
// shared whatever it is.
type TieBreak string

// TieEarlier prefers the lower number (submitted earlier); TieDraw orders by
// SHA-256 of the published seed and the number.
const (
	TieEarlier TieBreak = "earlier"
	TieDraw    TieBreak = "draw"
)

// DefaultPolicy is what a contest starts with.
func DefaultPolicy() Policy {
	return Policy{
		Identity: IdentityOpen, Period: PeriodContest, VotesPerBallot: 3, Withdrawable: true,
		Counts: CountsAfterClose, Order: OrderRandom, TieBreak: TieEarlier,
	}
}

// BallotPeriod names the ballot that a vote at t belongs to: "contest", or the
// date such as "2026-05-03" in the contest's time zone.
func (c *Contest) BallotPeriod(t time.Time) string {
	if c.Policy.Period == PeriodDay {
		return t.In(c.Location()).Format(time.DateOnly)
	}
	return string(PeriodContest)
}

// Admit returns nil when one more vote for the entry fits on the ballot; own
// says that the entry is known to be the voter's.
func (p Policy) Admit(b Ballot, e Entry, own bool) error {
	if own {
		return ErrOwnEntry
	}
	if len(b.Votes) >= p.VotesPerBallot {
		return ErrBallotFull.With("limit", p.VotesPerBallot)
	}
	if p.VotesPerCategory > 0 && b.inCategory(e.Category) >= p.VotesPerCategory {
		return ErrCategoryFull.With("limit", p.VotesPerCategory)
	}
	return nil
}

// CountsVisible reports whether the public may see counts at t; voted says
// whether this visitor's ballot holds a vote.
func (c *Contest) CountsVisible(t time.Time, voted bool) bool {
	vote, ok := c.Round(VoteRound)
	closed := !c.AnnouncedAt.IsZero() || ok && !t.Before(vote.Closes)
	switch c.Policy.Counts {
	case CountsAlways:
		return true
	case CountsAfterVote:
		return voted || closed
	case CountsAfterClose:
		return closed
	}
	return false
}

func (p Policy) problems() (list problems) {
	if !slices.Contains([]Period{PeriodContest, PeriodDay}, p.Period) {
		list.add(ErrBadValue.With("allowed", "contest, day"), "policy.period")
	}
	if p.VotesPerBallot < 1 || p.VotesPerBallot > 100 {
		list.add(ErrBadValue.With("allowed", "1–100"), "policy.votes_per_ballot")
	}
	if p.VotesPerCategory < 0 || p.VotesPerCategory > p.VotesPerBallot {
		list.add(ErrBadValue.With("allowed", "0–votes_per_ballot"), "policy.votes_per_category")
	}
	if !slices.Contains([]Counts{CountsNever, CountsAfterVote, CountsAfterClose, CountsAlways}, p.Counts) {
		list.add(ErrBadValue.With("allowed", "never, after_vote, after_close, always"), "policy.counts")
	}
	if !slices.Contains([]Order{OrderRandom, OrderNewest, OrderNumber}, p.Order) {
		list.add(ErrBadValue.With("allowed", "random, newest, number"), "policy.order")
	}
	switch {
	case !slices.Contains([]TieBreak{TieEarlier, TieDraw}, p.TieBreak):
		list.add(ErrBadValue.With("allowed", "earlier, draw"), "policy.tie_break")
	case p.TieBreak == TieDraw && p.TieSeed == "":
		list.add(ErrRequired, "policy.tie_seed")
	}
	if p.EntriesPerEntrant < 0 || p.EntriesPerEntrant > 1000 {
		list.add(ErrBadValue.With("allowed", "0–1000"), "policy.entries_per_entrant")
	}
	if p.ObjectionHours < 0 || p.ObjectionHours > 24*30 {
		list.add(ErrBadValue.With("allowed", "0–720"), "policy.objection_hours")
	}
	return list
}
