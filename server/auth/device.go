package auth

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
)

// What the bearer tokens of the API begin with.
const (
	sessionPrefix = "pls_" // a staff session
	devicePrefix  = "plv_" // a voter's device
)

const deviceID = 16

// Devices signs and checks the identity of voters' devices. A device is 16
// random bytes, known here as 32 hex digits; its token is those bytes with
// their HMAC-SHA256. Nothing is stored: whoever brings the token is the device.
type Devices struct {
	key  []byte
	rand io.Reader
}

// NewDevices takes the server key that signs devices.
func NewDevices(key []byte, random io.Reader) Devices { return Devices{key, random} }

// New makes a device and its token.
func (d Devices) New() (device, token string, err error) {
	id := make([]byte, deviceID, deviceID+sha256.Size)
	if _, err := io.ReadFull(d.rand, id); err != nil {
		return "", "", fmt.Errorf("draw a device: %w", err)
	}
	return hex.EncodeToString(id), devicePrefix + base64.RawURLEncoding.EncodeToString(append(id, d.sign(id)...)), nil
}

// Token returns the token of a device that New or Parse gave.
func (d Devices) Token(device string) string {
	id, err := hex.DecodeString(device)
	if err != nil || len(id) != deviceID {
		return ""
	}
	return devicePrefix + base64.RawURLEncoding.EncodeToString(append(id, d.sign(id)...))
}

// Parse returns the device of a token; ok is false when we did not sign it.
func (d Devices) Parse(token string) (device string, ok bool) {
	text, ok := strings.CutPrefix(token, devicePrefix)
	if !ok {
		return "", false
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(raw) != deviceID+sha256.Size {
		return "", false
	}
	id, mark := raw[:deviceID], raw[deviceID:]
	if !hmac.Equal(mark, d.sign(id)) {
		return "", false
	}
	device = hex.EncodeToString(id)
	return device, d.Token(device) == token // base64 has more than one way to write the same: we use one
}

func (d Devices) sign(id []byte) []byte {
	h := hmac.New(sha256.New, d.key)
	h.Write([]byte("device"))
	h.Write(id)
	return h.Sum(nil)
}
