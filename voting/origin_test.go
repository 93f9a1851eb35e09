package voting_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"plaudit/voting"
)

// from is a device on a net with a browser.
func (w *world) from(n int, net, agent string) voting.Actor {
	a := w.voter(n)
	a.From = voting.Origin{Net: net, Agent: agent}
	return a
}

func (w *world) mark(a voting.Actor, n voting.Number) string {
	w.t.Helper()
	view, err := w.ViewContest(w.ctx, nobody, "may")
	w.must(err)
	marks, err := w.SeenMarks(&view.Contest, a.Device, view.At)
	w.must(err)
	return marks(n)
}

func (w *world) events() (events []voting.VoteEvent) {
	w.t.Helper()
	w.must(w.Store.View(w.ctx, func(tx voting.Tx) error {
		events = nil
		c, err := tx.Contest("may", voting.Unlocked)
		if err != nil {
			return err
		}
		return tx.VoteEvents(c.ID, func(_ voting.VoterRef, _ voting.Number, e voting.VoteEvent) error {
			events = append(events, e)
			return nil
		})
	}))
	return events
}

const (
	huawei  = "Mozilla/5.0 (Linux; Android 10; HarmonyOS; ELS-AN00) AppleWebKit/537.36 Chrome/99.0 HuaweiBrowser/12.1 Mobile Safari/537.36"
	android = "Mozilla/5.0 (Linux; Android 13; V2218A) AppleWebKit/537.36 Chrome/114.0.1 Mobile Safari/537.36 MicroMessenger/8.0.42"
	other13 = "Mozilla/5.0 (Linux; Android 13; PFEM10) AppleWebKit/537.36 Chrome/110.2 Mobile Safari/537.36 MicroMessenger/8.0.38"
)

// A vote leaves an event that tells voters of one net and one kind of browser
// from others, and not who they are.
func TestAVoteLeavesACoarseEvent(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.contest(nil)
		w.publish(2)
		w.openVoting()
		one, two, three := w.from(1, "203.0.113.0/24", android), w.from(2, "203.0.113.0/24", other13), w.from(3, "198.51.100.0/24", huawei)
		one.From.Seen = w.mark(one, 1)
		two.From.Seen = w.mark(one, 1)   // another device's
		three.From.Seen = w.mark(one, 2) // another work's
		for _, a := range []voting.Actor{one, two, three, w.voter(4)} {
			_, err := w.cast(a, 1)
			w.must(err)
		}
		got := w.events()
		if len(got) != 3 {
			t.Fatalf("%d events of three votes with an origin and one without", len(got))
		}
		minute := w.clock.Now().Unix() / 60
		want := []voting.VoteEvent{
			{Minute: minute, Net: got[0].Net, Client: got[0].Client, Viewed: true},
			{Minute: minute, Net: got[0].Net, Client: got[0].Client},
			{Minute: minute, Net: got[2].Net, Client: got[2].Client},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("want -, got +:\n%s", diff)
		}
		if got[2].Net == got[0].Net || got[2].Client == got[0].Client {
			t.Error("another net or kind of browser cannot be told apart")
		}
	})
}

func TestAMarkLastsForALongLook(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.contest(nil)
		w.publish(2)
		w.openVoting()
		a := w.from(1, "203.0.113.0/24", android)
		a.From.Seen = w.mark(a, 1)
		w.clock.Advance(12*time.Hour + time.Minute)
		_, err := w.cast(a, 1)
		w.must(err)
		a.From.Seen = w.mark(a, 2)
		w.clock.Advance(11 * time.Hour)
		_, err = w.cast(a, 2)
		w.must(err)
		if got := w.events(); got[0].Viewed || !got[1].Viewed {
			t.Errorf("after 12 and 11 hours: %+v", got)
		}
	})
}

func TestEventsAreForgotten(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.contest(func(s *voting.Settings) { s.Awards = nil })
		w.publish(1)
		w.openVoting()
		a := w.from(1, "203.0.113.0/24", android)
		_, err := w.cast(a, 1)
		w.must(err)
		closes := start.AddDate(0, 0, 20)
		left := func(at time.Time, want int) {
			t.Helper()
			w.clock.Set(at)
			w.must(w.ForgetVoteEvents(w.ctx))
			if got := len(w.events()); got != want {
				t.Errorf("%d events are left at %v, want %d", got, at, want)
			}
		}
		left(closes.Add(90*24*time.Hour-time.Minute), 1)
		_, err = w.Announce(w.ctx, clerk, "may", "")
		w.must(err)
		left(closes.Add(100*24*time.Hour), 1)
		left(closes.Add(120*24*time.Hour), 0)
	})
}
