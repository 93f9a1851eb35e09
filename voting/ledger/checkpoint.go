package ledger

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Signer signs for one log. Its name, the log's origin, stands in every
// checkpoint: it is unique to the contest and to the log's life, so that a
// checkpoint of one log never passes for another's.
type Signer struct {
	origin string
	signer note.Signer
	key    string
}

// NewSigner takes the origin (no spaces, no plus sign) and the 32 bytes that
// the Ed25519 key is made from.
func NewSigner(origin string, seed []byte) (*Signer, error) {
	if len(seed) != ed25519.SeedSize {
		return nil, fmt.Errorf("a seed has %d bytes", ed25519.SeedSize)
	}
	private := ed25519.NewKeyFromSeed(seed)
	verifier, err := note.NewEd25519VerifierKey(origin, private.Public().(ed25519.PublicKey))
	if err != nil {
		return nil, err
	}
	_, hash, _ := strings.Cut(verifier, "+")
	hash, _, _ = strings.Cut(hash, "+")
	signer, err := note.NewSigner(fmt.Sprintf("PRIVATE+KEY+%s+%s+%s", origin, hash, base64.StdEncoding.EncodeToString(append([]byte{1}, seed...))))
	if err != nil {
		return nil, err
	}
	return &Signer{origin: origin, signer: signer, key: verifier}, nil
}

// Key is the public key as sumdb/note writes it: origin+hash+key.
func (s *Signer) Key() string { return s.key }

// Origin is the log's name.
func (s *Signer) Origin() string { return s.origin }

func (s *Signer) sign(text string) (string, error) {
	signed, err := note.Sign(&note.Note{Text: text}, s.signer)
	return string(signed), err
}

// Checkpoint is the state of a log: how many leaves, and the root over them.
type Checkpoint struct {
	Origin string
	Size   int64
	Root   Hash
}

// ErrSignature is for what the given key did not sign.
var ErrSignature = errors.New("the signature is not by this key")

// Checkpoint signs the state of the log, as C2SP's tlog-checkpoint writes it.
func (s *Signer) Checkpoint(size int64, root Hash) (string, error) {
	return s.sign(fmt.Sprintf("%s\n%d\n%s\n", s.origin, size, tlog.Hash(root)))
}

// OpenCheckpoint reads a checkpoint signed by the key.
func OpenCheckpoint(signed, key string) (c Checkpoint, err error) {
	text, err := open(signed, key)
	if err != nil {
		return c, fmt.Errorf("checkpoint: %w", err)
	}
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[3] != "" {
		return c, errors.New("checkpoint: it has not three lines")
	}
	origin, _, _ := strings.Cut(key, "+")
	c.Origin = lines[0]
	c.Size, err = strconv.ParseInt(lines[1], 10, 64)
	if err != nil || c.Size < 0 || strconv.FormatInt(c.Size, 10) != lines[1] || c.Origin != origin {
		return c, errors.New("checkpoint: origin or size is not as it is written")
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil || root.String() != lines[2] {
		return c, errors.New("checkpoint: its root is no hash")
	}
	c.Root = Hash(root)
	return c, nil
}

// open returns the text of a note that the key, and only it, has signed.
func open(signed, key string) (string, error) {
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return "", err
	}
	n, err := note.Open([]byte(signed), note.VerifierList(verifier))
	if err != nil || len(n.Sigs) != 1 || len(n.UnverifiedSigs) != 0 {
		return "", ErrSignature
	}
	return n.Text, nil
}
