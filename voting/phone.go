package voting

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// SMS sends text messages. Package main gives an adapter where the operator has
// a gateway.
type SMS interface {
	// Send sends a voter the code. ErrSMSUnsent where it surely was not sent;
	// after any other error it may have been.
	Send(ctx context.Context, phone, code string) error
}

// SentCode is a code that was sent to a telephone.
type SentCode struct {
	Contest  ContestID
	PhoneMAC string
	CodeMAC  string
	SentAt   time.Time
	Tries    int  // wrong ones
	Used     bool // it has made its voter
}

// The limits of codes by SMS.
const (
	smsLasts    = 10 * time.Minute
	smsTries    = 5
	smsPerHour  = 3  // of one telephone
	smsFormPart = 10 // pages without JavaScript may use one in so many of the day's
)

// SendCode sends a code to a telephone, for BecomeVoter. It needs a proof as in
// IdentityOpen. ErrSMSTooMany where this telephone got its share of the hour,
// ErrSMSBudget where the contest has used up its day's.
func (s *Service) SendCode(ctx context.Context, a Actor, slug Slug, phone string, proof Proof) (expires time.Time, err error) {
	phone = normalPhone(phone)
	var (
		sent SentCode
		day  string
		code string
	)
	err = s.update(ctx, "prepare a code", func(tx Tx) error {
		c, err := s.phoneContest(tx, a, slug)
		if err != nil {
			return err
		}
		if !mobile(phone) {
			return ErrBadPhone.In("phone")
		}
		if err := s.checkProof(tx, &c, proof); err != nil {
			return err
		}
		key, err := s.key(&c)
		if err != nil {
			return err
		}
		if code, err = s.drawDigits(); err != nil {
			return err
		}
		now := tx.Now()
		day, expires = now.In(c.Location()).Format(time.DateOnly), now.Add(smsLasts)
		sent = SentCode{Contest: c.ID, PhoneMAC: key.phone(phone), SentAt: now}
		sent.CodeMAC = key.smsCode(sent.PhoneMAC, code)
		return s.reserveCode(tx, sent, day, proof.Form != "")
	})
	if err != nil {
		return expires, err
	}
	err = s.SMS.Send(context.WithoutCancel(ctx), phone, code)
	if !errors.Is(err, ErrSMSUnsent) {
		if err != nil {
			err = ErrSMSLate
		}
		return expires, err
	}
	undo := s.update(context.WithoutCancel(ctx), "take back a code", func(tx Tx) error {
		return tx.DropCode(sent, day, proof.Form != "")
	})
	return expires, errors.Join(err, undo)
}

// reserveCode counts the code against the limits and keeps it. The day's row
// is held from the count on, so that no two requests pass a limit together.
func (s *Service) reserveCode(tx Tx, sent SentCode, day string, byForm bool) error {
	all, forms, err := tx.CountCode(sent.Contest, day, byForm)
	if err != nil {
		return err
	}
	if all > s.SMSPerDay || byForm && forms > s.SMSPerDay/smsFormPart {
		return ErrSMSBudget
	}
	recent, err := tx.CodesSince(sent.Contest, sent.PhoneMAC, sent.SentAt.Add(-time.Hour))
	if err != nil {
		return err
	}
	if recent >= smsPerHour {
		return ErrSMSTooMany
	}
	return tx.InsertCode(sent)
}

// phoneVoter checks a code that came by SMS, and makes the voter at first. A
// wrong one is counted, for which the transaction must be committed: it is told
// by refusal and not by err.
func (s *Service) phoneVoter(tx Tx, c *Contest, device VoterKey, p Proof) (voter VoterKey, created bool, refusal, err error) {
	phone := normalPhone(p.Phone)
	switch {
	case phone == "":
		return "", false, ErrRequired.In("phone"), nil
	case !mobile(phone):
		return "", false, ErrBadPhone.In("phone"), nil
	}
	key, err := s.key(c)
	if err != nil {
		return "", false, nil, err
	}
	voter = key.phoneVoter(key.phone(phone))
	if linked, err := tx.LinkedVoter(c.ID, device); err == nil && linked.Key == voter {
		return voter, false, nil, nil // pressed twice
	}
	code := NormalCode(narrow(p.SMSCode))
	if code == "" {
		return "", false, ErrRequired.In("sms_code"), nil
	}
	sent, err := tx.LatestCode(c.ID, key.phone(phone))
	if err != nil {
		return "", false, nil, err
	}
	if sent.Used || sent.Tries >= smsTries || !tx.Now().Before(sent.SentAt.Add(smsLasts)) {
		return "", false, ErrSMSGone, nil
	}
	if !equalMAC([]byte(sent.CodeMAC), []byte(key.smsCode(sent.PhoneMAC, code))) {
		sent.Tries++
		return "", false, ErrSMSWrong.With("left", smsTries-sent.Tries), tx.UpdateCode(sent)
	}
	sent.Used = true
	if err := tx.UpdateCode(sent); err != nil {
		return "", false, nil, err
	}
	created, err = tx.InsertVoter(Voter{Contest: c.ID, Key: voter, Mode: IdentityPhone, Since: tx.Now()})
	return voter, created, nil, err
}

func (s *Service) phoneContest(tx Tx, a Actor, slug Slug) (Contest, error) {
	c, err := s.contest(tx, a, slug, Shared)
	switch {
	case err != nil:
	case c.Policy.Identity != IdentityPhone:
		err = ErrOtherIdentity
	case s.SMS == nil:
		err = ErrSMSUnsent
	}
	return c, err
}

// drawDigits draws a code of six digits.
func (s *Service) drawDigits() (string, error) {
	var b [8]byte
	if _, err := io.ReadFull(s.Rand, b[:]); err != nil {
		return "", fmt.Errorf("draw a code: %w", err)
	}
	return fmt.Sprintf("%06d", binary.BigEndian.Uint64(b[:])%1_000_000), nil // of 64 bits: even enough
}

func (k contestKey) phoneVoter(phoneMAC string) VoterKey { return k.voter(IdentityPhone, phoneMAC) }

// normalPhone writes one number in one way: without spaces, in plain digits,
// and a Chinese mobile number without the country's code.
func normalPhone(typed string) string {
	phone := cleanPhone(narrow(typed))
	if rest, ok := strings.CutPrefix(phone, "00"); ok {
		phone = "+" + rest
	}
	for _, code := range []string{"+86", "86"} {
		if rest, ok := strings.CutPrefix(phone, code); ok && mobile(rest) && rest[0] == '1' {
			return rest
		}
	}
	return phone
}

// mobile reports whether a number written by normalPhone may get messages: a
// Chinese mobile number, or any with its country's code.
func mobile(phone string) bool {
	if !validPhone(phone) {
		return false
	}
	if strings.HasPrefix(phone, "+") {
		return len(phone) >= 9 && len(phone) <= 16
	}
	return len(phone) == 11 && phone[0] == '1' && phone[1] >= '3'
}

// narrow turns the full width letters and digits of Chinese keyboards into
// plain ones.
func narrow(text string) string {
	return strings.Map(func(r rune) rune {
		if r > 0xff00 && r < 0xff5f {
			return r - 0xfee0
		}
		return r
	}, text)
}
