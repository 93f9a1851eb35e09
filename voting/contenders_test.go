package voting

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// Proposing from those ahead, of all and of each category, is proposing from the
// whole standings.
func TestContendersAreEnoughToPropose(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		categories := []Slug{"", "photo", "drawing"}
		category := rapid.SampledFrom(categories)
		var awards []Award
		wanted := 0
		for range rapid.IntRange(0, 4).Draw(r, "awards") {
			award := Award{Slug: Slug(rapid.StringN(3, 3, -1).Draw(r, "slug")), Category: category.Draw(r, "of"), Quantity: rapid.IntRange(1, 3).Draw(r, "times")}
			awards, wanted = append(awards, award), wanted+award.Quantity
		}
		var counts []Count
		for i := range rapid.IntRange(0, 25).Draw(r, "works") {
			counts = append(counts, Count{Number: Number(i + 1), Category: rapid.SampledFrom(categories[1:]).Draw(r, "in"), Votes: rapid.IntRange(0, 6).Draw(r, "votes")})
		}
		p := DefaultPolicy()
		p.TieBreak, p.TieSeed = rapid.SampledFrom([]TieBreak{TieDraw, TieEarlier}).Draw(r, "ties"), "seed"
		ahead := func(of Slug) []Standing {
			var mine []Count
			for _, n := range counts {
				if of == "" || n.Category == of {
					mine = append(mine, n)
				}
			}
			ranked := Tally(mine, p)
			return ranked[:min(wanted, len(ranked))]
		}
		all := p.joined(ahead(""), [][]Standing{ahead("photo"), ahead("drawing")})
		if diff := cmp.Diff(Propose(awards, Tally(counts, p)), Propose(awards, all)); diff != "" {
			r.Fatal(diff)
		}
	})
}
