// Package mediatest holds implementations of media's two ports to their
// contracts, and offers an in-memory catalogue for tests that need no
// database.
//
//	func TestBucket(t *testing.T) {
//		mediatest.RunBucket(t, func(t *testing.T) media.Bucket { … })
//	}
package mediatest

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"plaudit/media"
)

// Catalog is a media.Catalog in memory: transactions run one at a time on a
// copy that replaces the rows only when the closure returns nil.
type Catalog struct {
	// Owned reports whether something points at an asset; nil means nothing
	// does. It is called inside transactions. Set it before use.
	Owned func(media.AssetID) bool

	mu   sync.Mutex
	rows rows
}

type rows struct {
	assets map[media.AssetID]media.Asset
	jobs   map[media.AssetID]media.Job
	likes  map[media.AssetID]media.Likeness

	starts  int                   // how often a process began to work
	claimed map[media.AssetID]int // starts when the job was claimed last
}

var _ media.Catalog = (*Catalog)(nil)

// View implements media.Catalog.
func (c *Catalog) View(ctx context.Context, read func(media.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return read(c.begin())
}

// Update implements media.Catalog.
func (c *Catalog) Update(ctx context.Context, change func(media.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	tx := c.begin()
	if err := change(tx); err != nil {
		return err
	}
	c.rows = tx.rows
	return nil
}

func (c *Catalog) begin() *tx {
	r := c.rows
	if r.assets == nil {
		r = rows{map[media.AssetID]media.Asset{}, map[media.AssetID]media.Job{}, map[media.AssetID]media.Likeness{}, 0, map[media.AssetID]int{}}
	}
	return &tx{rows: rows{maps.Clone(r.assets), maps.Clone(r.jobs), maps.Clone(r.likes), r.starts, maps.Clone(r.claimed)}, owned: c.Owned}
}

type tx struct {
	rows
	owned func(media.AssetID) bool
}

func stored(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return time.UnixMicro(t.UnixMicro()).UTC()
}

func (t *tx) put(a media.Asset) {
	a.CreatedAt = stored(a.CreatedAt)
	a.Renditions = slices.Clone(a.Renditions)
	a.Likeness = media.Likeness{}
	t.assets[a.ID] = a
}

func (t *tx) InsertAsset(a media.Asset) error {
	if _, found := t.assets[a.ID]; found {
		return errDuplicate
	}
	t.put(a)
	return nil
}

func (t *tx) Asset(id media.AssetID) (media.Asset, error) {
	a, found := t.assets[id]
	if !found {
		return media.Asset{}, media.ErrNotFound
	}
	a.Renditions = slices.Clone(a.Renditions)
	return a, nil
}

func (t *tx) UpdateAsset(a media.Asset) error {
	if _, found := t.assets[a.ID]; !found {
		return media.ErrNotFound
	}
	t.put(a)
	return nil
}

func (t *tx) DeleteAsset(id media.AssetID) error {
	delete(t.assets, id)
	delete(t.jobs, id)
	delete(t.likes, id)
	return nil
}

func (t *tx) SetLikeness(id media.AssetID, l media.Likeness) error {
	t.likes[id] = l
	return nil
}

func (t *tx) WithoutLikeness(after media.AssetID, limit int) (ids []media.AssetID, err error) {
	for id, a := range t.assets {
		if _, known := t.likes[id]; !known && a.Ready() && id > after {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids[:min(limit, len(ids))], nil
}

func (t *tx) UnownedAssets(before time.Time, limit int) ([]media.AssetID, error) {
	var found []media.Asset
	for id, a := range t.assets {
		if a.CreatedAt.Before(before) && (t.owned == nil || !t.owned(id)) {
			found = append(found, a)
		}
	}
	slices.SortFunc(found, func(a, b media.Asset) int { return a.CreatedAt.Compare(b.CreatedAt) })
	var ids []media.AssetID
	for _, a := range found[:min(limit, len(found))] {
		ids = append(ids, a.ID)
	}
	return ids, nil
}

// Likeness returns what was kept of an asset's looks.
func (c *Catalog) Likeness(id media.AssetID) (l media.Likeness, known bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	l, known = c.rows.likes[id]
	return l, known
}
