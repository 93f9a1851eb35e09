// Package authtest holds an implementation of auth.Store to its contract. A
// store's own test calls Run with a function that opens an empty one.
package authtest

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"plaudit/server/auth"
	"plaudit/voting"
)

// Run runs the suite; open returns an empty store that lives as long as t.
func Run(t *testing.T, open func(t *testing.T) auth.Store) {
	for name, test := range map[string]func(*testing.T, suite){
		"users": users, "grants": grants, "sessions": sessions, "ended sessions": endedSessions,
		"links": links, "allowances": allowances, "server keys": serverKeys, "rollback": rollback,
	} {
		t.Run(name, func(t *testing.T) { test(t, suite{t, open(t)}) })
	}
}

// suite is an empty store with helpers that end the test on an error.
type suite struct {
	t     *testing.T
	store auth.Store
}

func (s suite) update(change func(auth.Tx) error) {
	s.t.Helper()
	if err := s.store.Update(s.t.Context(), change); err != nil {
		s.t.Fatal(err)
	}
}

func (s suite) refused(want error, change func(auth.Tx) error) {
	s.t.Helper()
	if err := s.store.Update(s.t.Context(), change); !errors.Is(err, want) {
		s.t.Errorf("got %v, want %v", err, want)
	}
}

func (s suite) view(read func(auth.Tx) error) {
	s.t.Helper()
	if err := s.store.View(s.t.Context(), read); err != nil {
		s.t.Fatal(err)
	}
}

func equal[T any](t *testing.T, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

func day() time.Time { return time.Date(2026, 5, 1, 8, 0, 0, 123456000, time.UTC) }

func hash(c byte) string { return strings.Repeat(string(c), 64) }

func wang() auth.User {
	return auth.User{
		ID: "u1", Login: "wang", Password: "$argon2id$x", CreatedAt: day(),
		Grants: []voting.Grant{{Role: voting.Operator}},
	}
}

func li() auth.User {
	return auth.User{ID: "u2", Login: "li", CreatedAt: day().Add(time.Microsecond)}
}

func users(t *testing.T, s suite) {
	s.update(func(tx auth.Tx) error { return errors.Join(tx.InsertUser(wang()), tx.InsertUser(li())) })
	s.refused(auth.ErrLoginTaken, func(tx auth.Tx) error {
		other := li()
		other.ID = "u3"
		return tx.InsertUser(other)
	})
	s.refused(auth.ErrLoginTaken, func(tx auth.Tx) error {
		u := li()
		u.Login = "wang"
		return tx.UpdateUser(u)
	})
	s.refused(auth.ErrUserNotFound, func(tx auth.Tx) error { return tx.UpdateUser(auth.User{ID: "nobody", Login: "x"}) })
	s.refused(auth.ErrUserNotFound, func(tx auth.Tx) error { _, err := tx.User("nobody"); return err })
	s.refused(auth.ErrUserNotFound, func(tx auth.Tx) error { _, err := tx.UserByLogin("nobody"); return err })

	changed := li()
	changed.Login, changed.Password, changed.Disabled = "li.na", "$argon2id$y", true
	s.update(func(tx auth.Tx) error { return tx.UpdateUser(changed) })
	s.view(func(tx auth.Tx) error {
		byID, err1 := tx.User("u2")
		byLogin, err2 := tx.UserByLogin("wang")
		all, err3 := tx.Users()
		equal(t, byID, changed)
		equal(t, byLogin, wang())
		equal(t, all, []auth.User{changed, wang()})
		return errors.Join(err1, err2, err3)
	})
}

func grants(t *testing.T, s suite) {
	u := li()
	u.Grants = []voting.Grant{{Role: voting.Organiser}, {Role: voting.Judge}, {Role: voting.Moderator}}
	s.update(func(tx auth.Tx) error { return tx.InsertUser(u) })
	read := func() (got auth.User) {
		s.view(func(tx auth.Tx) (err error) {
			got, err = tx.User(u.ID)
			return err
		})
		return got
	}
	byRole := cmpopts.SortSlices(func(a, b voting.Grant) bool { return a.Role < b.Role })
	if diff := cmp.Diff(u, read(), byRole); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	u.Grants = []voting.Grant{{Role: voting.Auditor}}
	s.update(func(tx auth.Tx) error { return tx.UpdateUser(u) })
	equal(t, read(), u)
	u.Grants = nil
	s.update(func(tx auth.Tx) error { return tx.UpdateUser(u) })
	equal(t, read(), u)
}

func sessions(t *testing.T, s suite) {
	first := auth.Session{Hash: hash('a'), Staff: "u1", CreatedAt: day(), SeenAt: day(), Agent: "Browser 1"}
	second := auth.Session{Hash: hash('b'), Staff: "u1", CreatedAt: day(), SeenAt: day().Add(time.Minute)}
	s.update(func(tx auth.Tx) error {
		return errors.Join(tx.InsertUser(wang()), tx.InsertSession(first), tx.InsertSession(second))
	})
	s.refused(auth.ErrNoRow, func(tx auth.Tx) error { _, _, err := tx.SessionUser(hash('c')); return err })
	s.view(func(tx auth.Tx) error {
		session, user, err1 := tx.SessionUser(hash('a'))
		all, err2 := tx.SessionsOf("u1")
		equal(t, session, first)
		equal(t, user, wang())
		equal(t, all, []auth.Session{second, first})
		return errors.Join(err1, err2)
	})
	first.SeenAt = day().Add(time.Hour)
	s.update(func(tx auth.Tx) error {
		return errors.Join(tx.TouchSession(hash('a'), first.SeenAt), tx.TouchSession(hash('c'), first.SeenAt))
	})
	s.view(func(tx auth.Tx) error {
		all, err := tx.SessionsOf("u1")
		equal(t, all, []auth.Session{first, second})
		return err
	})
}

func endedSessions(t *testing.T, s suite) {
	s.update(func(tx auth.Tx) error {
		errs := []error{tx.InsertUser(wang()), tx.InsertUser(li())}
		for i, who := range []voting.StaffID{"u1", "u1", "u1", "u2", "u2"} {
			errs = append(errs, tx.InsertSession(auth.Session{
				Hash: hash(byte('a' + i)), Staff: who, CreatedAt: day(), SeenAt: day().Add(time.Duration(i) * time.Minute),
			}))
		}
		return errors.Join(errs...)
	})
	left := func(want ...string) {
		t.Helper()
		var got []string
		s.view(func(tx auth.Tx) error {
			for _, who := range []voting.StaffID{"u1", "u2"} {
				of, err := tx.SessionsOf(who)
				if err != nil {
					return err
				}
				for _, one := range of {
					got = append(got, one.Hash[:1])
				}
			}
			return nil
		})
		equal(t, got, want)
	}
	left("c", "b", "a", "e", "d")
	s.update(func(tx auth.Tx) error { return tx.DeleteSessionsSeenBefore(day().Add(time.Minute)) })
	left("c", "b", "e", "d")
	s.update(func(tx auth.Tx) error { return tx.DeleteSessionsOf("u1", hash('b')) })
	left("b", "e", "d")
	s.update(func(tx auth.Tx) error { return errors.Join(tx.DeleteSession(hash('d')), tx.DeleteSession(hash('x'))) })
	left("b", "e")
	s.update(func(tx auth.Tx) error { return tx.DeleteSessionsOf("u2", "") })
	left("b")
}

func links(t *testing.T, s suite) {
	invite := auth.Link{
		Hash: hash('a'), Purpose: auth.LinkInvite, Grant: voting.Grant{Role: voting.Judge}, CreatedBy: "u1", ExpiresAt: day(),
	}
	reset := auth.Link{Hash: hash('b'), Purpose: auth.LinkReset, Staff: "u1", ExpiresAt: day().Add(time.Hour)}
	first := auth.Link{Hash: hash('c'), Purpose: auth.LinkFirst, Grant: voting.Grant{Role: voting.Operator}, ExpiresAt: day()}
	s.update(func(tx auth.Tx) error {
		return errors.Join(tx.InsertUser(wang()), tx.InsertLink(invite), tx.InsertLink(reset), tx.InsertLink(first))
	})
	s.update(func(tx auth.Tx) error {
		for _, want := range []auth.Link{invite, reset, first} {
			got, err := tx.Link(want.Hash)
			if err != nil {
				return err
			}
			equal(t, got, want)
		}
		taken, err := tx.TakeLink(invite.Hash)
		equal(t, taken, invite)
		return err
	})
	gone := func(hash string) {
		t.Helper()
		s.refused(auth.ErrNoRow, func(tx auth.Tx) error { _, err := tx.Link(hash); return err })
		s.refused(auth.ErrNoRow, func(tx auth.Tx) error { _, err := tx.TakeLink(hash); return err })
	}
	gone(invite.Hash)
	s.update(func(tx auth.Tx) error { return tx.DeleteLinksOf(auth.LinkReset, "") })
	s.update(func(tx auth.Tx) error { return tx.DeleteLinksExpiredBefore(day().Add(time.Minute)) })
	gone(first.Hash)
	s.update(func(tx auth.Tx) error { _, err := tx.Link(reset.Hash); return err })
	s.update(func(tx auth.Tx) error { return tx.DeleteLinksOf(auth.LinkReset, "u1") })
	gone(reset.Hash)
	s.update(func(tx auth.Tx) error { return tx.InsertLink(first) })
	s.view(func(tx auth.Tx) error {
		before, err1 := tx.HasLink(auth.LinkFirst, day().Add(-1000))
		after, err2 := tx.HasLink(auth.LinkFirst, day())
		other, err3 := tx.HasLink(auth.LinkReset, day().Add(-1000))
		equal(t, []bool{before, after, other}, []bool{true, false, false})
		return errors.Join(err1, err2, err3)
	})
}

func allowances(t *testing.T, s suite) {
	minute := func(n int) time.Time { return day().Add(time.Duration(n) * time.Minute) }
	set := func(name string, a auth.Allowance, now time.Time) {
		t.Helper()
		if err := s.store.UpdateUnder(t.Context(), name, func(tx auth.Tx) error { return tx.SetAllowance(name, a, now) }); err != nil {
			t.Fatal(err)
		}
	}
	has := func(name string, want auth.Allowance) {
		t.Helper()
		s.view(func(tx auth.Tx) error {
			got, err := tx.Allowance(name)
			equal(t, got, want)
			return err
		})
	}
	held := auth.Allowance{Full: minute(1), Held: 2, Until: minute(3)}
	set("a", auth.Allowance{Full: minute(1)}, day())
	set("b", held, day())
	set("c", auth.Allowance{Full: minute(60)}, day())
	set("c", auth.Allowance{Full: minute(120)}, minute(1)) // forgets a
	has("a", auth.Allowance{})
	has("b", held)
	has("c", auth.Allowance{Full: minute(120)})
	has("d", auth.Allowance{})
	set("c", auth.Allowance{}, minute(3)) // forgets b as well
	has("b", auth.Allowance{})
	has("c", auth.Allowance{})
}

func serverKeys(t *testing.T, s suite) {
	s.refused(auth.ErrNoRow, func(tx auth.Tx) error { _, err := tx.ServerKey("device"); return err })
	s.update(func(tx auth.Tx) error { return tx.InsertServerKey("device", []byte{1, 2, 0, 255}) })
	s.update(func(tx auth.Tx) error { return tx.InsertServerKey("device", []byte("another")) })
	s.view(func(tx auth.Tx) error {
		got, err := tx.ServerKey("device")
		equal(t, got, []byte{1, 2, 0, 255})
		return err
	})
}

// rollback checks that a refused change leaves nothing behind.
func rollback(_ *testing.T, s suite) {
	oops := fmt.Errorf("oops")
	s.refused(oops, func(tx auth.Tx) error {
		if err := tx.InsertUser(wang()); err != nil {
			return err
		}
		return oops
	})
	s.refused(auth.ErrUserNotFound, func(tx auth.Tx) error { _, err := tx.UserByLogin("wang"); return err })
}
