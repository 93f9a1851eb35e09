package voting

import (
	"context"
	"time"
)

// leaseLasts is how long a claimed entry is kept from other moderators.
const leaseLasts = 3 * time.Minute

// mostClaimed is how many entries one moderator can hold at once.
const mostClaimed = 10

// Claim leases the next pending entry that nobody else has open, for three
// minutes; ErrNothingToClaim when there is none.
func (s *Service) Claim(ctx context.Context, a Actor, slug Slug) (Queued, error) {
	items, _, err := s.ClaimSeveral(ctx, a, slug, 0, 1)
	if err == nil && len(items) == 0 {
		err = ErrNothingToClaim
	}
	if err != nil {
		return Queued{}, err
	}
	return items[0], nil
}

// ClaimSeveral leases the next pending entries beyond after that nobody else
// has open, at most count, until the time returned. A moderator's own leases
// are renewed, so that asking again keeps what is in hand. No entry left is an
// empty list.
func (s *Service) ClaimSeveral(ctx context.Context, a Actor, slug Slug, after Number, count int) (items []Queued, until time.Time, err error) {
	err = s.update(ctx, "claim entries", func(tx Tx) error {
		items = nil
		c, err := s.contestFor(tx, a, ActModerate, slug, Shared)
		if err != nil {
			return err
		}
		entries, err := tx.Entries(EntryQuery{
			Contest: c.ID, States: []State{Pending}, By: ByNumber, After: int64(after),
			Free: true, Staff: a.Staff, Limit: min(max(count, 1), mostClaimed),
		})
		if err != nil {
			return err
		}
		until = tx.Now().Add(leaseLasts)
		for _, e := range entries {
			if err := tx.Lease(e.ID, a.Staff, until); err != nil {
				return err
			}
			item, err := s.queued(tx, a, &c, e)
			if err != nil {
				return err
			}
			items = append(items, item)
		}
		return nil
	})
	return items, until, err
}
