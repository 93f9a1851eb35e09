package media

import (
	"context"
	"fmt"
	"time"
)

// Sweep removes uploads that have expired, and pieces older than grace that no
// row names. It may be stopped and run again at any time.
func (u *Uploads) Sweep(ctx context.Context, grace time.Duration) (removed int, err error) {
	now := u.Now()
	for {
		var ids []UploadID
		err := u.Store.Update(ctx, func(tx UploadTx) (err error) {
			if ids, err = tx.ExpiredUploads(now, sweepBatch); err != nil {
				return err
			}
			for _, id := range ids {
				if err := tx.DeleteUpload(id); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return removed, fmt.Errorf("sweep uploads: %w", err)
		}
		for _, id := range ids {
			if err := u.removePieces(ctx, id); err != nil {
				return removed, err
			}
		}
		removed += len(ids)
		if len(ids) < sweepBatch {
			break
		}
	}
	return removed, u.sweepPieces(ctx, now.Add(-grace))
}

func (u *Uploads) sweepPieces(ctx context.Context, before time.Time) error {
	for o, err := range u.Bucket.List(ctx, uploadFolder) {
		if err != nil {
			return fmt.Errorf("sweep pieces: %w", err)
		}
		id, ours := uploadOfKey(o.Key)
		if !ours || !o.ModTime.Before(before) {
			continue
		}
		named, err := u.named(ctx, id, o.Key)
		if err == nil && !named {
			err = u.Bucket.Delete(ctx, o.Key)
		}
		if err != nil {
			return fmt.Errorf("sweep piece %s: %w", o.Key, err)
		}
	}
	return nil
}

func (u *Uploads) named(ctx context.Context, id UploadID, key string) (named bool, err error) {
	err = u.Store.View(ctx, func(tx UploadTx) error {
		pieces, err := tx.Pieces(id)
		for _, p := range pieces {
			named = named || p.Key == key
		}
		return err
	})
	return named, err
}

func (u *Uploads) removePieces(ctx context.Context, id UploadID) error {
	for o, err := range u.Bucket.List(ctx, uploadPrefix(id)) {
		if err == nil {
			err = u.Bucket.Delete(ctx, o.Key)
		}
		if err != nil {
			return fmt.Errorf("remove the pieces of upload %s: %w", id, err)
		}
	}
	return nil
}
