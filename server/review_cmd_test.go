package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"plaudit/voting"
	"plaudit/voting/ledger"
)

// raided is a house with a contest of five works that closed an hour ago: a crowd
// voted for all, and a script for the third.
func raided(t *testing.T, o Options) *house {
	t.Helper()
	now := time.Now()
	at := now.AddDate(0, 0, -10)
	o.Now, o.Travels = func() time.Time { return at }, true
	h, err := openHouse(t.Context(), o, false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.close() })
	settings := voting.DefaultSettings()
	settings.Title = "五月"
	settings.Categories = []voting.Category{{Slug: "photo", Title: "摄影", Media: []voting.Medium{voting.Photo}}}
	contest := func(slug voting.Slug, opens time.Time) {
		settings.Rounds = []voting.Round{{Kind: voting.VoteRound, Opens: opens, Closes: opens.Add(240*time.Hour - time.Hour)}}
		if _, err := h.voting.CreateContest(t.Context(), shell(), slug, settings); err != nil {
			t.Fatal(err)
		}
	}
	contest("june", now.Add(time.Hour))
	contest("may", at)
	enter(t, h, 5)
	cast := func(i int, work voting.Number, net, seen string) {
		a := voting.Actor{Device: fmt.Sprint("device ", i), From: voting.Origin{Net: net, Agent: "Android 1" + fmt.Sprint(i%3), Seen: seen}}
		if _, err := h.voting.BecomeVoter(t.Context(), a, "may", voting.Proof{}); err != nil {
			t.Fatal(err)
		}
		if seen == "look" {
			a.From.Seen = mark(t, h, a.Device, work)
		}
		if _, err := h.voting.Cast(t.Context(), a, "may", work, ledger.Nonce{}); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 90 {
		at = now.AddDate(0, 0, -10).Add(time.Duration(i) * 144 * time.Minute)
		cast(i, voting.Number(i%5+1), fmt.Sprint("net ", i), "look")
	}
	for i := range 30 {
		at = now.AddDate(0, 0, -8).Add(time.Duration(i*i%90) * time.Minute)
		cast(1000+i, 3, "one net", "")
	}
	at = now
	return h
}

func mark(t *testing.T, h *house, device string, n voting.Number) string {
	t.Helper()
	view, err := h.voting.ViewContest(t.Context(), shell(), "may")
	if err != nil {
		t.Fatal(err)
	}
	marks, err := h.voting.SeenMarks(&view.Contest, device, view.At)
	if err != nil {
		t.Fatal(err)
	}
	return marks(n)
}

// enter puts works into the contest, past the rules.
func enter(t *testing.T, h *house, works int) {
	t.Helper()
	err := h.db.Voting().Update(t.Context(), func(tx voting.Tx) error {
		c, err := tx.Contest("may", voting.Exclusive)
		for range works {
			if err != nil {
				return err
			}
			var n voting.Number
			if n, err = tx.NextNumber(c.ID); err != nil {
				return err
			}
			err = tx.InsertEntry(voting.Entry{
				ID: voting.EntryID(fmt.Sprint("work ", n)), Contest: c.ID, Number: n, Category: "photo", Medium: voting.Photo, Title: "晨光",
				Entrant: "张*", State: voting.Approved, CodeMAC: fmt.Sprintf("%032d", n), Shuffle: int64(n), SubmittedAt: tx.Now(),
			})
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestReviewCommand(t *testing.T) {
	o := testOptions(t)
	h := raided(t, o)
	s := shellOn{t, environ(h.Options)}
	says := func(slug string, want int, sentences ...string) {
		t.Helper()
		code, stdout, stderr := s.run("", "review", slug)
		for _, sentence := range sentences {
			if code != want || !strings.Contains(stdout+stderr, sentence) {
				t.Errorf("exit code %d, want %d with %q: %s%s", code, want, sentence, stdout, stderr)
			}
		}
	}
	says("nothing", exitNo, "no such contest")
	says("june", exitNo, "voting opens on", "0 cast")
	says("may", exitFine, "120 votes looked through by the rules, version 1; 30 ballots set aside now",
		"120 cast = 90 counted + 30 set aside + 0 void", "003  set aside    30 ballots    30 votes  burst, same_net", "/staff/contests/may/review")
	says("may", exitFine, "0 ballots set aside now", "+ 30 set aside +")
	clerk := voting.Actor{Staff: "clerk", Login: "clerk", Grants: []voting.Grant{{Role: voting.Organiser}}}
	page, err := h.voting.ViewReview(t.Context(), clerk, "may", 0)
	if err != nil || len(page.Works) != 1 || len(page.Works[0].Clusters) != 1 {
		t.Fatalf("%+v, %v", page.Works, err)
	}
	_, err = h.voting.JudgeVotes(t.Context(), clerk, "may", voting.Judgment{
		Of: page.Works[0].Clusters[0].ClusterKey, To: voting.VotesVoid, Code: "machine_made", Reason: "a script", Ballots: 30,
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err = h.voting.Announce(t.Context(), clerk, "may", ""); err != nil {
		t.Fatal(err)
	}
	says("may", exitNo, "120 cast = 90 counted + 0 set aside + 30 void", "void, review_machine_made: 30", "the result is announced")
}
