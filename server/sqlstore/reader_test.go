package sqlstore_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"plaudit/server/sqlstore"
	"plaudit/server/sqlstore/storetest"
	"plaudit/voting"
)

func TestATransactionEndsWithItsClosure(t *testing.T) {
	eachDB(t, func(t *testing.T, db *sqlstore.DB) {
		var kept voting.Tx
		keep := func(tx voting.Tx) error { kept = tx; return nil }
		for name, run := range map[string]func(context.Context, func(voting.Tx) error) error{
			"Update": db.Voting().Update, "View": db.Voting().View,
		} {
			if err := run(t.Context(), keep); err != nil {
				t.Fatal(err)
			}
			if _, err := kept.Contests(); err == nil {
				t.Errorf("a transaction of %s still answers after its end", name)
			}
		}
	})
}

// eachDB runs a test on every database, empty.
func eachDB(t *testing.T, test func(t *testing.T, db *sqlstore.DB)) {
	storetest.Each(t, start, func(t *testing.T, db *sqlstore.DB, _ *storetest.Clock) { test(t, db) })
}

func TestAViewSeesOneSnapshotAndWritesNothing(t *testing.T) {
	eachDB(t, func(t *testing.T, db *sqlstore.DB) {
		err := db.Voting().View(t.Context(), func(tx voting.Tx) error {
			before, err := tx.Audit("", 10)
			if err != nil {
				return err
			}
			if err := db.Voting().Update(t.Context(), func(tx voting.Tx) error { return note(tx, "a") }); err != nil {
				return err
			}
			after, err := tx.Audit("", 10)
			if len(before) != 0 || len(after) != 0 {
				t.Errorf("saw %d, then %d notes, want the same", len(before), len(after))
			}
			if note(tx, "b") == nil {
				t.Error("a View has written")
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
		if got := notes(t, db); got != "a" {
			t.Errorf("left: %q", got)
		}
	})
}

func TestAViewEndsWithItsContextAndHarmsNoLaterOne(t *testing.T) {
	eachDB(t, func(t *testing.T, db *sqlstore.DB) {
		for range 20 { // more often than there are connections
			ctx, cancel := context.WithCancel(t.Context())
			err := db.Voting().View(ctx, func(tx voting.Tx) error {
				time.AfterFunc(time.Millisecond, cancel)
				return sqlstore.Exec(tx, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n")
			})
			cancel()
			if !errors.Is(err, context.Canceled) {
				t.Fatalf("an endless query ended with %v", err)
			}
		}
		if got := notes(t, db); got != "" {
			t.Errorf("left: %q", got)
		}
	})
}
