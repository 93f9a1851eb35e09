package voting

import (
	"context"
	"encoding/base32"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"
)

// Service carries out the use cases. Its fields are set once, before use; it
// is safe for concurrent use.
type Service struct {
	Store Store
	Keys  Keyring
	Rand  io.Reader // cryptographic
	// ProofBits is how many leading zero bits a proof of work must have; 0
	// turns it off.
	ProofBits int
	// ContestBytes is at how many bytes of originals a contest takes no more
	// entries; 0: no such limit.
	ContestBytes int64
	// Videos says whether the darkroom takes clips.
	Videos bool
	// SMS and WeChat are nil where the operator has no such thing; contests then
	// cannot choose it.
	SMS    SMS
	WeChat WeChat
	// SMSPerDay is how many codes a contest may send in a day.
	SMSPerDay int
	// Reserved are slugs that the router needs for itself.
	Reserved []Slug
	// Signers keeps what signs for the logs, by their origin; nil makes it anew
	// for every vote, which doubles the cost of signing.
	Signers *sync.Map
}

// newID draws an id of 80 bits: 16 small letters and digits.
func (s *Service) newID() (string, error) {
	var b [10]byte
	if _, err := io.ReadFull(s.Rand, b[:]); err != nil {
		return "", fmt.Errorf("draw an id: %w", err)
	}
	return strings.ToLower(base32.StdEncoding.EncodeToString(b[:])), nil
}

// newShuffle draws an entry's fixed place in the random order, above 0.
func (s *Service) newShuffle() (int64, error) {
	var b [8]byte
	if _, err := io.ReadFull(s.Rand, b[:]); err != nil {
		return 0, fmt.Errorf("draw a place: %w", err)
	}
	return int64(binary.BigEndian.Uint64(b[:])>>1 | 1), nil
}

func (s *Service) key(c *Contest) (contestKey, error) {
	key, err := s.Keys.Unwrap(c.Key, string(c.ID))
	if err != nil {
		return nil, fmt.Errorf("open the key of contest %s: %w", c.Slug, err)
	}
	return key, nil
}

// contest loads a contest that the actor may see.
func (s *Service) contest(tx Tx, a Actor, slug Slug, lock Lock) (Contest, error) {
	c, err := tx.Contest(slug, lock)
	if err != nil {
		return c, err
	}
	if !c.Public() && Allow(a, ActSeeStaff, c.ID) != nil {
		return Contest{}, ErrContestNotFound
	}
	return c, nil
}

// contestFor loads a contest for an act of staff.
func (s *Service) contestFor(tx Tx, a Actor, act Act, slug Slug, lock Lock) (Contest, error) {
	c, err := tx.Contest(slug, lock)
	if err != nil {
		if a.Staff == "" && !a.System && errors.Is(err, ErrContestNotFound) {
			return c, ErrLogin // tell nobody which drafts exist
		}
		return c, err
	}
	return c, Allow(a, act, c.ID)
}

func (s *Service) update(ctx context.Context, what string, change func(Tx) error) error {
	return wrap(what, s.Store.Update(ctx, change))
}

// insist is update for a change that changes nothing when it is made a second
// time: where nobody knows whether it was kept, it is made again.
func (s *Service) insist(ctx context.Context, what string, change func(Tx) error) error {
	err := s.update(ctx, what, change)
	if !errors.Is(err, ErrOutcomeUnknown) {
		return err
	}
	if again := s.update(ctx, what, change); KindOf(again) != Unavailable || again == nil {
		return again
	}
	return err
}

func (s *Service) view(ctx context.Context, what string, read func(Tx) error) error {
	return wrap(what, s.Store.View(ctx, read))
}

// wrap names the operation in front of an unexpected error; refusals are
// sentences of their own.
func wrap(what string, err error) error {
	if err == nil || KindOf(err) != Internal {
		return err
	}
	return fmt.Errorf("%s: %w", what, err)
}

func (a Actor) audit(tx Tx, c ContestID, act Act, subject, before, after, reason string) error {
	return tx.AppendAudit(AuditRecord{
		At: tx.Now(), Staff: a.Staff, Login: a.Login, Contest: c, Act: string(act),
		Subject: subject, Before: before, After: after, Reason: reason,
	})
}

func sortBy[T any](list []T, key func(T) string) {
	slices.SortFunc(list, func(a, b T) int { return strings.Compare(key(a), key(b)) })
}

func utc(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

func oneOf[T comparable](value T, allowed ...T) bool { return slices.Contains(allowed, value) }
