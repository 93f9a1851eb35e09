package voting

import (
	"bytes"
	"context"
	"encoding/json"

	"plaudit/voting/ledger"
)

// AuditBundle gives the files of the exported log and the records of all votes
// and review acts to put, which must not be shown to anybody but auditors: they
// say which pseudonym voted for what. All are of one moment, so there is none
// while anything waits for the log; after the close nothing does for long.
func (s *Service) AuditBundle(ctx context.Context, a Actor, slug Slug, put func(name string, data []byte) error) error {
	return s.seeLog(ctx, a, slug, func(tx Tx, c *Contest, v LogView) error {
		if err := Allow(a, ActSeeAudit, c.ID); err != nil {
			return err
		}
		cast, err := tx.WaitingVotes(c.ID, 1)
		if err != nil {
			return err
		}
		waits := len(cast) > 0
		for _, secret := range []bool{true, false} {
			others, err := tx.Waiting(c.ID, secret, 1)
			if err != nil {
				return err
			}
			waits = waits || len(others) > 0
		}
		if waits {
			return ErrVotesWaiting
		}
		if err := s.export(tx, c, v).Write(put); err != nil {
			return err
		}
		var votes, acts bytes.Buffer
		out := json.NewEncoder(&votes)
		if err := tx.Openings(c.ID, func(r ledger.Record) error { return out.Encode(r) }); err != nil {
			return err
		}
		if err := put(ledger.FileRecords, votes.Bytes()); err != nil {
			return err
		}
		out = json.NewEncoder(&acts)
		if err := tx.ReviewRecords(c.ID, func(r ledger.ActRecord) error { return out.Encode(r) }); err != nil {
			return err
		}
		return put(ledger.FileReviews, acts.Bytes())
	})
}
