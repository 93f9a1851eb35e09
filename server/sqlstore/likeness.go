package sqlstore

import (
	"cmp"
	"errors"
	"slices"

	"plaudit/media"
	"plaudit/voting"
)

// SetLikeness implements media.Tx.
func (t *tx) SetLikeness(id media.AssetID, l media.Likeness) error {
	_, err := t.exec(`INSERT INTO likeness (asset, hash, mirror) VALUES ($1, $2, $3)
		ON CONFLICT (asset) DO UPDATE SET hash = excluded.hash, mirror = excluded.mirror`, id, int64(l.Hash), int64(l.Mirror))
	if err != nil {
		return err
	}
	if _, err := t.exec("DELETE FROM likeness_band WHERE asset = $1", id); err != nil {
		return err
	}
	for _, band := range l.Bands() {
		_, err := t.exec("INSERT INTO likeness_band (band, asset, hash) VALUES ($1, $2, $3)", band, id, int64(l.Hash))
		if err != nil {
			return err
		}
	}
	return nil
}

// WithoutLikeness implements media.Tx.
func (t *tx) WithoutLikeness(after media.AssetID, limit int) (ids []media.AssetID, err error) {
	err = t.each(func(r row) error {
		var id media.AssetID
		err := r.Scan(&id)
		ids = append(ids, id)
		return err
	}, `SELECT id FROM asset WHERE id > $1 AND renditions NOT IN ('null', '[]')
		AND NOT EXISTS (SELECT 1 FROM likeness WHERE likeness.asset = asset.id)
		ORDER BY id LIMIT $2`, after, limit)
	return ids, err
}

// like is a picture that resembles another.
type like struct {
	asset    media.AssetID
	distance int
	mirrored bool
}

// Resembling implements voting.EntryTx.
func (t *tx) Resembling(id voting.AssetID) ([]voting.Resemblance, error) {
	var hash, mirror int64
	err := t.one(media.ErrNotFound, "SELECT hash, mirror FROM likeness WHERE asset = $1", []any{id}, &hash, &mirror)
	if errors.Is(err, media.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	likes, err := t.like(media.AssetID(id), media.Likeness{Hash: uint64(hash), Mirror: uint64(mirror)})
	if err != nil {
		return nil, err
	}
	var found []voting.Resemblance
	for _, l := range likes {
		e, err := t.EntryByAsset(voting.AssetID(l.asset))
		if errors.Is(err, voting.ErrEntryNotFound) {
			continue // withdrawn, or a draft
		}
		if err != nil {
			return nil, err
		}
		found = append(found, voting.Resemblance{Entry: e, Distance: l.distance, Mirrored: l.mirrored})
	}
	return found, nil
}

// mostLikes bounds what one blank page that everybody photographs can cost.
const mostLikes = 50

// like finds the pictures that resemble one, the closest first. The bands give
// candidates; the bits are compared here.
func (t *tx) like(own media.AssetID, l media.Likeness) (likes []like, err error) {
	var w list
	seen := map[media.AssetID]bool{own: true}
	err = t.each(func(r row) error {
		var (
			id   media.AssetID
			hash int64
		)
		if err := r.Scan(&id, &hash); err != nil || seen[id] {
			return err
		}
		seen[id] = true
		if distance, mirrored, ok := l.Resembles(uint64(hash)); ok {
			likes = append(likes, like{id, distance, mirrored})
		}
		return nil
	}, "SELECT asset, hash FROM likeness_band WHERE band "+in(&w, l.Near()), w.args...)
	slices.SortFunc(likes, func(a, b like) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(a.asset, b.asset))
	})
	return likes[:min(len(likes), mostLikes)], err
}
