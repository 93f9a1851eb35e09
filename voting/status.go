package voting

import (
	"context"
	"strings"
)

// StatusView is what the holder of a status code sees.
type StatusView struct {
	Contest Contest
	Phase   Phase
	Entry   Entry
	History []Transition
	Awards  []Award // won, once announced
}

// Status finds an entry by its status code, typed by hand or followed as a
// link. Misses are ErrCodeNotFound.
func (s *Service) Status(ctx context.Context, a Actor, slug Slug, code string) (view StatusView, err error) {
	err = s.view(ctx, "read a status", func(tx Tx) error {
		c, err := s.contest(tx, a, slug, Unlocked)
		if err != nil {
			return err
		}
		view.Contest, view.Phase = c, c.Phase(tx.Now())
		if view.Entry, _, err = s.entryByCode(tx, &c, code); err != nil {
			return err
		}
		if view.History, err = tx.Transitions(view.Entry.ID); err != nil {
			return err
		}
		view.Awards, err = awardsOf(tx, &c, view.Entry.Number)
		return err
	})
	return view, err
}

// Withdraw takes an entry out at the entrant's wish, in any state and after
// the close too: picture, name, title and contact go; the line in the result
// stays. phoneTail is the last four digits of the number given at submission.
func (s *Service) Withdraw(ctx context.Context, a Actor, slug Slug, code, phoneTail string) error {
	return s.update(ctx, "withdraw an entry", func(tx Tx) error {
		c, err := s.contest(tx, a, slug, Shared)
		if err != nil {
			return err
		}
		e, key, err := s.entryByCode(tx, &c, code)
		if err != nil {
			return err
		}
		if e.State == Withdrawn {
			return nil
		}
		contact, err := key.openContact(e.ID, e.Contact)
		if err != nil {
			return err
		}
		if !hasTail(contact, cleanPhone(phoneTail)) {
			return ErrWrongPhone
		}
		return withdraw(tx, e)
	})
}

func withdraw(tx Tx, e Entry) error {
	from := e.State
	e.State, e.Reason = Withdrawn, ""
	e.Title, e.Entrant, e.Statement, e.PhoneMAC = "", "", "", ""
	e.OwnVoter, e.Contact, e.Assets = "", nil, nil
	if err := tx.UpdateEntry(e); err != nil {
		return err
	}
	if err := logEntry(tx, e, from); err != nil {
		return err
	}
	return tx.AppendTransition(Transition{Entry: e.ID, At: tx.Now(), From: from, To: Withdrawn})
}

func hasTail(c Contact, tail string) bool {
	if len(tail) != 4 {
		return false
	}
	return strings.HasSuffix(c.Phone, tail) || strings.HasSuffix(c.GuardianPhone, tail)
}

func (s *Service) entryByCode(tx Tx, c *Contest, code string) (Entry, contestKey, error) {
	key, err := s.key(c)
	if err != nil {
		return Entry{}, nil, err
	}
	e, err := tx.EntryByCode(c.ID, key.codeMAC(NormalCode(code)))
	return e, key, err
}

func awardsOf(tx Tx, c *Contest, n Number) (won []Award, err error) {
	if c.AnnouncedAt.IsZero() {
		return nil, nil
	}
	announcement, err := tx.Announcement(c.ID)
	if err != nil {
		return nil, err
	}
	for _, w := range announcement.Winners {
		for _, award := range announcement.Awards {
			if w.Number == n && w.Award == award.Slug {
				won = append(won, award)
			}
		}
	}
	return won, nil
}
