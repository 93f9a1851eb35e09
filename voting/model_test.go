package voting_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"plaudit/voting"
)

// model is what voting.md says of a contest's votes, as plainly as it can be
// said: lists and loops, no database. It knows the days of its time zone from
// a table, not from a library.
type model struct {
	policy        voting.Policy
	opens, closes time.Time
	midnights     []time.Time // the instants at which a new day begins, ascending
	entries       map[voting.Number]*work
	ballots       map[sheet][]voting.Number // in the order of casting
}

// work is an entry as far as votes are concerned.
type work struct {
	category voting.Slug
	public   bool
	own      int // the voter whose work it is; 0: nobody's
}

// sheet names a ballot.
type sheet struct {
	voter int
	day   int // 0 where a ballot lasts for the whole contest
}

// said is the answer to a cast or a take-back.
type said struct {
	voting.Cast
	err error
}

func (s said) String() string { return fmt.Sprintf("%+v, %v", s.Cast, s.err) }

func (s said) equals(other said) bool {
	return s.Cast == other.Cast && errors.Is(other.err, s.err) && (s.err == nil) == (other.err == nil)
}

func (m *model) clone() *model {
	copied := *m
	copied.ballots, copied.entries = map[sheet][]voting.Number{}, map[voting.Number]*work{}
	for key, numbers := range m.ballots {
		copied.ballots[key] = slices.Clone(numbers)
	}
	for n, e := range m.entries {
		one := *e
		copied.entries[n] = &one
	}
	return &copied
}

func (m *model) open(now time.Time) bool { return !now.Before(m.opens) && now.Before(m.closes) }

func (m *model) sheet(voter int, now time.Time) sheet {
	s := sheet{voter: voter}
	if m.policy.Period == voting.PeriodDay {
		for s.day < len(m.midnights) && !now.Before(m.midnights[s.day]) {
			s.day++
		}
		s.day++ // the day before the first midnight is 1
	}
	return s
}

func (m *model) remaining(s sheet) int { return m.policy.VotesPerBallot - len(m.ballots[s]) }

func (m *model) cast(voter int, n voting.Number, now time.Time) said {
	if !m.open(now) {
		return said{err: voting.ErrRoundClosed}
	}
	e, s := m.entries[n], m.sheet(voter, now)
	if e == nil || !e.public {
		return said{err: voting.ErrEntryNotFound}
	}
	if slices.Contains(m.ballots[s], n) {
		return said{Cast: voting.Cast{Remaining: m.remaining(s), Repeat: true}}
	}
	alike := 0
	for _, other := range m.ballots[s] {
		if m.entries[other].category == e.category {
			alike++
		}
	}
	switch {
	case e.own == voter:
		return said{err: voting.ErrOwnEntry}
	case m.remaining(s) == 0:
		return said{err: voting.ErrBallotFull}
	case m.policy.VotesPerCategory > 0 && alike == m.policy.VotesPerCategory:
		return said{err: voting.ErrCategoryFull}
	}
	m.ballots[s] = append(m.ballots[s], n)
	return said{Cast: voting.Cast{Remaining: m.remaining(s)}}
}

func (m *model) takeBack(voter int, n voting.Number, now time.Time) said {
	if !m.open(now) {
		return said{err: voting.ErrRoundClosed}
	}
	s := m.sheet(voter, now)
	i := slices.Index(m.ballots[s], n)
	switch e := m.entries[n]; {
	case i < 0 && (e == nil || !e.public):
		return said{err: voting.ErrEntryNotFound}
	case i < 0:
		return said{Cast: voting.Cast{Remaining: m.remaining(s), Repeat: true}}
	case !m.policy.Withdrawable:
		return said{err: voting.ErrVoteFinal}
	}
	m.ballots[s] = slices.Delete(m.ballots[s], i, i+1)
	return said{Cast: voting.Cast{Remaining: m.remaining(s)}}
}

// move moves the close as EditContest does: while the round is open, a time
// that has passed is now. False where it must refuse.
func (m *model) move(closes, now time.Time) bool {
	if !m.opens.Before(closes) {
		return false
	}
	if m.open(now) && closes.Before(now) {
		closes = now
	}
	m.closes = closes
	return true
}

// votes adds the ballots up by entry, and counts those who have a vote.
func (m *model) votes() (votes map[voting.Number]int, voters int) {
	votes = map[voting.Number]int{}
	with := map[int]bool{}
	for s, numbers := range m.ballots {
		for _, n := range numbers {
			votes[n]++
			with[s.voter] = true
		}
	}
	return votes, len(slices.Collect(maps.Keys(with)))
}

// zone is a time zone with some of its days: the instants at which they begin.
type zone struct {
	name      string
	midnights []time.Time
}

// around adds two days on each side, where the clock is not changed.
func (z zone) around() []time.Time {
	first, last := z.midnights[0], z.midnights[len(z.midnights)-1]
	const day = 24 * time.Hour
	return slices.Concat([]time.Time{first.Add(-2 * day), first.Add(-day)}, z.midnights, []time.Time{last.Add(day), last.Add(2 * day)})
}

func instants(texts ...string) (list []time.Time) {
	for _, text := range texts {
		at, err := time.Parse("2006-01-02T15:04Z", text)
		if err != nil {
			panic(err)
		}
		list = append(list, at)
	}
	return list
}

// zones are China's, which has no summer time; three in the week in which the
// clock is changed, forth, back, and forth at midnight itself, so that the day
// begins at one; and one with half an hour to it.
func zones() []zone {
	return []zone{
		{"Asia/Shanghai", instants("2026-05-01T16:00Z", "2026-05-02T16:00Z", "2026-05-03T16:00Z", "2026-05-04T16:00Z")},
		{"Europe/Berlin", instants("2026-03-27T23:00Z", "2026-03-28T23:00Z", "2026-03-29T22:00Z", "2026-03-30T22:00Z")},
		{"America/New_York", instants("2026-10-31T04:00Z", "2026-11-01T04:00Z", "2026-11-02T05:00Z", "2026-11-03T05:00Z")},
		{"Africa/Cairo", instants("2026-04-22T22:00Z", "2026-04-23T22:00Z", "2026-04-24T21:00Z", "2026-04-25T21:00Z")},
		{"Asia/Kolkata", instants("2026-05-01T18:30Z", "2026-05-02T18:30Z", "2026-05-03T18:30Z", "2026-05-04T18:30Z")},
	}
}
