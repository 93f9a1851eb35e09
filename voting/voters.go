package voting

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"time"
)

// Challenge is a proof of work to solve: find a solution such that
// SHA-256(Text ":" solution) begins with Bits zero bits.
type Challenge struct {
	Text    string
	Bits    int
	Expires time.Time
}

// Proof is what a client brings to become a voter: a solved challenge, or,
// from a page without JavaScript, the form's own token.
type Proof struct {
	Challenge string
	Solution  string
	Form      string
}

// A challenge lasts long enough for a slow phone; a form, for a long look at
// the works. A form must have been on screen for a moment, as people's are.
const (
	challengeLasts = 10 * time.Minute
	formLasts      = 12 * time.Hour
	formRests      = 3 * time.Second
)

// The actions that a signed token is bound to, besides its contest.
const (
	actChallenge = "challenge"
	actForm      = "form"
)

// NewChallenge makes a challenge for the contest. It is signed, not stored.
func (s *Service) NewChallenge(ctx context.Context, a Actor, slug Slug) (ch Challenge, err error) {
	err = s.view(ctx, "make a challenge", func(tx Tx) error {
		c, err := s.contest(tx, a, slug, Unlocked)
		if err != nil {
			return err
		}
		ch.Bits, ch.Expires = s.ProofBits, tx.Now().Add(challengeLasts)
		ch.Text, err = s.signToken(&c, actChallenge, s.ProofBits, tx.Now())
		return err
	})
	return ch, err
}

// VoteForm makes the token of a form that lets a visitor without JavaScript
// become a voter.
func (s *Service) VoteForm(c *Contest, now time.Time) (string, error) {
	return s.signToken(c, actForm, 0, now)
}

// IsVoter reports whether the actor's device is a voter of the contest
// already, so that it needs no further proof.
func (s *Service) IsVoter(ctx context.Context, a Actor, slug Slug) (is bool, err error) {
	err = s.view(ctx, "look for a voter", func(tx Tx) error {
		c, err := s.contest(tx, a, slug, Unlocked)
		if err != nil {
			return err
		}
		_, err = s.voter(tx, &c, a)
		is = err == nil
		if errors.Is(err, ErrVoterRequired) {
			return nil
		}
		return err
	})
	return is, err
}

// BecomeVoter makes the actor's device a voter of the contest; created is
// false when it was one already, and then no proof is asked for. While the
// proof of work is off (ProofBits 0) an empty Proof is enough.
func (s *Service) BecomeVoter(ctx context.Context, a Actor, slug Slug, proof Proof) (created bool, err error) {
	if a.Device == "" {
		return false, ErrVoterRequired
	}
	err = s.insist(ctx, "become a voter", func(tx Tx) error {
		c, err := s.contest(tx, a, slug, Shared)
		if err != nil {
			return err
		}
		created = false
		if _, err := s.voter(tx, &c, a); !errors.Is(err, ErrVoterRequired) {
			return err
		}
		if err := s.checkProof(tx, &c, proof); err != nil {
			return err
		}
		key, err := s.key(&c)
		if err != nil {
			return err
		}
		created, err = tx.InsertVoter(Voter{
			Contest: c.ID, Key: key.voter(c.Policy.Identity, a.Device), Mode: c.Policy.Identity, Since: tx.Now(),
		})
		return err
	})
	return created, err
}

// voter finds the actor among the contest's voters.
func (s *Service) voter(tx Tx, c *Contest, a Actor) (VoterKey, error) {
	if a.Device == "" {
		return "", ErrVoterRequired
	}
	key, err := s.key(c)
	if err != nil {
		return "", err
	}
	voter, err := tx.Voter(c.ID, key.voter(c.Policy.Identity, a.Device))
	return voter.Key, err
}

func (s *Service) checkProof(tx Tx, c *Contest, p Proof) error {
	if p.Form != "" {
		t, err := s.openToken(c, actForm, p.Form)
		if err != nil {
			return err
		}
		if tx.Now().Before(t.made.Add(formRests)) {
			return ErrFormTooFresh
		}
		return t.spend(tx, formLasts)
	}
	if s.ProofBits == 0 {
		return nil
	}
	if p.Challenge == "" || p.Solution == "" {
		return ErrProofRequired
	}
	t, err := s.openToken(c, actChallenge, p.Challenge)
	if err != nil {
		return err
	}
	if LeadingZeroBits(p.Challenge, p.Solution) < t.bits {
		return ErrProofWrong
	}
	return t.spend(tx, challengeLasts)
}

// LeadingZeroBits counts the zero bits that SHA-256(challenge ":" solution)
// begins with.
func LeadingZeroBits(challenge, solution string) (n int) {
	for _, b := range sha256.Sum256([]byte(challenge + ":" + solution)) {
		n += bits.LeadingZeros8(b)
		if b != 0 {
			break
		}
	}
	return n
}

// token is a signed note to ourselves: 16 random bytes, the difficulty and
// when it was made, bound to a contest and an action.
type token struct {
	id   string
	bits int
	made time.Time
}

const tokenBody = 16 + 1 + 8

func (s *Service) signToken(c *Contest, action string, difficulty int, now time.Time) (string, error) {
	key, err := s.key(c)
	if err != nil {
		return "", err
	}
	body := make([]byte, tokenBody, tokenBody+16)
	if _, err := io.ReadFull(s.Rand, body[:16]); err != nil {
		return "", fmt.Errorf("draw a challenge: %w", err)
	}
	body[16] = byte(difficulty)
	binary.BigEndian.PutUint64(body[17:], uint64(now.UnixMicro()))
	body = append(body, mac(key, action, string(body))[:16]...)
	return base64.RawURLEncoding.EncodeToString(body), nil
}

func (s *Service) openToken(c *Contest, action, text string) (t token, err error) {
	key, err := s.key(c)
	if err != nil {
		return t, err
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(raw) != tokenBody+16 {
		return t, ErrProofWrong
	}
	if !equalMAC(mac(key, action, string(raw[:tokenBody]))[:16], raw[tokenBody:]) {
		return t, ErrProofWrong
	}
	return token{
		id:   base64.RawURLEncoding.EncodeToString(raw[:16]),
		bits: int(raw[16]),
		made: time.UnixMicro(int64(binary.BigEndian.Uint64(raw[17:tokenBody]))).UTC(),
	}, nil
}

// spend uses the token up: it counts once, and only while it lasts.
func (t token) spend(tx Tx, lasts time.Duration) error {
	expires := t.made.Add(lasts)
	if !tx.Now().Before(expires) {
		return ErrProofExpired
	}
	return tx.SpendChallenge(t.id, expires)
}
