// Package archive is the file that a backup is: a plain tar, so that anybody
// can look into it in twenty years.
//
//	plaudit-backup.json           what made it, when, with which schema
//	secret                        what opens every stored key
//	tables/<table>/000001.jsonl.gz …   rows, see sqlstore.Snapshot
//	objects/<key> …               what the bucket holds under that key
//	manifest.json                 size and SHA-256 of all the above, and the tallies
//
// The manifest is the last member: an archive without one was cut short. The
// package knows what members are called and holds them to the manifest; what
// is in them is the caller's.
package archive

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// Format is the version of what is described above.
const Format = 1

// The members.
const (
	headName     = "plaudit-backup.json"
	manifestName = "manifest.json"

	Secret  = "secret"
	Tables  = "tables/"
	Objects = "objects/"
)

// TablePart names the nth member of a table's rows, from 1.
func TablePart(table string, n int) string {
	return fmt.Sprintf("%s%s/%06d.jsonl.gz", Tables, table, n)
}

// Head opens an archive.
type Head struct {
	Format  int       `json:"format"`
	Program string    `json:"program"` // its version
	Schema  int64     `json:"schema"`  // version of the tables
	At      time.Time `json:"at"`      // of the snapshot
}

// Member is one file of an archive.
type Member struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// Manifest closes an archive.
type Manifest struct {
	Contests []Tally  `json:"contests"`
	Missing  []string `json:"missing"` // objects that rows name and that were gone
	Torn     []string `json:"torn"`    // members that vanished while they were read, filled with zeros
	Members  []Member `json:"members"` // all others but head and manifest, in order
}

// Tally is what the ballots of a contest came to.
type Tally struct {
	Contest   string `json:"contest"`
	Votes     int    `json:"votes"`
	Voters    int    `json:"voters"`
	Standings string `json:"standings"` // SHA-256 of the standings as JSON
}

// Writer writes an archive from its first byte to its last.
type Writer struct {
	tar      *tar.Writer
	at       time.Time
	manifest Manifest
}

// NewWriter writes the head. Format is filled in.
func NewWriter(w io.Writer, h Head) (*Writer, error) {
	h.Format = Format
	a := &Writer{tar: tar.NewWriter(w), at: h.At}
	text, err := json.MarshalIndent(h, "", " ")
	if err != nil {
		return nil, err
	}
	_, err = a.write(headName, int64(len(text)), bytes.NewReader(text))
	return a, err
}

// ErrTorn says that a member could not be read to its end. The archive goes
// on, and says so in its manifest.
var ErrTorn = errors.New("it could not be read to its end")

// Add writes a member of exactly size bytes and returns their SHA-256 in hex
// digits. When r fails or ends early the error is ErrTorn with the cause;
// any other error is the archive's end.
func (a *Writer) Add(name string, size int64, r io.Reader) (sum string, err error) {
	sum, err = a.write(name, size, r)
	switch {
	case errors.Is(err, ErrTorn):
		a.manifest.Torn = append(a.manifest.Torn, name)
	case err == nil:
		a.manifest.Members = append(a.manifest.Members, Member{name, size, sum})
	}
	return sum, err
}

func (a *Writer) write(name string, size int64, r io.Reader) (string, error) {
	err := a.tar.WriteHeader(&tar.Header{
		Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o600, ModTime: a.at, Format: tar.FormatPAX,
	})
	if err != nil {
		return "", err
	}
	source, hash := &source{Reader: r}, sha256.New()
	n, err := io.CopyN(io.MultiWriter(a.tar, hash), source, size)
	if err == nil {
		return hex.EncodeToString(hash.Sum(nil)), nil
	}
	if source.err == nil {
		return "", err
	}
	if _, err := io.CopyN(a.tar, zeros{}, size-n); err != nil {
		return "", err
	}
	return "", fmt.Errorf("%s: %w: %w", name, ErrTorn, source.err)
}

// source remembers how reading ended, to tell it from how writing did.
type source struct {
	io.Reader
	err error
}

func (s *source) Read(p []byte) (n int, err error) {
	n, err = s.Reader.Read(p)
	if err != nil {
		s.err = err
	}
	return n, err
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// Close writes the manifest, into which it puts the members. It does not close
// what the archive was written to.
func (a *Writer) Close(contests []Tally, missing []string) error {
	a.manifest.Contests, a.manifest.Missing = contests, missing
	text, err := json.Marshal(a.manifest)
	if err != nil {
		return err
	}
	if _, err := a.write(manifestName, int64(len(text)), bytes.NewReader(text)); err != nil {
		return err
	}
	return a.tar.Close()
}

// ObjectKey returns the key of a member that is an object.
func ObjectKey(name string) (key string, ok bool) { return strings.CutPrefix(name, Objects) }

// TableOf returns the table of a member that holds rows.
func TableOf(name string) (table string, ok bool) {
	rest, ok := strings.CutPrefix(name, Tables)
	table, _, found := strings.Cut(rest, "/")
	return table, ok && found
}
