package main

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"plaudit/voting/review"
)

// The rules of the review stand between these lines of a page that people wrote.
const (
	rulesBegin = "<!-- printed by: go test ./server -run Docs -update -->\n"
	rulesEnd   = "<!-- end of what is printed -->\n"
)

// withRules puts the rules in force into the page.
func withRules(t *testing.T, page string) string {
	t.Helper()
	before, rest, begins := strings.Cut(page, rulesBegin)
	_, after, ends := strings.Cut(rest, rulesEnd)
	if !begins || !ends {
		t.Fatalf("the page has no place for the rules, between %q and %q", rulesBegin, rulesEnd)
	}
	return before + rulesBegin + rulesMarkdown(review.Current()) + rulesEnd + after
}

func rulesMarkdown(r review.Rules) string {
	var b strings.Builder
	fmt.Fprintf(&b, `## The rules, version %d

A ballot is set aside when signals of **%d** families or more speak against it. Each family counts once, so no single one ever suffices.
Where many places are looked at, only what holds at a rate of false findings of %s counts (Benjamini–Hochberg).

| family | signal | speaks when |
|---|---|---|
`, r.Version, r.SetAside, percent(r.FalseRate))
	for _, row := range [][3]string{
		{"time", "burst", fmt.Sprintf("a work gets %d votes or more within %d minutes, far more than its share of what the contest gets in those hours", r.BurstLeast, r.BurstMinutes)},
		{"machine", "regular", fmt.Sprintf("%d votes or more in a row, of which %s have the same interval to a minute", r.RegularLeast, percent(r.RegularGaps))},
		{"origin", "same net", fmt.Sprintf("%d votes or more for a work on one day from one subnet: %v times what the contest's other works would have, or %s of the work's day", r.OriginLeast, r.OriginTimes, percent(r.OriginMost))},
		{"origin", "same kind", "the same of one kind of browser"},
		{"conduct", "unseen", fmt.Sprintf("the share of votes without a look is %v points above the contest's own, for the work or within an hour", 100*r.UnseenShare)},
		{"company", "lockstep", fmt.Sprintf("%d ballots or more of several votes, alike to the last, each within an hour of the one before", r.LockstepLeast)},
	} {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", row[0], row[1], row[2])
	}
	return b.String()
}

func percent(share float64) string { return strconv.FormatFloat(100*share, 'f', -1, 64) + " %" }
