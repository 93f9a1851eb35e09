package archive

import (
	"archive/tar"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"slices"
)

// ErrDamaged says that an archive is not what was written.
var ErrDamaged = errors.New("the archive is damaged")

// Reader reads an archive once, from its first byte to its last.
type Reader struct {
	Head Head

	source   io.Reader
	tar      *tar.Reader
	open     *Member // being read
	hash     hash.Hash
	seen     []Member
	manifest *Manifest
}

// mostText bounds head and manifest: a hundred bytes for each of ten million objects.
const mostText = 1 << 30

// NewReader reads the head.
func NewReader(r io.Reader) (*Reader, error) {
	a := &Reader{source: r, tar: tar.NewReader(r)}
	header, err := a.tar.Next()
	if err != nil || header.Name != headName {
		return nil, errors.Join(errors.New("this is no backup of Plaudit"), err)
	}
	if err := json.NewDecoder(io.LimitReader(a.tar, mostText)).Decode(&a.Head); err != nil {
		return nil, fmt.Errorf("%w: its head: %w", ErrDamaged, err)
	}
	if a.Head.Format != Format {
		return nil, fmt.Errorf("the archive has format %d, this program knows %d: run the program that wrote it, version %s", a.Head.Format, Format, a.Head.Program)
	}
	return a, nil
}

// Next returns the next member, to be read before the one after it. After the
// last it holds everything that was read to the manifest and returns io.EOF;
// only then is anything of the archive proven.
func (a *Reader) Next() (name string, size int64, content io.Reader, err error) {
	if err := a.finish(); err != nil {
		return "", 0, nil, err
	}
	header, err := a.tar.Next()
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF // the manifest comes first
	}
	if err != nil {
		return "", 0, nil, fmt.Errorf("%w, or was cut short: %w", ErrDamaged, err)
	}
	if header.Typeflag != tar.TypeReg {
		return "", 0, nil, fmt.Errorf("%w: %s is no file", ErrDamaged, header.Name)
	}
	if header.Name == manifestName {
		if err := a.check(); err != nil {
			return "", 0, nil, err
		}
		return "", 0, nil, io.EOF
	}
	a.open, a.hash = &Member{Name: header.Name, Size: header.Size}, sha256.New()
	return header.Name, header.Size, io.TeeReader(member{a}, a.hash), nil
}

// member reads the member that is open.
type member struct{ a *Reader }

func (m member) Read(p []byte) (int, error) {
	n, err := m.a.tar.Read(p)
	if err != nil && err != io.EOF {
		err = fmt.Errorf("%w, or was cut short: %w", ErrDamaged, err)
	}
	return n, err
}

// finish notes the member that was open, read to its end.
func (a *Reader) finish() error {
	if a.open == nil {
		return nil
	}
	if _, err := io.Copy(a.hash, member{a}); err != nil {
		return fmt.Errorf("%s: %w", a.open.Name, err)
	}
	a.open.SHA256 = hex.EncodeToString(a.hash.Sum(nil))
	a.seen = append(a.seen, *a.open)
	a.open = nil
	return nil
}

// check reads the manifest and compares.
func (a *Reader) check() error {
	var m Manifest
	if err := json.NewDecoder(io.LimitReader(a.tar, mostText)).Decode(&m); err != nil {
		return fmt.Errorf("%w: its manifest: %w", ErrDamaged, err)
	}
	if _, err := io.Copy(io.Discard, a.source); err != nil { // an encrypted one is proven by its end
		return fmt.Errorf("%w: its end: %w", ErrDamaged, err)
	}
	whole := slices.DeleteFunc(slices.Clone(a.seen), func(s Member) bool { return slices.Contains(m.Torn, s.Name) })
	for i := range max(len(whole), len(m.Members)) {
		switch {
		case i >= len(whole):
			return fmt.Errorf("%w: %s is missing", ErrDamaged, m.Members[i].Name)
		case i >= len(m.Members):
			return fmt.Errorf("%w: %s is not in its manifest", ErrDamaged, whole[i].Name)
		case whole[i] != m.Members[i]:
			return fmt.Errorf("%w: %s is not what its manifest says of %s", ErrDamaged, whole[i].Name, m.Members[i].Name)
		}
	}
	a.manifest = &m
	return nil
}

// Manifest returns the manifest, once Next has returned io.EOF.
func (a *Reader) Manifest() Manifest { return *a.manifest }
