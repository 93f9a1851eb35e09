package simulate

import "plaudit/voting/review"

// Rate is how many of the voters of one label were found.
type Rate struct{ Found, Of int }

// Share is Found / Of; 0 of none.
func (r Rate) Share() float64 { return float64(r.Found) / float64(max(1, r.Of)) }

// Measure plays every attack in towns of the seeds from first on, one town
// for each, and counts whom the rules find.
func Measure(rules review.Rules, first uint64, seeds, residents int) map[Label]Rate {
	rates := make(map[Label]Rate)
	for seed := first; seed < first+uint64(seeds); seed++ {
		for _, attack := range Attacks() {
			t := New(seed, residents)
			t.Attack(attack)
			found := make(map[int32]bool)
			for _, d := range rules.Find(t.Events) {
				found[d.Voter] = true
			}
			for voter, label := range t.Labels {
				r := rates[label]
				r.Of++
				if found[int32(voter)] {
					r.Found++
				}
				rates[label] = r
			}
		}
	}
	return rates
}

// HonestShare is the share of honest voters that were found.
func HonestShare(rates map[Label]Rate) float64 {
	var all Rate
	for _, label := range Honest() {
		all.Found, all.Of = all.Found+rates[label].Found, all.Of+rates[label].Of
	}
	return all.Share()
}
