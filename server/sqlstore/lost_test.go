package sqlstore_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"testing"

	"plaudit/server/sqlstore/storetest"
	"plaudit/voting"
	"plaudit/voting/ledger"
)

// onLine is a fixture whose database is reached by a line that fails.
func onLine(t *testing.T) (*fixture, *line) {
	t.Helper()
	clock := storetest.NewClock(start)
	l := newLine(t, storetest.Postgres(t))
	return newFixture(t, storetest.OpenURL(t, l.url, clock), clock, 1), l
}

func TestALostConnection(t *testing.T) {
	storetest.Postgres(t) // skips once
	for name, c := range map[string]struct {
		lose func(*line, voting.Tx) error
		runs int
		want error
		left string
	}{
		"before a statement":      {func(l *line, tx voting.Tx) error { l.cut(); return note(tx, "b") }, 2, nil, "a a b"},
		"commit did not arrive":   {func(l *line, _ voting.Tx) error { l.cutNext(false); return nil }, 1, voting.ErrOutcomeUnknown, "a"},
		"commit was not answered": {func(l *line, _ voting.Tx) error { l.cutNext(true); return nil }, 1, voting.ErrOutcomeUnknown, "a a"},
	} {
		t.Run(name, func(t *testing.T) {
			f, l := onLine(t)
			f.update(func(tx voting.Tx) error { return note(tx, "a") }) // its statements are known to the server now
			runs := 0
			err := f.Voting().Update(t.Context(), func(tx voting.Tx) error {
				if err := note(tx, "a"); err != nil {
					return err
				}
				if runs++; runs > 1 {
					return note(tx, "b")
				}
				return c.lose(l, tx)
			})
			if !errors.Is(err, c.want) || runs != c.runs {
				t.Errorf("ran %d times, want %d; answered %v, want %v", runs, c.runs, err, c.want)
			}
			if got := notes(t, f.DB); got != c.left {
				t.Errorf("left: %q, want %q", got, c.left)
			}
		})
	}
}

func TestAServerThatIsGone(t *testing.T) {
	f, l := onLine(t)
	l.setDown(true)
	for name, run := range map[string]func(context.Context, func(voting.Tx) error) error{
		"Update": f.Voting().Update, "View": f.Voting().View,
	} {
		err := run(t.Context(), func(tx voting.Tx) error { _, err := tx.Contests(); return err })
		if !errors.Is(err, voting.ErrDatabaseAway) || voting.KindOf(err) != voting.Unavailable {
			t.Errorf("%s: %v", name, err)
		}
	}
	l.setDown(false)
	f.update(func(tx voting.Tx) error { return note(tx, "a") })
	if got := notes(t, f.DB); got != "a" {
		t.Errorf("left: %q", got)
	}
}

// lossy is a store that is disturbed at the end of its changes.
type lossy struct {
	voting.Store
	disturb func()
}

func (s lossy) Update(ctx context.Context, change func(voting.Tx) error) error {
	return s.Store.Update(ctx, func(tx voting.Tx) error {
		err := change(tx)
		if err == nil {
			s.disturb()
		}
		return err
	})
}

// A voter whose answer was lost within the house is served as any other: casting
// again is safe, so the house does it.
func TestAVoteIsCastOnceThoughItsCommitIsLost(t *testing.T) {
	storetest.Postgres(t) // skips once
	for name, arrives := range map[string]bool{"arrived": true, "did not arrive": false} {
		t.Run(name, func(t *testing.T) {
			f, l := onLine(t)
			keys, err := voting.NewKeyring(bytes.Repeat([]byte{1}, 32))
			if err != nil {
				t.Fatal(err)
			}
			_, wrapped, err := keys.NewKey(rand.Reader, "contest-june")
			if err != nil {
				t.Fatal(err)
			}
			june := contest("june", start)
			june.Key = wrapped
			f.update(func(tx voting.Tx) error { return tx.InsertContest(june) })
			f.contest = "contest-june"
			f.update(func(tx voting.Tx) error {
				for n := range 2 {
					e := f.entry(n+10, "june")
					e.Number = voting.Number(n + 1)
					if err := tx.InsertEntry(e); err != nil {
						return err
					}
				}
				return nil
			})
			losses := 0
			service := &voting.Service{Keys: keys, Rand: rand.Reader}
			service.Store = lossy{f.Voting(), func() {
				if losses--; losses == 0 {
					l.cutNext(arrives)
				}
			}}
			voter := voting.Actor{Device: "device"}
			if _, err := service.BecomeVoter(t.Context(), voter, "june", voting.Proof{}); err != nil {
				t.Fatal(err)
			}
			if _, err := service.Cast(t.Context(), voter, "june", 1, ledger.Nonce{}); err != nil {
				t.Fatal(err)
			}
			losses = 1
			cast, err := service.Cast(t.Context(), voter, "june", 2, ledger.Nonce{})
			if err != nil || cast.Remaining != june.Policy.VotesPerBallot-2 || cast.Repeat != arrives {
				t.Errorf("%+v, %v", cast, err)
			}
			f.view(func(tx voting.Tx) error {
				counts, err := tx.Recount(f.contest, nil)
				for _, c := range counts {
					if c.Votes != 1 {
						t.Errorf("counted %+v", c)
					}
				}
				return err
			})
		})
	}
}
