package sqlstore

import (
	"encoding/json"
	"fmt"
	"time"

	"plaudit/media"
	"plaudit/voting"
)

// Catalog returns the database as the catalogue of assets and jobs.
func (db *DB) Catalog() media.Catalog {
	return store[media.Tx]{db: db, as: func(t *tx) media.Tx { return t }}
}

// MediaTx returns the same transaction for package media, so that an entry,
// its asset and its job are stored together. It panics unless the transaction
// is of this package.
func MediaTx(t voting.Tx) media.Tx { return t.(*tx) }

// VotingTx is the way back, for the hook that runs when a job is finished.
func VotingTx(t media.Tx) voting.Tx { return t.(*tx) }

// InsertAsset implements media.Tx.
func (t *tx) InsertAsset(a media.Asset) error {
	renditions, err := json.Marshal(a.Renditions)
	if err != nil {
		return err
	}
	_, err = t.exec(`INSERT INTO asset (id, format, size, sha256, width, height, orientation, colour, created_at, renditions, duration)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		a.ID, a.Format, a.Size, a.SHA256, a.Width, a.Height, a.Orientation, a.Colour, micros(a.CreatedAt), string(renditions), a.Duration.Microseconds())
	if err != nil {
		return fmt.Errorf("insert asset %s: %w", a.ID, err)
	}
	return nil
}

// Asset implements media.Tx.
func (t *tx) Asset(id media.AssetID) (media.Asset, error) {
	a := media.Asset{ID: id}
	var (
		created    int64
		renditions string
		length     int64
	)
	err := t.one(media.ErrNotFound, `SELECT format, size, sha256, width, height, orientation, colour, created_at, renditions, duration
		FROM asset WHERE id = $1`, []any{id},
		&a.Format, &a.Size, &a.SHA256, &a.Width, &a.Height, &a.Orientation, &a.Colour, &created, &renditions, &length)
	if err != nil {
		return media.Asset{}, err
	}
	a.CreatedAt, a.Duration = moment(created), time.Duration(length)*time.Microsecond
	if err := json.Unmarshal([]byte(renditions), &a.Renditions); err != nil {
		return media.Asset{}, fmt.Errorf("read the renditions of asset %s: %w", id, err)
	}
	return a, nil
}

// UpdateAsset implements media.Tx.
func (t *tx) UpdateAsset(a media.Asset) error {
	renditions, err := json.Marshal(a.Renditions)
	if err != nil {
		return err
	}
	changed, err := t.exec(`UPDATE asset SET format = $1, size = $2, sha256 = $3, width = $4, height = $5, orientation = $6,
			colour = $7, created_at = $8, renditions = $9, duration = $10 WHERE id = $11`,
		a.Format, a.Size, a.SHA256, a.Width, a.Height, a.Orientation, a.Colour, micros(a.CreatedAt), string(renditions), a.Duration.Microseconds(), a.ID)
	return changedOne(changed, err, media.ErrNotFound)
}

// DeleteAsset implements media.Tx.
func (t *tx) DeleteAsset(id media.AssetID) error {
	_, err := t.exec("DELETE FROM asset WHERE id = $1", id) // its job goes with it
	return err
}

// UnownedAssets implements media.Tx.
func (t *tx) UnownedAssets(before time.Time, limit int) (ids []media.AssetID, err error) {
	err = t.each(func(r row) error {
		var id media.AssetID
		err := r.Scan(&id)
		ids = append(ids, id)
		return err
	}, `SELECT id FROM asset WHERE created_at < $1
		AND NOT EXISTS (SELECT 1 FROM entry_asset WHERE entry_asset.asset = asset.id)
		ORDER BY created_at, id LIMIT $2`, micros(before), limit)
	return ids, err
}
