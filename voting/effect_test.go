package voting

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// Moving only what changes gives the standings that ranking anew gives.
func TestAfterAMoveTheStandingsAreThoseOfAnewTally(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		c := contestWith()
		c.Awards = []Award{{Slug: "first", Quantity: 1}, {Slug: "others", Quantity: 2}}
		c.Policy.TieBreak = rapid.SampledFrom([]TieBreak{TieDraw, TieEarlier}).Draw(r, "ties")
		c.Policy.TieSeed = "seed"
		counts := make([]Count, rapid.IntRange(0, 9).Draw(r, "works"))
		for i := range counts {
			counts[i] = Count{Number: Number(i + 1), Votes: rapid.IntRange(3, 8).Draw(r, "votes")}
		}
		votes := rapid.MapOf(rapid.Map(rapid.IntRange(1, 10), func(n int) Number { return Number(n) }), rapid.IntRange(1, 3)).Draw(r, "moved")
		from, to, sign := VotesCounted, VotesPending, -1
		if rapid.Bool().Draw(r, "released") {
			from, to, sign = VotesPending, VotesCounted, 1
		}
		s := newScale(c, counts)
		anew := make([]Count, len(counts))
		for i, n := range counts {
			n.Votes += sign * votes[n.Number]
			anew[i] = n
		}
		before, want := Tally(counts, c.Policy), Tally(anew, c.Policy)
		if diff := cmp.Diff(want, ranked(s.after(sign, votes))); diff != "" {
			r.Fatal(diff)
		}
		e := s.effect(from, to, votes)
		if got := !cmp.Equal(Propose(c.Awards, before), Propose(c.Awards, want)); got != e.Awards {
			r.Fatalf("awards change: %v", e.Awards)
		}
		was := map[Number]Standing{}
		for _, place := range before {
			was[place.Number] = place
		}
		changed := 0
		for _, place := range want {
			if old := was[place.Number]; old.Rank != place.Rank || old.Votes != place.Votes {
				if r := e.Ranks[changed]; r.Number != place.Number || r.Rank != old.Rank || r.Then.Rank != place.Rank || r.Then.Votes != place.Votes {
					t.Fatalf("%+v, want %+v → %+v", r, old, place)
				}
				changed++
			}
		}
		if changed != len(e.Ranks) {
			r.Fatalf("%d places change, not %d", changed, len(e.Ranks))
		}
	})
}
