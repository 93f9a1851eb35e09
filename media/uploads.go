package media

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"
)

// pieceBytes is the most that one piece holds, and so what a cut connection
// costs at most.
const pieceBytes = 4 << 20

// An upload may be cut this often besides what its size explains: more would be
// a client that sends crumbs, each a row and a file.
const (
	crumbBytes = 64 << 10
	mostCuts   = 1000
)

// uploadLives is how long an upload waits for its next piece, or to be used.
// It is no longer than the sweep lets assets lie about that belong to nothing.
const uploadLives = 24 * time.Hour

// Uploads takes files in pieces, over several requests, connections and
// replicas. Nothing of an upload is in the process between two requests: the
// bytes are objects of at most 4 MiB in the bucket, all else is a row. Its
// methods may be called at the same time.
type Uploads struct {
	*Ingest
	Store UploadStore

	large sync.Mutex // of large files, one is put together at a time
}

// NewUpload is what is known of a file before it arrives.
type NewUpload struct {
	Scope, Owner, Metadata string
	Length                 int64
	Most                   int // open uploads that the owner may have; not exact under a race
}

// Begin makes an empty upload. Refusals: empty_file, file_too_large,
// disk_full, too_many_uploads.
func (u *Uploads) Begin(ctx context.Context, n NewUpload) (Upload, error) {
	switch {
	case n.Length <= 0:
		return Upload{}, refuse(EmptyFile, nil)
	case n.Length > u.Limits.Largest():
		return Upload{}, refuse(FileTooLarge, nil, "LimitMB", u.Limits.Largest()>>20)
	}
	if err := u.roomFor(n.Length); err != nil {
		return Upload{}, err
	}
	return u.insert(ctx, n, Upload{})
}

// Adopt makes a finished upload of a file that came in one request, so that a
// form which has to come back has not lost it. Refusals: those of Keep, and
// too_many_uploads.
func (u *Uploads) Adopt(ctx context.Context, n NewUpload, file *Spooled) (Upload, Asset, error) {
	asset, err := u.Keep(ctx, file)
	if err != nil {
		return Upload{}, asset, err
	}
	n.Length = asset.Size
	up, err := u.insert(ctx, n, Upload{Offset: asset.Size, Asset: asset.ID}, func(tx UploadTx) error { return tx.InsertAsset(asset) })
	return up, asset, err
}

func (u *Uploads) insert(ctx context.Context, n NewUpload, up Upload, also ...func(UploadTx) error) (Upload, error) {
	id, err := NewAssetID(u.Rand)
	if err != nil {
		return Upload{}, err
	}
	now := u.Now()
	up.ID, up.Scope, up.Owner, up.Length, up.Metadata = UploadID(id), n.Scope, n.Owner, n.Length, n.Metadata
	up.CreatedAt, up.Expires = now, now.Add(uploadLives)
	return up, u.Store.Update(ctx, func(tx UploadTx) error {
		open, err := tx.CountUploads(n.Owner, now)
		if err != nil {
			return err
		}
		if open >= n.Most {
			return refuse(TooManyUploads, nil)
		}
		for _, do := range also {
			if err := do(tx); err != nil {
				return err
			}
		}
		return tx.InsertUpload(up)
	})
}

// roomFor is roomLeft for a file of which the pieces and the whole are on the
// disk at once for a moment.
func (u *Uploads) roomFor(length int64) error {
	free, err := u.Free()
	if err != nil {
		return fmt.Errorf("look for free disk space: %w", err)
	}
	if u.Limits.MinFreeDisk > 0 && free < uint64(u.Limits.MinFreeDisk+2*length) {
		return refuse(DiskFull, nil)
	}
	return nil
}

// Find returns an upload. Refusals: upload_not_found, upload_expired.
func (u *Uploads) Find(ctx context.Context, scope string, id UploadID) (up Upload, err error) {
	if !id.Valid() {
		return up, refuse(UploadNotFound, nil)
	}
	err = u.Store.View(ctx, func(tx UploadTx) error {
		up, err = tx.Upload(id)
		return err
	})
	switch {
	case errors.Is(err, ErrNotFound), err == nil && up.Scope != scope:
		return Upload{}, refuse(UploadNotFound, nil)
	case err == nil && !up.Expires.After(u.Now()):
		return Upload{}, refuse(UploadExpired, nil)
	}
	return up, err
}

// Append adds what r gives to the upload at offset, and returns the upload as
// it is then: when the connection breaks, with what arrived before, and the
// error of r. Refusals: those of Find, upload_offset when offset is not the
// upload's, upload_overtaken when another request has taken over,
// upload_in_crumbs, disk_full.
func (u *Uploads) Append(ctx context.Context, scope string, id UploadID, offset int64, r io.Reader) (Upload, error) {
	up, err := u.Find(ctx, scope, id)
	if err != nil {
		return up, err
	}
	if up.Offset != offset {
		return up, refuse(UploadOffset, nil)
	}
	if up.Complete() {
		return up, nil
	}
	if up.Lease, err = u.newLease(); err != nil {
		return up, err
	}
	err = u.Store.Update(ctx, func(tx UploadTx) error { return tx.LeaseUpload(id, offset, up.Lease) })
	if errors.Is(err, ErrLeaseLost) {
		return up, refuse(UploadOffset, nil)
	}
	if err != nil {
		return up, err
	}
	// What has arrived is kept even when its sender is gone.
	ctx = context.WithoutCancel(ctx)
	r = u.whileRoom(r)
	for !up.Complete() {
		read, err := u.appendPiece(ctx, &up, r)
		if err != nil || read == 0 {
			return up, err
		}
	}
	return up, nil
}

func (u *Uploads) newLease() (string, error) {
	token, err := NewAssetID(u.Rand)
	return string(token), err
}

// appendPiece stores the next piece. The error of r comes back after what was
// read before it is safe.
func (u *Uploads) appendPiece(ctx context.Context, up *Upload, r io.Reader) (size int64, err error) {
	if int64(up.Pieces) >= up.Length/crumbBytes+mostCuts {
		return 0, refuse(UploadInCrumbs, nil)
	}
	file, size, readErr := u.spoolPiece(io.LimitReader(r, min(pieceBytes, up.Length-up.Offset)))
	if file == nil {
		return 0, readErr
	}
	defer func() { err = errors.Join(err, file.Close(), os.Remove(file.Name())) }()
	if size == 0 {
		return 0, readErr
	}
	p := Piece{Start: up.Offset, Size: size, Key: pieceKey(up.ID, up.Offset, up.Lease)}
	if err := putFile(ctx, u.Bucket, p.Key, file, size); err != nil {
		return 0, fmt.Errorf("keep a piece: %w", WriteError(err))
	}
	expires := u.Now().Add(uploadLives)
	err = u.Store.Update(ctx, func(tx UploadTx) error { return tx.AddPiece(up.ID, up.Lease, p, expires) })
	if errors.Is(err, ErrLeaseLost) {
		return 0, errors.Join(refuse(UploadOvertaken, nil), u.Bucket.Delete(ctx, p.Key))
	}
	if err != nil {
		return 0, err
	}
	up.Offset, up.Pieces, up.Expires = up.Offset+size, up.Pieces+1, expires
	return size, readErr
}

// spoolPiece reads into a temporary file, so that slow senders hold no memory.
// file is nil where there is none, and holds size bytes otherwise, whatever the
// error.
func (u *Uploads) spoolPiece(r io.Reader) (file *os.File, size int64, err error) {
	if err := os.MkdirAll(u.SpoolDir, 0o700); err != nil {
		return nil, 0, fmt.Errorf("make the spool folder: %w", WriteError(err))
	}
	file, err = os.CreateTemp(u.SpoolDir, spoolPrefix+"*")
	if err != nil {
		return nil, 0, fmt.Errorf("spool a piece: %w", WriteError(err))
	}
	size, err = io.Copy(u.spoolWriter(file), r)
	return file, size, WriteError(err)
}

// Drop removes an upload and its bytes. Refusals: those of Find.
func (u *Uploads) Drop(ctx context.Context, scope string, id UploadID) error {
	if _, err := u.Find(ctx, scope, id); err != nil {
		return err
	}
	if err := u.Store.Update(ctx, func(tx UploadTx) error { return tx.DeleteUpload(id) }); err != nil {
		return err
	}
	return u.removePieces(ctx, id)
}
