package media

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Sweeper removes what crashes and deletions leave behind.
type Sweeper struct {
	Catalog  Catalog
	Bucket   Bucket
	SpoolDir string
	Now      func() time.Time
}

// Swept counts what a sweep removed.
type Swept struct {
	Assets  int // rows that belonged to nothing
	Objects int // files in the bucket without a row that names them
	Spooled int // temporary files of uploads and of the bucket
}

// sweepBatch is how many rows one transaction of a sweep removes or looks up.
const sweepBatch = 100

// Sweep removes everything that belongs to nothing and is older than grace,
// which must be longer than an upload takes from its first byte to its
// transaction; a day is good. It may be stopped and run again at any time.
func (s *Sweeper) Sweep(ctx context.Context, grace time.Duration) (swept Swept, err error) {
	before := s.Now().Add(-grace)
	swept.Assets, err = s.sweepAssets(ctx, before)
	if err != nil {
		return swept, fmt.Errorf("sweep assets: %w", err)
	}
	swept.Objects, err = s.sweepObjects(ctx, before)
	if err != nil {
		return swept, fmt.Errorf("sweep objects: %w", err)
	}
	swept.Spooled, err = sweepSpool(s.SpoolDir, before)
	if b, ok := s.Bucket.(LeftoverRemover); ok && err == nil {
		var more int
		more, err = b.RemoveLeftovers(ctx, before)
		swept.Spooled += more
	}
	if err != nil {
		return swept, fmt.Errorf("sweep files: %w", err)
	}
	return swept, nil
}

// sweepAssets removes rows; their objects follow as objects without a row.
func (s *Sweeper) sweepAssets(ctx context.Context, before time.Time) (removed int, err error) {
	for {
		var ids []AssetID
		err := s.Catalog.Update(ctx, func(tx Tx) (err error) {
			if ids, err = tx.UnownedAssets(before, sweepBatch); err != nil {
				return err
			}
			for _, id := range ids {
				if err := tx.DeleteAsset(id); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil || len(ids) == 0 {
			return removed, err
		}
		removed += len(ids)
	}
}

// sweepObjects walks the whole bucket, and removes in batches what no row names.
func (s *Sweeper) sweepObjects(ctx context.Context, before time.Time) (removed int, err error) {
	var batch []string
	flush := func() error {
		n, err := s.removeUnnamed(ctx, batch)
		removed += n
		batch = batch[:0]
		return err
	}
	for o, err := range s.Bucket.List(ctx, "") {
		if err != nil {
			return removed, err
		}
		if !o.ModTime.Before(before) {
			continue
		}
		if batch = append(batch, o.Key); len(batch) == sweepBatch {
			if err := flush(); err != nil {
				return removed, err
			}
		}
	}
	return removed, flush()
}

// removeUnnamed deletes those of the keys that no asset names. A key that is
// not of our making is left alone.
func (s *Sweeper) removeUnnamed(ctx context.Context, keys []string) (removed int, err error) {
	var unnamed []string
	err = s.Catalog.View(ctx, func(tx Tx) error {
		unnamed = unnamed[:0]
		for _, key := range keys {
			id, ours := assetOfKey(key)
			if !ours {
				continue
			}
			a, err := tx.Asset(id)
			if err != nil && !errors.Is(err, ErrNotFound) {
				return err
			}
			if err != nil || !a.names(key) {
				unnamed = append(unnamed, key)
			}
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	for _, key := range unnamed {
		if err := s.Bucket.Delete(ctx, key); err != nil {
			return removed, err
		}
		removed++
	}
	return removed, nil
}

// names reports whether an object is this asset's original or one of its
// renditions.
func (a Asset) names(key string) bool {
	if key == OriginalKey(a.ID) {
		return true
	}
	for _, r := range a.Renditions {
		if r.Key == key {
			return true
		}
	}
	return false
}

// DeleteRenditions removes all public pictures of an asset from a bucket, as
// after a withdrawal: first clear Asset.Renditions in the transaction, then call
// this. Should it fail, the next Sweep does it. The original stays.
func DeleteRenditions(ctx context.Context, b Bucket, id AssetID) error {
	for o, err := range b.List(ctx, RenditionPrefix(id)) {
		if err == nil {
			err = b.Delete(ctx, o.Key)
		}
		if err != nil {
			return fmt.Errorf("delete the renditions of %s: %w", id, err)
		}
	}
	return nil
}
