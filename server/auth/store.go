package auth

import (
	"context"
	"errors"
	"time"

	"plaudit/voting"
)

// ErrNoRow is what a Tx answers where a session, link or key is not there.
var ErrNoRow = errors.New("auth: no such row")

// Store keeps accounts durably. The rules of voting.Store hold: closures touch
// only their Tx and may be run again; Update is durable when it returns nil and
// changes nothing when it returns an error.
type Store interface {
	View(ctx context.Context, read func(Tx) error) error
	Update(ctx context.Context, change func(Tx) error) error
	// UpdateUnder is an Update that only others under the same name wait for.
	UpdateUnder(ctx context.Context, name string, change func(Tx) error) error
}

// Tx is one transaction. Hashes are 64 hex digits; times are whole
// microseconds in UTC. authtest.Run holds an implementation to the comments.
type Tx interface {
	Now() time.Time
	AppendAudit(voting.AuditRecord) error

	InsertUser(User) error // with its grants; ErrLoginTaken
	UpdateUser(User) error // everything but ID and CreatedAt; grants are replaced; ErrUserNotFound, ErrLoginTaken
	User(voting.StaffID) (User, error)
	UserByLogin(login string) (User, error) // ErrUserNotFound
	Users() ([]User, error)                 // by login

	InsertSession(Session) error
	SessionUser(hash string) (Session, User, error) // both at once, since every staff request asks; ErrNoRow
	SessionsOf(voting.StaffID) ([]Session, error)   // last seen first
	TouchSession(hash string, at time.Time) error   // sets SeenAt; no error where there is none
	DeleteSession(hash string) error                // no error where there is none
	DeleteSessionsOf(who voting.StaffID, but string) error
	DeleteSessionsSeenBefore(time.Time) error

	InsertLink(Link) error
	Link(hash string) (Link, error) // ErrNoRow
	// TakeLink removes the link and returns it, so that of two takers one gets
	// ErrNoRow.
	TakeLink(hash string) (Link, error)
	DeleteLinksOf(LinkPurpose, voting.StaffID) error
	DeleteLinksExpiredBefore(time.Time) error
	HasLink(purpose LinkPurpose, now time.Time) (bool, error) // one that has not expired

	// Allowance returns what was spent under a name, zero for nothing. SetAllowance
	// stores it, and forgets all that counts no more at now.
	Allowance(name string) (Allowance, error)
	SetAllowance(name string, a Allowance, now time.Time) error

	// ServerKey returns a key wrapped by voting.Keyring, ErrNoRow where there
	// is none. InsertServerKey stores one unless the name has one already.
	ServerKey(name string) ([]byte, error)
	InsertServerKey(name string, wrapped []byte) error
}

// Allowance is what was spent of a limit.
type Allowance struct {
	Full  time.Time // until when what was spent counts
	Held  int       // tries that are under way
	Until time.Time // until when those count: a process that died gives none back
}

// User is a staff account.
type User struct {
	ID        voting.StaffID
	Login     string // as normalLogin makes it, unique
	Password  string // argon2id in PHC form, "" while none is set
	Disabled  bool
	CreatedAt time.Time
	Grants    []voting.Grant
}

// actor is how the rules see the account.
func (u User) actor() voting.Actor {
	return voting.Actor{Staff: u.ID, Login: u.Login, Grants: u.Grants}
}

// Session is one staff member logged in on one machine.
type Session struct {
	Hash      string // of the token; also names the session in lists
	Staff     voting.StaffID
	CreatedAt time.Time
	SeenAt    time.Time // at most a minute behind
	Agent     string    // the browser as it calls itself, shortened
}

// LinkPurpose is what a one-time link is good for.
type LinkPurpose string

// The purposes.
const (
	LinkInvite LinkPurpose = "invite" // makes a new account with Grant
	LinkReset  LinkPurpose = "reset"  // sets the password of Staff
	LinkFirst  LinkPurpose = "first"  // makes the first account, an operator
)

// Link is a one-time link. Whoever holds its token may use it once.
type Link struct {
	Hash      string
	Purpose   LinkPurpose
	Staff     voting.StaffID // whose password; "" except for LinkReset
	Grant     voting.Grant   // what the new account gets; zero for LinkReset
	CreatedBy voting.StaffID
	ExpiresAt time.Time
}
