package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime/multipart"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"plaudit/media"
	"plaudit/server/problem"
	"plaudit/voting"
)

// FuzzJSON feeds any bytes to the bodies with the most fields. Whatever comes
// is taken or refused by a code that is in the catalogue; what is taken can be
// written again.
func FuzzJSON(f *testing.F) {
	for _, seed := range []string{
		`{"slug": "may", "title": "金乡之美", "rounds": [{"kind": "vote", "opens": "2026-05-11T00:00:00Z", "closes": "2026-05-21T00:00:00+08:00"}]}`,
		`{"policy": {"votes_per_ballot": "3"}}`, `{"awards": [{"quantity": 1e9}]}`, `{"rounds": [{"opens": 7}]}`,
		`{"categories": [{"media": [null, "photo", 3]}]}`, `{"unknown": {"slug": []}}`, `{"slug": "a"} x`, `[{}]`, `{"a`, "\xff{}", ``,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, into := range []any{&newContest{Settings: voting.DefaultSettings()}, &contestChange{}} {
			err := parse(body, into)
			if err == nil {
				if !json.Valid(body) {
					t.Errorf("took what is no JSON: %q", body)
				}
				continue
			}
			wantRefusal(t, err)
		}
	})
}

// FuzzForm feeds any bytes to the reader of forms with a file.
func FuzzForm(f *testing.F) {
	field := func(name, value string) string {
		return "--x\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n"
	}
	for _, seed := range []string{
		field("title", "晨光") + field("file", "\xff\xd8\xff") + field("consent", "1") + "--x--\r\n",
		field("file", "") + field("file", "") + "--x--", field("medium", "video") + "--x--", field("upload", "0123") + "--x--", field("", "") + "--x--",
		"--x\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Disposition: form-data; name=title\r\n\r\n=E6=99=\r\n--x--",
		"--x\r\n\r\n--x--", "--x", "",
	} {
		f.Add([]byte(seed))
	}
	spool := func(r io.Reader) (*media.Spooled, error) {
		_, err := io.Copy(io.Discard, r)
		return new(media.Spooled), err
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		_, from, err := parseEntry(multipart.NewReader(bytes.NewReader(body), "x"), spool)
		if (from == source{}) != (err != nil) {
			t.Fatalf("file %v with error %v", from, err)
		}
		if err != nil {
			wantRefusal(t, err)
		}
	})
}

// FuzzMetadata holds what is taken of Upload-Metadata to what can be given back
// in a header, and read again.
func FuzzMetadata(f *testing.F) {
	for _, seed := range []string{"", "filename d29ybGQ=,is_confidential", "a", "a ,b", "a YQ==,a YQ==", ",", "a  YQ==", "ä YQ==", "a YQ", "a YQ==\r\nX: y"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, header string) {
		if validMetadata(header) && strings.IndexFunc(header, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }) >= 0 {
			t.Errorf("took %q", header)
		}
	})
}

// FuzzWholeNumber holds offsets and lengths to digits that fit.
func FuzzWholeNumber(f *testing.F) {
	for _, seed := range []string{"0", "007", "-1", "+1", "9223372036854775808", "1e3", " 1", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if n, ok := wholeNumber(text); ok && (n < 0 || strings.TrimLeft(text, "0") != strings.TrimLeft(strconv.FormatInt(n, 10), "0")) {
			t.Errorf("%q became %d", text, n)
		}
	})
}

// wantRefusal fails the test unless err is the sender's fault and its sentence
// can be sent.
func wantRefusal(t *testing.T, err error) {
	t.Helper()
	p := problem.Of(err)
	if p.Status < 400 || p.Status >= 500 {
		t.Fatalf("status %d: %v", p.Status, err)
	}
	if len(p.Detail) > 1000 || !utf8.ValidString(p.Detail) {
		t.Errorf("detail %q", p.Detail)
	}
	if refused, ok := errors.AsType[*voting.Error](err); ok && refused.Code == "" {
		t.Errorf("no code: %v", err)
	}
}
