package voting

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"plaudit/voting/ledger"
)

// CodeRules is the reason of what the rules set aside.
const CodeRules = ledger.CodeRules

// ReviewCodes are the reasons that people may give for moving ballots to a state.
func ReviewCodes(to ReviewState) []string {
	switch to {
	case VotesVoid:
		return []string{"machine_made", "one_person_many", "bought", "other"}
	case VotesCounted:
		return []string{"explained", "too_little", "other"}
	case VotesPending:
		return []string{"look_again", "mistake", "other"}
	}
	return nil
}

// MayMove reports whether people may move ballots so. No move makes a vote: ballots only go
// between being counted and not.
func MayMove(from, to ReviewState) bool { return ledger.MayMove(string(from), string(to)) }

// aloneUpTo is how many votes one person may move.
const aloneUpTo = ledger.AloneUpTo

// Judgment is what somebody decides of a cluster. Ballots is how many were
// shown: ErrStale where there are others now.
type Judgment struct {
	Of      ClusterKey
	To      ReviewState
	Code    string
	Reason  string
	Ballots int
}

// ReviewDone says what came of a judgment.
type ReviewDone struct {
	ReviewAct
	Waits bool // for a second person
}

// JudgeVotes moves the ballots of a cluster. Where it concerns more than 20
// votes, or would change who wins an award, it waits for a second organiser
// (ConfirmReview), unless there is none: then it is done, and published as the
// act of a single person.
func (s *Service) JudgeVotes(ctx context.Context, a Actor, slug Slug, j Judgment) (done ReviewDone, err error) {
	err = s.update(ctx, "review votes", func(tx Tx) error {
		c, ballots, err := s.cluster(tx, a, slug, j.Of)
		if err != nil {
			return err
		}
		reason, err := j.check()
		if err != nil {
			return err
		}
		if len(ballots) == 0 || len(ballots) != j.Ballots {
			return ErrStale
		}
		done = ReviewDone{ReviewAct: ReviewAct{
			Contest: c.ID, At: tx.Now(), Staff: a.Staff, Login: a.Login, Of: j.Of, To: j.To, Code: j.Code, Reason: reason,
		}}
		done.count(ballots)
		now, err := readScale(tx, &c)
		if err != nil {
			return err
		}
		effect := now.effect(j.Of.State, j.To, votesOf(ballots))
		if done.Votes <= aloneUpTo && !effect.Awards {
			return s.move(tx, &c, a, done.ReviewAct, ballots)
		}
		organisers, err := tx.CountOrganisers(c.ID)
		if err != nil {
			return err
		}
		if done.Single = organisers < 2; done.Single {
			return s.move(tx, &c, a, done.ReviewAct, ballots)
		}
		done.Waits = true
		if err := tx.InsertProposal(done.ReviewAct); err != nil {
			return err
		}
		return a.audit(tx, c.ID, "propose_review", done.subject(), string(j.Of.State), string(j.To), done.why())
	})
	return done, err
}

func (j Judgment) check() (reason string, err error) {
	var wrong problems
	reason = cleanText(j.Reason)
	if !MayMove(j.Of.State, j.To) {
		wrong.add(ErrBadValue, "to")
	} else if !slices.Contains(ReviewCodes(j.To), j.Code) {
		wrong.add(ErrBadValue, "code")
	}
	switch {
	case reason == "":
		wrong.add(ErrReasonRequired, "reason")
	case len([]rune(reason)) > maxReviewReason:
		wrong.add(ErrTooLong.With("most", maxReviewReason), "reason")
	}
	return reason, wrong.err()
}

const maxReviewReason = 500

// cluster loads the ballots of a cluster for who may act on them.
func (s *Service) cluster(tx Tx, a Actor, slug Slug, key ClusterKey) (c Contest, ballots []ReviewBallot, err error) {
	if c, err = s.contestFor(tx, a, ActReview, slug, Exclusive); err != nil {
		return c, nil, err
	}
	if a.Staff == "" {
		return c, nil, ErrLogin // only people decide
	}
	ballots, err = tx.ReviewBallots(c.ID, key)
	return c, ballots, err
}

// ConfirmReview carries out what another organiser has proposed; drop takes it
// off instead, which its author may do as well.
func (s *Service) ConfirmReview(ctx context.Context, a Actor, slug Slug, id int64, drop bool) (done ReviewDone, err error) {
	err = s.update(ctx, "confirm a review of votes", func(tx Tx) error {
		c, err := s.contestFor(tx, a, ActReview, slug, Unlocked)
		if err != nil {
			return err
		}
		waiting, err := tx.Proposals(c.ID)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(waiting, func(p ReviewAct) bool { return p.ID == id })
		if i < 0 {
			return ErrStale
		}
		done = ReviewDone{ReviewAct: waiting[i]}
		c, ballots, err := s.cluster(tx, a, slug, done.Of)
		if err != nil {
			return err
		}
		if err := tx.DeleteProposal(c.ID, id); err != nil {
			return err
		}
		if drop {
			return a.audit(tx, c.ID, "drop_review", done.subject(), string(done.To), string(done.Of.State), "")
		}
		if a.Staff == done.Staff {
			return ErrSecondPerson
		}
		if len(ballots) != done.Ballots {
			return ErrStale
		}
		done.count(ballots)
		done.At, done.Second = tx.Now(), Signatory{a.Staff, a.Login}
		return s.move(tx, &c, a, done.ReviewAct, ballots)
	})
	return done, err
}

func (r *ReviewAct) count(ballots []ReviewBallot) {
	r.Ballots, r.Votes = len(ballots), 0
	for _, b := range ballots {
		r.Votes += b.votes()
	}
}

func (r *ReviewAct) subject() string {
	if r.Of.Number == 0 {
		return fmt.Sprintf("%d ballots", r.Ballots)
	}
	return fmt.Sprintf("%d ballots by work %d, signals %d", r.Ballots, r.Of.Number, r.Of.Signals)
}

func (r *ReviewAct) why() string { return r.Code + ": " + r.Reason }

// move carries out an act: ballots, counts, record, log and audit trail.
func (s *Service) move(tx Tx, c *Contest, by Actor, act ReviewAct, ballots []ReviewBallot) error {
	act.count(ballots)
	nonce, err := ledger.NewNonce(s.Rand)
	if err != nil {
		return err
	}
	document := act.document(ballots)
	leaf := ""
	switch state, err := tx.LogState(c.ID); {
	case err != nil:
		return err
	case state.Size > 0:
		leaf = ledger.ActRecord{Nonce: nonce, Document: string(document)}.Leaf().String()
	}
	if err := tx.MoveBallots(act, ballots, document, nonce, leaf); err != nil {
		return err
	}
	return by.audit(tx, c.ID, "review_votes", act.subject(), string(act.Of.State), string(act.To), act.why())
}

// document is what the log has the commitment of, for auditors.
func (r *ReviewAct) document(ballots []ReviewBallot) []byte {
	act := ledger.Act{
		Contest: string(r.Contest), At: r.At, By: r.Login, Second: r.Second.Login, Single: r.Single, From: string(r.Of.State), To: string(r.To),
		Code: r.Code, Reason: r.Reason, Ballots: make([]ledger.ActBallots, len(ballots)),
	}
	for i, b := range ballots {
		act.Ballots[i] = ledger.ActBallots{Voter: string(b.Voter), Votes: b.votes(), Number: int(b.Number), Signals: uint64(b.Signals)}
	}
	return act.Document()
}

// AsideFigures are the votes of a contest that do not count, for everybody.
type AsideFigures struct {
	Pending int
	Void    map[string]int // by reason code
}

func asideFigures(counts []AsideCount) AsideFigures {
	f := AsideFigures{Void: map[string]int{}}
	for _, n := range counts {
		if n.State == VotesVoid {
			f.Void[n.Code] += n.Votes
		} else {
			f.Pending += n.Votes
		}
	}
	return f
}

// Codes are the reasons in it, sorted.
func (f AsideFigures) Codes() []string { return slices.Sorted(maps.Keys(f.Void)) }
