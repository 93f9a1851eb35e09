package voting

import (
	"context"

	"plaudit/voting/ledger"
)

// LogView is a contest's log as everybody may see it.
type LogView struct {
	LogState
	Key    string // the public key, as sumdb/note writes it
	Result []byte // the document that the latest result leaf has the hash of; nil before
}

// ViewLog returns the state of the contest's log; ErrLogNotBegun before its
// first leaf.
func (s *Service) ViewLog(ctx context.Context, a Actor, slug Slug) (view LogView, err error) {
	err = s.seeLog(ctx, a, slug, func(_ Tx, _ *Contest, v LogView) error {
		view = v
		return nil
	})
	return view, err
}

func (s *Service) seeLog(ctx context.Context, a Actor, slug Slug, see func(Tx, *Contest, LogView) error) error {
	return s.view(ctx, "read the log", func(tx Tx) error {
		c, err := s.contest(tx, a, slug, Unlocked)
		if err != nil {
			return err
		}
		view := LogView{}
		if view.LogState, err = tx.LogState(c.ID); err != nil {
			return err
		}
		if view.Size == 0 {
			return ErrLogNotBegun
		}
		signer, err := s.signer(&c)
		if err != nil {
			return err
		}
		view.Key = signer.Key()
		if view.Result, err = tx.LogResult(c.ID); err != nil {
			return err
		}
		return see(tx, &c, view)
	})
}

// LogTile returns the first width items of a tile; ErrLogTileNotFound where the
// log does not have so many.
func (s *Service) LogTile(ctx context.Context, a Actor, slug Slug, tile ledger.Tile, width int) (data []byte, err error) {
	err = s.view(ctx, "read a tile of the log", func(tx Tx) error {
		c, err := s.contest(tx, a, slug, Unlocked)
		if err != nil {
			return err
		}
		if data, err = tx.LogTile(c.ID, tile); err != nil {
			return err
		}
		if data, err = ledger.FirstItems(tile, data, width); err != nil {
			return ErrLogTileNotFound
		}
		return nil
	})
	return data, err
}

// LogProof shows that a vote is in the log, or says that it still waits.
type LogProof struct {
	Waiting    bool
	Place      int64
	Leaf       string
	Size       int64
	Hashes     []ledger.Hash // the inclusion proof, see ledger.CheckLeaf
	Growth     []ledger.Hash // the consistency proof from the older size asked for, see ledger.CheckGrowth
	Checkpoint string
}

// ProveReceipt returns the proof for each vote with the receipt: a code as
// people type it, or the nonce it was made from. Two votes with one code are
// one in millions. older is the size of a checkpoint that the doubter kept, 0
// for none. ErrReceiptMistyped for what cannot be a code, ErrReceiptNotFound
// where no vote has it.
func (s *Service) ProveReceipt(ctx context.Context, a Actor, slug Slug, receipt string, older int64) (proofs []LogProof, err error) {
	code, err := ledger.ParseCode(receipt)
	if nonce, nonceErr := ledger.ParseNonce(receipt); nonceErr == nil {
		code, err = nonce.Hash().Code(), nil
	}
	if err != nil {
		return nil, ErrReceiptMistyped
	}
	err = s.view(ctx, "look for a receipt", func(tx Tx) error {
		proofs = nil
		c, err := s.contest(tx, a, slug, Unlocked)
		if err != nil {
			return err
		}
		places, err := tx.LogPlaces(c.ID, code)
		if err != nil {
			return err
		}
		state, err := tx.LogState(c.ID)
		if err != nil {
			return err
		}
		for _, place := range places {
			proof := LogProof{Waiting: place < 0, Place: place, Size: state.Size, Checkpoint: state.Checkpoint}
			if !proof.Waiting {
				if err := proof.fill(logTiles{tx, c.ID}, older); err != nil {
					return err
				}
			}
			proofs = append(proofs, proof)
		}
		if len(proofs) == 0 {
			return ErrReceiptNotFound
		}
		return nil
	})
	return proofs, err
}

func (p *LogProof) fill(tiles ledger.Tiles, older int64) (err error) {
	log := ledger.Log{Tiles: tiles, Size: p.Size}
	if older > 0 && older <= p.Size {
		if p.Growth, err = log.ProveGrowth(p.Size, older); err != nil {
			return err
		}
	}
	if p.Leaf, err = log.Leaf(p.Place); err != nil {
		return err
	}
	p.Hashes, err = log.Prove(p.Size, p.Place)
	return err
}

// ExportLog gives every file of the exported log to put (ledger.Export). What
// is put is of one moment.
func (s *Service) ExportLog(ctx context.Context, a Actor, slug Slug, put func(name string, data []byte) error) error {
	return s.seeLog(ctx, a, slug, func(tx Tx, c *Contest, v LogView) error {
		return s.export(tx, c, v).Write(put)
	})
}

func (s *Service) export(tx Tx, c *Contest, v LogView) ledger.Export {
	return ledger.Export{
		Log: ledger.Log{Tiles: logTiles{tx, c.ID}, Size: v.Size}, Key: v.Key,
		Checkpoint: v.Checkpoint, Policy: v.Policy, Result: v.Result,
	}
}

// NonceFrom reads the nonce that a client sent; "" stands for none, which is a
// nonce of zeros.
func NonceFrom(text string) (n ledger.Nonce, err error) {
	if text == "" {
		return n, nil
	}
	n, err = ledger.ParseNonce(text)
	if err != nil || n == (ledger.Nonce{}) {
		return n, ErrBadValue.In("nonce").With("allowed", "16 bytes in base64url")
	}
	return n, nil
}
