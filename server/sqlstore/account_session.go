package sqlstore

import (
	"database/sql"
	"errors"
	"time"

	"plaudit/server/auth"
	"plaudit/voting"
)

// InsertSession implements auth.Tx.
func (t *tx) InsertSession(s auth.Session) error {
	_, err := t.exec("INSERT INTO session (hash, account, created_at, seen_at, agent) VALUES ($1, $2, $3, $4, $5)",
		s.Hash, s.Staff, micros(s.CreatedAt), micros(s.SeenAt), s.Agent)
	return err
}

// SessionUser implements auth.Tx.
func (t *tx) SessionUser(hash string) (auth.Session, auth.User, error) {
	var (
		s                      = auth.Session{Hash: hash}
		u                      auth.User
		created, seen, founded int64
	)
	into := append([]any{&created, &seen, &s.Agent}, userInto(&u, &founded)...)
	err := t.one(auth.ErrNoRow, "SELECT s.created_at, s.seen_at, s.agent, "+userColumns+`
		FROM session s JOIN account a ON a.id = s.account WHERE s.hash = $1`, []any{hash}, into...)
	if err != nil {
		return auth.Session{}, u, err
	}
	s.Staff, s.CreatedAt, s.SeenAt = u.ID, moment(created), moment(seen)
	u, err = t.withGrants(u, founded)
	return s, u, err
}

// SessionsOf implements auth.Tx.
func (t *tx) SessionsOf(id voting.StaffID) (sessions []auth.Session, err error) {
	err = t.each(func(r row) error {
		s := auth.Session{Staff: id}
		var created, seen int64
		err := r.Scan(&s.Hash, &created, &seen, &s.Agent)
		s.CreatedAt, s.SeenAt = moment(created), moment(seen)
		sessions = append(sessions, s)
		return err
	}, "SELECT hash, created_at, seen_at, agent FROM session WHERE account = $1 ORDER BY seen_at DESC, hash", id)
	return sessions, err
}

// TouchSession implements auth.Tx.
func (t *tx) TouchSession(hash string, at time.Time) error {
	_, err := t.exec("UPDATE session SET seen_at = $1 WHERE hash = $2", micros(at), hash)
	return err
}

// DeleteSession implements auth.Tx.
func (t *tx) DeleteSession(hash string) error {
	_, err := t.exec("DELETE FROM session WHERE hash = $1", hash)
	return err
}

// DeleteSessionsOf implements auth.Tx.
func (t *tx) DeleteSessionsOf(who voting.StaffID, but string) error {
	_, err := t.exec("DELETE FROM session WHERE account = $1 AND hash <> $2", who, but)
	return err
}

// DeleteSessionsSeenBefore implements auth.Tx.
func (t *tx) DeleteSessionsSeenBefore(at time.Time) error {
	_, err := t.exec("DELETE FROM session WHERE seen_at < $1", micros(at))
	return err
}

// InsertLink implements auth.Tx.
func (t *tx) InsertLink(l auth.Link) error {
	_, err := t.exec("INSERT INTO link (hash, purpose, account, role, contest, created_by, expires) VALUES ($1, $2, $3, $4, $5, $6, $7)",
		l.Hash, l.Purpose, l.Staff, l.Grant.Role, l.Grant.Contest, l.CreatedBy, micros(l.ExpiresAt))
	return err
}

const linkColumns = "hash, purpose, account, role, contest, created_by, expires"

// Link implements auth.Tx.
func (t *tx) Link(hash string) (auth.Link, error) {
	return t.link("SELECT "+linkColumns+" FROM link WHERE hash = $1", hash)
}

// TakeLink implements auth.Tx.
func (t *tx) TakeLink(hash string) (auth.Link, error) {
	return t.link("DELETE FROM link WHERE hash = $1 RETURNING "+linkColumns, hash)
}

func (t *tx) link(text, hash string) (l auth.Link, err error) {
	var expires int64
	err = t.one(auth.ErrNoRow, text, []any{hash},
		&l.Hash, &l.Purpose, &l.Staff, &l.Grant.Role, &l.Grant.Contest, &l.CreatedBy, &expires)
	l.ExpiresAt = moment(expires)
	return l, err
}

// DeleteLinksOf implements auth.Tx.
func (t *tx) DeleteLinksOf(purpose auth.LinkPurpose, id voting.StaffID) error {
	_, err := t.exec("DELETE FROM link WHERE purpose = $1 AND account = $2", purpose, id)
	return err
}

// HasLink implements auth.Tx.
func (t *tx) HasLink(purpose auth.LinkPurpose, now time.Time) (there bool, err error) {
	err = t.one(nil, "SELECT EXISTS (SELECT 1 FROM link WHERE purpose = $1 AND expires > $2)", []any{purpose, micros(now)}, &there)
	return there, err
}

// Allowance implements auth.Tx.
func (t *tx) Allowance(name string) (a auth.Allowance, err error) {
	var full, until int64
	err = t.one(nil, "SELECT full_at, held, held_until FROM allowance WHERE name = $1", []any{name}, &full, &a.Held, &until)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	a.Full, a.Until = moment(full), moment(until)
	return a, err
}

// SetAllowance implements auth.Tx. Rows that others are at are swept by them.
func (t *tx) SetAllowance(name string, a auth.Allowance, now time.Time) error {
	err := t.later(`INSERT INTO allowance (name, full_at, held, held_until) VALUES ($1, $2, $3, $4) ON CONFLICT (name) DO UPDATE SET
		full_at = excluded.full_at, held = excluded.held, held_until = excluded.held_until`, name, micros(a.Full), a.Held, micros(a.Until))
	if err != nil {
		return err
	}
	return t.later(`DELETE FROM allowance WHERE name IN
		(SELECT a.name FROM allowance a WHERE a.full_at <= $1 AND a.held_until <= $1`+t.db.dialect.pass("a")+")", micros(now))
}

// DeleteLinksExpiredBefore implements auth.Tx.
func (t *tx) DeleteLinksExpiredBefore(at time.Time) error {
	_, err := t.exec("DELETE FROM link WHERE expires < $1", micros(at))
	return err
}
