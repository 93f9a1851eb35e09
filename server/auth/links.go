package auth

import (
	"context"
	"errors"
	"fmt"
	"time"

	"plaudit/voting"
)

// LinkPath is the page that takes one-time links: LinkPath + token.
const LinkPath = "/staff/welcome/"

// Invite makes a one-time link with which somebody makes their own account,
// with the given role. It returns the link's token, which is nowhere else.
func (a *Accounts) Invite(ctx context.Context, actor voting.Actor, grant voting.Grant) (token string, err error) {
	if err := mayGrant(actor, []voting.Grant{grant}); err != nil {
		return "", err
	}
	return a.newLink(ctx, actor, inviteLasts, "invite", func(Tx) (Link, string, error) {
		return Link{Purpose: LinkInvite, Grant: grant}, describe([]voting.Grant{grant}), nil
	})
}

// Reset makes a one-time link that sets the password of an account. Older ones
// for the account end.
func (a *Accounts) Reset(ctx context.Context, actor voting.Actor, login string) (token string, err error) {
	if err := voting.Allow(actor, voting.ActManageStaff, ""); err != nil {
		return "", err
	}
	return a.newLink(ctx, actor, resetLasts, "reset_link", func(tx Tx) (Link, string, error) {
		u, err := tx.UserByLogin(normalLogin(login))
		if err != nil {
			return Link{}, "", err
		}
		return Link{Purpose: LinkReset, Staff: u.ID}, u.Login, tx.DeleteLinksOf(LinkReset, u.ID)
	})
}

// First makes the one-time link for the first account, an operator's; it
// returns "" when there are accounts already. Earlier first links end, so that
// the one printed last is the one that works; where once is set, as by one of
// several processes, an earlier one stays and the answer is ErrFirstLinkMade.
func (a *Accounts) First(ctx context.Context, once bool) (token string, err error) {
	token, err = a.newLink(ctx, voting.Actor{System: true}, inviteLasts, "first_link", func(tx Tx) (Link, string, error) {
		users, err := tx.Users()
		if err != nil {
			return Link{}, "", err
		}
		if len(users) > 0 {
			return Link{}, "", errHasUsers
		}
		made, err := tx.HasLink(LinkFirst, tx.Now())
		if err == nil && made && once {
			err = ErrFirstLinkMade
		}
		if err != nil {
			return Link{}, "", err
		}
		return Link{Purpose: LinkFirst, Grant: voting.Grant{Role: voting.Operator}}, "", tx.DeleteLinksOf(LinkFirst, "")
	})
	if errors.Is(err, errHasUsers) {
		return "", nil
	}
	return token, err
}

// ErrFirstLinkMade says that the link for the first account was given to
// somebody already.
var ErrFirstLinkMade = errors.New("auth: the first link has been made")

var errHasUsers = errors.New("there are accounts")

func (a *Accounts) newLink(ctx context.Context, actor voting.Actor, lasts time.Duration, act string, make func(Tx) (Link, string, error)) (string, error) {
	token, err := a.newToken("")
	if err != nil {
		return "", err
	}
	err = a.store.Update(ctx, func(tx Tx) error {
		link, subject, err := make(tx)
		if err != nil {
			return err
		}
		link.Hash, link.CreatedBy, link.ExpiresAt = hashOf(token), actor.Staff, tx.Now().Add(lasts)
		if err := tx.DeleteLinksExpiredBefore(tx.Now()); err != nil {
			return err
		}
		if err := tx.InsertLink(link); err != nil {
			return err
		}
		return audit(tx, actor, act, subject, "")
	})
	if err != nil {
		return "", named(act, err)
	}
	return token, nil
}

// Link returns what a token is good for, and for a reset whose password it
// sets, without using it up; ErrLinkGone when it is good for nothing.
func (a *Accounts) Link(ctx context.Context, token string) (link Link, login string, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		link, err = tx.Link(hashOf(token))
		if err != nil {
			return err
		}
		if !tx.Now().Before(link.ExpiresAt) {
			return ErrNoRow
		}
		switch link.Purpose {
		case LinkReset:
			u, err := tx.User(link.Staff)
			login = u.Login
			return err
		case LinkFirst:
			return firstStillOpen(tx)
		}
		return nil
	})
	if errors.Is(err, ErrNoRow) {
		return Link{}, "", ErrLinkGone
	}
	return link, login, named("look at a link", err)
}

// Accept uses a link up: it makes the account (or sets the password, where
// login is ignored) and opens a session, whose token it returns.
func (a *Accounts) Accept(ctx context.Context, token, login, password, agent string) (session string, user User, err error) {
	link, owner, err := a.Link(ctx, token)
	if err != nil {
		return "", User{}, err
	}
	if link.Purpose == LinkReset {
		login = owner
	}
	if password == "" {
		return "", User{}, ErrPasswordShort.With("min", passwordMin)
	}
	fresh, err := a.newUser(ctx, login, password, []voting.Grant{link.Grant})
	if err != nil {
		return "", User{}, err
	}
	session, err = a.newToken(sessionPrefix)
	if err != nil {
		return "", User{}, err
	}
	err = a.store.Update(ctx, func(tx Tx) error {
		link, err := tx.TakeLink(hashOf(token))
		if err != nil {
			return err
		}
		user, err = takeLink(tx, link, fresh)
		if err != nil {
			return err
		}
		return openSession(tx, user, session, "", agent)
	})
	if errors.Is(err, ErrNoRow) {
		return "", User{}, ErrLinkGone
	}
	if err != nil {
		return "", User{}, named("accept a link", err)
	}
	return session, user, nil
}

// takeLink does what the link is good for, with the login and password hash in
// fresh.
func takeLink(tx Tx, link Link, fresh User) (User, error) {
	switch link.Purpose {
	case LinkReset:
		return takeReset(tx, link, fresh.Password)
	case LinkFirst:
		if err := firstStillOpen(tx); err != nil {
			return User{}, err
		}
	}
	err := insertUser(tx, voting.Actor{}, &fresh)
	return fresh, err
}

// firstStillOpen refuses the first link once there is an account: it was
// printed, and must not make an operator later.
func firstStillOpen(tx Tx) error {
	users, err := tx.Users()
	if err == nil && len(users) > 0 {
		err = ErrLinkGone
	}
	return err
}

func takeReset(tx Tx, link Link, hash string) (User, error) {
	u, err := tx.User(link.Staff)
	if err != nil {
		return u, err
	}
	if u.Disabled {
		return u, ErrLinkGone
	}
	u.Password = hash
	if err := tx.UpdateUser(u); err != nil {
		return u, fmt.Errorf("set a password: %w", err)
	}
	if err := tx.DeleteSessionsOf(u.ID, ""); err != nil {
		return u, err
	}
	return u, audit(tx, u.actor(), "set_password", u.Login, "by link")
}

// Ensure makes the account of the settings PLAUDIT_ORGANISER_LOGIN and
// _PASSWORD, an operator, unless the login exists: then it stays as it is.
func (a *Accounts) Ensure(ctx context.Context, login, password string) error {
	system := voting.Actor{System: true}
	err := a.store.View(ctx, func(tx Tx) error {
		_, err := tx.UserByLogin(normalLogin(login))
		return err
	})
	if !errors.Is(err, ErrUserNotFound) {
		return named("look for the organiser", err)
	}
	_, err = a.Add(ctx, system, login, password, []voting.Grant{{Role: voting.Operator}})
	if errors.Is(err, ErrLoginTaken) {
		return nil // by another process, at this very moment
	}
	return err
}
