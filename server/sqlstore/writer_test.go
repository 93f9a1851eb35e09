package sqlstore_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"plaudit/server/sqlstore"
	"plaudit/server/sqlstore/storetest"
	"plaudit/voting"
)

var start = time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)

func open(t *testing.T) *sqlstore.DB {
	t.Helper()
	return storetest.Open(t, filepath.Join(t.TempDir(), "plaudit.db"), storetest.NewClock(start))
}

// note is a change that leaves a row behind.
func note(tx voting.Tx, subject string) error {
	return tx.AppendAudit(voting.AuditRecord{At: tx.Now(), Act: "note", Subject: subject})
}

// notes lists what is left, oldest first.
func notes(t *testing.T, db *sqlstore.DB) string {
	t.Helper()
	var subjects []string
	err := db.Voting().View(t.Context(), func(tx voting.Tx) error {
		records, err := tx.Audit("", 1000)
		for _, r := range records {
			subjects = append([]string{r.Subject}, subjects...)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(subjects, " ")
}

// together runs the changes in one transaction, in this order, and returns
// their errors: the first holds the writer until all the others have queued.
func together(t *testing.T, db *sqlstore.DB, changes ...func(voting.Tx) error) []error {
	t.Helper()
	errs := make([]error, len(changes))
	begun, queued := make(chan struct{}), make(chan struct{})
	var (
		all  sync.WaitGroup
		once sync.Once
	)
	all.Go(func() {
		errs[0] = db.Voting().Update(t.Context(), func(tx voting.Tx) error {
			once.Do(func() { close(begun) })
			<-queued
			return changes[0](tx)
		})
	})
	<-begun
	for i, change := range changes[1:] {
		all.Go(func() { errs[i+1] = db.Voting().Update(t.Context(), change) })
		for sqlstore.Queued(db) < i+1 {
			runtime.Gosched()
		}
	}
	close(queued)
	all.Wait()
	return errs
}

func TestAFailingChangeIsRolledBackAlone(t *testing.T) {
	db := open(t)
	no := errors.New("no")
	errs := together(t, db,
		func(tx voting.Tx) error { return note(tx, "a") },
		func(tx voting.Tx) error { return errors.Join(note(tx, "b"), no) },
		func(tx voting.Tx) error { return errors.Join(note(tx, "c"), sqlstore.Exec(tx, "SELECT nonsense")) },
		func(tx voting.Tx) error {
			if err := note(tx, "d"); err != nil {
				return err
			}
			panic("d")
		},
		func(tx voting.Tx) error { return note(tx, "e") },
	)
	if errs[0] != nil || !errors.Is(errs[1], no) || errs[2] == nil || errs[4] != nil {
		t.Errorf("answers: %v", errs)
	}
	if errs[3] == nil || !strings.Contains(errs[3].Error(), "panicked: d") {
		t.Errorf("a panic is answered with %v", errs[3])
	}
	if got := notes(t, db); got != "a e" {
		t.Errorf("left: %q, want those of a and e", got)
	}
}

func TestWhoIsRefusedBeforeWritingSpoilsNothing(t *testing.T) {
	db := open(t)
	no := errors.New("no")
	runs := 0
	errs := together(t, db,
		func(tx voting.Tx) error { runs++; return note(tx, "a") },
		func(tx voting.Tx) error {
			_, err := tx.Audit("", 1)
			return errors.Join(err, no)
		},
		func(tx voting.Tx) error { return note(tx, "b") },
	)
	if errs[0] != nil || !errors.Is(errs[1], no) || errs[2] != nil || runs != 1 || notes(t, db) != "a b" {
		t.Errorf("answers %v, the first was run %d times, left %q", errs, runs, notes(t, db))
	}
}

func TestALaterChangeSeesAnEarlierOneOfItsBatch(t *testing.T) {
	db := open(t)
	var seen int
	together(t, db,
		func(tx voting.Tx) error { return note(tx, "a") },
		func(tx voting.Tx) error {
			records, err := tx.Audit("", 10)
			seen = len(records)
			return err
		})
	if seen != 1 {
		t.Errorf("saw %d notes, want 1", seen)
	}
}

func TestNobodyIsAnsweredBeforeTheCommit(t *testing.T) {
	db := open(t)
	var answered atomic.Bool
	begun, queued := make(chan struct{}), make(chan struct{})
	var all sync.WaitGroup
	all.Go(func() {
		err := db.Voting().Update(t.Context(), func(tx voting.Tx) error {
			close(begun)
			<-queued
			return note(tx, "a")
		})
		answered.Store(true)
		if got := notes(t, db); err != nil || got != "a" {
			t.Errorf("after the answer %v, %q is there", err, got)
		}
	})
	<-begun
	all.Go(func() {
		_ = db.Voting().Update(t.Context(), func(voting.Tx) error {
			if answered.Load() || notes(t, db) != "" {
				t.Error("a change was answered or visible before its transaction was committed")
			}
			return nil
		})
	})
	for sqlstore.Queued(db) < 1 {
		runtime.Gosched()
	}
	close(queued)
	all.Wait()
}

// unfit leaves the transaction in a state that COMMIT refuses.
func unfit(tx voting.Tx) error {
	return errors.Join(sqlstore.Exec(tx, "PRAGMA defer_foreign_keys = ON"),
		sqlstore.Exec(tx, "INSERT INTO job (asset, due, claimable) VALUES ('none', 1, 1)"))
}

func TestAFailingCommitIsAnsweredToAll(t *testing.T) {
	db := open(t)
	errs := together(t, db, func(tx voting.Tx) error { return note(tx, "a") }, unfit,
		func(tx voting.Tx) error { return voting.ErrBallotFull })
	for i, err := range errs {
		if err == nil || errors.Is(err, voting.ErrBallotFull) {
			t.Errorf("change %d was answered %v", i, err)
		}
	}
	if got := notes(t, db); got != "" {
		t.Errorf("left after a failed commit: %q", got)
	}
	if err := db.Voting().Update(t.Context(), func(tx voting.Tx) error { return note(tx, "b") }); err != nil {
		t.Errorf("the writer does not recover: %v", err)
	}
}

func TestAFullDiskIsSaidSoAndRecoveredFrom(t *testing.T) {
	db := open(t)
	update := func(change func(voting.Tx) error) error { return db.Voting().Update(t.Context(), change) }
	limit := func(pages int) {
		if err := update(func(tx voting.Tx) error {
			return sqlstore.Exec(tx, fmt.Sprintf("PRAGMA max_page_count = %d", pages))
		}); err != nil {
			t.Fatal(err)
		}
	}
	limit(1) // becomes as many pages as there are
	err := update(func(tx voting.Tx) error { return note(tx, strings.Repeat("long ", 10_000)) })
	if !errors.Is(err, voting.ErrDiskFull) || voting.KindOf(err) != voting.Unavailable {
		t.Errorf("a full disk is answered with %v", err)
	}
	limit(1_000_000)
	if err := update(func(tx voting.Tx) error { return note(tx, "a") }); err != nil {
		t.Errorf("the writer does not recover: %v", err)
	}
	if got := notes(t, db); got != "a" {
		t.Errorf("left: %.20q", got)
	}
}

func TestACancelledChangeIsNotRun(t *testing.T) {
	db := open(t)
	ctx, cancel := context.WithCancel(t.Context())
	var late error
	together(t, db,
		func(voting.Tx) error { cancel(); return nil },
		func(voting.Tx) error { return nil })
	late = db.Voting().Update(ctx, func(voting.Tx) error { t.Error("ran"); return nil })
	if !errors.Is(late, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", late)
	}
}

func TestAChangeThatEndsItsGoroutineHarmsNobodyElse(t *testing.T) {
	db := open(t)
	errs := together(t, db, func(tx voting.Tx) error { return note(tx, "a") },
		func(tx voting.Tx) error { runtime.Goexit(); return nil })
	if errs[0] == nil || errs[1] == nil {
		t.Errorf("answers: %v", errs)
	}
	if err := db.Voting().Update(t.Context(), func(tx voting.Tx) error { return note(tx, "b") }); err != nil {
		t.Errorf("the writer does not recover: %v", err)
	}
	if got := notes(t, db); got != "b" {
		t.Errorf("left: %q", got)
	}
}

func TestCloseFinishesWhatHasBegun(t *testing.T) {
	path := filepath.Join(t.TempDir(), "plaudit.db")
	db := storetest.Open(t, path, storetest.NewClock(start))
	begun, closing := make(chan struct{}), make(chan error)
	go func() {
		<-begun
		closing <- db.Close()
	}()
	err := db.Voting().Update(t.Context(), func(tx voting.Tx) error { close(begun); return note(tx, "a") })
	if closed := <-closing; err != nil || closed != nil {
		t.Errorf("update: %v, close: %v", err, closed)
	}
	if err := db.Voting().Update(t.Context(), func(voting.Tx) error { return nil }); err == nil {
		t.Error("a closed database took a change")
	}
	if err := db.Voting().View(t.Context(), func(voting.Tx) error { return nil }); err == nil {
		t.Error("a closed database was read")
	}
	if got := notes(t, storetest.Open(t, path, storetest.NewClock(start))); got != "a" {
		t.Errorf("left: %q", got)
	}
}
