package voting

import "context"

// AuditTrail returns the newest acts of staff in a contest.
func (s *Service) AuditTrail(ctx context.Context, a Actor, slug Slug, limit int) (records []AuditRecord, err error) {
	err = s.view(ctx, "read the audit trail", func(tx Tx) error {
		c, err := s.contestFor(tx, a, ActSeeAudit, slug, Unlocked)
		if err != nil {
			return err
		}
		records, err = tx.Audit(c.ID, min(max(limit, 1), 500))
		return err
	})
	return records, err
}
