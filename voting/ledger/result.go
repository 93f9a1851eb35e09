package ledger

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
)

// Result is the count that is announced, as the log's last leaf fixes it.
// Logged = Counted + Pending + Withdrawn + all of Void.
type Result struct {
	Contest   string        `json:"contest"` // its id
	Logged    int           `json:"logged"`
	Counted   int           `json:"counted"`
	Pending   int           `json:"pending"`
	Withdrawn int           `json:"withdrawn"` // taken back by their voters
	Void      []Void        `json:"void"`      // in the order of the reasons
	Entries   []EntryResult `json:"entries"`   // in the order of their numbers
}

// Void is how many votes do not count for one reason.
type Void struct {
	Reason string `json:"reason"`
	Votes  int    `json:"votes"`
}

// EntryResult is what one entry got.
type EntryResult struct {
	Number  int `json:"number"`
	Counted int `json:"counted"`
	Void    int `json:"void"`
}

// Document is the result as it is published and hashed: JSON without spaces
// between the fields in the order above, and one newline.
func (r Result) Document() []byte {
	doc, err := json.Marshal(r)
	if err != nil {
		panic(err) // whole numbers and text always can
	}
	return append(doc, '\n')
}

// DocumentHash is the hash of a policy or result document in its leaf.
func DocumentHash(document []byte) Hash { return sha256.Sum256(document) }

// ParseResult reads what Document wrote, and nothing else that means the same,
// and checks its sums.
func ParseResult(document []byte) (r Result, err error) {
	if err := json.Unmarshal(document, &r); err != nil {
		return r, fmt.Errorf("the result cannot be read: %w", err)
	}
	if !bytes.Equal(r.Document(), document) {
		return r, errors.New("the result is not written as it must be")
	}
	return r, r.check()
}

func (r Result) check() error {
	void, counted, voidOfEntries := 0, 0, 0
	for i, v := range r.Void {
		if v.Votes <= 0 || i > 0 && r.Void[i-1].Reason >= v.Reason {
			return errors.New("the result's void votes are not in order")
		}
		void += v.Votes
	}
	for i, e := range r.Entries {
		if e.Number <= 0 || e.Counted < 0 || e.Void < 0 || i > 0 && r.Entries[i-1].Number >= e.Number {
			return errors.New("the result's entries are not in order")
		}
		counted, voidOfEntries = counted+e.Counted, voidOfEntries+e.Void
	}
	switch {
	case r.Pending < 0 || r.Withdrawn < 0:
		return errors.New("the result has counts below zero")
	case counted != r.Counted || voidOfEntries != void:
		return errors.New("the result's entries do not add up to its sums")
	case r.Logged != r.Counted+r.Pending+r.Withdrawn+void:
		return fmt.Errorf("votes are missing or added: %d logged, but %d counted + %d pending + %d void + %d withdrawn", r.Logged, r.Counted, r.Pending, void, r.Withdrawn)
	}
	return nil
}
