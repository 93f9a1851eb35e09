package ledger

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"strconv"
)

// Hash is a SHA-256.
type Hash [sha256.Size]byte

// String is unpadded base64url, 43 characters, as hashes stand in the log.
func (h Hash) String() string { return base64.RawURLEncoding.EncodeToString(h[:]) }

// ParseHash reads what String wrote, and nothing else that decodes to it.
func ParseHash(text string) (h Hash, err error) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(raw) != len(h) || base64.RawURLEncoding.EncodeToString(raw) != text {
		return h, fmt.Errorf("%q is no hash", text)
	}
	return Hash(raw), nil
}

// Nonce is 16 random bytes. The client draws one for each vote and is the only
// one who could have; where a page without scripts brings none the server does.
type Nonce [16]byte

// NewNonce draws a nonce.
func NewNonce(rand io.Reader) (n Nonce, err error) {
	_, err = io.ReadFull(rand, n[:])
	return n, err
}

// String is unpadded base64url, 22 characters.
func (n Nonce) String() string { return base64.RawURLEncoding.EncodeToString(n[:]) }

// ParseNonce reads what String wrote, and nothing else that decodes to it.
func ParseNonce(text string) (n Nonce, err error) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(raw) != len(n) || base64.RawURLEncoding.EncodeToString(raw) != text {
		return n, fmt.Errorf("%q is no nonce", text)
	}
	return Nonce(raw), nil
}

// Hash is the receipt's hash H, which the log holds beside the commitment. It
// is made of the client's nonce alone: two voters cannot be given one receipt,
// and it says nothing of what was chosen.
func (n Nonce) Hash() Hash { return hashFields("receipt-v1", string(n[:])) }

// Opening is all that a vote's commitment hides. Auditors get it; nobody else.
type Opening struct {
	Contest string `json:"contest"` // its id, never its slug
	Period  string `json:"period"`
	Voter   string `json:"voter"` // the pseudonym
	Number  int    `json:"number"`
	Client  Nonce  `json:"-"`
	Server  Nonce  `json:"-"` // known to no client: without it a guess at the choice cannot be tried
}

// Commitment is C, the hash of the opening.
func (o Opening) Commitment() Hash {
	return hashFields("vote-v1", o.Contest, o.Period, o.Voter, strconv.Itoa(o.Number), string(o.Client[:]), string(o.Server[:]))
}

// TakeBack is the commitment to taking back the vote with commitment c. The
// nonce keeps others from finding out which vote it was.
func TakeBack(c Hash, server Nonce) Hash {
	return hashFields("takeback-v1", string(c[:]), string(server[:]))
}

// Review is the commitment to a review act: a document of any form.
func Review(document []byte, server Nonce) Hash {
	return hashFields("review-v1", string(document), string(server[:]))
}

// hashFields is SHA-256 over the fields, each as its length in decimal, a colon
// and its bytes, so that no two lists of fields give one input.
func hashFields(fields ...string) Hash {
	input := make([]byte, 0, 512) // more than those of a vote need
	for _, f := range fields {
		input = strconv.AppendInt(input, int64(len(f)), 10)
		input = append(append(input, ':'), f...)
	}
	return sha256.Sum256(input)
}
