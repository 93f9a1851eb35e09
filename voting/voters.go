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

// Proof is what a client brings to become a voter, by the contest's Identity:
// a solved challenge, or, from a page without JavaScript, the form's own token;
// the code of a slip; a telephone number with the code sent there.
type Proof struct {
	Challenge string
	Solution  string
	Form      string
	More      int    // how many bits more than usual it must cost; each doubles a form's rest
	Code      string // of a slip, as it was typed
	Phone     string // as it was typed, with the code that SendCode sent to it
	SMSCode   string
	openID    string // as WeChat has told us, never the client
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

// NewChallenge makes a challenge for the contest, with so many bits more than
// usual while proofs are asked for at all. It is signed, not stored.
func (s *Service) NewChallenge(ctx context.Context, a Actor, slug Slug, more int) (ch Challenge, err error) {
	err = s.view(ctx, "make a challenge", func(tx Tx) error {
		c, err := s.contest(tx, a, slug, Unlocked)
		if err != nil {
			return err
		}
		if ch.Bits = s.ProofBits; ch.Bits > 0 {
			ch.Bits += more
		}
		ch.Expires = tx.Now().Add(challengeLasts)
		ch.Text, err = s.signToken(&c, actChallenge, ch.Bits, tx.Now())
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

// BecomeVoter makes the actor's device a voter of the contest, or links it to
// the voter that the proof is of; created is false when there was that voter
// already. A device that is a voter needs no proof to be the same again; with
// another proof than before it becomes another voter, as in a household with
// one phone. In IdentityOpen an empty Proof is enough while the proof of work is
// off (ProofBits 0).
func (s *Service) BecomeVoter(ctx context.Context, a Actor, slug Slug, proof Proof) (created bool, err error) {
	if a.Device == "" {
		return false, ErrVoterRequired
	}
	var refusal error
	err = s.insist(ctx, "become a voter", func(tx Tx) error {
		c, err := s.contest(tx, a, slug, Shared)
		if err != nil {
			return err
		}
		created, refusal = false, nil
		if !proof.identifies() {
			if _, err := s.voter(tx, &c, a); !errors.Is(err, ErrVoterRequired) {
				return err
			}
		}
		key, err := s.key(&c)
		if err != nil {
			return err
		}
		device := key.device(a.Device)
		if c.Policy.Identity == IdentityOpen {
			if proof.identifies() {
				return ErrOtherIdentity
			}
			if err := s.checkProof(tx, &c, proof); err != nil {
				return err
			}
			created, err = tx.InsertVoter(Voter{Contest: c.ID, Key: device, Mode: IdentityOpen, Since: tx.Now()})
			return err
		}
		var voter VoterKey
		if voter, created, refusal, err = s.provenVoter(tx, &c, device, proof); err != nil || refusal != nil {
			return err
		}
		return tx.LinkDevice(c.ID, device, voter)
	})
	if err == nil {
		err = refusal
	}
	return created, err
}

// provenVoter finds the voter that the proof is of, and makes it at first. What
// it writes is to be committed even where it gives a refusal.
func (s *Service) provenVoter(tx Tx, c *Contest, device VoterKey, p Proof) (voter VoterKey, created bool, refusal, err error) {
	switch mode := c.Policy.Identity; {
	case p.Code != "" && mode != IdentityCode, p.Phone != "" && mode != IdentityPhone:
		return "", false, ErrOtherIdentity, nil
	case mode == IdentityCode:
		voter, created, err = s.slipVoter(tx, c, p.Code)
		return voter, created, nil, err
	case mode == IdentityPhone:
		return s.phoneVoter(tx, c, device, p)
	case mode == IdentityWeChat && p.openID != "":
		key, err := s.key(c)
		if err != nil {
			return "", false, nil, err
		}
		voter = key.voter(IdentityWeChat, p.openID)
		created, err = tx.InsertVoter(Voter{Contest: c.ID, Key: voter, Mode: IdentityWeChat, Since: tx.Now()})
		return voter, created, nil, err
	}
	return "", false, ErrWeChatOnly, nil
}

// identifies reports whether the proof says who the voter is, whatever the
// device was before.
func (p Proof) identifies() bool { return p.Code != "" || p.Phone != "" || p.openID != "" }

func (s *Service) checkProof(tx Tx, c *Contest, p Proof) error {
	if p.Form != "" {
		t, err := s.openToken(c, actForm, p.Form)
		if err != nil {
			return err
		}
		if tx.Now().Before(t.made.Add(formRests << p.More)) {
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
