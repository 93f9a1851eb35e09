package voting

import (
	"bytes"
	"context"
	"encoding/json"

	"plaudit/voting/ledger"
)

// AuditBundle gives the files of the exported log and the records of all votes
// to put, which must not be shown to anybody but auditors: they say which
// pseudonym voted for what. Both are of one moment, so votes that still wait
// for the log are left out; after the close none does.
func (s *Service) AuditBundle(ctx context.Context, a Actor, slug Slug, put func(name string, data []byte) error) error {
	return s.seeLog(ctx, a, slug, func(tx Tx, c *Contest, v LogView) error {
		if err := Allow(a, ActSeeAudit, c.ID); err != nil {
			return err
		}
		votes, err := tx.WaitingVotes(c.ID, 1)
		if err != nil {
			return err
		}
		others, err := tx.Waiting(c.ID, true, 1)
		if err != nil {
			return err
		}
		if len(votes)+len(others) > 0 {
			return ErrVotesWaiting
		}
		if err := s.export(tx, c, v).Write(put); err != nil {
			return err
		}
		var records bytes.Buffer
		out := json.NewEncoder(&records)
		if err := tx.Openings(c.ID, func(r ledger.Record) error { return out.Encode(r) }); err != nil {
			return err
		}
		return put(ledger.FileRecords, records.Bytes())
	})
}
