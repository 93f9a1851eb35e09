package voting_test

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"plaudit/voting"
)

// people is a WeChat that knows whose code is whose; each code is good once.
type people map[string]string

func (people) Authorize(back, state string) string {
	return "https://wechat.example/?" + url.Values{"back": {back}, "state": {state}}.Encode()
}

func (p people) OpenID(_ context.Context, code string) (string, error) {
	openID, ok := p[code]
	if !ok {
		return "", voting.ErrWeChatAgain
	}
	delete(p, code)
	if strings.HasPrefix(openID, "snapshot") {
		return "", voting.ErrWeChatSnapshot
	}
	return openID, nil
}

func (w *world) byWeChat() people {
	w.t.Helper()
	known := people{}
	w.WeChat = known
	w.contest(func(s *voting.Settings) { s.Policy.Identity = voting.IdentityWeChat })
	w.publish(3)
	w.openVoting()
	return known
}

// ask returns the state that WeChat gets.
func (w *world) ask(a voting.Actor, tap voting.Tap) string {
	w.t.Helper()
	address, err := w.AskWeChat(w.ctx, a, "may", tap, "https://v.example/may/wechat")
	w.must(err)
	u, err := url.Parse(address)
	w.must(err)
	return u.Query().Get("state")
}

func TestWeChatTellsWhoVotes(t *testing.T) {
	eachWorld(t, func(w *world) {
		known := w.byWeChat()
		_, err := w.cast(device(1), 1)
		w.want(voting.ErrVoterRequired, err)
		_, err = w.BecomeVoter(w.ctx, device(1), "may", voting.Proof{})
		w.want(voting.ErrWeChatOnly, err)

		tap := voting.Tap{Vote: 1, Back: "/may?q=\"x\""}
		back := func(a voting.Actor, tap voting.Tap, code, state string) error {
			return w.FromWeChat(w.ctx, a, "may", tap, code, state)
		}
		state := w.ask(device(1), tap)
		if strings.Trim(state, "0123456789abcdef") != "" || len(state) > 128 {
			t.Errorf("WeChat does not take the state %s", state)
		}
		known["c1"] = "zhang"
		w.want(voting.ErrWeChatAgain, back(device(2), tap, "c1", state)) // another device
		w.want(voting.ErrWeChatAgain, back(device(1), voting.Tap{Vote: 2, Back: tap.Back}, "c1", state))
		w.want(voting.ErrWeChatAgain, back(device(1), tap, "c1", "00"))
		w.must(back(device(1), tap, "c1", state))
		_, err = w.cast(device(1), 1)
		w.must(err)
		w.must(back(device(1), tap, "c1", state)) // WeChat opens the way back twice
		w.want(voting.ErrWeChatAgain, back(device(3), tap, "c1", state))

		state = w.ask(device(2), tap)
		w.want(voting.ErrWeChatAgain, back(device(2), tap, "c1", state)) // the code is used
		w.want(voting.ErrWeChatAgain, back(device(2), tap, "c2", state)) // and so is the state
		state = w.ask(device(2), tap)
		w.clock.Advance(10 * time.Minute)
		w.want(voting.ErrWeChatAgain, back(device(2), tap, "c2", state))

		known["c3"], known["c4"], known["c5"] = "zhang", "li", "snapshot"
		w.must(back(device(2), tap, "c3", w.ask(device(2), tap)))
		if got := w.ballot(device(2)); len(got) != 1 {
			t.Errorf("the same person at another device has the ballot %v", got)
		}
		w.must(back(device(3), tap, "c4", w.ask(device(3), tap)))
		if got := w.ballot(device(3)); len(got) != 0 {
			t.Errorf("another person has the ballot %v", got)
		}
		w.want(voting.ErrWeChatSnapshot, back(device(4), tap, "c5", w.ask(device(4), tap)))
		_, err = w.AskWeChat(w.ctx, nobody, "may", tap, "")
		w.want(voting.ErrVoterRequired, err)
	})
}

// Only what the operator has set up can be chosen, and what a contest has
// chosen stays when that is taken away.
func TestIdentitiesOnOffer(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.contest(nil)
		choose := func(identity voting.Identity) error {
			policy := voting.DefaultPolicy()
			policy.Identity = identity
			_, err := w.EditContest(w.ctx, clerk, "may", voting.ContestChange{Policy: &policy})
			return err
		}
		for _, identity := range []voting.Identity{voting.IdentityPhone, voting.IdentityWeChat, "blood", ""} {
			w.want(voting.ErrBadValue, choose(identity))
		}
		w.WeChat = people{}
		w.must(choose(voting.IdentityWeChat))
		w.WeChat = nil
		policy := voting.DefaultPolicy()
		policy.Identity, policy.VotesPerBallot = voting.IdentityWeChat, 5
		_, err := w.EditContest(w.ctx, clerk, "may", voting.ContestChange{Policy: &policy})
		w.must(err)
		_, err = w.AskWeChat(w.ctx, device(1), "may", voting.Tap{}, "")
		if !errors.Is(err, voting.ErrWeChatBusy) {
			t.Errorf("without WeChat: %v", err)
		}
		w.must(choose(voting.IdentityCode))
	})
}

// A device that was linked while the organiser still made up their mind is
// nobody under another identity.
func TestLinksOfAnEarlierIdentityDoNotCount(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.contest(func(s *voting.Settings) { s.Policy.Identity = voting.IdentityCode })
		code := w.slips(1)[0].Code
		w.must(w.enterCode(device(1), code))
		box := &mailbox{sent: map[string][]string{}}
		w.SMS, w.SMSPerDay = box, 10
		policy := voting.DefaultPolicy()
		policy.Identity = voting.IdentityPhone
		_, err := w.EditContest(w.ctx, clerk, "may", voting.ContestChange{Policy: &policy})
		w.must(err)
		is, err := w.IsVoter(w.ctx, device(1), "may")
		if w.must(err); is {
			t.Error("a device linked by a code is a voter by telephone")
		}
		w.must(w.sendCode(mobile))
		w.must(w.byCodeFrom(device(1), mobile, box.last(t, mobile)))
		is, err = w.IsVoter(w.ctx, device(1), "may")
		if w.must(err); !is {
			t.Error("the device is no voter")
		}
	})
}
