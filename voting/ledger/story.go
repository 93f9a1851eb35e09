package ledger

import "fmt"

// story reads the leaves in their order and refuses what cannot have happened.
type story struct {
	report   *Report
	votes    map[Hash]bool // by H
	commits  map[Hash]bool
	public   map[int]bool
	policy   Hash
	result   Hash
	hasEnded bool
}

func newStory(r *Report) *story {
	return &story{report: r, votes: make(map[Hash]bool), commits: make(map[Hash]bool), public: make(map[int]bool)}
}

// next takes leaf n.
func (s *story) next(n int64, l Leaf) error {
	if err := s.take(n, l); err != nil {
		return fmt.Errorf("leaf %d: %w", n, err)
	}
	return nil
}

func (s *story) take(n int64, l Leaf) error {
	r := s.report
	if s.hasEnded && !oneOf(l.Kind, KindEntry, KindReview, KindResult) { // which may be followed by a correction
		return fmt.Errorf("%s after the result", l.Kind)
	}
	if continues := l.Kind == KindContinues; continues || l.Kind == KindPolicy {
		return s.begin(n, l)
	}
	if s.policy == (Hash{}) {
		return fmt.Errorf("%s before the policy", l.Kind)
	}
	switch l.Kind {
	case KindVote:
		switch {
		case r.Closed:
			return fmt.Errorf("a vote after the close")
		case s.votes[l.H]:
			return fmt.Errorf("a receipt that was given before")
		case s.commits[l.Hash]:
			return fmt.Errorf("a commitment that was logged before")
		}
		s.votes[l.H], s.commits[l.Hash] = true, true
		r.Votes++
	case KindTakeBack:
		if r.Withdrawn++; r.Withdrawn > r.Votes || s.commits[l.Hash] {
			return fmt.Errorf("a take-back of no vote")
		}
		s.commits[l.Hash] = true
	case KindEntry:
		return s.entry(l)
	case KindReview:
		r.Reviews++
	case KindRound:
		if r.Closed == (l.Event == Closed) {
			return fmt.Errorf("the round is %s twice", l.Event)
		}
		r.Closed = l.Event == Closed
	case KindResult:
		if !r.Closed {
			return fmt.Errorf("a result before the close")
		}
		s.result, s.hasEnded = l.Hash, true
	}
	return nil
}

// begin takes the first leaf, or the first two where the log goes on after a
// restore.
func (s *story) begin(n int64, l Leaf) error {
	first := int64(0)
	if s.report.Continues {
		first = 1
	}
	if n != first || s.policy != (Hash{}) {
		return fmt.Errorf("%s where none may be", l.Kind)
	}
	if l.Kind == KindContinues {
		s.report.Continues = true
		return nil
	}
	s.policy = l.Hash
	return nil
}

func (s *story) entry(l Leaf) error {
	if s.public[l.Number] == (l.Event == Published) {
		return fmt.Errorf("entry %d is %s, which it cannot be now", l.Number, l.Event)
	}
	s.public[l.Number] = l.Event == Published
	return nil
}
