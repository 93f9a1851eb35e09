package main

import (
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"plaudit/server/demo"
	"plaudit/voting"
)

// TestDemo plays the demo with a folder of small pictures, one of them broken,
// and looks at what a visitor would find.
func TestDemo(t *testing.T) {
	pictures := t.TempDir()
	for i := range 6 {
		write(t, filepath.Join(pictures, fmt.Sprintf("picture %d.jpg", i)), picture(t, uint8(40*i)))
	}
	write(t, filepath.Join(pictures, "broken.jpg"), picture(t, 99)[:40])

	clock := demo.NewClock(time.Now)
	o := testOptions(t)
	o.Now, o.Travels = clock.Now, true
	var clips []demo.Work
	if _, err := exec.LookPath("ffmpeg"); err == nil {
		o.Config.FFmpeg, clips = "ffmpeg", demo.Filmed()
	}
	s, err := New(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	var said []string
	works, err := demo.FromFolder(pictures, func(path string) error { return s.checkFile(t.Context(), path) },
		func(line string) { said = append(said, line) })
	if err != nil || len(said) != 1 {
		t.Fatalf("%d works, %v; said %q, want one line about the broken file", len(works), err, said)
	}
	if err := s.play(&env{ctx: t.Context(), stdout: io.Discard}, works, clips, clock, 4); err != nil {
		t.Fatal(err)
	}
	wantDemo(t, s)
	wantClips(t, s, len(clips))
}

func wantDemo(t *testing.T, s *Server) {
	t.Helper()
	views, err := s.voting.ListContests(t.Context(), shell())
	if err != nil || len(views) != 2 {
		t.Fatalf("%d contests, %v", len(views), err)
	}
	current, finished := views[0], views[1]
	if current.Phase != voting.VotingOpen || finished.Phase != voting.Announced {
		t.Errorf("phases %s and %s", current.Phase, finished.Phase)
	}
	if current.Published < 45 {
		t.Errorf("only %d works are published", current.Published)
	}
	for _, state := range []voting.State{voting.Approved, voting.Pending, voting.Rejected, voting.Refused, voting.Disqualified, voting.Withdrawn} {
		if current.States[state] == 0 {
			t.Errorf("no work is %s", state)
		}
	}
	for _, view := range views {
		recount, err := s.voting.Recount(t.Context(), view.Slug)
		if err != nil || recount.Votes < 100 || len(recount.Differences) > 0 || recount.FrozenDiffers || recount.TotalsDiffer {
			t.Errorf("%s: %d votes, differences %v, %v, %v", view.Slug, recount.Votes, recount.Differences, recount.FrozenDiffers, err)
		}
	}
	page, err := s.voting.ViewAnnouncement(t.Context(), voting.Actor{}, finished.Slug)
	if err != nil || len(page.Winners) != 6 || page.Figures.Void["review_machine_made"] == 0 {
		t.Errorf("%d winners, %+v, %v", len(page.Winners), page.Figures, err)
	}
	wantDoubts(t, s, current.Slug)
}

// wantDoubts looks for a cluster in each state, and for nobody else in doubt.
func wantDoubts(t *testing.T, s *Server, slug voting.Slug) {
	t.Helper()
	ballots, clusters := map[voting.ReviewState]int{}, 0
	err := s.db.Voting().View(t.Context(), func(tx voting.Tx) error {
		c, err := tx.Contest(slug, voting.Unlocked)
		if err != nil {
			return err
		}
		all, err := tx.Clusters(c.ID)
		for _, k := range all {
			ballots[k.State] += k.Ballots
		}
		clusters = len(all)
		return err
	})
	want := map[voting.ReviewState]int{voting.VotesCounted: 24, voting.VotesVoid: 46, voting.VotesPending: 31}
	if err != nil || clusters < 3 || !maps.Equal(ballots, want) {
		t.Errorf("%d clusters with %v ballots, want %v; %v", clusters, ballots, want, err)
	}
	sums, err := s.voting.Votes(t.Context(), voting.Actor{}, slug)
	if err != nil || sums.Pending != 31 || sums.Void["review_machine_made"] != 46 || sums.Raw != sums.Counted+77 {
		t.Errorf("the public sees %+v, %v", sums, err)
	}
}

// wantClips looks for the clips: all but one are published.
func wantClips(t *testing.T, s *Server, want int) {
	t.Helper()
	if want == 0 {
		t.Log("without clips: ffmpeg is not installed")
		return
	}
	states := map[voting.State]int{}
	for _, state := range []voting.State{voting.Approved, voting.Pending} {
		page, err := s.voting.Queue(t.Context(), shell(), "may", state, 0, 200)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range page.Items {
			if e.Medium == voting.Video {
				states[state]++
			}
		}
	}
	if states[voting.Approved] != want-1 || states[voting.Pending] != 1 {
		t.Errorf("of %d clips, %v", want, states)
	}
}

// TestClipsAreSmall holds the demo's own clips to a weight.
func TestClipsAreSmall(t *testing.T) {
	clips := demo.Filmed()
	if len(clips) < 3 {
		t.Errorf("%d clips", len(clips))
	}
	for _, c := range clips {
		if data, err := c.File(); err != nil || len(data) > 150_000 {
			t.Errorf("%s: %d bytes, %v", c.Title, len(data), err)
		}
	}
}

func write(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}
