package sqlstore

import (
	"encoding/json"
	"fmt"

	"plaudit/media"
)

// AssetsAfter implements media.NamingTx. Of each asset it reads what names its
// objects.
func (t *tx) AssetsAfter(after media.AssetID, limit int) (assets []media.Asset, err error) {
	err = t.each(func(r row) error {
		var (
			a          media.Asset
			renditions string
		)
		if err := r.Scan(&a.ID, &a.Size, &a.SHA256, &renditions); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(renditions), &a.Renditions); err != nil {
			return fmt.Errorf("read the renditions of asset %s: %w", a.ID, err)
		}
		assets = append(assets, a)
		return nil
	}, "SELECT id, size, sha256, renditions FROM asset WHERE id > $1 ORDER BY id LIMIT $2", after, limit)
	return assets, err
}

// PiecesAfter implements media.NamingTx.
func (t *tx) PiecesAfter(after string, limit int) (pieces []media.Piece, err error) {
	err = t.each(func(r row) error {
		var p media.Piece
		err := r.Scan(&p.Start, &p.Size, &p.Key)
		pieces = append(pieces, p)
		return err
	}, "SELECT start, size, key FROM upload_piece WHERE key > $1 ORDER BY key LIMIT $2", after, limit)
	return pieces, err
}
