package api

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
)

// placeOf walks the tokens of a JSON text and returns the place of the first
// that is wanted, such as "rounds.0.opens"; key tells names from values, end
// is the offset behind the token. "" where none is wanted or the text breaks.
func placeOf(text []byte, wanted func(t json.Token, key bool, end int64) bool) string {
	d := json.NewDecoder(bytes.NewReader(text))
	var at place
	for {
		t, err := d.Token()
		if err != nil {
			return ""
		}
		if t == json.Delim('}') || t == json.Delim(']') {
			at = at[:len(at)-1]
			at.step()
			continue
		}
		key := at.wantsKey()
		if key {
			at[len(at)-1].name, _ = t.(string)
		}
		if wanted(t, key, d.InputOffset()) {
			return at.String()
		}
		if delim, ok := t.(json.Delim); ok {
			at = append(at, level{array: delim == '['})
			continue
		}
		at.step()
	}
}

// place is the way from the outermost value of a JSON text to one inside.
type place []level

type level struct {
	array bool
	name  string // the key last read, in an object
	seen  int    // tokens and inner values behind us
}

func (p place) wantsKey() bool {
	return len(p) > 0 && !p[len(p)-1].array && p[len(p)-1].seen%2 == 0
}

// step counts a token or an inner value as read.
func (p place) step() {
	if len(p) > 0 {
		p[len(p)-1].seen++
	}
}

func (p place) String() string {
	names := make([]string, len(p))
	for i, l := range p {
		names[i] = l.name
		if l.array {
			names[i] = strconv.Itoa(l.seen)
		}
	}
	return strings.Join(names, ".")
}
