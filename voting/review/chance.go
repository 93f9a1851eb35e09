package review

import (
	"cmp"
	"math"
	"slices"
)

// atLeast is the chance that a count which is mean on average (Poisson) is n
// or more. For large n it is bounded from above (Chernoff), which errs on the
// side of the voter.
func atLeast(n int, mean float64) float64 {
	x := float64(n)
	if x <= mean || mean <= 0 {
		return 1
	}
	if n < 50 {
		below, term := 0.0, math.Exp(-mean)
		for k := range n {
			below += term
			term *= mean / float64(k+1)
		}
		if p := 1 - below; p > 1e-12 {
			return p
		}
	}
	return math.Exp(x - mean - x*math.Log(x/mean))
}

// finding is something unlikely, and the events that it is about.
type finding struct {
	chance float64
	span
}

// believable keeps the findings that hold against the number of places that
// were looked at: Benjamini–Hochberg, at the given rate of false ones.
func believable(all []finding, looked int, rate float64) []finding {
	slices.SortFunc(all, func(a, b finding) int { return cmp.Compare(a.chance, b.chance) })
	keep := 0
	for i, f := range all {
		if f.chance <= rate*float64(i+1)/float64(looked) {
			keep = i + 1
		}
	}
	return all[:keep]
}
