package ledger

import (
	"errors"
	"fmt"
	"maps"
	"slices"
)

// The reasons for which a logged vote does not count, as a result names them.
const (
	VoidDisqualified = "entry_disqualified"
	VoidWithdrawn    = "entry_withdrawn"
	VoidReturned     = "entry_returned" // taken out of the gallery by an undo
	VoidReviewed     = "review_"        // followed by the reason of the review
)

// Recounted is what auditors find, as it stood at the latest result, or stands
// where none is announced.
type Recounted struct {
	Counts    []Count // by number
	Void      map[string]int
	Pending   int
	Withdrawn int
	Reviews   int // acts that were opened, of all the log

	byNumber map[int]*Count
}

// Count is what was found for one entry.
type Count struct{ Number, Counted, Pending, Void int }

func newRecounted() *Recounted {
	return &Recounted{Void: make(map[string]int), byNumber: make(map[int]*Count)}
}

// add counts a vote for an entry with its latest event; voter is nil where
// nothing was ever said of its ballot.
func (f *Recounted) add(number int, event string, voter *aside) {
	c := f.byNumber[number]
	if c == nil {
		c = &Count{Number: number}
		f.byNumber[number] = c
	}
	switch {
	case voter != nil && voter.state != StateCounted && voter.state != StatePending:
		f.Void[VoidReviewed+voter.code]++
		c.Void++
	case event != Published:
		f.Void[voidOf(event)]++
		c.Void++
	case voter == nil || voter.state == StateCounted:
		c.Counted++
	default:
		f.Pending++
		c.Pending++
	}
}

func voidOf(event string) string {
	switch event {
	case Disqualified:
		return VoidDisqualified
	case Withdrawn:
		return VoidWithdrawn
	}
	return VoidReturned
}

// agrees holds the announced result against what was found.
func (f *Recounted) agrees(r *Result, log *openLog) error {
	for _, number := range slices.Sorted(maps.Keys(f.byNumber)) {
		if log.entries[number] == "" {
			return fmt.Errorf("there are votes for entry %d, which the log does not know", number)
		}
		f.Counts = append(f.Counts, *f.byNumber[number])
	}
	if r == nil {
		return nil
	}
	announced := make(map[int]EntryResult)
	for _, e := range r.Entries {
		announced[e.Number] = e
	}
	for _, c := range f.Counts {
		e := announced[c.Number]
		if e.Counted != c.Counted || e.Void != c.Void {
			return fmt.Errorf("entry %d: announced are %d counted and %d void, the records have %d and %d", c.Number, e.Counted, e.Void, c.Counted, c.Void)
		}
		delete(announced, c.Number)
	}
	for _, e := range announced {
		if e.Counted != 0 || e.Void != 0 {
			return fmt.Errorf("entry %d: announced are %d counted and %d void, the records have none", e.Number, e.Counted, e.Void)
		}
	}
	if r.Pending != f.Pending || r.Withdrawn != f.Withdrawn {
		return errors.New("the announced result has other votes pending or taken back than the records")
	}
	return f.sameReasons(r.Void)
}

// sameReasons compares void votes by reason. An entry that was disqualified or
// returned may be withdrawn afterwards by who sent it in, which is no event of
// the public list: those votes may stand under that reason instead.
func (f *Recounted) sameReasons(announced []Void) error {
	left := maps.Clone(f.Void)
	for _, v := range announced {
		left[v.Reason] -= v.Votes
	}
	moved := left[VoidDisqualified] + left[VoidReturned]
	if left[VoidDisqualified] >= 0 && left[VoidReturned] >= 0 && moved+left[VoidWithdrawn] == 0 {
		left[VoidDisqualified], left[VoidReturned], left[VoidWithdrawn] = 0, 0, 0
	}
	for _, reason := range slices.Sorted(maps.Keys(left)) {
		if n := left[reason]; n != 0 {
			return fmt.Errorf("void as %s: announced are %d, the records have %d", reason, f.Void[reason]-n, f.Void[reason])
		}
	}
	return nil
}
