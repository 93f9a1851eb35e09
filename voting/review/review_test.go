package review_test

import (
	"math/rand/v2"
	"testing"

	"plaudit/voting/review"
)

// crowd is a contest of honest votes, spread over ten days, works and nets.
func crowd(n int) (events []review.Event) {
	dice := rand.New(rand.NewPCG(1, 1))
	for i := range n {
		events = append(events, review.Event{
			Voter: int32(i), Entry: int32(dice.IntN(40)), Minute: int32(dice.IntN(10 * 1440)), Net: uint32(dice.IntN(n)), Client: uint32(dice.IntN(30)), Viewed: true,
		})
	}
	return events
}

// lump is n votes for one work, each made by edit from the one before.
func lump(n int, edit func(i int, e *review.Event)) (events []review.Event) {
	e := review.Event{Entry: 7, Minute: 3000, Net: 1 << 20, Client: 3, Viewed: true}
	for i := range n {
		e.Voter = int32(1<<20 + i)
		edit(i, &e)
		events = append(events, e)
	}
	return events
}

func TestSignals(t *testing.T) {
	dice := rand.New(rand.NewPCG(2, 2))
	irregular := func(_ int, e *review.Event) {
		e.Minute += int32(dice.IntN(5))
		e.Net++
		e.Client = uint32(dice.IntN(30))
	}
	cases := []struct {
		name string
		edit func(i int, e *review.Event)
		want review.Signal
	}{
		{"a crowd that came by a link", irregular, review.Burst},
		{"the same, one minute after the other", func(i int, e *review.Event) { irregular(i, e); e.Minute = 3000 + int32(i) }, review.Burst | review.Regular},
		{"the same on one net", func(i int, e *review.Event) { irregular(i, e); e.Net = 9 }, review.Burst | review.SameNet},
		{"the same with one kind of telephone", func(i int, e *review.Event) { irregular(i, e); e.Client = 3 }, review.Burst | review.SameKind},
		{"the same without a look", func(i int, e *review.Event) { irregular(i, e); e.Viewed = false }, review.Burst | review.Unseen},
	}
	for _, c := range cases {
		rules := review.Current()
		rules.SetAside = 1
		all := make(map[int32]review.Signal)
		for _, d := range rules.Find(append(crowd(4000), lump(60, c.edit)...)) {
			all[d.Voter] = d.Signals
		}
		right := 0
		for i := range 60 {
			if all[int32(1<<20+i)] == c.want {
				right++
			}
		}
		if right < 54 {
			t.Errorf("%s: %d of 60 ballots show %b: %v", c.name, right, c.want, all[1<<20+30])
		}
	}
}

func TestBallotsInLockstep(t *testing.T) {
	rules := review.Current()
	rules.SetAside = 1
	events := crowd(2000)
	for i := range 30 {
		for _, entry := range []int32{3, 11, 19} {
			events = append(events, review.Event{Voter: int32(1<<20 + i), Entry: entry, Minute: int32(2000 + 40*i), Net: uint32(1<<21 + i), Client: uint32(i % 30), Viewed: true})
		}
	}
	found := 0
	for _, d := range rules.Find(events) {
		if d.Signals&review.Lockstep != 0 && d.Voter >= 1<<20 {
			found++
		}
	}
	if found != 30 {
		t.Errorf("%d of 30 ballots are found alike", found)
	}
}

// No single family ever sets a ballot aside, whatever the numbers.
func TestFamiliesCountOnce(t *testing.T) {
	if n := (review.SameNet | review.SameKind).Families(); n != 1 {
		t.Errorf("net and kind count as %d families", n)
	}
	if review.Current().SetAside < 2 {
		t.Error("a single family sets a ballot aside")
	}
}

func TestNobodyIsDoubtedInACrowd(t *testing.T) {
	if found := review.Current().Find(crowd(20_000)); len(found) > 0 {
		t.Errorf("%d ballots of a crowd without attacks: %+v", len(found), found[0])
	}
	if found := review.Current().Find(nil); len(found) > 0 {
		t.Error("doubts without votes")
	}
}

func BenchmarkFind(b *testing.B) {
	events := crowd(1_000_000)
	b.ReportAllocs()
	for b.Loop() {
		review.Current().Find(events)
	}
}
