package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
)

// mostFaults is how many faults are printed.
const mostFaults = 40

// report gathers what is wrong and what was counted. It is safe for concurrent
// use.
type report struct {
	mu     sync.Mutex
	faults []string
	lines  []string
	codes  map[string]map[string]int // of refusals: code, where, how many
	fives  int
	panics int
}

func newReport() *report { return &report{codes: map[string]map[string]int{}} }

// wrong notes a fault.
func (r *report) wrong(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.faults = append(r.faults, fmt.Sprintf(format, args...))
}

// figure notes a line to be printed.
func (r *report) figure(name, format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lines = append(r.lines, fmt.Sprintf("%-12s %s", name, fmt.Sprintf(format, args...)))
}

// refusal counts a code, at the "door" or by the "worker".
func (r *report) refusal(code, where string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.codes[code] == nil {
		r.codes[code] = map[string]int{}
	}
	r.codes[code][where]++
}

// print writes figures, codes and faults, and returns how many faults there
// are.
func (r *report) print(w io.Writer) int {
	fmt.Fprintf(w, "%-24s %6s %6s\n", "refused as", "door", "worker")
	for _, code := range slices.Sorted(maps.Keys(r.codes)) {
		fmt.Fprintf(w, "%-24s %6d %6d\n", code, r.codes[code]["door"], r.codes[code]["worker"])
	}
	fmt.Fprintln(w, strings.Join(r.lines, "\n"))
	for i, fault := range r.faults {
		if i == mostFaults {
			fmt.Fprintf(w, "… and %d more\n", len(r.faults)-i)
			break
		}
		fmt.Fprintf(w, "WRONG %s\n", fault)
	}
	if len(r.faults) == 0 {
		fmt.Fprintln(w, "hostile: nothing broke, nothing leaked, nothing stuck")
	}
	return len(r.faults)
}
