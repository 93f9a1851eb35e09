package auth

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"strings"
	"testing"
)

func TestDevices(t *testing.T) {
	d := NewDevices(bytes.Repeat([]byte{1}, 32), rand.Reader)
	device, token, err := d.New()
	if err != nil {
		t.Fatal(err)
	}
	if got, ok := d.Parse(token); !ok || got != device || len(device) != 32 {
		t.Errorf("Parse = %q, %v, want %q", got, ok, device)
	}
	if got := d.Token(device); got != token {
		t.Errorf("Token = %q, want %q", got, token)
	}
	other, _, _ := NewDevices(bytes.Repeat([]byte{2}, 32), rand.Reader).New()
	for name, bad := range map[string]string{
		"empty": "", "prefix": devicePrefix, "no prefix": strings.TrimPrefix(token, devicePrefix),
		"changed": flip(token, 5), "changed mark": flip(token, len(token)-2), "longer": token + "AAAA", "broken over two lines": token[:7] + "\r\n" + token[7:],
		"another key": NewDevices(bytes.Repeat([]byte{2}, 32), rand.Reader).Token(other),
	} {
		if got, ok := d.Parse(bad); ok {
			t.Errorf("%s: accepted as %q", name, got)
		}
	}
}

func flip(s string, at int) string {
	b := []byte(s)
	if b[at] == 'A' {
		b[at] = 'B'
	} else {
		b[at] = 'A'
	}
	return string(b)
}

// Whatever parses is what Token makes: one device has one token.
func FuzzParse(f *testing.F) {
	d := NewDevices(bytes.Repeat([]byte{1}, 32), rand.Reader)
	_, token, _ := d.New()
	f.Add(token)
	f.Add(token[:9] + "\r" + token[9:]) // base64 reads over line breaks
	f.Add(devicePrefix + base64.RawURLEncoding.EncodeToString(make([]byte, 48)))
	f.Fuzz(func(t *testing.T, text string) {
		if device, ok := d.Parse(text); ok && d.Token(device) != text {
			t.Errorf("%q parses as %q, whose token is %q", text, device, d.Token(device))
		}
	})
}
