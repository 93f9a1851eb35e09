package media

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// Finish looks at the whole file of a complete upload as Keep looks at any
// file, and makes it the original of an asset; done before, it returns that
// asset. Refusals: those of Find and Keep, and upload_unfinished. A file that
// is refused for good ends its upload.
func (u *Uploads) Finish(ctx context.Context, scope string, id UploadID) (asset Asset, err error) {
	up, err := u.Find(ctx, scope, id)
	if err != nil {
		return asset, err
	}
	if !up.Complete() {
		return asset, refuse(UploadUnfinished, nil)
	}
	if up.Asset == "" {
		asset, err = u.assemble(ctx, up)
		if !errors.Is(err, ErrLeaseLost) { // another request finished it meanwhile
			return asset, err
		}
		if up, err = u.Find(ctx, scope, id); err != nil {
			return Asset{}, err
		}
	}
	err = u.Store.View(ctx, func(tx UploadTx) error {
		asset, err = tx.Asset(up.Asset)
		return err
	})
	return asset, err
}

func (u *Uploads) assemble(ctx context.Context, up Upload) (Asset, error) {
	asset, err := u.keepPieces(ctx, up)
	var refusal *Error
	if errors.As(err, &refusal) && !refusal.Transient() {
		return asset, errors.Join(err, u.Drop(ctx, up.Scope, up.ID))
	}
	if err != nil {
		return asset, err
	}
	err = u.Store.Update(ctx, func(tx UploadTx) error {
		if err := tx.InsertAsset(asset); err != nil {
			return err
		}
		return tx.FinishUpload(up.ID, asset.ID, u.Now().Add(uploadLives))
	})
	if err != nil {
		return Asset{}, errors.Join(err, u.Bucket.Delete(ctx, OriginalKey(asset.ID)))
	}
	return asset, u.removePieces(ctx, up.ID)
}

func (u *Uploads) keepPieces(ctx context.Context, up Upload) (Asset, error) {
	var pieces []Piece
	err := u.Store.View(ctx, func(tx UploadTx) (err error) {
		pieces, err = tx.Pieces(up.ID)
		return err
	})
	if err != nil {
		return Asset{}, err
	}
	if len(pieces) < up.Pieces {
		return Asset{}, ErrLeaseLost
	}
	if up.Length > u.Limits.Bytes {
		// Otherwise those that were sent side by side, and end together, would
		// have the disk write all at once, and votes wait for it.
		u.large.Lock()
		defer u.large.Unlock()
	}
	r := &pieceReader{ctx: ctx, bucket: u.Bucket, pieces: pieces}
	file, err := u.Spool(ctx, r)
	if errors.Is(err, ErrNotFound) {
		err = ErrLeaseLost
	}
	if err = errors.Join(err, r.Close()); err != nil {
		return Asset{}, err
	}
	defer file.Close()
	return u.Keep(ctx, file)
}

// pieceReader reads pieces one after the other, with one of them open.
type pieceReader struct {
	ctx    context.Context
	bucket Bucket
	pieces []Piece
	open   io.ReadCloser
}

// Read implements io.Reader.
func (r *pieceReader) Read(p []byte) (n int, err error) {
	for {
		if r.open == nil {
			if len(r.pieces) == 0 {
				return 0, io.EOF
			}
			if r.open, err = r.bucket.Open(r.ctx, r.pieces[0].Key); err != nil {
				r.open = nil
				return 0, fmt.Errorf("open piece %s: %w", r.pieces[0].Key, err)
			}
			r.pieces = r.pieces[1:]
		}
		n, err = r.open.Read(p)
		if err != io.EOF {
			return n, err
		}
		if err := r.Close(); err != nil || n > 0 {
			return n, err
		}
	}
}

// Close implements io.Closer.
func (r *pieceReader) Close() error {
	if r.open == nil {
		return nil
	}
	err := r.open.Close()
	r.open = nil
	return err
}
