package main

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"plaudit/server/sqlstore/storetest"
	"plaudit/voting"
)

// sharing is the options of servers on one PostgreSQL, with folders of their own.
func sharing(t *testing.T) func() Options {
	t.Helper()
	first := testOptions(t)
	if first.Config.DatabaseURL == "" {
		t.Skip("only PostgreSQL is shared")
	}
	return func() Options {
		o := first
		o.Config.Data = t.TempDir()
		return o
	}
}

// Two servers on one database print the first account's link once, and what one
// opens the other knows.
func TestServersShareADatabase(t *testing.T) {
	options := sharing(t)
	one, _ := start(t, options())
	other, stop := start(t, options())
	said := func(s *Server) string {
		var out bytes.Buffer
		if err := (&env{ctx: t.Context(), stdout: &out}).welcome(s); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	if first, second := said(one), said(other); !strings.Contains(first, "/staff/welcome/") || strings.Contains(second, "/staff/welcome/") ||
		!strings.Contains(second, "plaudit user add") {
		t.Errorf("the first said %s, the second %s", first, second)
	}
	grants := []voting.Grant{{Role: voting.Operator}}
	if _, err := one.accounts.Add(t.Context(), shell(), "clerk", "four pears on a boat", grants); err != nil {
		t.Fatal(err)
	}
	token, _, err := one.accounts.Login(t.Context(), "clerk", "four pears on a boat", "", "")
	if err != nil {
		t.Fatal(err)
	}
	if user, _, err := other.accounts.Who(t.Context(), token); err != nil || user.Login != "clerk" {
		t.Errorf("%v, %v", user.Login, err)
	}
	stop()
	if _, _, err := one.accounts.Who(t.Context(), token); err != nil {
		t.Error(err)
	}

	demo := demoCmd{Empty: true}
	if err := demo.prepare(&env{ctx: t.Context()}, one, nil); !errors.As(err, new(usageError)) || !strings.Contains(err.Error(), "clerk") {
		t.Errorf("the demo moves in with others: %v", err)
	}
	stranger := options()
	stranger.Config.Secret = bytes.Repeat([]byte{8}, secretBytes)
	if _, err := New(t.Context(), stranger); !errors.Is(err, voting.ErrBadSecret) {
		t.Errorf("a server with another secret: %v", err)
	}
}

// An operator reads at start what is wrong with the database's address.
func TestDatabaseThatIsNotThere(t *testing.T) {
	o := sharing(t)()
	o.Config.DatabaseURL = strings.Replace(storetest.URL(t), "plaudit_test_", "no_such_", 1)
	if _, err := New(t.Context(), o); err == nil || !strings.Contains(err.Error(), "CREATE DATABASE") {
		t.Errorf("got %v", err)
	}
}
