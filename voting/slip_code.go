package voting

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"strconv"
)

// Why a code that was brought along cannot be used.
const (
	CodeMistyped = "typed"   // not 10 letters that fit together
	CodeWeak     = "weak"    // hardly any different letters, or much like another: not drawn at random
	CodeTwice    = "twice"   // another line has it
	CodeTaken    = "taken"   // a slip of the contest has it
	CodeRevoked  = "revoked" // a slip of the contest had it
)

// CodeFault is what is wrong with one of the codes.
type CodeFault struct {
	Index int // from 0
	Why   string
}

// CodeFaults are all of a list, and the cause of an ErrRollCodes.
type CodeFaults []CodeFault

// Error names the first.
func (f CodeFaults) Error() string {
	return fmt.Sprintf("%d codes, the first is number %d: %s", len(f), f[0].Index+1, f[0].Why)
}

func (f CodeFaults) err() error {
	if len(f) == 0 {
		return nil
	}
	refusal := *ErrRollCodes
	refusal.Err = f
	return &refusal
}

// alikeLetters is how many letters two codes of a list may not share at their
// beginning. Of 100,000 that were drawn at random two do once in seven times; of
// codes that were counted up nearly all do.
const alikeLetters = 7

// maxAlike is how many pairs of a list may be so alike all the same.
const maxAlike = 2

// ReadCodes reads the codes that a list brings along, as people type them, and
// holds them to what a drawn one has: they must be as hard to guess. "" stays,
// for a line without a code. The error is nil or ErrRollCodes with CodeFaults.
func ReadCodes(typed []string) (codes []string, err error) {
	var faults CodeFaults
	codes = make([]string, len(typed))
	first := map[string]int{}
	for i, text := range typed {
		code, err := parseVoteCode(text)
		switch {
		case errors.Is(err, ErrRequired):
			continue
		case err != nil:
			faults = append(faults, CodeFault{i, CodeMistyped})
			continue
		case fewLetters(code):
			faults = append(faults, CodeFault{i, CodeWeak})
			continue
		}
		if _, again := first[code]; again {
			faults = append(faults, CodeFault{i, CodeTwice})
			continue
		}
		first[code], codes[i] = i, code
	}
	for _, i := range alike(first) {
		faults = append(faults, CodeFault{i, CodeWeak})
	}
	sort.Slice(faults, func(i, j int) bool { return faults[i].Index < faults[j].Index })
	return codes, faults.err()
}

// fewLetters reports whether a code has at most two different letters: one of 140
// million that were drawn at random.
func fewLetters(code string) bool {
	different := map[rune]bool{}
	for _, letter := range code[:voteCodeLength-1] {
		different[letter] = true
	}
	return len(different) <= 2
}

// alike lists the codes that begin as another does, where they are more than
// chance explains.
func alike(at map[string]int) (indexes []int) {
	codes := make([]string, 0, len(at))
	for code := range at {
		codes = append(codes, code)
	}
	sort.Strings(codes)
	pairs := 0
	for i := 1; i < len(codes); i++ {
		if codes[i][:alikeLetters] == codes[i-1][:alikeLetters] {
			indexes = append(indexes, at[codes[i]])
			pairs++
		}
	}
	if pairs <= maxAlike && pairs < len(codes)/2 {
		return nil
	}
	return indexes
}

// ImportSlips is NewSlips with one slip for each code; for "" one is drawn.
// Whoever made the list knows its codes, so the audit trail tells.
func (s *Service) ImportSlips(ctx context.Context, a Actor, slug Slug, codes []string, token string) ([]PrintedSlip, error) {
	codes, err := ReadCodes(codes)
	if err != nil {
		return nil, err
	}
	brought := 0
	for _, code := range codes {
		if code != "" {
			brought++
		}
	}
	if brought == 0 {
		return s.NewSlips(ctx, a, slug, len(codes), token)
	}
	return s.makeSlips(ctx, a, slug, len(codes), codes, token, actImportSlips, strconv.Itoa(brought))
}
