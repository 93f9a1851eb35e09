package sqlstore_test

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"plaudit/server/sqlstore"
	"plaudit/server/sqlstore/storetest"
	"plaudit/voting"
)

// onPostgres is a database of its own, with contest "may" and entries.
func onPostgres(t *testing.T, entries int) *fixture {
	t.Helper()
	clock := storetest.NewClock(start)
	return newFixture(t, storetest.OpenURL(t, storetest.Postgres(t), clock), clock, entries)
}

func newFixture(t *testing.T, db *sqlstore.DB, clock *storetest.Clock, entries int) *fixture {
	t.Helper()
	f := &fixture{DB: db, t: t, clock: clock, contest: "contest-may"}
	f.update(func(tx voting.Tx) error { return tx.InsertContest(contest("may", start)) })
	f.insert(make([]string, entries)...)
	return f
}

func TestUnfitServersAreRefused(t *testing.T) {
	for _, c := range []struct {
		number        int
		fsync, commit string
		unsafe        bool
		says          string
	}{
		{140000, "on", "on", false, ""},
		{180001, "on", "remote_apply", false, ""},
		{139999, "on", "on", true, "14 or newer"},
		{150000, "off", "on", false, "fsync = off"},
		{150000, "on", "off", false, "synchronous_commit = off"},
		{150000, "off", "off", true, ""},
	} {
		err := sqlstore.Fit(c.number, c.fsync, c.commit, c.unsafe)
		if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

func TestErrorsAtStartSayWhatToDo(t *testing.T) {
	for code, want := range map[string]string{
		"28P01": `does not let "user" in`, "28000": "pg_hba.conf", "3D000": `CREATE DATABASE "database" OWNER "user"`,
		"42501": "OWNER TO", "53300": "max_connections", "57P03": "starting", "XX000": "XX000",
	} {
		err := sqlstore.Advise(&pgconn.PgError{Code: code})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", code, err)
		}
	}
	database := storetest.Postgres(t)
	with := func(change func(*url.URL)) string {
		u, err := url.Parse(database)
		if err != nil {
			t.Fatal(err)
		}
		u.User = url.UserPassword(u.User.Username(), "hush")
		change(u)
		return u.String()
	}
	for name, c := range map[string]struct{ url, says string }{
		"no database": {with(func(u *url.URL) { u.Path = "/nowhere" }), "CREATE DATABASE"},
		"nobody":      {with(func(u *url.URL) { u.Host = "127.0.0.1:1" }), "nobody answers there"},
		"no address":  {with(func(u *url.URL) { u.RawQuery = "sslmode=hush" }), "no address like postgres://"},
	} {
		_, err := sqlstore.Open(t.Context(), sqlstore.Options{URL: c.url, Unsafe: true})
		if err == nil || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "hush") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestADatabaseWithoutTablesIsNotTakenForOurs(t *testing.T) {
	database := storetest.Bare(t)
	_, err := sqlstore.Open(t.Context(), sqlstore.Options{URL: database, Unsafe: true, Existing: true})
	if err == nil || !strings.Contains(err.Error(), "none of our tables") {
		t.Errorf("got %v", err)
	}
	var all sync.WaitGroup // several processes that start at once make them, once
	for range 4 {
		all.Go(func() {
			db, err := sqlstore.Open(t.Context(), sqlstore.Options{URL: database, Unsafe: true})
			if err == nil {
				err = db.Close()
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if db, err := sqlstore.Open(t.Context(), sqlstore.Options{URL: database, Unsafe: true, Existing: true}); err != nil || db.Close() != nil {
		t.Errorf("got %v", err)
	}
}

func connect(t *testing.T, database string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(context.WithoutCancel(t.Context())) })
	return conn
}

func TestTheTimeIsTheDatabases(t *testing.T) {
	database := storetest.Postgres(t)
	db, beside := storetest.OpenURL(t, database, nil), connect(t, database)
	now := func() (at time.Time) {
		if err := beside.QueryRow(t.Context(), "SELECT clock_timestamp()").Scan(&at); err != nil {
			t.Fatal(err)
		}
		return at
	}
	for name, run := range map[string]func(context.Context, func(voting.Tx) error) error{
		"Update": db.Voting().Update, "View": db.Voting().View,
	} {
		var held, again time.Time
		before := now()
		err := run(t.Context(), func(tx voting.Tx) error {
			if name == "Update" {
				if _, err := tx.Contest("none", voting.Shared); !errors.Is(err, voting.ErrContestNotFound) {
					t.Error(err)
				}
			}
			held = tx.Now()
			again = tx.Now()
			return nil
		})
		after := now()
		if err != nil || held.Before(before) || again.Before(held) || after.Before(again) || held.Nanosecond()%1000 != 0 || held.Location() != time.UTC {
			t.Errorf("%s: %v, read %v, %v, %v, %v", name, err, before, held, again, after)
		}
	}
	if apart := db.Now().Sub(now()); apart.Abs() > time.Second {
		t.Errorf("what the process takes for the database's time is %v off", apart)
	}
}

// Whoever closes a contest waits for the casts under way, and they see it closed
// or it sees them.
func TestClosingWaitsForCasts(t *testing.T) {
	f := onPostgres(t, 0)
	casting, closed := make(chan struct{}), make(chan struct{})
	var (
		all   sync.WaitGroup
		order []string
	)
	all.Go(func() {
		f.update(func(tx voting.Tx) error {
			if _, err := tx.Contest("may", voting.Shared); err != nil {
				return err
			}
			close(casting)
			select {
			case <-closed:
				t.Error("a contest was held exclusively beside one who shared it")
			case <-time.After(100 * time.Millisecond): // nothing may happen in it
			}
			order = append(order, "cast")
			return nil
		})
	})
	<-casting
	f.update(func(tx voting.Tx) error { // another voter does not wait
		_, err := tx.Contest("may", voting.Shared)
		return err
	})
	f.update(func(tx voting.Tx) error {
		c, err := tx.Contest("may", voting.Exclusive)
		close(closed)
		order = append(order, "close")
		return errors.Join(err, tx.UpdateContest(c))
	})
	all.Wait()
	if len(order) != 2 || order[0] != "cast" {
		t.Errorf("order %v", order)
	}
}

// What one process changes, another that has it in memory sees at once.
func TestProcessesSeeEachOthersChanges(t *testing.T) {
	database, clock := storetest.Postgres(t), storetest.NewClock(start)
	f := newFixture(t, storetest.OpenURL(t, database, clock), clock, 1)
	other := &fixture{DB: storetest.OpenURL(t, database, clock), t: t, clock: clock, contest: f.contest}
	state := func(f *fixture) (s voting.State, title string) {
		f.view(func(tx voting.Tx) error {
			e, err1 := tx.Entry(f.contest, 1)
			c, err2 := tx.Contest("may", voting.Unlocked)
			s, title = e.State, c.Title
			return errors.Join(err1, err2)
		})
		return s, title
	}
	for _, f := range []*fixture{f, other} {
		if s, _ := state(f); s != voting.Approved {
			t.Errorf("state %s", s)
		}
	}
	f.update(func(tx voting.Tx) error {
		c, err1 := tx.Contest("may", voting.Exclusive)
		c.Title = "改"
		e, err2 := tx.Entry(f.contest, 1)
		e.State, e.Assets = voting.Withdrawn, nil
		return errors.Join(err1, err2, tx.UpdateContest(c), tx.UpdateEntry(e))
	})
	if s, title := state(other); s != voting.Withdrawn || title != "改" {
		t.Errorf("the other process still sees %s and %s", s, title)
	}
}

func TestAChangeIsDecidedByWhatStands(t *testing.T) {
	f := onPostgres(t, 1)
	runs := 0
	f.update(func(tx voting.Tx) error {
		e, err := tx.Entry(f.contest, 1)
		if err != nil {
			return err
		}
		if runs++; runs == 1 {
			f.update(func(tx voting.Tx) error {
				other, err := tx.Entry(f.contest, 1)
				other.Reason = "another was quicker"
				return errors.Join(err, tx.UpdateEntry(other))
			})
		} else if e.Reason == "" {
			t.Error("the second attempt does not see what the other has changed")
		}
		e.State = voting.Disqualified
		return tx.UpdateEntry(e)
	})
	if runs != 2 {
		t.Errorf("ran %d times, want 2", runs)
	}
	f.view(func(tx voting.Tx) error {
		e, err := tx.Entry(f.contest, 1)
		if e.State != voting.Disqualified || e.Reason == "" {
			t.Errorf("left: %s, %q", e.State, e.Reason)
		}
		return err
	})
}

// Two changes that wait for each other are both made in the end.
func TestADeadlockIsUndoneAndTriedAgain(t *testing.T) {
	f := onPostgres(t, 2)
	var met, all sync.WaitGroup
	met.Add(2)
	for _, order := range [][]voting.Number{{1, 2}, {2, 1}} {
		all.Go(func() {
			first := true
			f.update(func(tx voting.Tx) error {
				for i, n := range order {
					e, err := tx.Entry(f.contest, n)
					if err != nil {
						return err
					}
					e.Reason += "x"
					if err := tx.UpdateEntry(e); err != nil {
						return err
					}
					if first && i == 0 {
						first = false
						met.Done()
						met.Wait()
					}
				}
				return nil
			})
		})
	}
	all.Wait()
	f.view(func(tx voting.Tx) error {
		for n := range voting.Number(2) {
			e, err := tx.Entry(f.contest, n+1)
			if err != nil || e.Reason != "xx" {
				t.Errorf("entry %d: %q, %v", n+1, e.Reason, err)
			}
		}
		return nil
	})
}

func TestOneProcessAtATimeSweeps(t *testing.T) {
	database, clock := storetest.Postgres(t), storetest.NewClock(start)
	one, other := storetest.OpenURL(t, database, clock), storetest.OpenURL(t, database, clock)
	ran := func(db *sqlstore.DB, during func()) (ran bool) {
		err := db.Alone(t.Context(), "sweep", func() error {
			ran = true
			during()
			return nil
		})
		if err != nil {
			t.Error(err)
		}
		return ran
	}
	beside := false
	if !ran(one, func() { beside = ran(other, func() {}) }) || beside || !ran(other, func() {}) {
		t.Error("two at once, or none afterwards")
	}
}
