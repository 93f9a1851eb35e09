package voting

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
)

// WeChat tells who a visitor inside WeChat is. Package main gives an adapter
// where the operator has a service account.
type WeChat interface {
	// Authorize is WeChat's address that leads back, with a code and the state.
	Authorize(back, state string) string
	// OpenID exchanges such a code. ErrWeChatAgain where the code is not good
	// any more, ErrWeChatSnapshot for a visitor whom WeChat does not tell,
	// ErrWeChatBusy where it does not answer as it should.
	OpenID(ctx context.Context, code string) (string, error)
}

// Tap is what a voter pressed before being asked who they are.
type Tap struct {
	Vote Number // 0 for none
	Back string // the page it was on
}

// AskWeChat returns the address to send the voter to. WeChat leads back to
// home with a state that is good once, for this device and this tap.
func (s *Service) AskWeChat(ctx context.Context, a Actor, slug Slug, tap Tap, home string) (address string, err error) {
	err = s.view(ctx, "ask WeChat", func(tx Tx) error {
		c, err := s.wechatContest(tx, a, slug, Unlocked)
		if err != nil {
			return err
		}
		token, err := s.signToken(&c, tap.action(a), 0, tx.Now())
		if err != nil {
			return err
		}
		raw, err := base64.RawURLEncoding.DecodeString(token)
		if err != nil {
			return err
		}
		address = s.WeChat.Authorize(home, hex.EncodeToString(raw)) // WeChat takes letters and digits only
		return nil
	})
	return address, err
}

// FromWeChat takes a voter who comes back, and links the device to them. Where
// WeChat opens the way back twice, the second finds the device linked.
func (s *Service) FromWeChat(ctx context.Context, a Actor, slug Slug, tap Tap, code, state string) error {
	err := s.update(ctx, "come back from WeChat", func(tx Tx) error {
		c, err := s.wechatContest(tx, a, slug, Shared)
		if err != nil {
			return err
		}
		raw, err := hex.DecodeString(state)
		if err != nil {
			return ErrWeChatAgain
		}
		t, err := s.openToken(&c, tap.action(a), base64.RawURLEncoding.EncodeToString(raw))
		if err == nil {
			err = t.spend(tx, challengeLasts)
		}
		if errors.Is(err, ErrChallengeUsed) {
			return err
		}
		if KindOf(err) != Internal {
			return ErrWeChatAgain
		}
		return err
	})
	if errors.Is(err, ErrChallengeUsed) {
		if is, err := s.IsVoter(ctx, a, slug); err != nil || is {
			return err
		}
		return ErrWeChatAgain
	}
	if err != nil {
		return err
	}
	// The visitor may be gone by now, and come a second time: the answer is kept.
	ctx = context.WithoutCancel(ctx)
	openID, err := s.WeChat.OpenID(ctx, code)
	if err != nil {
		return wrap("ask WeChat who it is", err)
	}
	_, err = s.BecomeVoter(ctx, a, slug, Proof{openID: openID})
	return err
}

func (s *Service) wechatContest(tx Tx, a Actor, slug Slug, lock Lock) (Contest, error) {
	c, err := s.contest(tx, a, slug, lock)
	switch {
	case err != nil:
	case c.Policy.Identity != IdentityWeChat:
		err = ErrOtherIdentity
	case s.WeChat == nil:
		err = ErrWeChatBusy
	case a.Device == "":
		err = ErrVoterRequired
	}
	return c, err
}

// action binds a state to the device and to what was pressed on it.
func (t Tap) action(a Actor) string {
	return fmt.Sprintf("wechat %s %d %q", a.Device, t.Vote, t.Back)
}
