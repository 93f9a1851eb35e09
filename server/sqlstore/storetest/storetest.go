// Package storetest gives tests a real store. SQLite in the test's own folder
// is the fake: there are no mocks.
//
//	storetest.Each(t, start, func(t *testing.T, db *sqlstore.DB, clock *storetest.Clock) { … })
//
// Each runs a test on every database there is here: on SQLite always, and on
// PostgreSQL when PLAUDIT_TEST_POSTGRES holds the address of a server where the
// user may do everything. Each test has one of its own.
//
// A package whose tests open their store by New runs all of them twice:
//
//	func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }
package storetest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"plaudit/server/sqlstore"
)

// Each runs test once per database, each time with an empty one whose clock
// stands at start until the test moves it.
func Each(t *testing.T, start time.Time, test func(t *testing.T, db *sqlstore.DB, clock *Clock)) {
	t.Helper()
	EachKind(t, func(t *testing.T, open func(testing.TB, *Clock) *sqlstore.DB) {
		clock := NewClock(start)
		test(t, open(t, clock), clock)
	})
}

// EachKind is Each for tests that open several databases.
func EachKind(t *testing.T, test func(t *testing.T, open func(testing.TB, *Clock) *sqlstore.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		test(t, func(t testing.TB, clock *Clock) *sqlstore.DB {
			return Open(t, filepath.Join(t.TempDir(), "plaudit.db"), clock)
		})
	})
	t.Run("postgres", func(t *testing.T) {
		test(t, func(t testing.TB, clock *Clock) *sqlstore.DB { return OpenURL(t, Postgres(t), clock) })
	})
}

// Main runs all tests, and then again with New on PostgreSQL where there is one.
func Main(m *testing.M) int {
	code := m.Run()
	if code != 0 || os.Getenv(postgresVariable) == "" {
		return code
	}
	fmt.Println("once more, on PostgreSQL")
	if err := os.Setenv(againVariable, "1"); err != nil {
		fmt.Println(err)
		return 1
	}
	return m.Run()
}

// New opens an empty database, of the kind that Main is at.
func New(t testing.TB, clock *Clock) *sqlstore.DB {
	t.Helper()
	if url := URL(t); url != "" {
		return OpenURL(t, url, clock)
	}
	return Open(t, filepath.Join(t.TempDir(), "plaudit.db"), clock)
}

// URL is the address of an empty database for this test while Main is at
// PostgreSQL, "" while it is at SQLite.
func URL(t testing.TB) string {
	t.Helper()
	// The server's variable is read in a test, so that Go runs the tests anew when
	// it changes.
	if os.Getenv(postgresVariable) == "" || os.Getenv(againVariable) == "" {
		return ""
	}
	return Postgres(t)
}

// Open opens the SQLite database at path, for tests that open one several
// times. It is closed at the end of the test. A new one is a copy, since making
// all tables takes longer than most tests.
func Open(t testing.TB, path string, clock *Clock) *sqlstore.DB {
	t.Helper()
	Place(t, path)
	return open(t, sqlstore.Options{Path: path, Now: clock.Now})
}

// Place puts an empty database with all tables at path, unless there is a file.
func Place(t testing.TB, path string) {
	t.Helper()
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return
	}
	content := empty()
	if content.err != nil {
		t.Fatal(content.err)
	}
	if err := os.WriteFile(path, content.bytes, 0o600); err != nil {
		t.Fatal(err)
	}
}

var empty = sync.OnceValue(func() (file struct {
	bytes []byte
	err   error
},
) {
	folder, err := os.MkdirTemp("", "plaudit-empty-*")
	if err != nil {
		file.err = err
		return file
	}
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "plaudit.db")
	db, err := sqlstore.Open(context.Background(), sqlstore.Options{Path: path, Unsafe: true})
	if err == nil {
		err = db.Close() // what was in the write-ahead log goes into the file
	}
	if err == nil {
		file.bytes, err = os.ReadFile(path)
	}
	file.err = err
	return file
})

// OpenURL is Open for PostgreSQL. A nil clock is the database's own.
func OpenURL(t testing.TB, url string, clock *Clock) *sqlstore.DB {
	t.Helper()
	o := sqlstore.Options{URL: url, Unsafe: true}
	if clock != nil {
		o.Now = clock.Now
	}
	return open(t, o)
}

func open(t testing.TB, o sqlstore.Options) *sqlstore.DB {
	t.Helper()
	db, err := sqlstore.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close the database: %v", err)
		}
	})
	return db
}

// Clock stands still until it is moved. It is safe for concurrent use.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// NewClock returns a clock that shows the time given.
func NewClock(now time.Time) *Clock { return &Clock{now: now} }

// Now returns the time shown.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Set moves the clock to a time, forwards or backwards.
func (c *Clock) Set(now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = now
}

// Advance moves the clock by d.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}
