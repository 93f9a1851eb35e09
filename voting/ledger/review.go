package ledger

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// The states in which a voter's votes can be.
const (
	StateCounted = "counted"
	StatePending = "pending" // set aside until somebody has looked
	StateVoid    = "void"
)

// CodeRules is the reason of what the rules set aside, rather than people.
const CodeRules = "rules"

// AloneUpTo is how many votes one person may move without a second.
const AloneUpTo = 20

// MayMove reports whether ballots may go from one state to the other. No move
// makes a vote.
func MayMove(from, to string) bool {
	switch from {
	case StateCounted:
		return to == StatePending
	case StatePending:
		return to == StateCounted || to == StateVoid
	case StateVoid:
		return to == StatePending
	}
	return false
}

// Act is the document of a review act: the log has its commitment, auditors get
// it whole.
type Act struct {
	Contest string       `json:"contest"` // its id
	At      time.Time    `json:"at"`
	By      string       `json:"by"` // "" for the rules
	Second  string       `json:"second,omitempty"`
	Single  bool         `json:"single,omitempty"` // a second person was needed, and there was none
	From    string       `json:"from"`
	To      string       `json:"to"`
	Code    string       `json:"code"`
	Reason  string       `json:"reason"`
	Ballots []ActBallots `json:"ballots"`
}

// ActBallots are all votes of one voter, when they were moved.
type ActBallots struct {
	Voter   string `json:"voter"` // the pseudonym
	Votes   int    `json:"votes"`
	Number  int    `json:"number"`  // the work whose votes made them doubtful
	Signals uint64 `json:"signals"` // why, as the rules number them
}

// Document is the act as it is committed to and kept.
func (a Act) Document() []byte {
	doc, _ := json.Marshal(a) // plain fields: cannot fail
	return append(doc, '\n')
}

// ActRecord is a review act as auditors get it.
type ActRecord struct {
	Nonce    Nonce  `json:"nonce"`
	Document string `json:"document"` // byte for byte, since the commitment is over it
}

// Leaf is the act's line in the log.
func (r ActRecord) Leaf() Leaf {
	return Leaf{Kind: KindReview, Hash: Review([]byte(r.Document), r.Nonce)}
}

// FileReviews lists the records of all review acts in an auditors' bundle, in
// the order in which they are in the log.
const FileReviews = "reviews.jsonl"

func parseAct(document string) (a Act, err error) {
	in := json.NewDecoder(bytes.NewReader([]byte(document)))
	in.DisallowUnknownFields()
	if err := in.Decode(&a); err != nil {
		return a, fmt.Errorf("its document cannot be read: %w", err)
	}
	if string(a.Document()) != document {
		return a, errors.New("its document is not written as it must be")
	}
	return a, nil
}

// check holds the act to what no act may do, whoever made it.
func (a Act) check(contest string) error {
	votes := 0
	for _, b := range a.Ballots {
		votes += b.Votes
	}
	switch {
	case a.Contest != contest:
		return errors.New("it is of another contest")
	case !MayMove(a.From, a.To):
		return fmt.Errorf("it moves ballots from %q to %q", a.From, a.To)
	case (a.By == "") != (a.Code == CodeRules) || a.By == "" && a.To != StatePending:
		return errors.New("the rules did what only people may, or people what only the rules may")
	case a.By != "" && votes > AloneUpTo && !a.Single && (a.Second == "" || a.Second == a.By):
		return fmt.Errorf("one person moved %d votes, and it is not published as such", votes)
	}
	return nil
}

// aside is where a voter's votes stand that were ever moved.
type aside struct {
	state, code string
	moved       int // votes, the most that an act says there were
	seen        int // votes that have a record
}

// asides are the voters that review acts have moved.
type asides map[string]*aside

// carryOut moves the act's ballots; each must be where the act says it was.
func (s asides) carryOut(a Act) error {
	moved := make(map[string]bool, len(a.Ballots))
	for _, b := range a.Ballots {
		v := s[b.Voter]
		if v == nil {
			v = &aside{state: StateCounted}
			s[b.Voter] = v
		}
		if v.state != a.From || moved[b.Voter] {
			return fmt.Errorf("it moves a ballot from %s that is not there", a.From)
		}
		moved[b.Voter] = true
		v.state, v.code, v.moved = a.To, a.Code, max(v.moved, b.Votes)
	}
	return nil
}
