// Package auth is the door of the house: staff accounts, sessions and one-time
// links, the signed device of a voter, and the middleware that every request
// passes. It decides who is asking; what they may do is voting's policy.
//
// A handler asks its Gate for the Actor of a request:
//
//	actor, err := gate.Actor(c) // nobody, a device, a staff member, or both
//
// Accounts holds the use cases of staff accounts (log in, invite, reset,
// disable). What is stored is behind the Store port; package authtest checks an
// implementation. New passwords go through CheckPassword, every stored one is
// argon2id, and every token or link is stored only as its hash.
package auth

import "plaudit/voting"

// The refusals of this package. Sentences people read are in the locales of
// server/web, keyed by Code.
var (
	ErrLoginWrong     = &voting.Error{Kind: voting.Unauthenticated, Code: "login_wrong", Message: "the login or the password is wrong"}
	ErrLoginsLimited  = &voting.Error{Kind: voting.Limited, Code: "logins_limited", Message: "too many wrong passwords for this account from here: wait a little"}
	ErrLoginTaken     = &voting.Error{Kind: voting.Conflict, Code: "login_taken", Field: "login", Message: "another account has this login"}
	ErrBadLogin       = &voting.Error{Kind: voting.Invalid, Code: "bad_login", Field: "login", Message: "a login is 2 to 40 letters, digits, dots, hyphens, underscores or @, without spaces"}
	ErrPasswordShort  = &voting.Error{Kind: voting.Invalid, Code: "password_short", Field: "password", Message: "a password has at least 12 characters"}
	ErrPasswordLong   = &voting.Error{Kind: voting.Invalid, Code: "password_long", Field: "password", Message: "a password has at most 200 characters"}
	ErrPasswordCommon = &voting.Error{Kind: voting.Invalid, Code: "password_common", Field: "password", Message: "this password is easy to guess: take several words that do not belong together"}
	ErrPasswordWrong  = &voting.Error{Kind: voting.Forbidden, Code: "password_wrong", Field: "current", Message: "this is not the present password"}
	ErrLinkGone       = &voting.Error{Kind: voting.NotFound, Code: "link_gone", Message: "this link was used already or has expired: ask for a new one"}
	ErrUserNotFound   = &voting.Error{Kind: voting.NotFound, Code: "user_not_found", Message: "there is no such account"}
	ErrLastOperator   = &voting.Error{Kind: voting.Conflict, Code: "last_operator", Message: "this is the last account that can manage accounts: make another first"}
)

// Errors lists every refusal of this package, for docs/errors.md and the
// translations.
func Errors() []*voting.Error {
	return []*voting.Error{
		ErrLoginWrong, ErrLoginsLimited, ErrLoginTaken, ErrBadLogin, ErrPasswordShort, ErrPasswordLong,
		ErrPasswordCommon, ErrPasswordWrong, ErrLinkGone, ErrUserNotFound, ErrLastOperator,
	}
}
