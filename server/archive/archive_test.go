package archive_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"plaudit/server/archive"
)

// made is an archive of three members, of which the second vanished while it
// was read.
func made(t *testing.T) []byte {
	t.Helper()
	var file bytes.Buffer
	w, err := archive.NewWriter(&file, archive.Head{Program: "v1", Schema: 40, At: time.Unix(1e9, 0).UTC()})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Add(archive.Secret, 6, strings.NewReader("sesame")); err != nil {
		t.Fatal(err)
	}
	gone := io.MultiReader(strings.NewReader("ha"), iotest.ErrReader(errors.New("gone")))
	if _, err := w.Add(archive.Objects+"original/1", 600, gone); !errors.Is(err, archive.ErrTorn) {
		t.Fatalf("a reader that fails: %v", err)
	}
	if _, err := w.Add(archive.Objects+"original/2", 5000, strings.NewReader(strings.Repeat("x", 5000))); err != nil {
		t.Fatal(err)
	}
	if err := w.Close([]archive.Tally{{Contest: "may", Votes: 3}}, []string{"original/3"}); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// read reads a whole archive.
func read(r io.Reader) (names []string, m archive.Manifest, err error) {
	a, err := archive.NewReader(r)
	if err != nil {
		return nil, m, err
	}
	for {
		name, _, content, err := a.Next()
		if errors.Is(err, io.EOF) {
			return names, a.Manifest(), nil
		}
		if err != nil {
			return names, m, err
		}
		names = append(names, name)
		if _, err := io.CopyN(io.Discard, content, 3); err != nil { // the rest is left to Next
			return names, m, err
		}
	}
}

func TestArchiveComesBack(t *testing.T) {
	names, m, err := read(bytes.NewReader(made(t)))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"secret", "objects/original/1", "objects/original/2"}, names); diff != "" {
		t.Error(diff)
	}
	if len(m.Members) != 2 || m.Contests[0].Votes != 3 || m.Missing[0] != "original/3" || m.Torn[0] != "objects/original/1" {
		t.Errorf("the manifest is %+v", m)
	}
}

// TestNoDamageIsOverlooked cuts the archive at every length and flips bits of
// its members.
func TestNoDamageIsOverlooked(t *testing.T) {
	whole := made(t)
	end := bytes.LastIndexByte(whole, '}') + 1
	for n := 0; n < end; n++ {
		if _, _, err := read(bytes.NewReader(whole[:n])); err == nil {
			t.Fatalf("cut to %d of %d bytes it passes", n, len(whole))
		}
	}
	at := bytes.Index(whole, []byte("sesame"))
	for _, place := range []int{at, bytes.Index(whole, []byte("xxxx")), bytes.LastIndex(whole, []byte("xxxx"))} {
		harmed := bytes.Clone(whole)
		harmed[place] ^= 1
		if _, _, err := read(bytes.NewReader(harmed)); !errors.Is(err, archive.ErrDamaged) {
			t.Errorf("a flipped bit at %d: %v", place, err)
		}
	}
}

func TestOtherFilesAreRefused(t *testing.T) {
	for _, content := range []string{"", "PK\x03\x04", strings.Repeat("\x00", 2048)} {
		if _, err := archive.NewReader(strings.NewReader(content)); err == nil || !strings.Contains(err.Error(), "no backup of Plaudit") {
			t.Errorf("%.8q: %v", content, err)
		}
	}
}
