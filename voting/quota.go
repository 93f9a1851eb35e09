package voting

import "context"

// Use is what the entries of a contest hold.
type Use struct {
	Files int
	Bytes int64 // of the originals
	Most  int64 // bytes at which no more entries are taken; 0: no such limit
}

// Full reports whether no more entries are taken.
func (u Use) Full() bool { return u.Most > 0 && u.Bytes >= u.Most }

// ViewUse returns how much a contest holds, for its staff.
func (s *Service) ViewUse(ctx context.Context, a Actor, slug Slug) (use Use, err error) {
	err = s.view(ctx, "look at what a contest holds", func(tx Tx) error {
		c, err := s.contestFor(tx, a, ActSeeStaff, slug, Unlocked)
		if err != nil {
			return err
		}
		use, err = s.use(tx, &c)
		return err
	})
	return use, err
}

func (s *Service) use(tx Tx, c *Contest) (Use, error) {
	use, err := tx.ContestUse(c.ID)
	use.Most = s.ContestBytes
	return use, err
}

// counting are the states in which an entry counts for its entrant's quota:
// one that was refused, rejected or withdrawn leaves room for another.
func counting() []State { return []State{Processing, Pending, Approved, Disqualified} }

// checkQuotas refuses an entry where the contest holds all it may, or its
// entrant has entered as often as the policy lets. phoneMAC tells the entrant.
// It is exact once the transaction has taken the entry's number.
func (s *Service) checkQuotas(tx Tx, c *Contest, phoneMAC string) error {
	use, err := s.use(tx, c)
	if err != nil {
		return err
	}
	if use.Full() {
		return ErrContestFull
	}
	most := c.Policy.EntriesPerEntrant
	if most == 0 {
		return nil
	}
	n, err := tx.CountByPhone(c.ID, phoneMAC, counting())
	if err == nil && n >= most {
		err = ErrTooManyEntries.With("limit", most)
	}
	return err
}
