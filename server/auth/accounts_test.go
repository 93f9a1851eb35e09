package auth_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"plaudit/server/auth"
	"plaudit/server/sqlstore"
	"plaudit/server/sqlstore/storetest"
	"plaudit/voting"
)

const (
	goodPassword  = "four pears on a boat"
	otherPassword = "nine moons in a bucket"
)

func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }

// office is accounts on a real store, with a clock that the test moves.
type office struct {
	t *testing.T
	*auth.Accounts
	store auth.Store
	rules voting.Store
	now   time.Time
	open  func() *sqlstore.DB // what another server has
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{t: t, now: time.Date(2026, 5, 1, 8, 0, 0, 0, time.UTC)}
	options := sqlstore.Options{
		Path: filepath.Join(t.TempDir(), "plaudit.db"), URL: storetest.URL(t), Now: func() time.Time { return o.now }, Unsafe: true,
	}
	o.open = func() *sqlstore.DB {
		db, err := sqlstore.Open(t.Context(), options)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		})
		return db
	}
	db := o.open()
	if options.URL == "" {
		o.open = func() *sqlstore.DB { return db } // one process has it
	}
	o.store, o.rules = db.Accounts(), db.Voting()
	o.Accounts = auth.NewAccounts(o.store, rand.Reader)
	return o
}

func system() voting.Actor { return voting.Actor{System: true} }

// add makes an account with goodPassword.
func (o *office) add(login string, grants ...voting.Grant) {
	o.t.Helper()
	if _, err := o.Add(o.t.Context(), system(), login, goodPassword, grants); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) login(login, password string) (token string, actor voting.Actor) {
	o.t.Helper()
	token, user, err := o.Login(o.t.Context(), login, password, "", "Test/1")
	if err != nil {
		o.t.Fatal(err)
	}
	return token, voting.Actor{Staff: user.ID, Login: user.Login, Grants: user.Grants}
}

// in reports whether the session of the token lives.
func (o *office) in(token string) bool {
	o.t.Helper()
	_, _, err := o.Who(o.t.Context(), token)
	if err != nil && !errors.Is(err, voting.ErrLogin) {
		o.t.Fatal(err)
	}
	return err == nil
}

func operator() voting.Grant { return voting.Grant{Role: voting.Operator} }

func TestLogin(t *testing.T) {
	o := newOffice(t)
	o.add("clerk", operator())
	o.add("gone", operator())
	if err := o.Disable(t.Context(), system(), "gone", true); err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		name, login, password string
		want                  error
	}{
		{"right", "clerk", goodPassword, nil},
		{"in capitals and with spaces", " CLERK ", goodPassword, nil},
		{"wrong password", "clerk", otherPassword, auth.ErrLoginWrong},
		{"no password", "clerk", "", auth.ErrLoginWrong},
		{"unknown", "nobody", goodPassword, auth.ErrLoginWrong},
		{"no login", "", goodPassword, auth.ErrLoginWrong},
		{"disabled", "gone", goodPassword, auth.ErrLoginWrong},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			token, user, err := o.Login(t.Context(), c.login, c.password, "", "Test/1")
			if !errors.Is(err, c.want) {
				t.Fatalf("got %v, want %v", err, c.want)
			}
			if (token != "") != (c.want == nil) || (user.Login == "clerk") != (c.want == nil) {
				t.Errorf("token %q, user %+v", token, user)
			}
		})
	}
}

func TestSessionEnds(t *testing.T) {
	o := newOffice(t)
	o.add("clerk", operator())
	token, _ := o.login("clerk", goodPassword)
	o.now = o.now.Add(29 * time.Minute)
	if !o.in(token) {
		t.Fatal("ended after 29 minutes")
	}
	o.now = o.now.Add(29 * time.Minute)
	if !o.in(token) {
		t.Fatal("being used did not count")
	}
	o.now = o.now.Add(30 * time.Minute)
	if o.in(token) {
		t.Error("lives after half an hour without use")
	}

	token, _ = o.login("clerk", goodPassword)
	began := o.now
	for o.now.Sub(began) < 12*time.Hour-20*time.Minute {
		o.now = o.now.Add(20 * time.Minute)
		if !o.in(token) {
			t.Fatalf("ended after %v of use", o.now.Sub(began))
		}
	}
	o.now = began.Add(12 * time.Hour)
	if o.in(token) {
		t.Error("lives after 12 hours")
	}
}

func TestLoginReplacesTheSessionBefore(t *testing.T) {
	o := newOffice(t)
	o.add("clerk", operator())
	first, _ := o.login("clerk", goodPassword)
	second, _, err := o.Login(t.Context(), "clerk", goodPassword, first, "Test/1")
	if err != nil {
		t.Fatal(err)
	}
	if o.in(first) || !o.in(second) || first == second {
		t.Error("the token before the login is still good")
	}
	if err := o.Logout(t.Context(), second); err != nil || o.in(second) {
		t.Errorf("lives after logging out: %v", err)
	}
}

func TestSessionsAreListedAndRevoked(t *testing.T) {
	o := newOffice(t)
	o.add("clerk", operator())
	o.add("other")
	here, clerk := o.login("clerk", goodPassword)
	o.now = o.now.Add(time.Minute)
	there, _ := o.login("clerk", goodPassword)
	others, other := o.login("other", goodPassword)
	list, err := o.Sessions(t.Context(), clerk)
	if err != nil || len(list) != 2 {
		t.Fatalf("%d sessions, %v", len(list), err)
	}
	if list[0].Agent != "Test/1" || !list[0].SeenAt.After(list[1].SeenAt) {
		t.Errorf("sessions %+v", list)
	}
	if strings.Contains(list[0].Hash, there) {
		t.Error("the token itself is stored")
	}
	if err := o.Revoke(t.Context(), other, list[0].Hash); err != nil || !o.in(there) {
		t.Errorf("somebody else revoked it: %v", err)
	}
	if err := o.Revoke(t.Context(), clerk, list[0].Hash); err != nil || o.in(there) || !o.in(here) || !o.in(others) {
		t.Errorf("revoked the wrong ones: %v", err)
	}
}

func TestPasswords(t *testing.T) {
	o := newOffice(t)
	o.add("clerk", operator())
	here, clerk := o.login("clerk", goodPassword)
	there, _ := o.login("clerk", goodPassword)
	if err := o.ChangePassword(t.Context(), clerk, "wrong", otherPassword, here); !errors.Is(err, auth.ErrPasswordWrong) {
		t.Errorf("with a wrong one: %v", err)
	}
	if err := o.ChangePassword(t.Context(), clerk, goodPassword, "clerkclerk123", here); !errors.Is(err, auth.ErrPasswordCommon) {
		t.Errorf("to a bad one: %v", err)
	}
	if err := o.ChangePassword(t.Context(), clerk, goodPassword, otherPassword, here); err != nil {
		t.Fatal(err)
	}
	if !o.in(here) || o.in(there) {
		t.Error("the other sessions stay, or this one does not")
	}
	if err := o.SetPassword(t.Context(), system(), "clerk", goodPassword); err != nil || o.in(here) {
		t.Errorf("sessions outlive a password set by another: %v", err)
	}
	o.login("clerk", goodPassword)
}

func TestOnlyOperatorsManageAccounts(t *testing.T) {
	o := newOffice(t)
	o.add("boss", operator())
	o.add("organiser", voting.Grant{Role: voting.Organiser})
	_, boss := o.login("boss", goodPassword)
	_, organiser := o.login("organiser", goodPassword)
	for name, act := range map[string]func(voting.Actor) error{
		"add": func(a voting.Actor) error {
			_, err := o.Add(t.Context(), a, "new-"+a.Login, goodPassword, []voting.Grant{operator()})
			return err
		},
		"list":    func(a voting.Actor) error { _, err := o.Users(t.Context(), a); return err },
		"grants":  func(a voting.Actor) error { return o.SetGrants(t.Context(), a, "boss", []voting.Grant{operator()}) },
		"grant":   func(a voting.Actor) error { return o.Grant(t.Context(), a, "organiser", operator()) },
		"passwd":  func(a voting.Actor) error { return o.SetPassword(t.Context(), a, "organiser", otherPassword) },
		"disable": func(a voting.Actor) error { return o.Disable(t.Context(), a, "organiser", true) },
		"invite":  func(a voting.Actor) error { _, err := o.Invite(t.Context(), a, operator()); return err },
		"reset":   func(a voting.Actor) error { _, err := o.Reset(t.Context(), a, "organiser"); return err },
	} {
		t.Run(name, func(t *testing.T) {
			if err := act(voting.Actor{}); !errors.Is(err, voting.ErrLogin) {
				t.Errorf("nobody: %v", err)
			}
			if err := act(organiser); !errors.Is(err, voting.ErrForbidden) {
				t.Errorf("an organiser: %v", err)
			}
			if err := act(boss); err != nil {
				t.Errorf("an operator: %v", err)
			}
		})
	}
}

func TestGrantsMakeSense(t *testing.T) {
	o := newOffice(t)
	for _, g := range []voting.Grant{{}, {Role: "king"}, {Role: voting.Operator, Contest: "c"}} {
		if _, err := o.Invite(t.Context(), system(), g); !errors.Is(err, voting.ErrBadValue) {
			t.Errorf("%+v: %v", g, err)
		}
	}
}

func TestTheLastOperatorStays(t *testing.T) {
	o := newOffice(t)
	o.add("boss", operator())
	if err := o.Disable(t.Context(), system(), "boss", true); !errors.Is(err, auth.ErrLastOperator) {
		t.Errorf("disabled: %v", err)
	}
	if err := o.SetGrants(t.Context(), system(), "boss", nil); !errors.Is(err, auth.ErrLastOperator) {
		t.Errorf("stripped: %v", err)
	}
	o.add("second", operator())
	token, _ := o.login("boss", goodPassword)
	if err := o.Disable(t.Context(), system(), "boss", true); err != nil || o.in(token) {
		t.Errorf("with another there: %v", err)
	}
	if err := o.Disable(t.Context(), system(), "boss", false); err != nil {
		t.Fatal(err)
	}
	o.login("boss", goodPassword)
}

func TestEnsureNeverChangesAnAccount(t *testing.T) {
	o := newOffice(t)
	for _, password := range []string{goodPassword, otherPassword} {
		if err := o.Ensure(t.Context(), "clerk", password); err != nil {
			t.Fatal(err)
		}
	}
	o.login("clerk", goodPassword)
}

func TestActsOnAccountsAreLogged(t *testing.T) {
	o := newOffice(t)
	o.add("boss", operator())
	_, boss := o.login("boss", goodPassword)
	_, err1 := o.Add(t.Context(), boss, "li", goodPassword, []voting.Grant{{Role: voting.Judge}})
	_, err2 := o.Invite(t.Context(), boss, voting.Grant{Role: voting.Moderator})
	_, err3 := o.Reset(t.Context(), boss, "li")
	err4 := o.SetPassword(t.Context(), boss, "li", otherPassword)
	err5 := o.Grant(t.Context(), boss, "li", voting.Grant{Role: voting.Auditor})
	err6 := o.Disable(t.Context(), boss, "li", true)
	if err := errors.Join(err1, err2, err3, err4, err5, err6); err != nil {
		t.Fatal(err)
	}
	var got []string
	err := o.rules.View(t.Context(), func(tx voting.Tx) error {
		records, err := tx.Audit("", 100)
		for _, r := range slices.Backward(records) {
			got = append(got, strings.Join(strings.Fields(r.Login+" "+r.Act+" "+r.Subject+" "+r.After), " "))
			if strings.Contains(r.Before+r.After+r.Reason, "argon2id") {
				t.Errorf("a password's hash is in the log: %+v", r)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"add_account boss operator", "boss log_in", "boss add_account li judge", "boss invite moderator",
		"boss reset_link li", "boss set_password li", "boss grant li judge, auditor", "boss disable_account li",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

func TestServerKey(t *testing.T) {
	o := newOffice(t)
	ring, err := voting.NewKeyring(bytes.Repeat([]byte{1}, 32))
	if err != nil {
		t.Fatal(err)
	}
	key := func(name string) string {
		t.Helper()
		k, err := auth.ServerKey(t.Context(), o.store, ring, rand.Reader, name)
		if err != nil || len(k) != 32 {
			t.Fatalf("%d bytes, %v", len(k), err)
		}
		return string(k)
	}
	first := key("device")
	if key("device") != first || key("draft") == first {
		t.Error("keys change, or are shared")
	}
	other, err := voting.NewKeyring(bytes.Repeat([]byte{2}, 32))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := auth.ServerKey(t.Context(), o.store, other, rand.Reader, "device"); !errors.Is(err, voting.ErrBadSecret) {
		t.Errorf("under another secret: %v", err)
	}
}
