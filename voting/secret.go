package voting

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Keyring wraps every other key under the operator's one secret. The wrapped
// keys are rows, so that replicas share them. It is safe for concurrent use.
type Keyring struct{ seal cipher.AEAD }

// NewKeyring takes the secret, 32 bytes.
func NewKeyring(secret []byte) (Keyring, error) {
	if len(secret) != 32 {
		return Keyring{}, ErrBadSecret
	}
	seal, err := newSeal(mac(secret, "wrap"))
	return Keyring{seal}, err
}

// NewKey draws a key of 32 bytes and returns it with its wrapped form, which
// only opens again under the same name.
func (k Keyring) NewKey(rand io.Reader, name string) (key, wrapped []byte, err error) {
	key = make([]byte, 32)
	if _, err := io.ReadFull(rand, key); err != nil {
		return nil, nil, fmt.Errorf("draw a key: %w", err)
	}
	wrapped, err = sealBytes(k.seal, rand, key, name)
	return key, wrapped, err
}

// Unwrap returns the key that NewKey wrapped under the name, or ErrBadSecret.
func (k Keyring) Unwrap(wrapped []byte, name string) ([]byte, error) {
	return openBytes(k.seal, wrapped, name)
}

// contestKey derives everything secret of one contest. Destroying it makes
// votes unlinkable and contacts unreadable.
type contestKey []byte

func (k contestKey) voter(mode Identity, identity string) VoterKey {
	return VoterKey(hex.EncodeToString(mac(k, "voter", string(mode), identity)))
}

// device is what is stored of a device: in IdentityOpen it is the voter.
func (k contestKey) device(device string) VoterKey { return k.voter(IdentityOpen, device) }

func (k contestKey) phone(phone string) string {
	return hex.EncodeToString(mac(k, "phone", phone)[:16])
}

func (k contestKey) codeMAC(code string) string {
	return hex.EncodeToString(mac(k, "code-mac", code)[:16])
}

func (k contestKey) voteCode(code string) string {
	return hex.EncodeToString(mac(k, "vote-code", code)[:16])
}

func (k contestKey) smsCode(phoneMAC, code string) string {
	return hex.EncodeToString(mac(k, "sms", phoneMAC, code)[:16])
}

func (k contestKey) requestMAC(parts ...string) string {
	return hex.EncodeToString(mac(k, append([]string{"request"}, parts...)...)[:16])
}

// code derives the status code of an entry, so that a repeated request can be
// answered with the same code though only its HMAC is stored.
func (k contestKey) code(id EntryID) string {
	return codeAlphabet().EncodeToString(mac(k, "code", string(id))[:5])
}

// codeAlphabet is Crockford's base 32: no I, L, O or U, so that a code can be
// read aloud and typed.
func codeAlphabet() *base32.Encoding {
	return base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)
}

// NormalCode undoes what people do to a code when typing it: small letters,
// spaces, hyphens, and O, I, L for 0 and 1.
func NormalCode(typed string) string {
	return strings.NewReplacer(" ", "", "-", "", "O", "0", "I", "1", "L", "1", "U", "V").Replace(strings.ToUpper(typed))
}

func (k contestKey) sealContact(rand io.Reader, id EntryID, c Contact) ([]byte, error) {
	seal, err := newSeal(mac(k, "contact"))
	if err != nil {
		return nil, err
	}
	plain, err := json.Marshal(c)
	if err != nil {
		return nil, err
	}
	return sealBytes(seal, rand, plain, string(id))
}

func (k contestKey) openContact(id EntryID, sealed []byte) (c Contact, err error) {
	seal, err := newSeal(mac(k, "contact"))
	if err != nil {
		return c, err
	}
	plain, err := openBytes(seal, sealed, string(id))
	if err != nil {
		return c, err
	}
	return c, json.Unmarshal(plain, &c)
}

// equalMAC compares in constant time.
func equalMAC(a, b []byte) bool { return hmac.Equal(a, b) }

// mac is HMAC-SHA256 over length-prefixed parts, so that no two lists of parts
// give the same input.
func mac(key []byte, parts ...string) []byte {
	input := make([]byte, 0, 256)
	for _, part := range parts {
		input = strconv.AppendInt(input, int64(len(part)), 10)
		input = append(append(input, ':'), part...)
	}
	h := hmac.New(sha256.New, key)
	h.Write(input)
	return h.Sum(input[:0])
}

func newSeal(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

func sealBytes(seal cipher.AEAD, rand io.Reader, plain []byte, name string) ([]byte, error) {
	nonce := make([]byte, seal.NonceSize())
	if _, err := io.ReadFull(rand, nonce); err != nil {
		return nil, fmt.Errorf("draw a nonce: %w", err)
	}
	return seal.Seal(nonce, nonce, plain, []byte(name)), nil
}

func openBytes(seal cipher.AEAD, sealed []byte, name string) ([]byte, error) {
	n := seal.NonceSize()
	if len(sealed) < n {
		return nil, ErrBadSecret
	}
	plain, err := seal.Open(nil, sealed[:n], sealed[n:], []byte(name))
	if err != nil {
		return nil, ErrBadSecret
	}
	return plain, nil
}
