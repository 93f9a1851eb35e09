package media

import "iter"

// NamedObject is an object that a row names.
type NamedObject struct {
	Key    string
	Size   int64  // bytes
	SHA256 string // of its bytes in hex digits, or how these begin; "" where the row does not say
}

// NamingTx lists the rows that name objects, each list in the order of what it
// goes by.
type NamingTx interface {
	// AssetsAfter lists at most limit assets whose ids are beyond after.
	AssetsAfter(after AssetID, limit int) ([]Asset, error)
	// PiecesAfter lists at most limit pieces of uploads whose keys are beyond after.
	PiecesAfter(after string, limit int) ([]Piece, error)
}

// namedBatch is how many rows are looked up at once.
const namedBatch = 500

// Named walks all objects that rows name: what a backup must hold. Everything
// else in a bucket belongs to nothing.
func Named(tx NamingTx) iter.Seq2[NamedObject, error] {
	return func(yield func(NamedObject, error) bool) {
		for after := AssetID(""); ; {
			assets, err := tx.AssetsAfter(after, namedBatch)
			if err != nil {
				yield(NamedObject{}, err)
				return
			}
			for _, a := range assets {
				for _, o := range a.objects() {
					if !yield(o, nil) {
						return
					}
				}
				after = a.ID
			}
			if len(assets) < namedBatch {
				break
			}
		}
		for after := ""; ; {
			pieces, err := tx.PiecesAfter(after, namedBatch)
			if err != nil {
				yield(NamedObject{}, err)
				return
			}
			for _, p := range pieces {
				if !yield(NamedObject{Key: p.Key, Size: p.Size}, nil) {
					return
				}
				after = p.Key
			}
			if len(pieces) < namedBatch {
				return
			}
		}
	}
}

func (a Asset) objects() []NamedObject {
	list := []NamedObject{{OriginalKey(a.ID), a.Size, a.SHA256}}
	for _, r := range a.Renditions {
		list = append(list, NamedObject{r.Key, r.Size, r.Hash})
	}
	return list
}
