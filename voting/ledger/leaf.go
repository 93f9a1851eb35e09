package ledger

import (
	"fmt"
	"strconv"
	"strings"
)

// Kind is the first word of a leaf.
type Kind string

// The kinds of leaves, with the words that follow.
const (
	KindPolicy    Kind = "policy-v1"    // hash of the policy document; the first leaf
	KindContinues Kind = "continues-v1" // hash of the last checkpoint of the log before a restore; the first leaf then
	KindVote      Kind = "vote-v1"      // C H
	KindTakeBack  Kind = "takeback-v1"  // commitment
	KindEntry     Kind = "entry-v1"     // number event
	KindReview    Kind = "review-v1"    // commitment
	KindRound     Kind = "round-v1"     // "closed" or "reopened"
	KindResult    Kind = "result-v1"    // hash of the result document
)

// The events of an entry, and of the voting round.
const (
	Published    = "published"
	Disqualified = "disqualified"
	Withdrawn    = "withdrawn"
	Returned     = "returned" // taken out of the gallery again, by an undo
	Closed       = "closed"
	Reopened     = "reopened"
)

// Leaf is one line of the log: a kind and its words, without a newline.
type Leaf struct {
	Kind   Kind
	Hash   Hash // of all kinds but entry and round
	H      Hash // of a vote
	Number int  // of an entry
	Event  string
}

// VoteLeaf is the leaf of a vote.
func VoteLeaf(c, h Hash) Leaf { return Leaf{Kind: KindVote, Hash: c, H: h} }

// String is the only way the leaf is written.
func (l Leaf) String() string {
	switch l.Kind {
	case KindVote:
		return fmt.Sprintf("%s %s %s", l.Kind, l.Hash, l.H)
	case KindEntry:
		return fmt.Sprintf("%s %d %s", l.Kind, l.Number, l.Event)
	case KindRound:
		return fmt.Sprintf("%s %s", l.Kind, l.Event)
	}
	return fmt.Sprintf("%s %s", l.Kind, l.Hash)
}

// ParseLeaf reads what String wrote and refuses everything else, so that one
// event has one line.
func ParseLeaf(line string) (l Leaf, err error) {
	words := strings.Split(line, " ")
	l.Kind = Kind(words[0])
	switch {
	case l.Kind == KindVote && len(words) == 3:
		if l.Hash, err = ParseHash(words[1]); err == nil {
			l.H, err = ParseHash(words[2])
		}
	case l.Kind == KindEntry && len(words) == 3 && oneOf(words[2], Published, Disqualified, Withdrawn, Returned):
		l.Event = words[2]
		l.Number, err = strconv.Atoi(words[1])
	case l.Kind == KindRound && len(words) == 2 && oneOf(words[1], Closed, Reopened):
		l.Event = words[1]
	case oneOf(l.Kind, KindPolicy, KindContinues, KindTakeBack, KindReview, KindResult) && len(words) == 2:
		l.Hash, err = ParseHash(words[1])
	default:
		return l, fmt.Errorf("%q is no leaf", line)
	}
	if err == nil && (l.Number < 0 || l.Kind == KindEntry && l.Number == 0 || l.String() != line) {
		err = fmt.Errorf("%q is not how a leaf is written", line)
	}
	return l, err
}

func oneOf[T comparable](v T, of ...T) bool {
	for _, o := range of {
		if v == o {
			return true
		}
	}
	return false
}
