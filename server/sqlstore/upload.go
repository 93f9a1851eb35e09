package sqlstore

import (
	"fmt"
	"time"

	"plaudit/media"
	"plaudit/voting"
)

// Uploads returns the database as the store of resumable uploads.
func (db *DB) Uploads() media.UploadStore {
	return store[media.UploadTx]{db: db, as: func(t *tx) media.UploadTx { return t }}
}

// UploadTx is MediaTx with uploads, so that one is used up in the transaction
// that makes the entry.
func UploadTx(t voting.Tx) media.UploadTx { return t.(*tx) }

// InsertUpload implements media.UploadTx.
func (t *tx) InsertUpload(u media.Upload) error {
	_, err := t.exec(`INSERT INTO upload (id, scope, owner, length, received, pieces, metadata, lease, asset, created_at, expires)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		u.ID, u.Scope, u.Owner, u.Length, u.Offset, u.Pieces, u.Metadata, u.Lease, u.Asset, micros(u.CreatedAt), micros(u.Expires))
	if err != nil {
		return fmt.Errorf("insert upload %s: %w", u.ID, err)
	}
	return nil
}

// Upload implements media.UploadTx.
func (t *tx) Upload(id media.UploadID) (media.Upload, error) {
	u := media.Upload{ID: id}
	var created, expires int64
	err := t.one(media.ErrNotFound, `SELECT scope, owner, length, received, pieces, metadata, lease, asset, created_at, expires
		FROM upload WHERE id = $1`, []any{id},
		&u.Scope, &u.Owner, &u.Length, &u.Offset, &u.Pieces, &u.Metadata, &u.Lease, &u.Asset, &created, &expires)
	if err != nil {
		return media.Upload{}, err
	}
	u.CreatedAt, u.Expires = moment(created), moment(expires)
	return u, nil
}

// CountUploads implements media.UploadTx.
func (t *tx) CountUploads(owner string, now time.Time) (count int, err error) {
	err = t.one(nil, "SELECT count(*) FROM upload WHERE owner = $1 AND expires > $2", []any{owner, micros(now)}, &count)
	return count, err
}

// LeaseUpload implements media.UploadTx.
func (t *tx) LeaseUpload(id media.UploadID, offset int64, lease string) error {
	changed, err := t.exec("UPDATE upload SET lease = $1 WHERE id = $2 AND received = $3", lease, id, offset)
	return changedOne(changed, err, media.ErrLeaseLost)
}

// AddPiece implements media.UploadTx.
func (t *tx) AddPiece(id media.UploadID, lease string, p media.Piece, expires time.Time) error {
	changed, err := t.exec(`UPDATE upload SET received = received + $1, pieces = pieces + 1, expires = $2
		WHERE id = $3 AND lease = $4 AND received = $5 AND asset = ''`, p.Size, micros(expires), id, lease, p.Start)
	if err := changedOne(changed, err, media.ErrLeaseLost); err != nil {
		return err
	}
	_, err = t.exec("INSERT INTO upload_piece (upload, start, size, key) VALUES ($1, $2, $3, $4)", id, p.Start, p.Size, p.Key)
	return err
}

// Pieces implements media.UploadTx.
func (t *tx) Pieces(id media.UploadID) (pieces []media.Piece, err error) {
	err = t.each(func(r row) error {
		var p media.Piece
		err := r.Scan(&p.Start, &p.Size, &p.Key)
		pieces = append(pieces, p)
		return err
	}, "SELECT start, size, key FROM upload_piece WHERE upload = $1 ORDER BY start", id)
	return pieces, err
}

// FinishUpload implements media.UploadTx.
func (t *tx) FinishUpload(id media.UploadID, asset media.AssetID, expires time.Time) error {
	changed, err := t.exec("UPDATE upload SET asset = $1, expires = $2 WHERE id = $3 AND asset = '' AND received = length",
		asset, micros(expires), id)
	if err := changedOne(changed, err, media.ErrLeaseLost); err != nil {
		return err
	}
	_, err = t.exec("DELETE FROM upload_piece WHERE upload = $1", id)
	return err
}

// UseUpload implements media.UploadTx.
func (t *tx) UseUpload(id media.UploadID, scope string, now time.Time) (asset media.AssetID, err error) {
	err = t.one(media.ErrNotFound, "DELETE FROM upload WHERE id = $1 AND scope = $2 AND asset <> '' AND expires > $3 RETURNING asset",
		[]any{id, scope, micros(now)}, &asset)
	return asset, err
}

// DeleteUpload implements media.UploadTx.
func (t *tx) DeleteUpload(id media.UploadID) error {
	_, err := t.exec("DELETE FROM upload WHERE id = $1", id) // its pieces go with it
	return err
}

// ExpiredUploads implements media.UploadTx.
func (t *tx) ExpiredUploads(before time.Time, limit int) (ids []media.UploadID, err error) {
	err = t.each(func(r row) error {
		var id media.UploadID
		err := r.Scan(&id)
		ids = append(ids, id)
		return err
	}, "SELECT id FROM upload WHERE expires <= $1 ORDER BY expires, id LIMIT $2", micros(before), limit)
	return ids, err
}
