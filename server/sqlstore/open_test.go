package sqlstore_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"plaudit/server/sqlstore"
	"plaudit/server/sqlstore/storetest"
	"plaudit/voting"
)

func TestOpenTwiceKeepsWhatIsThere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a folder & more", "plaudit.db")
	if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	clock := storetest.NewClock(start)
	first := storetest.Open(t, path, clock)
	if err := first.Voting().Update(t.Context(), func(tx voting.Tx) error { return note(tx, "a") }); err != nil {
		t.Fatal(err)
	}
	second := storetest.Open(t, path, clock) // as a command does while the server runs
	var all sync.WaitGroup
	for _, db := range []*sqlstore.DB{first, second} {
		all.Go(func() {
			for range 20 {
				if err := db.Voting().Update(t.Context(), func(tx voting.Tx) error { return note(tx, "b") }); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if got := notes(t, second); got != "a"+strings.Repeat(" b", 40) {
		t.Errorf("left: %q", got)
	}
	if backups(t, path) != nil {
		t.Error("a database that is up to date was backed up")
	}
}

func TestOpenInManyProcessesAtOnceMigratesOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "plaudit.db")
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			db, err := sqlstore.Open(t.Context(), sqlstore.Options{Path: path})
			if err != nil {
				t.Error(err)
				return
			}
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

func TestADatabaseIsBackedUpBeforeItIsMigrated(t *testing.T) {
	path := filepath.Join(t.TempDir(), "plaudit.db")
	clock := storetest.NewClock(start)
	db := storetest.Open(t, path, clock)
	// As if all migrations after the second had not been there yet.
	for _, text := range []string{
		"DROP TABLE state_count", "DROP INDEX entry_by_votes", "DROP INDEX entry_by_category_votes", "ALTER TABLE entry DROP COLUMN votes",
		"DROP TABLE sms_day", "DROP TABLE sms_code", "DROP TABLE desk_voter", "DROP TABLE slip", "DROP TABLE voter_device",
		"DROP TABLE allowance", "DROP TABLE upload_piece", "DROP TABLE upload",
		"DROP TABLE server_key", "DROP TABLE link", "DROP TABLE session", "DROP TABLE role_grant", "DROP TABLE account",
		"DROP TABLE likeness_band", "DROP TABLE likeness", "DROP TABLE contest_use", "DROP INDEX entry_by_phone",
		"ALTER TABLE asset DROP COLUMN duration",
		"DROP TABLE log_tile", "DROP TABLE log_result", "DROP TABLE log", "DROP TABLE log_waiting", "DROP TABLE receipt", "DROP TABLE vote_waiting", "DROP TABLE events_forgotten", "DROP TABLE vote_taken_back",
		"ALTER TABLE vote DROP COLUMN client", "ALTER TABLE vote DROP COLUMN server",
		"ALTER TABLE vote DROP COLUMN net", "ALTER TABLE vote DROP COLUMN kind", "ALTER TABLE vote DROP COLUMN viewed", "ALTER TABLE contest DROP COLUMN log_origin",
		"DROP TABLE review_run", "DROP TABLE review_proposal", "DROP TABLE review_act", "DROP TABLE voter_review",
		"DROP TABLE worker_start", "ALTER TABLE job DROP COLUMN starts", "ALTER TABLE job DROP COLUMN blames",
		"DELETE FROM goose_db_version WHERE version_id > 2",
	} {
		if err := db.Voting().Update(t.Context(), func(tx voting.Tx) error { return sqlstore.Exec(tx, text) }); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Voting().Update(t.Context(), func(tx voting.Tx) error { return note(tx, "a") }); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if got := notes(t, storetest.Open(t, path, clock)); got != "a" {
		t.Errorf("after the migration: %q", got)
	}
	files := backups(t, path)
	if len(files) != 1 || !strings.Contains(files[0], ".v2-20260501-000000.") {
		t.Fatalf("backups: %q", files)
	}
	if got := notes(t, storetest.Open(t, files[0], clock)); got != "a" {
		t.Errorf("in the backup: %q", got)
	}
}

func backups(t *testing.T, path string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*.backup"))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestANewerSchemaIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "plaudit.db")
	db := storetest.Open(t, path, storetest.NewClock(start))
	err := db.Voting().Update(t.Context(), func(tx voting.Tx) error {
		return sqlstore.Exec(tx, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, TRUE)")
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = sqlstore.Open(t.Context(), sqlstore.Options{Path: path})
	if err == nil || !strings.Contains(err.Error(), "999") || !strings.Contains(err.Error(), "newer program") {
		t.Errorf("got %v", err)
	}
}

func TestOpenSaysWhichFileItCannotOpen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "none", "plaudit.db")
	if _, err := sqlstore.Open(t.Context(), sqlstore.Options{Path: path}); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("got %v", err)
	}
}

func TestVersionsAreComparedAsNumbers(t *testing.T) {
	for _, c := range []struct {
		a, b  string
		older bool
	}{
		{"3.51.2", "3.51.3", true},
		{"3.51.3", "3.51.3", false},
		{"3.51.10", "3.51.3", false},
		{"3.9.0", "3.51.3", true},
		{"4.0", "3.51.3", false},
		{"3.51", "3.51.3", true},
	} {
		if sqlstore.OlderVersion(c.a, c.b) != c.older {
			t.Errorf("%s older than %s: want %t", c.a, c.b, c.older)
		}
	}
}
