// Package live tells open pages of new counts. A Hub reads each contest that
// somebody watches about once a second and lets all who watch it see what it
// has read, so that five thousand pages cost one query a second; a contest that
// nobody watches is not read.
//
// A Feed is one page. It has no queue: it looks at the newest board whenever it
// is ready for more, and says what differs from what it has said before. So a
// slow page misses what is overtaken, and makes nobody wait.
package live

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"plaudit/voting"
)

// What a Feed ends with.
var (
	ErrFull   = errors.New("live: too many pages are watching")
	ErrClosed = errors.New("live: the server is stopping")
	ErrHidden = errors.New("live: the counts are not to be seen any more")
)

// Config is what a Hub is given. All fields are needed.
type Config struct {
	Read  func(context.Context, voting.Slug) (voting.Board, error)
	Every time.Duration // between two readings of a contest
	Most  int           // feeds at a time
	Log   *slog.Logger
}

// Hub reads for all feeds. It is safe for concurrent use.
type Hub struct {
	Config
	done chan struct{}

	reading sync.WaitGroup

	mu      sync.Mutex
	closed  bool
	feeds   int
	watched map[voting.Slug]*watched
}

// New makes a hub. Close it.
func New(c Config) *Hub {
	return &Hub{Config: c, done: make(chan struct{}), watched: map[voting.Slug]*watched{}}
}

// Close ends all feeds and waits until nothing is read any more. Later feeds
// are refused.
func (h *Hub) Close() {
	h.mu.Lock()
	if !h.closed {
		h.closed = true
		close(h.done)
	}
	h.mu.Unlock()
	h.reading.Wait()
}

// linger is how many readings a contest is read on after the last feed has
// left it: pages that ask now and then instead of keeping a feed find it read.
const linger = 15

// share bounds how much of the time a contest is being read: one part of so
// many. The counts of a very large one come less often.
const share = 10

// watched is a contest that is being read.
type watched struct {
	slug  voting.Slug
	since int64 // told apart from other times and processes by this
	feeds int   // under Hub.mu

	mu           sync.Mutex
	latest       *edition
	next         chan struct{} // closed when there is a newer edition
	began, ended int           // readings
	round        chan struct{} // closed when a reading has ended
}

// edition is one reading. What is derived from it is made once for all feeds.
type edition struct {
	id    uint64
	board voting.Board
	total int
	err   error // the contest could not be read at all

	mu       sync.Mutex
	rankings map[ranking][]byte
}

// ranking names a list of the first places, of a category or of all.
type ranking struct {
	category voting.Slug
	top      int
}

// Ask is what a page wants to know.
type Ask struct {
	Numbers  []voting.Number // votes of these entries
	Top      int             // and the first so many places
	Category voting.Slug     // of this category, "" for all
}

// Subscribe adds a page that may see the counts by w.
func (h *Hub) Subscribe(slug voting.Slug, w voting.Watcher, ask Ask) (*Feed, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case h.closed:
		return nil, ErrClosed
	case h.feeds >= h.Most:
		return nil, ErrFull
	}
	c, ok := h.watched[slug]
	if !ok {
		c = &watched{slug: slug, since: time.Now().UnixNano(), next: make(chan struct{}), round: make(chan struct{})}
		h.watched[slug] = c
		h.reading.Go(func() { h.follow(c) })
	}
	h.feeds++
	c.feeds++
	c.mu.Lock()
	defer c.mu.Unlock()
	return &Feed{hub: h, contest: c, watcher: w, ask: ask, stale: c.began, said: map[voting.Number]int{}}, nil
}

// follow reads a contest for as long as somebody watches it.
func (h *Hub) follow(c *watched) {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	go func() {
		select {
		case <-h.done:
			stop()
		case <-ctx.Done():
		}
	}()
	for idle := 0; !h.leave(c, idle); idle++ {
		began := time.Now()
		c.begin()
		board, err := h.Read(ctx, c.slug)
		if err != nil && ctx.Err() == nil {
			h.Log.Warn("live counts could not be read", "contest", c.slug, "error", err)
		}
		c.publish(board, err)
		timer := time.NewTimer(max(h.Every, share*time.Since(began)))
		select {
		case <-timer.C:
		case <-h.done:
			timer.Stop()
			return
		}
		if h.busy(c) {
			idle = -1
		}
	}
}

// leave forgets a contest that has been idle for long enough.
func (h *Hub) leave(c *watched, idle int) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if c.feeds > 0 || idle < linger {
		return false
	}
	delete(h.watched, c.slug)
	return true
}

func (h *Hub) busy(c *watched) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return c.feeds > 0
}

func (c *watched) begin() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.began++
}

// publish makes a reading the latest, unless it says what the latest says. One
// that failed counts only where there is none yet.
func (c *watched) publish(board voting.Board, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ended = c.began
	close(c.round)
	c.round = make(chan struct{})
	last := c.latest
	switch {
	case last == nil:
		last = &edition{}
	case err != nil, last.err == nil && board.SameRules(&last.board) && slices.Equal(board.Counts, last.board.Counts):
		return
	}
	e := &edition{id: last.id + 1, board: board, err: err, rankings: map[ranking][]byte{}}
	for _, count := range board.Counts {
		e.total += count.Votes
	}
	c.latest = e
	close(c.next)
	c.next = make(chan struct{})
}

// look returns the latest edition for who has seen one, and what is closed when
// it is worth while to look again. Who has seen none gets none that was read
// before it came.
func (f *Feed) look() (*edition, <-chan struct{}) {
	c := f.contest
	c.mu.Lock()
	defer c.mu.Unlock()
	if f.seen == nil && c.ended <= f.stale {
		return nil, c.round
	}
	return c.latest, c.next
}

// votes finds an entry's count; none where it is not in the gallery.
func (e *edition) votes(n voting.Number) (int, bool) {
	i, ok := slices.BinarySearchFunc(e.board.Counts, n, func(c voting.Count, n voting.Number) int { return cmp.Compare(c.Number, n) })
	if !ok {
		return 0, false
	}
	return e.board.Counts[i].Votes, true
}

// ranking returns the first places as JSON.
func (e *edition) ranking(r ranking) ([]byte, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if text, ok := e.rankings[r]; ok {
		return text, nil
	}
	counts := e.board.Counts
	if r.category != "" {
		counts = slices.DeleteFunc(slices.Clone(counts), func(c voting.Count) bool { return c.Category != r.category })
	}
	standings := voting.Tally(counts, e.board.Contest.Policy)
	text, err := json.Marshal(standings[:min(r.top, len(standings))])
	if err == nil && len(e.rankings) < mostRankings {
		e.rankings[r] = text
	}
	return text, err
}

// mostRankings bounds what pages with odd wishes can make an edition keep.
const mostRankings = 100

// Update is what a page is told: at first everything that it has asked for,
// later what has changed.
type Update struct {
	ID      string                `json:"-"`
	Open    bool                  `json:"open"` // votes are being taken
	Closes  time.Time             `json:"closes,omitzero"`
	Total   int                   `json:"total"` // votes for all entries in the gallery
	Votes   map[voting.Number]int `json:"votes,omitempty"`
	Ranking json.RawMessage       `json:"ranking,omitempty"`
}

// Feed is one page that watches. One goroutine uses it at a time.
type Feed struct {
	hub     *Hub
	contest *watched
	watcher voting.Watcher
	ask     Ask

	stale   int // readings that had begun when the page came: it may know better
	seen    *edition
	said    map[voting.Number]int
	ranking []byte
	skip    string
	gone    bool
}

// Resume leaves out what a page has been told already, up to the update with
// this ID. Call it before Next.
func (f *Feed) Resume(id string) { f.skip = id }

// Next waits for something new and returns it. It fails with ErrHidden,
// ErrClosed, ctx's error, or that of the first reading.
func (f *Feed) Next(ctx context.Context) (Update, error) {
	for {
		e, newer := f.look()
		if e != nil && e != f.seen {
			u, news, err := f.compare(e)
			if news || err != nil {
				return u, err
			}
		}
		select {
		case <-newer:
		case <-f.hub.done:
			return Update{}, ErrClosed
		case <-ctx.Done():
			return Update{}, ctx.Err()
		}
	}
}

// compare notes what an edition says, and tells whether that is news.
func (f *Feed) compare(e *edition) (u Update, news bool, err error) {
	if e.err != nil {
		return u, false, e.err
	}
	if !e.board.Shows(f.watcher) {
		return u, false, ErrHidden
	}
	first, last := f.seen == nil, f.seen
	f.seen = e
	round, _ := e.board.Contest.Round(voting.VoteRound)
	u = Update{ID: f.id(e), Open: e.board.VotesOpen, Closes: round.Closes.UTC(), Total: e.total, Votes: map[voting.Number]int{}}
	news = first || !e.board.SameRules(&last.board)
	for _, n := range f.ask.Numbers {
		votes, ok := e.votes(n)
		if before, said := f.said[n]; ok && (!said || before != votes) {
			f.said[n], u.Votes[n] = votes, votes
			news = true
		}
	}
	if f.ask.Top > 0 {
		text, err := e.ranking(ranking{f.ask.Category, f.ask.Top})
		if err != nil {
			return u, false, err
		}
		if !bytes.Equal(text, f.ranking) {
			f.ranking, u.Ranking = text, text
			news = true
		}
		news = news || last.total != e.total
	}
	if first && f.skip == u.ID {
		news = false
	}
	return u, news, nil
}

// id names an edition among those of all processes.
func (f *Feed) id(e *edition) string { return fmt.Sprintf("%x-%d", f.contest.since, e.id) }

// Close lets the hub forget the page.
func (f *Feed) Close() {
	f.hub.mu.Lock()
	defer f.hub.mu.Unlock()
	if !f.gone {
		f.gone = true
		f.hub.feeds--
		f.contest.feeds--
	}
}
