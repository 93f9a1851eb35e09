package voting

import (
	crand "crypto/rand"
	"errors"
	"strings"
	"testing"
)

func TestVoteCodesReadWhatPeopleType(t *testing.T) {
	code, err := newVoteCode(crand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	wide := strings.Map(func(r rune) rune { return r + 0xfee0 }, code)
	for _, typed := range []string{
		code, strings.ToLower(code), SpokenCode(code), " " + code[:3] + "-" + code[3:] + "\n", wide, wide[:15] + "　" + wide[15:],
		strings.NewReplacer("0", "o", "1", "l", "V", "u").Replace(code),
	} {
		if got, err := parseVoteCode(typed); got != code || err != nil {
			t.Errorf("%q is read as %q, %v, want %q", typed, got, err, code)
		}
	}
	for _, typed := range []string{code[:9], code + "0", "投票码", "🙂🙂🙂", code[:9] + "é"} {
		if _, err := parseVoteCode(typed); !errors.Is(err, ErrCodeTyped) {
			t.Errorf("%q: %v, want %v", typed, err, ErrCodeTyped)
		}
	}
	if _, err := parseVoteCode(" - "); !errors.Is(err, ErrRequired) {
		t.Errorf("nothing: %v, want %v", err, ErrRequired)
	}
}

// TestTyposOfVoteCodesAreNoticed tries every wrong letter and every pair of
// letters that changed places.
func TestTyposOfVoteCodesAreNoticed(t *testing.T) {
	for range 50 {
		code, err := newVoteCode(crand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		typed := []byte(code)
		check := func() {
			if string(typed) == code {
				return
			}
			if _, err := parseVoteCode(string(typed)); !errors.Is(err, ErrCodeTyped) {
				t.Fatalf("%s typed for %s: %v", typed, code, err)
			}
		}
		for i := range typed {
			for _, letter := range []byte(codeLetters) {
				typed[i] = letter
				check()
			}
			typed[i] = code[i]
			for j := range i {
				typed[i], typed[j] = code[j], code[i]
				check()
				typed[i], typed[j] = code[i], code[j]
			}
		}
	}
}
