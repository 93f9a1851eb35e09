package voting_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"plaudit/voting"
)

// mailbox is a gateway that keeps what it was given, or fails.
type mailbox struct {
	mu   sync.Mutex
	sent map[string][]string // codes by number
	err  error
}

func (m *mailbox) Send(_ context.Context, phone, code string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.err == nil {
		m.sent[phone] = append(m.sent[phone], code)
	}
	return m.err
}

// last is the newest code that came to a number.
func (m *mailbox) last(t *testing.T, phone string) string {
	t.Helper()
	m.mu.Lock()
	defer m.mu.Unlock()
	codes := m.sent[phone]
	if len(codes) == 0 {
		t.Fatalf("nothing came to %s", phone)
	}
	return codes[len(codes)-1]
}

func (w *world) byPhone() *mailbox {
	w.t.Helper()
	box := &mailbox{sent: map[string][]string{}}
	w.SMS, w.SMSPerDay = box, 100
	w.contest(func(s *voting.Settings) { s.Policy.Identity = voting.IdentityPhone })
	w.publish(3)
	w.openVoting()
	return box
}

func (w *world) sendCode(phone string) error {
	_, err := w.SendCode(w.ctx, device(0), "may", phone, voting.Proof{})
	return err
}

func (w *world) byCodeFrom(a voting.Actor, phone, code string) error {
	_, err := w.BecomeVoter(w.ctx, a, "may", voting.Proof{Phone: phone, SMSCode: code})
	return err
}

const mobile = "13912345678"

// another is a code that surely is not the one given.
func another(code string) string {
	if code[0] == '1' {
		return "2" + code[1:]
	}
	return "1" + code[1:]
}

func TestATelephoneIsOneVoter(t *testing.T) {
	eachWorld(t, func(w *world) {
		box := w.byPhone()
		w.must(w.sendCode(mobile))
		code := box.last(t, mobile)
		if len(code) != 6 {
			t.Errorf("a code of %d digits", len(code))
		}
		w.want(voting.ErrSMSWrong, w.byCodeFrom(device(1), mobile, another(code)))
		w.must(w.byCodeFrom(device(1), mobile, code))
		w.must(w.byCodeFrom(device(1), mobile, code)) // pressed twice
		_, err := w.cast(device(1), 2)
		w.must(err)
		w.want(voting.ErrSMSGone, w.byCodeFrom(device(2), mobile, code))
		w.must(w.sendCode("+86 139-1234-5678"))
		w.must(w.byCodeFrom(device(2), "１３９１２３４５６７８", " "+box.last(t, mobile)+" "))
		if got := w.ballot(device(2)); len(got) != 1 || got[0] != 2 {
			t.Errorf("the same telephone at another device opens %v", got)
		}
		// publish enters the works with 13812345678.
		own := "8613812345678"
		w.must(w.sendCode(own))
		w.must(w.byCodeFrom(device(3), own, box.last(t, "13812345678")))
		_, err = w.cast(device(3), 1)
		w.want(voting.ErrOwnEntry, err)
	})
}

func TestCodesExpireAndAreTriedFiveTimes(t *testing.T) {
	eachWorld(t, func(w *world) {
		box := w.byPhone()
		w.want(voting.ErrSMSGone, w.byCodeFrom(device(1), mobile, "123456"))
		w.must(w.sendCode(mobile))
		code := box.last(t, mobile)
		for range 5 {
			w.want(voting.ErrSMSWrong, w.byCodeFrom(device(1), mobile, another(code)))
		}
		w.want(voting.ErrSMSGone, w.byCodeFrom(device(1), mobile, code))
		w.clock.Advance(time.Minute)
		w.must(w.sendCode(mobile))
		code = box.last(t, mobile)
		w.clock.Advance(10*time.Minute - time.Microsecond)
		w.must(w.byCodeFrom(device(1), mobile, code))
		w.must(w.sendCode(mobile))
		code = box.last(t, mobile)
		w.clock.Advance(10 * time.Minute)
		w.want(voting.ErrSMSGone, w.byCodeFrom(device(2), mobile, code))
	})
}

func TestCodesAreLimited(t *testing.T) {
	eachWorld(t, func(w *world) {
		box := w.byPhone()
		for range 3 {
			w.must(w.sendCode(mobile))
			w.clock.Advance(time.Minute)
		}
		w.want(voting.ErrSMSTooMany, w.sendCode("139 1234 5678"))
		w.clock.Advance(57 * time.Minute)
		w.must(w.sendCode(mobile))

		w.SMSPerDay = 6
		w.must(w.sendCode("13900000001"))
		box.err = voting.ErrSMSUnsent // not counted
		w.want(voting.ErrSMSUnsent, w.sendCode("13900000002"))
		w.want(voting.ErrSMSUnsent, w.sendCode("13900000002"))
		box.err = errors.New("no answer") // perhaps on its way
		w.want(voting.ErrSMSLate, w.sendCode("13900000002"))
		box.err = nil
		w.want(voting.ErrSMSBudget, w.sendCode("13900000003"))
		w.clock.Advance(24 * time.Hour)
		w.must(w.sendCode("13900000003"))

		for _, phone := range []string{"", "110", "01012345678", "12912345678", "1391234567", "139123456789", "+1", "中"} {
			w.want(voting.ErrBadPhone, w.sendCode(phone))
		}
		w.ProofBits = 1
		w.want(voting.ErrProofRequired, w.sendCode("13900000004"))
	})
	eachWorld(t, func(w *world) {
		w.contest(nil)
		w.want(voting.ErrOtherIdentity, w.sendCode(mobile))
		w.want(voting.ErrOtherIdentity, w.byCodeFrom(device(1), mobile, "123456"))
		w.want(voting.ErrOtherIdentity, w.enterCode(device(1), "0000000000"))
	})
}

func TestPagesWithoutScriptGetATenthOfTheCodes(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.byPhone()
		w.SMSPerDay, w.ProofBits = 20, 8
		byForm := func(n int) error {
			view, err := w.ViewContest(w.ctx, device(0), "may")
			w.must(err)
			form, err := w.VoteForm(&view.Contest, view.At)
			w.must(err)
			w.clock.Advance(5 * time.Second)
			_, err = w.SendCode(w.ctx, device(0), "may", "1390000000"+string(rune('0'+n)), voting.Proof{Form: form})
			return err
		}
		w.must(byForm(1))
		w.must(byForm(2))
		w.want(voting.ErrSMSBudget, byForm(3))
	})
}

// TestParallelRequestsKeepTheLimits asks for many codes at once.
func TestParallelRequestsKeepTheLimits(t *testing.T) {
	eachWorld(t, func(w *world) {
		box := w.byPhone()
		var all sync.WaitGroup
		for range 30 {
			all.Go(func() { _, _ = w.SendCode(w.ctx, device(0), "may", mobile, voting.Proof{}) })
		}
		all.Wait()
		if n := len(box.sent[mobile]); n > 3 || n == 0 {
			t.Errorf("%d codes in an hour", n)
		}
		code := box.last(t, mobile)
		var wrong sync.WaitGroup
		for range 30 {
			wrong.Go(func() {
				_, _ = w.BecomeVoter(w.ctx, device(1), "may", voting.Proof{Phone: mobile, SMSCode: another(code)})
			})
		}
		wrong.Wait()
		w.want(voting.ErrSMSGone, w.byCodeFrom(device(1), mobile, code))
	})
}
