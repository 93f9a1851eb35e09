package voting

import (
	"context"
	"errors"
	"strings"
)

// Identity is how voters are told apart: the ladder of docs/adr/0012.
type Identity string

// The identities, weakest first. In IdentityOpen the device is the voter; in
// the others a device is linked to the voter that it has proved to be, so that
// the same proof on another device opens the same ballot.
const (
	IdentityOpen   Identity = "open"   // a signed device cookie with a proof of work: no set-up
	IdentityPhone  Identity = "phone"  // a code sent to a telephone
	IdentityWeChat Identity = "wechat" // the openid of snsapi_base
	IdentityCode   Identity = "code"   // a code from a slip of paper
)

// Identities lists what contests on this server may choose.
func (s *Service) Identities() []Identity {
	list := []Identity{IdentityOpen}
	if s.SMS != nil {
		list = append(list, IdentityPhone)
	}
	if s.WeChat != nil {
		list = append(list, IdentityWeChat)
	}
	return append(list, IdentityCode)
}

func (s *Service) identityProblems(p Policy) (wrong problems) {
	allowed := s.Identities()
	if oneOf(p.Identity, allowed...) {
		return nil
	}
	names := make([]string, len(allowed))
	for i, identity := range allowed {
		names[i] = string(identity)
	}
	wrong.add(ErrBadValue.With("allowed", strings.Join(names, ", ")), "policy.identity")
	return wrong
}

// voter finds the actor among the contest's voters.
func (s *Service) voter(tx Tx, c *Contest, a Actor) (VoterKey, error) {
	device, err := s.device(c, a)
	if err != nil {
		return "", err
	}
	return voterOf(tx, c, device)
}

// device is the pseudonym of the actor's device in the contest.
func (s *Service) device(c *Contest, a Actor) (VoterKey, error) {
	if a.Device == "" {
		return "", ErrVoterRequired
	}
	key, err := s.key(c)
	if err != nil {
		return "", err
	}
	return key.device(a.Device), nil
}

// deviceIsVoter reports whether a device is a voter itself, rather than standing for
// one that it has proved to be.
func (c *Contest) deviceIsVoter() bool { return c.Policy.Identity == IdentityOpen }

// voterOf is the one place that knows how a device stands for a voter.
func voterOf(tx Tx, c *Contest, device VoterKey) (VoterKey, error) {
	if c.deviceIsVoter() {
		v, err := tx.Voter(c.ID, device)
		return v.Key, err
	}
	v, err := tx.LinkedVoter(c.ID, device)
	if errors.Is(err, ErrVoterRequired) || v.Mode != c.Policy.Identity { // the organiser may have changed it before the round
		err = ErrVoterRequired.With("identity", string(c.Policy.Identity))
	}
	return v.Key, err
}

// WrongGuess reports whether an error says that a code was tried which could
// have been good and was not.
func WrongGuess(err error) bool { return errors.Is(err, ErrCodeWrong) || errors.Is(err, ErrSMSWrong) }

// ForgetDevice unlinks the actor's device, as at a tablet that others use next.
// In IdentityOpen the device is the voter, and nothing changes.
func (s *Service) ForgetDevice(ctx context.Context, a Actor, slug Slug) error {
	return s.insist(ctx, "forget a device", func(tx Tx) error {
		c, err := s.contest(tx, a, slug, Shared)
		if err != nil || a.Device == "" {
			return err
		}
		key, err := s.key(&c)
		if err != nil {
			return err
		}
		return tx.UnlinkDevice(c.ID, key.device(a.Device))
	})
}

// owns reports whether the entry is known to be the voter's own: it was sent
// from this device, or with this telephone number.
func (s *Service) owns(c *Contest, a Actor, voter VoterKey, e Entry) (bool, error) {
	if c.Policy.Identity == IdentityOpen {
		return e.OwnVoter != "" && e.OwnVoter == voter, nil
	}
	key, err := s.key(c)
	if err != nil {
		return false, err
	}
	if c.Policy.Identity == IdentityPhone && e.PhoneMAC != "" && key.phoneVoter(e.PhoneMAC) == voter {
		return true, nil
	}
	return a.Device != "" && e.OwnVoter == key.device(a.Device), nil
}
