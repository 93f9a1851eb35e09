package auth

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"

	"plaudit/voting"
)

// Add makes an account. With an empty password nobody can log in until a reset
// link sets one.
func (a *Accounts) Add(ctx context.Context, actor voting.Actor, login, password string, grants []voting.Grant) (User, error) {
	if err := mayGrant(actor, grants); err != nil {
		return User{}, err
	}
	user, err := a.newUser(ctx, login, password, grants)
	if err != nil {
		return User{}, err
	}
	err = a.store.Update(ctx, func(tx Tx) error { return insertUser(tx, actor, &user) })
	return user, named("add an account", err)
}

// newUser checks login and password and hashes the password; it does not store.
func (a *Accounts) newUser(ctx context.Context, login, password string, grants []voting.Grant) (u User, err error) {
	u.Login = normalLogin(login)
	if u.Login == "" {
		return User{}, ErrBadLogin
	}
	if password != "" {
		if u.Password, err = a.checkAndHash(ctx, u.Login, password); err != nil {
			return User{}, err
		}
	}
	var id [10]byte
	if _, err := io.ReadFull(a.rand, id[:]); err != nil {
		return User{}, fmt.Errorf("draw an id: %w", err)
	}
	u.ID, u.Grants = voting.StaffID(hex.EncodeToString(id[:])), grants
	return u, nil
}

func (a *Accounts) checkAndHash(ctx context.Context, login, password string) (string, error) {
	if err := CheckPassword(login, password); err != nil {
		return "", err
	}
	return a.hasher.hash(ctx, a.rand, normalPassword(password))
}

func insertUser(tx Tx, actor voting.Actor, u *User) error {
	u.CreatedAt = tx.Now()
	if err := tx.InsertUser(*u); err != nil {
		return err
	}
	if actor.Staff == "" && !actor.System {
		actor = u.actor() // who takes a link acts for himself
	}
	return audit(tx, actor, "add_account", u.Login, describe(u.Grants))
}

// Users lists all accounts by login, without their password hashes.
func (a *Accounts) Users(ctx context.Context, actor voting.Actor) (users []User, err error) {
	if err := voting.Allow(actor, voting.ActManageStaff, ""); err != nil {
		return nil, err
	}
	err = a.store.View(ctx, func(tx Tx) error {
		users, err = tx.Users()
		return err
	})
	for i := range users {
		users[i].Password = ""
	}
	return users, named("list accounts", err)
}

// SetGrants replaces what an account may do.
func (a *Accounts) SetGrants(ctx context.Context, actor voting.Actor, login string, grants []voting.Grant) error {
	if err := mayGrant(actor, grants); err != nil {
		return err
	}
	return a.change(ctx, actor, login, "set_grants", func(_ Tx, u *User) (string, error) {
		if err := mayGrant(actor, u.Grants); err != nil {
			return "", err // nor take away what one may not give
		}
		u.Grants = grants
		return describe(grants), nil
	})
}

// Grant gives an account one more role.
func (a *Accounts) Grant(ctx context.Context, actor voting.Actor, login string, grant voting.Grant) error {
	if err := mayGrant(actor, []voting.Grant{grant}); err != nil {
		return err
	}
	return a.change(ctx, actor, login, "grant", func(_ Tx, u *User) (string, error) {
		if !slices.Contains(u.Grants, grant) {
			u.Grants = append(u.Grants, grant)
		}
		return describe(u.Grants), nil
	})
}

// SetPassword sets another's password and ends all sessions of the account.
func (a *Accounts) SetPassword(ctx context.Context, actor voting.Actor, login, password string) error {
	if err := voting.Allow(actor, voting.ActManageStaff, ""); err != nil {
		return err
	}
	return a.setPassword(ctx, actor, login, password, "")
}

func (a *Accounts) setPassword(ctx context.Context, actor voting.Actor, login, password, keep string) error {
	hash, err := a.checkAndHash(ctx, normalLogin(login), password)
	if err != nil {
		return err
	}
	return a.change(ctx, actor, login, "set_password", func(tx Tx, u *User) (string, error) {
		u.Password = hash
		if err := tx.DeleteLinksOf(LinkReset, u.ID); err != nil {
			return "", err
		}
		return "", tx.DeleteSessionsOf(u.ID, keep)
	})
}

// Disable ends all sessions of the account and lets nobody log in to it until
// it is enabled again. The last account that can manage accounts stays.
func (a *Accounts) Disable(ctx context.Context, actor voting.Actor, login string, disabled bool) error {
	if err := voting.Allow(actor, voting.ActManageStaff, ""); err != nil {
		return err
	}
	act := "enable_account"
	if disabled {
		act = "disable_account"
	}
	return a.change(ctx, actor, login, act, func(tx Tx, u *User) (string, error) {
		u.Disabled = disabled
		return "", tx.DeleteSessionsOf(u.ID, "")
	})
}

// change edits an account in one transaction and logs it; edit returns what
// the audit trail says about the state after.
func (a *Accounts) change(ctx context.Context, actor voting.Actor, login, act string, edit func(Tx, *User) (string, error)) error {
	return named(act, a.store.Update(ctx, func(tx Tx) error {
		u, err := tx.UserByLogin(normalLogin(login))
		if err != nil {
			return err
		}
		before := canManage(u)
		after, err := edit(tx, &u)
		if err != nil {
			return err
		}
		if err := tx.UpdateUser(u); err != nil {
			return err
		}
		if before && !canManage(u) {
			if err := someoneManages(tx); err != nil {
				return err
			}
		}
		return audit(tx, actor, act, u.Login, after)
	}))
}

func canManage(u User) bool {
	return !u.Disabled && voting.Allow(u.actor(), voting.ActManageStaff, "") == nil
}

func someoneManages(tx Tx) error {
	users, err := tx.Users()
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(users, canManage) {
		return ErrLastOperator
	}
	return nil
}

// mayGrant lets nobody give a role in a contest where they do not manage
// staff, and only operators make operators.
func mayGrant(actor voting.Actor, grants []voting.Grant) error {
	if len(grants) == 0 {
		return voting.Allow(actor, voting.ActManageStaff, "")
	}
	for _, g := range grants {
		if !slices.Contains(voting.Roles(), g.Role) || g.Role == voting.Operator && g.Contest != "" {
			return voting.ErrBadValue.In("role")
		}
		if err := voting.Allow(actor, voting.ActManageStaff, g.Contest); err != nil {
			return err
		}
		if g.Role == voting.Operator && !actor.System && !actor.Has(voting.Operator, "") {
			return voting.ErrForbidden
		}
	}
	return nil
}

func describe(grants []voting.Grant) string {
	words := make([]string, len(grants))
	for i, g := range grants {
		words[i] = string(g.Role)
		if g.Contest != "" {
			words[i] += " in " + string(g.Contest)
		}
	}
	return strings.Join(words, ", ")
}
