package simulate_test

import (
	"testing"

	"plaudit/voting/review"
	"plaudit/voting/review/simulate"
)

// The seeds from 1 on are for tuning, those from 1001 on for measuring.
func TestRecall(t *testing.T) {
	seeds := 12
	if testing.Short() {
		seeds = 3
	}
	rates := simulate.Measure(review.Current(), 1001, seeds, 5000)
	for _, label := range append(simulate.Honest(), simulate.Attacks()...) {
		t.Logf("%-10s %5d of %6d (%.3f %%)", label, rates[label].Found, rates[label].Of, 100*rates[label].Share())
	}
	if share := simulate.HonestShare(rates); share > 0.001 {
		t.Errorf("%.3f %% of honest voters are set aside", 100*share)
	}
	for _, label := range []simulate.Label{simulate.Script, simulate.Farm} {
		if share := rates[label].Share(); share < 0.95 {
			t.Errorf("only %.1f %% of %s is found", 100*share, label)
		}
	}
}
