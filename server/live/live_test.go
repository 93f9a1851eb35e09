package live_test

import (
	"context"
	"errors"
	"log/slog"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"plaudit/server/live"
	"plaudit/voting"
)

func staff() voting.Watcher { return voting.Watcher{Staff: true} }

// desk is a contest whose counts a test sets.
type desk struct {
	*live.Hub
	t     *testing.T
	reads atomic.Int64
	gate  chan struct{} // where it is not nil, each reading takes one of it

	mu    sync.Mutex
	board voting.Board
	err   error
}

// newDesk has entries 1 to 3 without votes, of a contest with public counts.
func newDesk(t *testing.T, most int) *desk {
	d := &desk{t: t}
	d.board.Contest.Policy = voting.DefaultPolicy()
	for n := range 3 {
		d.board.Counts = append(d.board.Counts, voting.Count{Number: voting.Number(n + 1), Category: []voting.Slug{"a", "b"}[n%2]})
	}
	d.Hub = live.New(live.Config{Every: time.Microsecond, Most: most, Log: slog.New(slog.DiscardHandler), Read: d.read})
	t.Cleanup(d.Close)
	return d
}

func (d *desk) read(ctx context.Context, _ voting.Slug) (voting.Board, error) {
	if d.gate != nil {
		select {
		case <-d.gate:
		case <-ctx.Done():
			return voting.Board{}, ctx.Err()
		}
	}
	d.reads.Add(1)
	d.mu.Lock()
	defer d.mu.Unlock()
	board := d.board
	board.Counts = append([]voting.Count(nil), d.board.Counts...)
	return board, d.err
}

func (d *desk) set(n, votes int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.board.Counts[n-1].Votes = votes
}

func (d *desk) feed(ask live.Ask) *live.Feed {
	d.t.Helper()
	f, err := d.Subscribe("may", staff(), ask)
	if err != nil {
		d.t.Fatal(err)
	}
	return f
}

func next(t *testing.T, f *live.Feed) live.Update {
	t.Helper()
	u, err := f.Next(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestAFeedIsToldWhatChanged(t *testing.T) {
	d := newDesk(t, 10)
	f := d.feed(live.Ask{Numbers: []voting.Number{1, 2, 9}, Top: 1, Category: "a"})
	first := next(t, f)
	if len(first.Votes) != 2 || first.Total != 0 || string(first.Ranking) != `[{"rank":1,"number":1,"category":"a","votes":0,"tied":true}]` {
		t.Errorf("at first %+v, %s", first, first.Ranking)
	}
	d.set(2, 5)
	if u := next(t, f); len(u.Votes) != 1 || u.Votes[2] != 5 || u.Total != 5 || u.Ranking != nil {
		t.Errorf("then %+v, %s", u, u.Ranking)
	}
	d.set(3, 7)
	u := next(t, f)
	if len(u.Votes) != 0 || string(u.Ranking) != `[{"rank":1,"number":3,"category":"a","votes":7,"tied":false}]` {
		t.Errorf("then %+v, %s", u, u.Ranking)
	}
	// Another page that has been told so much hears nothing until there is more.
	late := d.feed(live.Ask{Numbers: []voting.Number{1}})
	late.Resume(u.ID)
	d.set(1, 1)
	if got := next(t, late); got.Votes[1] != 1 {
		t.Errorf("resumed: %+v", got)
	}
}

// TestManyFeedsCostOneReading lets five thousand pages wait for one change.
func TestManyFeedsCostOneReading(t *testing.T) {
	const feeds = 5000
	d := newDesk(t, feeds)
	d.gate = make(chan struct{})
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var began, told sync.WaitGroup
	began.Add(feeds)
	for range feeds {
		f := d.feed(live.Ask{Numbers: []voting.Number{1, 2, 3}, Top: 3})
		told.Go(func() {
			next(t, f)
			began.Done()
			if u, err := f.Next(t.Context()); err != nil || u.Votes[2] != 9 {
				t.Errorf("told %+v, %v", u, err)
			}
		})
	}
	for range 2 { // the first may have begun before the last page came
		d.gate <- struct{}{}
	}
	began.Wait()
	runtime.ReadMemStats(&after)
	t.Logf("%d bytes for each feed, without its connection", (after.HeapInuse+after.StackInuse-before.HeapInuse-before.StackInuse)/feeds)
	if _, err := d.Subscribe("may", staff(), live.Ask{}); !errors.Is(err, live.ErrFull) {
		t.Errorf("one more: %v", err)
	}
	d.set(2, 9)
	d.gate <- struct{}{}
	told.Wait()
	if reads := d.reads.Load(); reads != 3 {
		t.Errorf("%d readings for %d pages and one change", reads, feeds)
	}
}

func TestNothingIsReadForNobody(t *testing.T) {
	d := newDesk(t, 10)
	f := d.feed(live.Ask{})
	next(t, f)
	f.Close()
	f.Close() // twice is no harm
	for live.Watched(d.Hub) > 0 {
		runtime.Gosched()
	}
	next(t, d.feed(live.Ask{})) // and again when somebody comes
}

func TestCloseEndsFeeds(t *testing.T) {
	d := newDesk(t, 10)
	f := d.feed(live.Ask{})
	next(t, f)
	ended := make(chan error)
	go func() {
		_, err := f.Next(t.Context())
		ended <- err
	}()
	d.Close()
	if err := <-ended; !errors.Is(err, live.ErrClosed) {
		t.Errorf("a waiting page: %v", err)
	}
	if _, err := d.Subscribe("may", staff(), live.Ask{}); !errors.Is(err, live.ErrClosed) {
		t.Errorf("a late page: %v", err)
	}
}

func TestAReadingThatFails(t *testing.T) {
	d := newDesk(t, 10)
	broken := errors.New("broken")
	d.err = broken
	f := d.feed(live.Ask{Numbers: []voting.Number{1}})
	if _, err := f.Next(t.Context()); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	d.mu.Lock()
	d.err = nil
	d.mu.Unlock()
	for {
		u, err := f.Next(t.Context())
		if err == nil {
			if len(u.Votes) != 1 {
				t.Errorf("after that %+v", u)
			}
			break
		}
	}
	// What was read stands while the store fails.
	d.mu.Lock()
	d.err = broken
	d.mu.Unlock()
	for reads := d.reads.Load(); d.reads.Load() < reads+3; {
		runtime.Gosched()
	}
	if u := next(t, d.feed(live.Ask{Numbers: []voting.Number{1}})); len(u.Votes) != 1 {
		t.Errorf("during a failure %+v", u)
	}
}
