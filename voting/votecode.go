package voting

import (
	"fmt"
	"io"
	"strings"
)

// A voting code is 9 random characters, 45 bits, and one to check them by, of
// the alphabet of status codes.
const (
	voteCodeLength = 10
	codeLetters    = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
)

func newVoteCode(random io.Reader) (string, error) {
	code := make([]byte, voteCodeLength)
	if _, err := io.ReadFull(random, code[:voteCodeLength-1]); err != nil {
		return "", fmt.Errorf("draw a code: %w", err)
	}
	for i := range code {
		code[i] = codeLetters[code[i]%32]
	}
	code[voteCodeLength-1] = codeLetters[checkLetter(code[:voteCodeLength-1])]
	return string(code), nil
}

// checkLetter weighs each letter with another power of 2 in GF(32), so that
// one wrong letter, and any two that changed places, are always noticed.
func checkLetter(code []byte) (check int) {
	for _, letter := range code {
		check ^= strings.IndexByte(codeLetters, letter)
		if check <<= 1; check >= 32 {
			check ^= 0b100101
		}
	}
	return check
}

// parseVoteCode reads a code as people type it: also in the full width letters
// of Chinese keyboards.
func parseVoteCode(typed string) (string, error) {
	code := NormalCode(strings.Map(func(r rune) rune {
		if strings.ContainsRune("　—–·\t\r\n", r) {
			return -1
		}
		return r
	}, narrow(typed)))
	switch {
	case code == "":
		return "", ErrRequired.In("code")
	case len(code) != voteCodeLength || strings.Trim(code, codeLetters) != "":
		return "", ErrCodeTyped
	case codeLetters[checkLetter([]byte(code[:voteCodeLength-1]))] != code[voteCodeLength-1]:
		return "", ErrCodeTyped
	}
	return code, nil
}

// SpokenCode groups a code for people: "K7M2Q 9XA4D".
func SpokenCode(code string) string {
	if len(code) != voteCodeLength {
		return code
	}
	return code[:5] + " " + code[5:]
}
