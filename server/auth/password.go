package auth

import (
	"context"
	"crypto/subtle"
	_ "embed"
	"encoding/base64"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
)

// argon2id as OWASP's Password Storage Cheat Sheet has it: 19 MiB, two passes,
// one lane.
const (
	hashMemory = 19 * 1024 // KiB
	hashPasses = 2
	hashLanes  = 1
	hashLength = 32
	saltLength = 16
)

// The length of a password, in characters.
const (
	passwordMin = 12
	passwordMax = 200
)

//go:embed common.txt
var commonPasswords string

// hasher computes argon2id, at most two at once, so that a burst of logins
// cannot take the memory of the votes.
type hasher struct{ slots chan struct{} }

func newHasher() hasher { return hasher{make(chan struct{}, 2)} }

func (h hasher) key(ctx context.Context, password string, salt []byte) ([]byte, error) {
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return argon2.IDKey([]byte(password), salt, hashPasses, hashMemory, hashLanes, hashLength), nil
}

// hash returns the password's hash in PHC form.
func (h hasher) hash(ctx context.Context, rand io.Reader, password string) (string, error) {
	salt := make([]byte, saltLength)
	if _, err := io.ReadFull(rand, salt); err != nil {
		return "", fmt.Errorf("draw a salt: %w", err)
	}
	key, err := h.key(ctx, password, salt)
	if err != nil {
		return "", err
	}
	b64 := base64.RawStdEncoding
	return hashPrefix() + b64.EncodeToString(salt) + "$" + b64.EncodeToString(key), nil
}

// verify reports whether the password belongs to the hash. It takes as long
// where there is no hash ("") or one it cannot read, so that an answer's time
// does not tell which accounts exist.
func (h hasher) verify(ctx context.Context, password, hash string) (bool, error) {
	salt, want, known := parseHash(hash)
	key, err := h.key(ctx, password, salt)
	if err != nil {
		return false, err
	}
	return known && subtle.ConstantTimeCompare(key, want) == 1, nil
}

func hashPrefix() string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$", argon2.Version, hashMemory, hashPasses, hashLanes)
}

func parseHash(hash string) (salt, key []byte, ok bool) {
	salt = make([]byte, saltLength)
	rest, ok := strings.CutPrefix(hash, hashPrefix())
	if !ok {
		return salt, nil, false
	}
	first, second, _ := strings.Cut(rest, "$")
	s, err1 := base64.RawStdEncoding.DecodeString(first)
	k, err2 := base64.RawStdEncoding.DecodeString(second)
	if err1 != nil || err2 != nil || len(s) != saltLength || len(k) != hashLength {
		return salt, nil, false
	}
	return s, k, true
}

// CheckPassword returns what is wrong with a new password for the login:
// ErrPasswordShort, ErrPasswordLong or ErrPasswordCommon. There are no rules
// about digits and signs: length and not being guessable is what counts
// (NIST SP 800-63B, 5.1.1.2).
func CheckPassword(login, password string) error {
	switch n := utf8.RuneCountInString(password); {
	case n < passwordMin:
		return ErrPasswordShort.With("min", passwordMin)
	case n > passwordMax:
		return ErrPasswordLong.With("max", passwordMax)
	}
	plain := strings.ToLower(password)
	bare := strings.TrimFunc(plain, func(r rune) bool { return !unicode.IsLetter(r) })
	common := strings.Fields(commonPasswords)
	for _, candidate := range []string{plain, bare, unleet(plain), unleet(bare)} {
		if slices.Contains(common, candidate) {
			return ErrPasswordCommon
		}
	}
	left := strings.ReplaceAll(plain, strings.ToLower(login), "")
	if repeats(plain) || sequence(plain) || variety(plain) < 5 || (login != "" && utf8.RuneCountInString(left) < 6) {
		return ErrPasswordCommon
	}
	return nil
}

// unleet undoes the usual replacements of letters by digits and signs.
func unleet(s string) string {
	return strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s", "!", "i").Replace(s)
}

// repeats reports whether s is one piece of at most half its length, again and
// again, whole or cut at the end.
func repeats(s string) bool {
	for n := 1; n <= len(s)/2; n++ {
		if strings.HasPrefix(strings.Repeat(s[:n], len(s)/n+1), s) {
			return true
		}
	}
	return false
}

// sequence reports whether s only runs along the alphabet, the digits or a row
// of the keyboard, forwards or backwards, possibly over and over.
func sequence(s string) bool {
	for _, row := range []string{"abcdefghijklmnopqrstuvwxyz", "12345678901234567890", "qwertyuiopasdfghjklzxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p"} {
		back := []rune(row)
		slices.Reverse(back)
		if strings.Contains(row+row, s) || strings.Contains(string(back)+string(back), s) {
			return true
		}
	}
	return false
}

func variety(s string) int {
	seen := make(map[rune]bool)
	for _, r := range s {
		seen[r] = true
	}
	return len(seen)
}
