package main

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"sync"
)

// ledger is what the clients know: every acknowledged answer, and what they could not know because the answer never
// came. It is kept in memory and, as lines of JSON for whoever looks into a failure, in a file outside of the
// server's data. Safe for concurrent use.
type ledger struct {
	mu      sync.Mutex
	file    *os.File
	ballots map[string]map[int]bool // voter's token → numbers of the entries voted for
	entries map[int]string          // acknowledged number → status code

	promises map[string]bool // signed, of votes that may have been taken back since
	unknown  int             // uploads given up without an answer: each is there once or not at all
	figures  figures
}

// figures are counted for the report.
type figures struct {
	Votes, TakenBack, Entries, CutOff, Resolved int
}

// line is one acknowledged act.
type line struct {
	Act    string `json:"act"`
	Voter  string `json:"voter,omitempty"`
	Number int    `json:"number,omitempty"`
	Code   string `json:"code,omitempty"`
}

func openLedger(path string) (*ledger, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	return &ledger{file: file, ballots: map[string]map[int]bool{}, entries: map[int]string{}, promises: map[string]bool{}}, err
}

func (l *ledger) close() { _ = l.file.Close() }

func (l *ledger) write(act line) {
	raw, _ := json.Marshal(act) // a struct of strings and numbers always encodes
	_, _ = l.file.Write(append(raw, '\n'))
}

// voter opens a ballot.
func (l *ledger) voter(token string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ballots[token] = map[int]bool{}
	l.write(line{Act: "voter", Voter: token})
}

// mark notes an acknowledged vote, or an acknowledged take-back; resolved says that it was learnt by asking afterwards.
func (l *ledger) mark(token string, number int, cast, resolved bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	act := line{Act: "vote", Voter: token, Number: number}
	switch {
	case resolved:
		l.figures.Resolved++
	case cast:
		l.figures.Votes++
	default:
		l.figures.TakenBack++
	}
	if cast {
		l.ballots[token][number] = true
	} else {
		act.Act = "take back"
		delete(l.ballots[token], number)
	}
	l.write(act)
}

// promise notes what the server has signed for a vote.
func (l *ledger) promise(signed string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.promises[signed] = true
}

// ballot is the voter's votes in ascending order.
func (l *ledger) ballot(token string) []int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Sorted(maps.Keys(l.ballots[token]))
}

// entry notes an acknowledged entry. A number or code that was given before is a contradiction.
func (l *ledger) entry(number int, code string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if other, taken := l.entries[number]; taken {
		return wrong("number %d was given twice, with the codes %s and %s", number, other, code)
	}
	l.entries[number] = code
	l.figures.Entries++
	l.write(line{Act: "entry", Number: number, Code: code})
	return nil
}

// gaveUp notes an upload whose answer was cut off and not asked for again.
func (l *ledger) gaveUp() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.unknown++
}

// cut counts requests that a kill cut off.
func (l *ledger) cut(n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.figures.CutOff += n
}

// count is how many votes have been acknowledged.
func (l *ledger) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.figures.Votes
}

// votes adds the ballots up by entry.
func (l *ledger) votes() map[int]int {
	l.mu.Lock()
	defer l.mu.Unlock()
	sum := map[int]int{}
	for _, ballot := range l.ballots {
		for number := range ballot {
			sum[number]++
		}
	}
	return sum
}
