package review

import (
	"cmp"
	"hash/maphash"
	"slices"
)

// unseen finds votes for works that the voter had not looked at, on entries
// that have many more of them than the contest as a whole: a page kept by a
// browser makes some of anybody's.
func (r Rules) unseen(c *contest, speak func(int32, Signal)) {
	if len(c.events) == 0 {
		return
	}
	usual := float64(c.unseen) / float64(len(c.events))
	for _, s := range c.entries {
		n := 0
		for _, e := range c.of(s) {
			if !e.Viewed {
				n++
			}
		}
		// Of an entry with mostly honest votes only a part is made: so any run of
		// unseen votes within an hour counts as much as the entry's whole.
		whole := float64(n) >= (usual+r.UnseenShare)*float64(s.to-s.from)
		for _, e := range r.unseenHours(c.of(s), usual, whole) {
			speak(e.Voter, Unseen)
		}
	}
}

func (r Rules) unseenHours(events []Event, usual float64, whole bool) (found []Event) {
	for from := 0; from < len(events); {
		to, n := from, 0
		for to < len(events) && events[to].Minute/60 == events[from].Minute/60 {
			if !events[to].Viewed {
				n++
			}
			to++
		}
		if whole || n >= r.OriginLeast && float64(n) >= (usual+r.UnseenShare)*float64(to-from) {
			for _, e := range events[from:to] {
				if !e.Viewed {
					found = append(found, e)
				}
			}
		}
		from = to
	}
	return found
}

// ballot is a voter's votes, as one number.
type ballot struct {
	voter, minute int32
	alike         uint64
	votes         int
}

// lockstep finds many ballots that are alike to the last vote and were cast
// within an hour of the one before. One vote alone is like many others by
// chance.
func (r Rules) lockstep(c *contest, speak func(int32, Signal)) {
	ballots := c.ballots()
	slices.SortFunc(ballots, func(a, b ballot) int {
		return cmp.Or(cmp.Compare(a.alike, b.alike), cmp.Compare(a.minute, b.minute))
	})
	for from := 0; from < len(ballots); {
		to := from + 1
		for to < len(ballots) && ballots[to].alike == ballots[from].alike && ballots[to].minute-ballots[to-1].minute <= 60 {
			to++
		}
		if to-from >= r.LockstepLeast && ballots[from].votes > 1 {
			for _, b := range ballots[from:to] {
				speak(b.voter, Lockstep)
			}
		}
		from = to
	}
}

// ballots joins the events of each voter.
func (c *contest) ballots() []ballot {
	events := slices.Clone(c.events)
	slices.SortFunc(events, func(a, b Event) int {
		return cmp.Or(cmp.Compare(a.Voter, b.Voter), cmp.Compare(a.Entry, b.Entry))
	})
	var (
		list []ballot
		hash maphash.Hash
	)
	for i, e := range events {
		if i == 0 || events[i-1].Voter != e.Voter {
			hash.Reset()
			list = append(list, ballot{voter: e.Voter, minute: e.Minute})
		}
		last := &list[len(list)-1]
		maphash.WriteComparable(&hash, e.Entry)
		last.votes++
		last.alike, last.minute = hash.Sum64(), max(last.minute, e.Minute)
	}
	return list
}
