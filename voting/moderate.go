package voting

import (
	"context"
	"fmt"
	"strings"
)

// Queued is an entry in the moderation queue with its history.
type Queued struct {
	Entry
	History []Transition
	Contact Contact       // masked
	Alike   []Resemblance // entries to look at beside this one
}

// QueuePage is a part of the queue.
type QueuePage struct {
	Items  []Queued
	Next   Number // 0 at the end; otherwise pass it as after
	Counts map[State]int
}

// Queue lists entries in one state, in order of number, beginning beyond after.
func (s *Service) Queue(ctx context.Context, a Actor, slug Slug, state State, after Number, limit int) (page QueuePage, err error) {
	err = s.view(ctx, "read the moderation queue", func(tx Tx) error {
		c, err := s.contestFor(tx, a, ActModerate, slug, Unlocked)
		if err != nil {
			return err
		}
		limit = min(max(limit, 1), 100)
		q := EntryQuery{Contest: c.ID, By: ByNumber, After: int64(after), Limit: limit + 1}
		if state != "" {
			q.States = []State{state}
		}
		entries, err := tx.Entries(q)
		if err != nil {
			return err
		}
		if len(entries) > limit {
			entries = entries[:limit]
			page.Next = entries[limit-1].Number
		}
		for _, e := range entries {
			item, err := s.queued(tx, a, &c, e)
			if err != nil {
				return err
			}
			page.Items = append(page.Items, item)
		}
		page.Counts, err = tx.CountEntries(c.ID, "")
		return err
	})
	return page, err
}

// QueuedEntry returns one entry as a moderator sees it, in whatever state.
func (s *Service) QueuedEntry(ctx context.Context, a Actor, slug Slug, n Number) (item Queued, err error) {
	err = s.view(ctx, "read an entry for moderation", func(tx Tx) error {
		c, err := s.contestFor(tx, a, ActModerate, slug, Unlocked)
		if err != nil {
			return err
		}
		e, err := tx.Entry(c.ID, n)
		if err != nil {
			return err
		}
		item, err = s.queued(tx, a, &c, e)
		return err
	})
	return item, err
}

func (s *Service) queued(tx Tx, a Actor, c *Contest, e Entry) (Queued, error) {
	history, err := tx.Transitions(e.ID)
	if err != nil {
		return Queued{}, err
	}
	item := Queued{Entry: e, History: history}
	if item.Alike, err = s.resembling(tx, a, e); err != nil {
		return Queued{}, err
	}
	if e.Contact == nil {
		return item, nil
	}
	key, err := s.key(c)
	if err != nil {
		return Queued{}, err
	}
	contact, err := key.openContact(e.ID, e.Contact)
	if err != nil {
		return Queued{}, err
	}
	item.Contact = Contact{
		Name: MaskName(contact.Name), Phone: maskIfAny(contact.Phone),
		GuardianName: MaskName(contact.GuardianName), GuardianPhone: maskIfAny(contact.GuardianPhone),
	}
	return item, nil
}

func maskIfAny(phone string) string {
	if phone == "" {
		return ""
	}
	return MaskPhone(phone)
}

// Decide approves, rejects or disqualifies an entry, or undoes the latest of
// these. Rejecting and disqualifying need a reason, which the entrant will
// read. ErrLeased while another moderator has the entry open, ErrWrongState
// where the decision does not fit. The same decision twice is ErrWrongState:
// somebody was faster.
func (s *Service) Decide(ctx context.Context, a Actor, slug Slug, n Number, d Decision, reason string) (e Entry, err error) {
	reason = cleanText(reason)
	err = s.update(ctx, "decide on an entry", func(tx Tx) error {
		act := ActModerate
		if d == Disqualify {
			act = ActDisqualify
		}
		c, err := s.contestFor(tx, a, act, slug, Shared)
		if err != nil {
			return err
		}
		if e, err = tx.Entry(c.ID, n); err != nil {
			return err
		}
		to, restored, err := s.nextState(tx, a, &e, d)
		if err != nil {
			return err
		}
		if err := checkReason(d, reason); err != nil {
			return err
		}
		if err := tx.Lease(e.ID, a.Staff, tx.Now().Add(leaseLasts)); err != nil {
			return err
		}
		from := e.State
		e.State, e.Reason = to, reason
		if d == Undo {
			e.Reason = restored
		}
		return a.recordDecision(tx, e, from, d, reason)
	})
	return e, err
}

func checkReason(d Decision, reason string) error {
	if reason == "" && (d == Reject || d == Disqualify) {
		return ErrReasonRequired.In("reason")
	}
	var wrong problems
	wrong.text(reason, "reason", 500, false)
	return wrong.err()
}

// nextState also returns the reason to restore when a decision is undone.
func (s *Service) nextState(tx Tx, a Actor, e *Entry, d Decision) (to State, restored string, err error) {
	if d != Undo {
		to, err = decide(e.State, d)
		return to, "", err
	}
	history, err := tx.Transitions(e.ID)
	if err != nil {
		return "", "", err
	}
	if len(history) == 0 {
		return "", "", ErrWrongState.With("state", string(e.State))
	}
	last := history[len(history)-1]
	if !oneOf(last.Decision, Approve, Reject, Disqualify) {
		return "", "", ErrWrongState.With("state", string(e.State))
	}
	if last.Decision == Disqualify {
		if err := Allow(a, ActDisqualify, e.Contest); err != nil {
			return "", "", err
		}
	}
	for _, t := range history[:len(history)-1] {
		if t.To == last.From {
			restored = t.Reason
		}
	}
	return last.From, restored, nil
}

func (a Actor) recordDecision(tx Tx, e Entry, from State, d Decision, reason string) error {
	if err := tx.UpdateEntry(e); err != nil {
		return err
	}
	if err := logEntry(tx, e, from); err != nil {
		return err
	}
	if err := tx.Unlease(e.ID); err != nil {
		return err
	}
	if err := tx.AppendTransition(Transition{
		Entry: e.ID, At: tx.Now(), From: from, To: e.State, Decision: d, Reason: reason, Staff: a.Staff, Login: a.Login,
	}); err != nil {
		return err
	}
	return a.audit(tx, e.Contest, Act(d), fmt.Sprintf("entry %d", e.Number), string(from), string(e.State), strings.TrimSpace(reason))
}

// AssetReady moves the entry of a finished asset on to moderation. It runs
// inside the worker's own transaction and may run again. An asset without an
// entry (a draft) is no error.
func (s *Service) AssetReady(tx Tx, asset AssetID) error {
	return s.finishProcessing(tx, asset, Pending, "")
}

// AssetRefused records that an entry's file could not be used; reason is the
// stable code of the refusal. It runs inside the worker's own transaction.
func (s *Service) AssetRefused(tx Tx, asset AssetID, reason string) error {
	return s.finishProcessing(tx, asset, Refused, reason)
}

func (s *Service) finishProcessing(tx Tx, asset AssetID, to State, reason string) error {
	e, err := tx.EntryByAsset(asset)
	if KindOf(err) == NotFound && err != nil {
		return nil
	}
	if err != nil {
		return err
	}
	if e.State != Processing {
		return nil
	}
	e.State, e.Reason = to, reason
	if err := tx.UpdateEntry(e); err != nil {
		return err
	}
	return tx.AppendTransition(Transition{Entry: e.ID, At: tx.Now(), From: Processing, To: to, Reason: reason})
}
