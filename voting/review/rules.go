package review

import "slices"

// Rules are the numbers that the signals go by. They are published with every
// contest; a change makes a new version.
type Rules struct {
	Version int

	// SetAside is how many families of signals must speak against a ballot. No
	// single one ever suffices.
	SetAside int

	// FalseRate is the share of false findings that is let through among the
	// findings of one signal (Benjamini–Hochberg over entries).
	FalseRate float64

	BurstMinutes int32 // length of the window that bursts are looked for in
	BurstLeast   int   // votes of one entry in a window before it can be a burst

	RegularLeast int     // votes in a row
	RegularGaps  float64 // share of gaps of one length (to a minute) within the row

	OriginLeast int     // votes of one entry on one day from one net or kind of client
	OriginTimes float64 // times as many as the contest's others would give
	OriginMost  float64 // or this share of the entry's votes of the day, where the others would give at most half of it

	UnseenShare float64 // share of an entry's votes that came unseen, above the contest's own, before it says anything

	LockstepLeast int // ballots alike
}

// Current are the rules in force.
func Current() Rules {
	return Rules{
		Version: 1, SetAside: 3, FalseRate: 0.001,
		BurstMinutes: 120, BurstLeast: 20,
		RegularLeast: 20, RegularGaps: 0.8,
		OriginLeast: 10, OriginTimes: 4, OriginMost: 0.8,
		UnseenShare: 0.3, LockstepLeast: 12,
	}
}

// Find returns the ballots that the rules would have a person look at, in the
// order of their voters. Its time grows with the number of events times its
// logarithm; besides the events it holds some 60 bytes for each.
func (r Rules) Find(events []Event) []Doubt {
	m := measure(events)
	signals := make(map[int32]Signal)
	for _, find := range []func(*contest, func(int32, Signal)){r.bursts, r.regular, r.origins, r.unseen, r.lockstep} {
		find(m, func(voter int32, s Signal) { signals[voter] |= s })
	}
	var doubts []Doubt
	for voter, s := range signals {
		if s.Families() >= r.SetAside {
			doubts = append(doubts, Doubt{voter, s})
		}
	}
	slices.SortFunc(doubts, func(a, b Doubt) int { return int(a.Voter) - int(b.Voter) })
	return doubts
}

// contest is the events with what all signals need of them.
type contest struct {
	events  []Event           // by entry, then minute
	entries []span            // one for each entry
	perHour map[int32]float64 // share of all votes in each hour since the opening
	nets    map[uint32]int    // votes from each
	clients map[uint32]int
	unseen  int
}

// span is events[from:to].
type span struct{ from, to int }

func measure(events []Event) *contest {
	c := &contest{events: slices.Clone(events), perHour: make(map[int32]float64), nets: make(map[uint32]int), clients: make(map[uint32]int)}
	slices.SortFunc(c.events, func(a, b Event) int {
		if a.Entry != b.Entry {
			return int(a.Entry) - int(b.Entry)
		}
		if a.Minute != b.Minute {
			return int(a.Minute) - int(b.Minute)
		}
		return int(a.Voter) - int(b.Voter)
	})
	for i, e := range c.events {
		if i == 0 || c.events[i-1].Entry != e.Entry {
			c.entries = append(c.entries, span{i, i})
		}
		c.entries[len(c.entries)-1].to = i + 1
		c.perHour[e.Minute/60] += 1 / float64(len(events))
		c.nets[e.Net]++
		c.clients[e.Client]++
		if !e.Viewed {
			c.unseen++
		}
	}
	return c
}

func (c *contest) of(s span) []Event { return c.events[s.from:s.to] }
