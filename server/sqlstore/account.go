package sqlstore

import (
	"fmt"

	"plaudit/server/auth"
	"plaudit/voting"
)

// Accounts returns the database as the store of staff accounts.
func (db *DB) Accounts() auth.Store {
	return store[auth.Tx]{db, func(t *tx) auth.Tx { return t }, "accounts"}
}

// InsertUser implements auth.Tx.
func (t *tx) InsertUser(u auth.User) error {
	_, err := t.exec("INSERT INTO account (id, login, password, disabled, created_at) VALUES ($1, $2, $3, $4, $5)",
		u.ID, u.Login, u.Password, u.Disabled, micros(u.CreatedAt))
	if t.db.dialect.isUnique(err) {
		return auth.ErrLoginTaken
	}
	if err != nil {
		return fmt.Errorf("insert account %s: %w", u.Login, err)
	}
	return t.insertGrants(u)
}

// UpdateUser implements auth.Tx.
func (t *tx) UpdateUser(u auth.User) error {
	changed, err := t.exec("UPDATE account SET login = $1, password = $2, disabled = $3 WHERE id = $4",
		u.Login, u.Password, u.Disabled, u.ID)
	if t.db.dialect.isUnique(err) {
		return auth.ErrLoginTaken
	}
	if err = changedOne(changed, err, auth.ErrUserNotFound); err != nil {
		return err
	}
	if _, err := t.exec("DELETE FROM role_grant WHERE account = $1", u.ID); err != nil {
		return err
	}
	return t.insertGrants(u)
}

func (t *tx) insertGrants(u auth.User) error {
	for _, g := range u.Grants {
		_, err := t.exec("INSERT INTO role_grant (account, role, contest) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
			u.ID, g.Role, g.Contest)
		if err != nil {
			return err
		}
	}
	return nil
}

const userColumns = "a.id, a.login, a.password, a.disabled, a.created_at"

func userInto(u *auth.User, created *int64) []any {
	return []any{&u.ID, &u.Login, &u.Password, &u.Disabled, created}
}

// User implements auth.Tx.
func (t *tx) User(id voting.StaffID) (auth.User, error) { return t.user("a.id", id) }

// UserByLogin implements auth.Tx.
func (t *tx) UserByLogin(login string) (auth.User, error) { return t.user("a.login", login) }

func (t *tx) user(by string, value any) (u auth.User, err error) {
	var created int64
	err = t.one(auth.ErrUserNotFound, "SELECT "+userColumns+" FROM account a WHERE "+by+" = $1", []any{value}, userInto(&u, &created)...)
	if err != nil {
		return u, err
	}
	return t.withGrants(u, created)
}

func (t *tx) withGrants(u auth.User, created int64) (auth.User, error) {
	u.CreatedAt = moment(created)
	err := t.each(func(r row) error {
		var g voting.Grant
		err := r.Scan(&g.Role, &g.Contest)
		u.Grants = append(u.Grants, g)
		return err
	}, "SELECT role, contest FROM role_grant WHERE account = $1 ORDER BY contest, role", u.ID)
	return u, err
}

// Users implements auth.Tx.
func (t *tx) Users() (users []auth.User, err error) {
	var created []int64
	err = t.each(func(r row) error {
		var (
			u  auth.User
			at int64
		)
		err := r.Scan(userInto(&u, &at)...)
		users, created = append(users, u), append(created, at)
		return err
	}, "SELECT "+userColumns+" FROM account a ORDER BY a.login")
	for i := range users {
		if err == nil {
			users[i], err = t.withGrants(users[i], created[i])
		}
	}
	return users, err
}

// ServerKey implements auth.Tx.
func (t *tx) ServerKey(name string) (wrapped []byte, err error) {
	err = t.one(auth.ErrNoRow, "SELECT wrapped FROM server_key WHERE name = $1", []any{name}, &wrapped)
	return wrapped, err
}

// InsertServerKey implements auth.Tx.
func (t *tx) InsertServerKey(name string, wrapped []byte) error {
	_, err := t.exec("INSERT INTO server_key (name, wrapped) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING", name, wrapped)
	return err
}
