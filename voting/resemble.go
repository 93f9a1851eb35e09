package voting

import (
	"cmp"
	"slices"
)

// Resemblance is an entry whose picture looks much like another's.
type Resemblance struct {
	Entry    Entry
	Contest  Contest
	Distance int  // 0: the same; more is less alike
	Mirrored bool // alike when seen in a mirror
}

// The codes of warnings to moderators. They never decide anything.
const (
	WarnDuplicate   = "near_duplicate" // another entry of this contest looks alike
	WarnSeenEarlier = "seen_earlier"   // one of an earlier contest does
)

// Warning returns the code that a resemblance to an entry of the contest has.
func (r Resemblance) Warning(in ContestID) string {
	if r.Entry.Contest == in {
		return WarnDuplicate
	}
	return WarnSeenEarlier
}

// mostResemblances is how many are shown beside an entry.
const mostResemblances = 4

// resembling finds the entries that a moderator should see beside this one: of
// the same contest all that have a picture and were not refused; of other contests those
// submitted earlier, and only where the moderator could see them anyway. The
// same contest comes first, then what is most alike.
func (s *Service) resembling(tx Tx, a Actor, e Entry) (list []Resemblance, err error) {
	if len(e.Assets) == 0 {
		return nil, nil
	}
	found, err := tx.Resembling(e.Assets[0])
	if err != nil {
		return nil, err
	}
	for _, r := range found {
		other := r.Entry.Contest != e.Contest
		switch {
		case r.Entry.ID == e.ID, oneOf(r.Entry.State, Processing, Refused, Withdrawn):
			continue
		case other && !r.Entry.SubmittedAt.Before(e.SubmittedAt):
			continue
		case other && !r.Entry.Public() && Allow(a, ActSeeUnapproved, r.Entry.Contest) != nil:
			continue
		}
		list = append(list, r)
	}
	slices.SortStableFunc(list, func(x, y Resemblance) int {
		return cmp.Or(boolOrder(x.Entry.Contest != e.Contest, y.Entry.Contest != e.Contest),
			cmp.Compare(x.Distance, y.Distance), cmp.Compare(x.Entry.Number, y.Entry.Number))
	})
	list = list[:min(len(list), mostResemblances)]
	for i := range list {
		if list[i].Contest, err = tx.ContestByID(list[i].Entry.Contest); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// boolOrder puts false before true.
func boolOrder(x, y bool) int {
	switch {
	case x == y:
		return 0
	case y:
		return -1
	}
	return 1
}
