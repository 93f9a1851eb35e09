package auth

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/secure/precis"

	"plaudit/voting"
)

// How long things last.
const (
	sessionIdle     = 30 * time.Minute
	sessionAbsolute = 12 * time.Hour
	sessionTouch    = time.Minute // SeenAt is written at most this often
	inviteLasts     = 7 * 24 * time.Hour
	resetLasts      = 24 * time.Hour
)

// Accounts carries out what happens to staff accounts. It is safe for
// concurrent use.
type Accounts struct {
	store  Store
	rand   io.Reader
	hasher hasher
	turns  turns
}

// NewAccounts makes the use cases over a store; random is cryptographic, nil
// for the system's.
func NewAccounts(store Store, random io.Reader) *Accounts {
	if random == nil {
		random = rand.Reader
	}
	return &Accounts{store: store, rand: random, hasher: newHasher()}
}

// Login checks login and password and opens a session, whose token it returns.
// old is the token of a session that the new one replaces, "" for none; agent
// is the browser as it calls itself. ErrLoginWrong tells neither whether the
// login exists nor whether it is disabled.
func (a *Accounts) Login(ctx context.Context, login, password, old, agent string) (token string, user User, err error) {
	login = normalLogin(login)
	err = a.store.View(ctx, func(tx Tx) error {
		user, err = tx.UserByLogin(login)
		return err
	})
	if err != nil && !errors.Is(err, ErrUserNotFound) {
		return "", User{}, fmt.Errorf("log in: %w", err)
	}
	ok, err := a.hasher.verify(ctx, normalPassword(password), user.Password)
	if err != nil {
		return "", User{}, fmt.Errorf("log in: %w", err)
	}
	if !ok {
		return "", User{}, ErrLoginWrong
	}
	token, err = a.newToken(sessionPrefix)
	if err != nil {
		return "", User{}, err
	}
	id, checked := user.ID, user.Password
	err = a.store.Update(ctx, func(tx Tx) error {
		user, err = tx.User(id)
		if err != nil {
			return err
		}
		if user.Disabled || user.Password != checked {
			return ErrLoginWrong
		}
		return openSession(tx, user, token, old, agent)
	})
	if err != nil {
		return "", User{}, named("log in", err)
	}
	return token, user, nil
}

// openSession replaces the session old by a new one and clears out the dead.
func openSession(tx Tx, user User, token, old, agent string) error {
	now := tx.Now()
	if old != "" {
		if err := tx.DeleteSession(hashOf(old)); err != nil {
			return err
		}
	}
	if err := tx.DeleteSessionsSeenBefore(now.Add(-sessionIdle)); err != nil {
		return err
	}
	s := Session{Hash: hashOf(token), Staff: user.ID, CreatedAt: now, SeenAt: now, Agent: shorten(agent, 200)}
	if err := tx.InsertSession(s); err != nil {
		return err
	}
	return audit(tx, user.actor(), "log_in", "", "")
}

// Logout ends the session of the token; it is no error if there is none.
func (a *Accounts) Logout(ctx context.Context, token string) error {
	return named("log out", a.store.Update(ctx, func(tx Tx) error { return tx.DeleteSession(hashOf(token)) }))
}

// Who returns the account and session behind a token, voting.ErrLogin when the
// session has ended, was idle too long, or the account is disabled.
func (a *Accounts) Who(ctx context.Context, token string) (user User, s Session, err error) {
	var now time.Time
	err = a.store.View(ctx, func(tx Tx) error {
		now = tx.Now()
		s, user, err = tx.SessionUser(hashOf(token))
		return err
	})
	switch {
	case errors.Is(err, ErrNoRow):
		return User{}, Session{}, voting.ErrLogin
	case err != nil:
		return User{}, Session{}, fmt.Errorf("find a session: %w", err)
	case user.Disabled, !now.Before(s.SeenAt.Add(sessionIdle)), !now.Before(s.CreatedAt.Add(sessionAbsolute)):
		return User{}, Session{}, voting.ErrLogin
	}
	if now.Sub(s.SeenAt) >= sessionTouch {
		err := a.store.Update(ctx, func(tx Tx) error { return tx.TouchSession(s.Hash, now) })
		if err != nil {
			return User{}, Session{}, fmt.Errorf("touch a session: %w", err)
		}
		s.SeenAt = now
	}
	return user, s, nil
}

// Sessions lists the actor's own live sessions, last seen first.
func (a *Accounts) Sessions(ctx context.Context, actor voting.Actor) (live []Session, err error) {
	if actor.Staff == "" {
		return nil, voting.ErrLogin
	}
	err = a.store.View(ctx, func(tx Tx) error {
		all, err := tx.SessionsOf(actor.Staff)
		live = live[:0]
		for _, s := range all {
			if tx.Now().Before(s.SeenAt.Add(sessionIdle)) && tx.Now().Before(s.CreatedAt.Add(sessionAbsolute)) {
				live = append(live, s)
			}
		}
		return err
	})
	return live, named("list sessions", err)
}

// Revoke ends one of the actor's own sessions by its Hash; another's hash
// changes nothing.
func (a *Accounts) Revoke(ctx context.Context, actor voting.Actor, hash string) error {
	if actor.Staff == "" {
		return voting.ErrLogin
	}
	return named("revoke a session", a.store.Update(ctx, func(tx Tx) error {
		s, _, err := tx.SessionUser(hash)
		if errors.Is(err, ErrNoRow) || err == nil && s.Staff != actor.Staff {
			return nil
		}
		if err != nil {
			return err
		}
		if err := audit(tx, actor, "revoke_session", actor.Login, ""); err != nil {
			return err
		}
		return tx.DeleteSession(hash)
	}))
}

// ChangePassword sets the actor's own password and ends all other sessions;
// token is the session that stays.
func (a *Accounts) ChangePassword(ctx context.Context, actor voting.Actor, current, password, token string) error {
	var user User
	err := a.store.View(ctx, func(tx Tx) (err error) {
		user, err = tx.User(actor.Staff)
		return err
	})
	if err != nil {
		return named("change a password", err)
	}
	ok, err := a.hasher.verify(ctx, normalPassword(current), user.Password)
	if err != nil {
		return named("change a password", err)
	}
	if !ok {
		return ErrPasswordWrong
	}
	return a.setPassword(ctx, actor, user.Login, password, hashOf(token))
}

func (a *Accounts) newToken(prefix string) (string, error) {
	var b [16]byte
	if _, err := io.ReadFull(a.rand, b[:]); err != nil {
		return "", fmt.Errorf("draw a token: %w", err)
	}
	return prefix + base64.RawURLEncoding.EncodeToString(b[:]), nil
}

// hashOf is how tokens are stored. They carry 128 random bits, so that a plain
// SHA-256 cannot be undone by guessing.
func hashOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// normalLogin makes logins that people take for the same the same: width and
// case of letters (RFC 8265, UsernameCaseMapped). It returns "" for what cannot
// be a login.
func normalLogin(login string) string {
	login, err := precis.UsernameCaseMapped.String(strings.TrimSpace(login))
	if n := utf8.RuneCountInString(login); err != nil || n < 2 || n > 40 {
		return ""
	}
	for _, r := range login {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(".-_@", r) {
			return ""
		}
	}
	return login
}

// normalPassword gives the same characters the same bytes on every machine
// (RFC 8265, OpaqueString), where the password is made of such characters.
func normalPassword(password string) string {
	if normal, err := precis.OpaqueString.String(password); err == nil {
		return normal
	}
	return password
}

func shorten(s string, most int) string {
	s = strings.ToValidUTF8(s, "")
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "")
}

func audit(tx Tx, actor voting.Actor, act, subject, after string) error {
	return tx.AppendAudit(voting.AuditRecord{
		At: tx.Now(), Staff: actor.Staff, Login: actor.Login, Act: act, Subject: subject, After: after,
	})
}

// named puts the operation in front of an unexpected error; refusals are
// sentences of their own.
func named(what string, err error) error {
	if err == nil || voting.KindOf(err) != voting.Internal {
		return err
	}
	return fmt.Errorf("%s: %w", what, err)
}
