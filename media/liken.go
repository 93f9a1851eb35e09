package media

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// likenessRow is the rendition by which pictures are compared: every picture
// has it, and reading it costs next to nothing.
const likenessRow = "w360"

// look returns what a rendition looks like; the zero Likeness where it cannot
// be read, since nothing hangs on it.
func look(file io.ReadSeeker, size int64) Likeness {
	h, err := probe(file, JPEG, DefaultLimits())
	if err != nil {
		return Likeness{}
	}
	for _, d := range decoders(h, size, h.Width, h.Height) {
		if img, err := decodeWith(d, file, size, h); err == nil {
			return LikenessOf(img)
		}
	}
	return Likeness{}
}

// likenAll looks at the finished pictures of which it is not known yet what
// they look like: those from before anybody asked.
func (w *Worker) likenAll(ctx context.Context) {
	var after AssetID
	for {
		var found []Asset
		err := w.Catalog.View(ctx, func(tx Tx) error {
			found = found[:0]
			ids, err := tx.WithoutLikeness(after, sweepBatch)
			for _, id := range ids {
				a, failed := tx.Asset(id)
				err = errors.Join(err, failed)
				found = append(found, a)
			}
			return err
		})
		if err == nil && len(found) == 0 {
			return
		}
		if err == nil {
			after = found[len(found)-1].ID
			err = w.liken(ctx, found)
		}
		if err != nil {
			if ctx.Err() == nil {
				w.Logger.ErrorContext(ctx, "cannot compare older pictures; tried again at the next start", "err", err)
			}
			return
		}
	}
}

func (w *Worker) liken(ctx context.Context, assets []Asset) error {
	likenesses := make([]Likeness, len(assets))
	for i, a := range assets {
		r, ok := a.Rendition(likenessRow)
		if !ok || r.Type != JPEG.Type() {
			continue
		}
		file, err := w.Bucket.Open(ctx, r.Key)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return fmt.Errorf("open %s: %w", r.Key, err)
		}
		likenesses[i], err = safely(func() (Likeness, error) { return look(file, r.Size), nil })
		if errors.Is(err, errPanic) {
			err = nil
		}
		if err = errors.Join(err, file.Close()); err != nil {
			return err
		}
	}
	return w.Catalog.Update(ctx, func(tx Tx) error {
		for i, a := range assets {
			if _, err := tx.Asset(a.ID); errors.Is(err, ErrNotFound) {
				continue // deleted meanwhile
			} else if err != nil {
				return err
			}
			if err := tx.SetLikeness(a.ID, likenesses[i]); err != nil {
				return err
			}
		}
		return nil
	})
}
