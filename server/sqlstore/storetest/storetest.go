// Package storetest gives tests a real store. SQLite in the test's own folder
// is the fake: there are no mocks.
//
//	storetest.Each(t, start, func(t *testing.T, db *sqlstore.DB, clock *storetest.Clock) { … })
//
// Each runs a test on every database there is here. That is SQLite for now;
// PostgreSQL joins when PLAUDIT_TEST_POSTGRES holds its address.
package storetest

import (
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
	t.Run("sqlite", func(t *testing.T) {
		clock := NewClock(start)
		test(t, Open(t, filepath.Join(t.TempDir(), "plaudit.db"), clock), clock)
	})
}

// Open opens the SQLite database at path, for tests that open one several
// times. It is closed at the end of the test.
func Open(t *testing.T, path string, clock *Clock) *sqlstore.DB {
	t.Helper()
	db, err := sqlstore.Open(t.Context(), sqlstore.Options{Path: path, Now: clock.Now})
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
