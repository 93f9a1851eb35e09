package voting_test

import (
	"testing"
	"time"

	"plaudit/voting"
)

func sumOf(figures []int) (all int) {
	for _, n := range figures {
		all += n
	}
	return all
}

// The curve of a work in doubt has all its votes, marks those that were set aside
// whatever was decided since, and goes with the events.
func TestCurvesShowTheWholeWork(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.raid()
		w.find()
		_, err := w.judge(clerk, w.clusters(voting.VotesPending)[0], voting.VotesVoid)
		w.must(err)
		work := func() voting.WorkReview {
			t.Helper()
			page, err := w.ViewReview(w.ctx, auditor, "may", 0)
			w.must(err)
			if len(page.Works) != 1 || page.Total != 1 {
				t.Fatalf("works in doubt: %+v", page.Works)
			}
			return page.Works[0]
		}
		for range 2 {
			c := work().Curve
			if c.Number != 3 || sumOf(c.Votes) != 18+scriptSize || sumOf(c.Doubted) != scriptSize {
				t.Fatalf("curve %+v", c)
			}
			// The script ran from the 50th hour on, for an hour and a half.
			for i, n := range c.Doubted {
				at := time.Unix((c.Hour+int64(i*c.Step))*3600, 0).Sub(start.AddDate(0, 0, 10))
				if n > c.Votes[i] || n > 0 && (at < 49*time.Hour || at > 52*time.Hour) {
					t.Errorf("%d of %d in doubt at %v", n, c.Votes[i], at)
				}
			}
			w.find() // draws them again
		}
		hours := work().Clusters[0].Hours
		all := 0
		for _, h := range hours {
			all += h.Votes
		}
		if all != scriptSize {
			t.Errorf("%d votes by the hour", all)
		}
		page, err := w.ViewReview(w.ctx, auditor, "may", 10)
		w.must(err)
		if len(page.Works) != 0 {
			t.Errorf("beyond the last page: %+v", page.Works)
		}
		w.clock.Set(start.AddDate(1, 0, 0))
		w.must(w.ForgetVoteEvents(w.ctx))
		if w := work(); len(w.Curve.Votes) != 0 || len(w.Clusters) != 1 || len(w.Clusters[0].Hours) != 0 {
			t.Errorf("left after the events: %+v", w)
		}
	})
}

// The sum of the counters is that of the standings, also where votes are set aside.
func TestCountVotesIsTheSumOfTheStandings(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.raid()
		for _, want := range []int{crowdSize + scriptSize, crowdSize} {
			got, err := w.CountVotes(w.ctx, clerk, "may", "")
			w.must(err)
			if got != want {
				t.Errorf("%d votes count, want %d", got, want)
			}
			page, err := w.Standings(w.ctx, clerk, "may", "", 0)
			w.must(err)
			listed := 0
			for _, standing := range page.Items {
				listed += standing.Votes
			}
			if page.Votes.Counted != want || listed != want {
				t.Errorf("%d votes count by the figures, %d in the list, want %d", page.Votes.Counted, listed, want)
			}
			w.find()
		}
		got, err := w.CountVotes(w.ctx, clerk, "may", "nothing")
		w.must(err)
		if got != 0 {
			t.Errorf("%d votes in no category", got)
		}
	})
}
