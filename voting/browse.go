package voting

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// ContestView is a contest as an actor sees it at a moment.
type ContestView struct {
	Contest
	At          time.Time
	Phase       Phase
	Frozen      bool
	EntriesOpen bool
	VotesOpen   bool
	ShowCounts  bool          // this actor may see counts now
	Published   int           // approved entries
	States      map[State]int // only for staff
	Ballot      Ballot        // the actor's own, of the current period
}

// ListContests returns the contests the actor may see, newest first.
func (s *Service) ListContests(ctx context.Context, a Actor) (views []ContestView, err error) {
	err = s.view(ctx, "list contests", func(tx Tx) error {
		contests, err := tx.Contests()
		if err != nil {
			return err
		}
		views = nil
		for _, c := range contests {
			if !c.Public() && Allow(a, ActSeeStaff, c.ID) != nil {
				continue
			}
			view, err := s.contestView(tx, c, a)
			if err != nil {
				return err
			}
			views = append(views, view)
		}
		return nil
	})
	return views, err
}

// ViewContest returns one contest.
func (s *Service) ViewContest(ctx context.Context, a Actor, slug Slug) (view ContestView, err error) {
	err = s.view(ctx, "view a contest", func(tx Tx) error {
		c, err := s.contest(tx, a, slug, Unlocked)
		if err != nil {
			return err
		}
		view, err = s.contestView(tx, c, a)
		return err
	})
	return view, err
}

func (s *Service) contestView(tx Tx, c Contest, a Actor) (ContestView, error) {
	now := tx.Now()
	ballot, err := s.ballot(tx, &c, a)
	if err != nil {
		return ContestView{}, err
	}
	states, err := tx.CountEntries(c.ID, "")
	if err != nil {
		return ContestView{}, err
	}
	view := ContestView{
		Contest: c, At: now, Phase: c.Phase(now), Frozen: c.Frozen(now),
		EntriesOpen: c.RoundOpen(EntryRound, now), VotesOpen: c.RoundOpen(VoteRound, now),
		ShowCounts: c.CountsVisible(now, len(ballot.Votes) > 0) || Allow(a, ActSeeCounts, c.ID) == nil,
		Published:  states[Approved], Ballot: ballot,
	}
	if Allow(a, ActSeeStaff, c.ID) == nil {
		view.States = states
	}
	return view, nil
}

// GalleryQuery asks for a page of the gallery.
type GalleryQuery struct {
	Order    Order // the contest's own when empty
	Category Slug
	Text     string // words of the title, or a number
	Cursor   string // Next of the page before
	Limit    int    // 20 when 0, at most 100
}

// Shown is an entry as the public sees it.
type Shown struct {
	Entry
	Votes *int // nil where counts are not visible
	Voted bool // by this visitor, in the current period
}

// GalleryPage is a page of the gallery.
type GalleryPage struct {
	Contest ContestView
	Order   Order
	Works   int // on show, in the category where one was asked for
	Items   []Shown
	Next    string // "" on the last page
}

// Gallery returns a page of approved entries.
func (s *Service) Gallery(ctx context.Context, a Actor, slug Slug, q GalleryQuery) (page GalleryPage, err error) {
	err = s.view(ctx, "browse the gallery", func(tx Tx) error {
		c, err := s.contest(tx, a, slug, Unlocked)
		if err != nil {
			return err
		}
		if page.Contest, err = s.contestView(tx, c, a); err != nil {
			return err
		}
		place, err := s.galleryPlace(&page.Contest, a, q)
		if err != nil {
			return err
		}
		page.Order, page.Works = place.Order, page.Contest.Published
		if q.Category != "" {
			states, err := tx.CountEntries(c.ID, q.Category)
			if err != nil {
				return err
			}
			page.Works = states[Approved]
		}
		entries, next, err := byNumber(tx, &c, q)
		switch {
		case err != nil || len(entries) > 0:
		case place.Order == OrderVotes:
			entries, next, err = byVotes(tx, &c, q, place)
		default:
			entries, next, err = byKey(tx, &c, q, place)
		}
		page.Next = next
		if err != nil {
			return err
		}
		page.Items, err = show(tx, &page.Contest, entries)
		return err
	})
	return page, err
}

// place is where a page of the gallery begins. It travels as the cursor.
type place struct {
	Order   Order `json:"o"`
	Start   int64 `json:"s,omitempty"` // random: where this visitor's walk began
	After   int64 `json:"a,omitempty"` // key of the last entry shown, or its index by votes
	Wrapped bool  `json:"w,omitempty"` // random: past the end, at the part before Start
}

func (s *Service) galleryPlace(c *ContestView, a Actor, q GalleryQuery) (p place, err error) {
	if q.Cursor != "" {
		raw, err := base64.RawURLEncoding.DecodeString(q.Cursor)
		if err != nil || json.Unmarshal(raw, &p) != nil || p.After < 0 || p.Start < 0 {
			return p, ErrBadCursor.In("cursor")
		}
	} else if p.Order = q.Order; p.Order == "" {
		p.Order = c.Policy.Order
	}
	if !oneOf(p.Order, OrderRandom, OrderNewest, OrderNumber, OrderVotes) {
		return p, ErrBadValue.In("order").With("allowed", "random, newest, number, votes")
	}
	if p.Order == OrderVotes && !c.ShowCounts {
		return p, ErrCountsHidden.In("order")
	}
	if q.Cursor != "" {
		return p, nil
	}
	switch p.Order {
	case OrderRandom:
		p.Start, err = s.visitorStart(&c.Contest, a)
		p.After = p.Start
	case OrderNewest:
		p.After = 1 << 62
	}
	return p, err
}

// visitorStart is where a visitor's walk through the random order begins: the
// same at each visit, and drawn anew for who brings no device cookie.
func (s *Service) visitorStart(c *Contest, a Actor) (int64, error) {
	if a.Device == "" {
		return s.newShuffle()
	}
	key, err := s.key(c)
	if err != nil {
		return 0, err
	}
	return int64(binary.BigEndian.Uint64(mac(key, "order", a.Device)) >> 1), nil
}

func (p place) cursor() string {
	raw, _ := json.Marshal(p) // plain fields: cannot fail
	return base64.RawURLEncoding.EncodeToString(raw)
}

func (q GalleryQuery) limit() int {
	if q.Limit <= 0 {
		return 20
	}
	return min(q.Limit, 100)
}

// byKey walks the entries by number or shuffle. In random order it goes from
// the visitor's start to the end and on from the beginning to the start.
func byKey(tx Tx, c *Contest, q GalleryQuery, p place) (entries []Entry, next string, err error) {
	limit := q.limit()
	query := EntryQuery{Contest: c.ID, States: []State{Approved}, Category: q.Category, Text: q.Text, By: ByNumber, Desc: p.Order == OrderNewest}
	if p.Order == OrderRandom {
		query.By = ByShuffle
	}
	for {
		query.After, query.Limit = p.After, limit+1-len(entries)
		if p.Wrapped {
			query.Until = p.Start
		}
		part, err := tx.Entries(query)
		if err != nil {
			return nil, "", err
		}
		entries = append(entries, part...)
		if len(entries) > limit || p.Order != OrderRandom || p.Wrapped {
			break
		}
		p.Wrapped, p.After = true, 0
	}
	if len(entries) <= limit {
		return entries, "", nil
	}
	entries = entries[:limit]
	last := entries[limit-1]
	p.After = int64(last.Number)
	if p.Order == OrderRandom {
		p.After, p.Wrapped = last.Shuffle, last.Shuffle <= p.Start
	}
	return entries, p.cursor(), nil
}

// byNumber finds the one entry whose number was asked for; none where the text
// is no number, or not that of a public entry.
func byNumber(tx Tx, c *Contest, q GalleryQuery) (entries []Entry, next string, err error) {
	n, ok := ParseNumber(q.Text)
	if !ok {
		return nil, "", nil
	}
	if entries, err = tx.EntriesByNumber(c.ID, []Number{n}); err != nil || len(entries) == 0 || entries[0].State != Approved {
		return nil, "", err
	}
	return entries, "", nil
}

func byVotes(tx Tx, c *Contest, q GalleryQuery, p place) (entries []Entry, next string, err error) {
	limit, from := q.limit(), int(min(p.After, 1<<30))
	standings, err := leading(tx, c, q.Category, from+limit+1)
	if err != nil {
		return nil, "", err
	}
	from = min(from, len(standings))
	to := min(from+limit, len(standings))
	numbers := make([]Number, 0, limit)
	for _, s := range standings[from:to] {
		numbers = append(numbers, s.Number)
	}
	if entries, err = tx.EntriesByNumber(c.ID, numbers); err != nil {
		return nil, "", err
	}
	if q.Text != "" {
		entries = withText(entries, q.Text)
	}
	if to < len(standings) {
		p.After = int64(to)
		next = p.cursor()
	}
	return entries, next, nil
}

func withText(entries []Entry, text string) (found []Entry) {
	for _, e := range entries {
		if strings.Contains(strings.ToLower(e.Title), strings.ToLower(strings.TrimSpace(text))) {
			found = append(found, e)
		}
	}
	return found
}

func show(tx Tx, c *ContestView, entries []Entry) ([]Shown, error) {
	ids := make([]EntryID, len(entries))
	for i, e := range entries {
		ids[i] = e.ID
	}
	var votes map[EntryID]int
	if c.ShowCounts && len(ids) > 0 {
		var err error
		if votes, err = tx.VoteCounts(c.ID, ids); err != nil {
			return nil, err
		}
	}
	shown := make([]Shown, len(entries))
	for i, e := range entries {
		shown[i] = Shown{Entry: e, Voted: c.Ballot.Has(e.ID)}
		if c.ShowCounts {
			n := votes[e.ID]
			shown[i].Votes = &n
		}
	}
	return shown, nil
}

// EntryPage is one entry with its neighbours by number.
type EntryPage struct {
	Contest   ContestView
	Shown     Shown
	Previous  Number // 0: none
	Following Number // 0: none
}

// ViewEntry returns one public entry.
func (s *Service) ViewEntry(ctx context.Context, a Actor, slug Slug, n Number) (page EntryPage, err error) {
	err = s.view(ctx, "view an entry", func(tx Tx) error {
		c, err := s.contest(tx, a, slug, Unlocked)
		if err != nil {
			return err
		}
		e, err := publicEntry(tx, &c, n)
		if err != nil {
			return err
		}
		if page.Contest, err = s.contestView(tx, c, a); err != nil {
			return err
		}
		shown, err := show(tx, &page.Contest, []Entry{e})
		if err != nil {
			return err
		}
		page.Shown = shown[0]
		if page.Previous, err = neighbour(tx, &c, n, true); err != nil {
			return err
		}
		page.Following, err = neighbour(tx, &c, n, false)
		return err
	})
	return page, err
}

func neighbour(tx Tx, c *Contest, n Number, before bool) (Number, error) {
	entries, err := tx.Entries(EntryQuery{
		Contest: c.ID, States: []State{Approved}, By: ByNumber, Desc: before, After: int64(n), Limit: 1,
	})
	if err != nil || len(entries) == 0 {
		return 0, err
	}
	return entries[0].Number, nil
}

// ParseNumber reads a number as people write it: 7, 007, #7, 7号.
func ParseNumber(text string) (Number, bool) {
	text = strings.Trim(strings.TrimSpace(text), "#号№")
	n, err := strconv.Atoi(text)
	return Number(n), err == nil && n > 0
}

// MayFetch reports whether the actor may fetch renditions of the asset now:
// everybody those of a public entry, moderators those of the others too.
// public is true only in the first case.
func (s *Service) MayFetch(ctx context.Context, a Actor, asset AssetID) (public bool, err error) {
	err = s.view(ctx, "look up a picture", func(tx Tx) error {
		e, err := tx.EntryByAsset(asset)
		if err != nil {
			return err
		}
		if public = e.Public(); public {
			return nil
		}
		if Allow(a, ActSeeUnapproved, e.Contest) != nil {
			return ErrEntryNotFound
		}
		return nil
	})
	return public, err
}
