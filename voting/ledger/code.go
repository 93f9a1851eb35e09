package ledger

import (
	"errors"
	"strings"
)

// A code is eleven characters of Crockford's base 32 (55 bits of a receipt's
// hash; among ten million receipts two agree about once in 700 contests) and
// one that checks them, so that a slip of the finger is told from a vote that
// is not there.
const (
	codeDigits  = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	codeLength  = 12
	codeModulus = 31 // prime: finds every single wrong character and every swap of two
)

// ErrCode is for text that is no code: one that was mistyped.
var ErrCode = errors.New("this is no receipt code: look again at each character")

// Code is the receipt as people read and type it: XXXX-XXXX-XXXX.
func (h Hash) Code() string {
	var digits [codeLength]byte
	bits := uint64(0)
	for _, b := range h[:7] {
		bits = bits<<8 | uint64(b)
	}
	bits >>= 1 // 55 bits
	for i := codeLength - 2; i >= 0; i-- {
		digits[i] = codeDigits[bits&31]
		bits >>= 5
	}
	digits[codeLength-1] = codeDigits[checksum(digits[:codeLength-1])]
	return string(digits[:4]) + "-" + string(digits[4:8]) + "-" + string(digits[8:])
}

// ParseCode undoes what people do to a code when typing it (small letters,
// spaces, O for 0, I and L for 1) and returns it as Code wrote it, or ErrCode.
func ParseCode(typed string) (string, error) {
	code := strings.NewReplacer(" ", "", "-", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(strings.TrimSpace(typed)))
	if len(code) != codeLength {
		return "", ErrCode
	}
	for i := range code {
		if strings.IndexByte(codeDigits, code[i]) < 0 {
			return "", ErrCode
		}
	}
	if code[codeLength-1] != codeDigits[checksum([]byte(code[:codeLength-1]))] {
		return "", ErrCode
	}
	return code[:4] + "-" + code[4:8] + "-" + code[8:], nil
}

// checksum weighs each digit by its place, modulo codeModulus. The digits 0 and
// Z weigh alike; no sound and no shape makes one of the other.
func checksum(digits []byte) (sum int) {
	for i, d := range digits {
		sum += (i + 1) * strings.IndexByte(codeDigits, d)
	}
	return sum % codeModulus
}

// CodeRange returns the lowest and the highest hash that have the code, which
// ParseCode has returned.
func CodeRange(code string) (low, high Hash) {
	bits := uint64(0)
	for _, c := range []byte(strings.ReplaceAll(code, "-", ""))[:codeLength-1] {
		bits = bits<<5 | uint64(strings.IndexByte(codeDigits, c))
	}
	for i := range high {
		high[i] = 0xff
	}
	bits <<= 1
	for i := 6; i >= 0; i-- {
		low[i], high[i] = byte(bits), byte(bits)
		bits >>= 8
	}
	high[6] |= 1
	return low, high
}
