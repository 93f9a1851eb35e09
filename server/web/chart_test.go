package web

import (
	"testing"
	"time"

	"plaudit/voting"
)

func TestChartIsAnOutline(t *testing.T) {
	c := wholeChart(voting.Curve{Hour: 10, Step: 2, Votes: []int{0, 4, 4, 2}, Doubted: []int{0, 0, 4, 0}}, time.UTC)
	if want := "0,60 150.0,60.0 150.0,4.0 450.0,4.0 450.0,32.0 600,32.0 600,60"; c.All != want {
		t.Errorf("all votes: %s, want %s", c.All, want)
	}
	if want := "0,60 300.0,60.0 300.0,4.0 450.0,4.0 450.0,60.0 600,60.0 600,60"; c.Doubted != want {
		t.Errorf("in doubt: %s, want %s", c.Doubted, want)
	}
	if c.Votes != 10 || c.Marked != 4 || c.Most != 4 || c.Until.Sub(c.From) != 8*time.Hour || c.From.Hour() != 10 {
		t.Errorf("%+v", c)
	}
	if none := wholeChart(voting.Curve{}, time.UTC); none.All != "" {
		t.Errorf("of nothing: %+v", none)
	}
}

// Pages that lead on keep to where there is something.
func TestReviewPagesLeadOn(t *testing.T) {
	for _, c := range []struct {
		from, shown, total int
		earlier, later     string
	}{
		{0, 3, 3, "", ""},
		{0, 10, 25, "", "/staff/contests/may/review?from=10"},
		{10, 10, 25, "/staff/contests/may/review", "/staff/contests/may/review?from=20"},
		{20, 5, 25, "/staff/contests/may/review?from=10", ""},
	} {
		page := &ReviewPage{StaffFrame: sampleOf(English, "review")}
		page.From, page.Total, page.Works = c.from, c.total, make([]voting.WorkReview, c.shown)
		page.turn()
		if page.Earlier != c.earlier || page.Later != c.later {
			t.Errorf("from %d: back to %q, on to %q", c.from, page.Earlier, page.Later)
		}
	}
}
