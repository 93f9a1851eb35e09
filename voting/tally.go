package voting

import (
	"crypto/sha256"
	"slices"
	"strconv"
	"strings"
)

// Count is how many votes an entry has.
type Count struct {
	Entry    EntryID
	Number   Number
	Category Slug
	Votes    int
}

// Standing is an entry's place. Ranks are competition ranks: 1, 1, 3.
type Standing struct {
	Rank     int    `json:"rank"`
	Number   Number `json:"number"`
	Category Slug   `json:"category"`
	Votes    int    `json:"votes"`
	Tied     bool   `json:"tied"`
}

// Tally ranks the counts. It is pure and independent of the order of counts:
// most votes first, equal counts by the policy's tie-break but with one rank.
func Tally(counts []Count, p Policy) []Standing { return ranked(p.sorted(counts)) }

// sorted returns the counts, the best first.
func (p Policy) sorted(counts []Count) []Count {
	return slices.SortedFunc(slices.Values(counts), p.before)
}

// before compares two counts: below 0 where a comes first.
func (p Policy) before(a, b Count) int {
	if a.Votes != b.Votes {
		return b.Votes - a.Votes
	}
	return p.breakTie(a.Number, b.Number)
}

// ranked gives ranks to counts that are sorted.
func ranked(sorted []Count) []Standing {
	standings := make([]Standing, len(sorted))
	for i, c := range sorted {
		s := Standing{Rank: i + 1, Number: c.Number, Category: c.Category, Votes: c.Votes}
		if i > 0 && sorted[i-1].Votes == c.Votes {
			s.Rank, s.Tied = standings[i-1].Rank, true
			standings[i-1].Tied = true
		}
		standings[i] = s
	}
	return standings
}

// breakTie orders two numbers with equal votes.
func (p Policy) breakTie(a, b Number) int {
	if p.TieBreak == TieDraw {
		if order := strings.Compare(p.lot(a), p.lot(b)); order != 0 {
			return order
		}
	}
	return int(a - b)
}

// lot is SHA-256("<seed>:<number>"), the lowest wins; anyone can draw it again.
func (p Policy) lot(n Number) string {
	sum := sha256.Sum256([]byte(p.TieSeed + ":" + strconv.Itoa(int(n))))
	return string(sum[:])
}
