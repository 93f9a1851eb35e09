package auth

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"testing"
)

func TestCheckPassword(t *testing.T) {
	cases := []struct {
		name, login, password string
		want                  error
	}{
		{"words", "clerk", "four pears on a boat", nil},
		{"chinese", "clerk", "春眠不觉晓处处闻啼鸟夜来", nil},
		{"random", "clerk", "xK9#mQ2$vL5p", nil},
		{"eleven", "clerk", "xK9#mQ2$vL5", ErrPasswordShort},
		{"eleven characters of many bytes", "clerk", "春眠不觉晓处处闻啼鸟夜", ErrPasswordShort},
		{"very long", "clerk", strings.Repeat("horse pear ", 20), ErrPasswordLong},
		{"common", "clerk", "passwordpassword", ErrPasswordCommon},
		{"common in capitals", "clerk", "CorrectHorseBatteryStaple", ErrPasswordCommon},
		{"common with digits", "clerk", "administrator2026", ErrPasswordCommon},
		{"common with signs", "clerk", "p@$$w0rd1234", ErrPasswordCommon},
		{"pinyin", "clerk", "woaini1314520", ErrPasswordCommon},
		{"digits", "clerk", "123456789012", ErrPasswordCommon},
		{"backwards", "clerk", "987654321098", ErrPasswordCommon},
		{"keyboard", "clerk", "qwertyuiopasdf", ErrPasswordCommon},
		{"one letter", "clerk", "aaaaaaaaaaaaaa", ErrPasswordCommon},
		{"a piece again and again", "clerk", "pear!pear!pear!", ErrPasswordCommon},
		{"few letters", "clerk", "abbaabcaabbaca", ErrPasswordCommon},
		{"the login", "jinxiang.office", "jinxiang.office1", ErrPasswordCommon},
		{"the login and more", "clerk", "clerk pear boat moon", nil},
		{"no login", "", "four pears on a boat", nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if err := CheckPassword(c.login, c.password); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}

func TestCommonListHasOnlyLowerCase(t *testing.T) {
	for _, word := range strings.Fields(commonPasswords) {
		if word != strings.ToLower(word) {
			t.Errorf("%q can never match", word)
		}
	}
}

func TestHash(t *testing.T) {
	h, ctx := newHasher(), t.Context()
	one, err := h.hash(ctx, rand.Reader, "four pears on a boat")
	if err != nil {
		t.Fatal(err)
	}
	two, err := h.hash(ctx, rand.Reader, "four pears on a boat")
	if err != nil {
		t.Fatal(err)
	}
	if one == two {
		t.Error("two hashes of one password are the same: no salt")
	}
	if !strings.HasPrefix(one, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("parameters: %s", one)
	}
	cases := []struct {
		name, password, hash string
		want                 bool
	}{
		{"right", "four pears on a boat", one, true},
		{"wrong", "four pears on a goat", one, false},
		{"none stored", "four pears on a boat", "", false},
		{"none stored, none given", "", "", false},
		{"other parameters", "four pears on a boat", strings.Replace(one, "t=2", "t=1", 1), false},
		{"cut", "four pears on a boat", one[:len(one)-8], false},
	}
	for _, c := range cases {
		if got, err := h.verify(ctx, c.password, c.hash); err != nil || got != c.want {
			t.Errorf("%s: %v, %v", c.name, got, err)
		}
	}
}

func TestHashGivesUpWithItsRequest(t *testing.T) {
	h := newHasher()
	h.slots <- struct{}{}
	h.slots <- struct{}{}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := h.verify(ctx, "x", ""); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestNormalLogin(t *testing.T) {
	for in, want := range map[string]string{
		" Clerk ": "clerk", "ＣＬＥＲＫ": "clerk", "王芳": "王芳", "a.b-c_d@e": "a.b-c_d@e",
		"a": "", "": "", "two words": "", "a\x00b": "", "<b>": "", strings.Repeat("a", 41): "",
	} {
		if got := normalLogin(in); got != want {
			t.Errorf("normalLogin(%q) = %q, want %q", in, got, want)
		}
	}
}
