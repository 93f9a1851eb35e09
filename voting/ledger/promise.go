package ledger

import (
	"fmt"
	"strings"
	"time"
)

// promiseHead begins a promise; no checkpoint begins so, as an origin has no
// spaces.
const promiseHead = "plaudit promise v1"

// Promise signs that the leaf of a vote will be in the log: within the delay,
// and in any case at the close. It says neither when it was given, which would
// tell a vote's time, nor anything of the choice.
func (s *Signer) Promise(leaf Leaf, delay time.Duration) (string, error) {
	return s.sign(fmt.Sprintf("%s\n%s\n%s\nwithin %d seconds, and at the close\n", promiseHead, s.origin, leaf, int(delay.Seconds())))
}

// OpenPromise returns the leaf that the promise, signed by the key, is about.
func OpenPromise(signed, key string) (leaf Leaf, err error) {
	text, err := open(signed, key)
	if err != nil {
		return leaf, fmt.Errorf("promise: %w", err)
	}
	lines := strings.Split(text, "\n")
	origin, _, _ := strings.Cut(key, "+")
	if len(lines) != 5 || lines[0] != promiseHead || lines[1] != origin {
		return leaf, fmt.Errorf("promise: it is not about the log %s", origin)
	}
	return ParseLeaf(lines[2])
}
