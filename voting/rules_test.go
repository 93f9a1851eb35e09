package voting

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var (
	may1  = time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	may10 = may1.AddDate(0, 0, 9)
	may20 = may1.AddDate(0, 0, 19)
	may31 = may1.AddDate(0, 0, 30)
)

func contestWith(rounds ...Round) *Contest {
	settings := DefaultSettings()
	settings.Title = "五月影像"
	settings.Categories = []Category{{Slug: "photo", Title: "摄影", Media: []Medium{Photo}}}
	settings.Rounds = rounds
	return &Contest{ID: "c", Slug: "may", Settings: settings}
}

func TestPhaseFollowsRoundsAndAnnouncement(t *testing.T) {
	entry, vote := Round{EntryRound, may1, may20}, Round{VoteRound, may10, may31}
	early, gap := Round{EntryRound, may1, may10}, Round{VoteRound, may20, may31}
	tests := []struct {
		name      string
		contest   *Contest
		announced time.Time
		at        time.Time
		want      Phase
	}{
		{"no rounds", contestWith(), time.Time{}, may10, Draft},
		{"before anything opens", contestWith(entry, vote), time.Time{}, may1.Add(-1), Draft},
		{"the opening instant counts", contestWith(entry, vote), time.Time{}, may1, EntriesOpen},
		{"overlapping windows", contestWith(entry, vote), time.Time{}, may10, VotingOpen},
		{"between the windows", contestWith(early, gap), time.Time{}, may10, Moderation},
		{"the closing instant is outside", contestWith(entry, vote), time.Time{}, may31, VotingClosed},
		{"voting only", contestWith(vote), time.Time{}, may1, Draft},
		{"announced", contestWith(entry, vote), may31, may31.Add(1), Announced},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.contest.AnnouncedAt = test.announced
			if got := test.contest.Phase(test.at); got != test.want {
				t.Errorf("phase is %q, want %q", got, test.want)
			}
		})
	}
}

func TestBallotPeriodUsesTheContestsDay(t *testing.T) {
	c := contestWith()
	lateEvening := time.Date(2026, 5, 3, 16, 30, 0, 0, time.UTC) // 00:30 on the 4th in Shanghai
	if got := c.BallotPeriod(lateEvening); got != "contest" {
		t.Errorf("period %q, want contest", got)
	}
	c.Policy.Period = PeriodDay
	if got := c.BallotPeriod(lateEvening); got != "2026-05-04" {
		t.Errorf("period %q, want the day in Shanghai", got)
	}
	c.Timezone = "America/New_York"
	if got := c.BallotPeriod(lateEvening); got != "2026-05-03" {
		t.Errorf("period %q, want the day in New York", got)
	}
}

func TestAdmit(t *testing.T) {
	photo := Entry{ID: "new", Category: "photo"}
	ballot := func(categories ...Slug) (b Ballot) {
		for i, category := range categories {
			b.Votes = append(b.Votes, Vote{Entry: EntryID(strconv.Itoa(i)), Category: category})
		}
		return b
	}
	policy := Policy{VotesPerBallot: 3, VotesPerCategory: 1}
	tests := []struct {
		name   string
		ballot Ballot
		own    bool
		want   error
	}{
		{"first vote", ballot(), false, nil},
		{"another category is full", ballot("video", "drawing"), false, nil},
		{"this category is full", ballot("photo"), false, ErrCategoryFull},
		{"the ballot is full", ballot("a", "b", "c"), false, ErrBallotFull},
		{"own entry", ballot(), true, ErrOwnEntry},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := policy.Admit(test.ballot, photo, test.own); !errors.Is(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func TestCountsVisible(t *testing.T) {
	tests := []struct {
		counts                  Counts
		open, openVoted, closed bool
	}{
		{CountsNever, false, false, false},
		{CountsAfterVote, false, true, true},
		{CountsAfterClose, false, false, true},
		{CountsAlways, true, true, true},
	}
	for _, test := range tests {
		c := contestWith(Round{VoteRound, may10, may20})
		c.Policy.Counts = test.counts
		got := [3]bool{c.CountsVisible(may10, false), c.CountsVisible(may10, true), c.CountsVisible(may20, false)}
		if want := [3]bool{test.open, test.openVoted, test.closed}; got != want {
			t.Errorf("%s: visible while open, after voting, after the close: %v, want %v", test.counts, got, want)
		}
	}
}

func TestDecisionsFollowTheStateDiagram(t *testing.T) {
	allowed := map[State]map[Decision]State{
		Pending:  {Approve: Approved, Reject: Rejected},
		Rejected: {Approve: Approved},
		Approved: {Disqualify: Disqualified},
	}
	for _, from := range []State{Processing, Refused, Pending, Approved, Rejected, Disqualified, Withdrawn} {
		for _, d := range []Decision{Approve, Reject, Disqualify} {
			want, ok := allowed[from][d]
			got, err := decide(from, d)
			if ok != (err == nil) || got != want {
				t.Errorf("%s of a %s entry: %q, %v; want %q", d, from, got, err, want)
			}
		}
	}
}

func TestTallySharesRanksAndIgnoresOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		votes := rapid.SliceOfN(rapid.IntRange(0, 5), 0, 20).Draw(t, "votes")
		policy := Policy{TieBreak: rapid.SampledFrom([]TieBreak{TieEarlier, TieDraw}).Draw(t, "tie"), TieSeed: "2026"}
		counts := make([]Count, len(votes))
		for i, n := range votes {
			counts[i] = Count{Number: Number(i + 1), Votes: n}
		}
		standings := Tally(counts, policy)
		rand.Shuffle(len(counts), func(i, j int) { counts[i], counts[j] = counts[j], counts[i] })
		if diff := cmp.Diff(standings, Tally(counts, policy)); diff != "" {
			t.Fatalf("another order of counts gave another result:\n%s", diff)
		}
		for _, s := range standings {
			better, same := 0, 0
			for _, n := range votes {
				if n > s.Votes {
					better++
				} else if n == s.Votes {
					same++
				}
			}
			if s.Rank != better+1 || s.Tied != (same > 1) || votes[s.Number-1] != s.Votes {
				t.Fatalf("%+v where %d entries have more votes and %d the same", s, better, same)
			}
		}
	})
}

func TestTieDrawCanBeDrawnAgain(t *testing.T) {
	policy := Policy{TieBreak: TieDraw, TieSeed: "金乡0529"}
	standings := Tally([]Count{{Number: 1, Votes: 2}, {Number: 2, Votes: 2}, {Number: 3, Votes: 2}}, policy)
	for i := 1; i < len(standings); i++ {
		a := sha256.Sum256([]byte("金乡0529:" + strconv.Itoa(int(standings[i-1].Number))))
		b := sha256.Sum256([]byte("金乡0529:" + strconv.Itoa(int(standings[i].Number))))
		if bytes.Compare(a[:], b[:]) >= 0 {
			t.Errorf("number %d stands before %d but drew the higher lot", standings[i-1].Number, standings[i].Number)
		}
	}
}

func TestProposeFillsAwardsInOrder(t *testing.T) {
	awards := []Award{
		{Slug: "first", Quantity: 1}, {Slug: "kids", Quantity: 2, Category: "drawing"}, {Slug: "second", Quantity: 2},
	}
	standings := []Standing{
		{Rank: 1, Number: 4, Votes: 9, Category: "photo"},
		{Rank: 2, Number: 2, Votes: 7, Category: "photo"},
		{Rank: 3, Number: 8, Votes: 5, Category: "drawing"},
		{Rank: 4, Number: 1, Votes: 3, Category: "photo"},
		{Rank: 5, Number: 5, Votes: 0, Category: "drawing"},
	}
	want := []Winner{{Award: "first", Number: 4}, {Award: "kids", Number: 8}, {Award: "second", Number: 2}, {Award: "second", Number: 1}}
	if diff := cmp.Diff(want, Propose(awards, standings)); diff != "" {
		t.Error(diff)
	}
}

func TestMasks(t *testing.T) {
	for name, want := range map[string]string{"张明": "张*", "张小明": "张**", "李": "李*", "欧阳娜娜娜娜": "欧***", "": "", "Ann": "A**"} {
		if got := MaskName(name); got != want {
			t.Errorf("MaskName(%q) = %q, want %q", name, got, want)
		}
	}
	if got := MaskPhone("13812345678"); got != "138****5678" {
		t.Errorf("MaskPhone: %q", got)
	}
	if got := MaskPhone("12345"); strings.ContainsAny(got, "12345") {
		t.Errorf("a short number shows: %q", got)
	}
}

func TestStatusCodesSurviveTyping(t *testing.T) {
	key := contestKey(bytes.Repeat([]byte{7}, 32))
	code := key.code("entry")
	if len(code) != 8 || strings.ContainsAny(code, "ILOU") {
		t.Fatalf("code %q is not 8 characters without I, L, O, U", code)
	}
	typed := strings.ToLower(code[:4]) + "-" + code[4:] + " "
	if NormalCode(typed) != code {
		t.Errorf("%q reads as %q, want %q", typed, NormalCode(typed), code)
	}
	if got := NormalCode("oil-0"); got != "0110" {
		t.Errorf("NormalCode(oil-0) = %q", got)
	}
}

func TestKeyringOpensOnlyItsOwn(t *testing.T) {
	ring, err := NewKeyring(bytes.Repeat([]byte{1}, 32))
	if err != nil {
		t.Fatal(err)
	}
	key, wrapped, err := ring.NewKey(rand.NewChaCha8([32]byte{}), "contest-1")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := ring.Unwrap(wrapped, "contest-1"); err != nil || !bytes.Equal(got, key) {
		t.Errorf("unwrap: %v, same key: %v", err, bytes.Equal(got, key))
	}
	if _, err := ring.Unwrap(wrapped, "contest-2"); !errors.Is(err, ErrBadSecret) {
		t.Errorf("another name opened it: %v", err)
	}
	other, _ := NewKeyring(bytes.Repeat([]byte{2}, 32))
	if _, err := other.Unwrap(wrapped, "contest-1"); !errors.Is(err, ErrBadSecret) {
		t.Errorf("another secret opened it: %v", err)
	}
	if _, err := NewKeyring([]byte("short")); !errors.Is(err, ErrBadSecret) {
		t.Errorf("a short secret was taken: %v", err)
	}
}

func TestMACPartsCannotRunTogether(t *testing.T) {
	if bytes.Equal(mac(nil, "ab", "c"), mac(nil, "a", "bc")) {
		t.Error("two lists of parts have one MAC")
	}
}

func TestGoodSlug(t *testing.T) {
	for slug, want := range map[Slug]bool{
		"may": true, "ab": true, "a1-b": true, "a": false, "": false, "1may": false, "May": false, "ma y": false,
		"五月": false, Slug(strings.Repeat("a", 40)): true, Slug(strings.Repeat("a", 41)): false,
	} {
		if got := goodSlug(slug); got != want {
			t.Errorf("goodSlug(%q) = %v, want %v", slug, got, want)
		}
	}
}

func TestDefaultSettingsNeedOnlyTitleAndCategory(t *testing.T) {
	settings := DefaultSettings()
	var e *Error
	if err := settings.problems().err(); !errors.As(err, &e) || e.Field != "title" || len(e.More) != 1 || e.More[0].Field != "categories" {
		t.Errorf("problems of empty settings: %v", err)
	}
	if err := contestWith().problems().err(); err != nil {
		t.Errorf("a contest with title and category: %v", err)
	}
}

func TestFrozenContest(t *testing.T) {
	entry, vote := Round{EntryRound, may1, may20}, Round{VoteRound, may10, may31}
	moved := func(r Round, closes time.Time) Round { r.Closes = closes; return r }
	tests := []struct {
		name   string
		at     time.Time
		change func(*Settings)
		reason string
		want   error
	}{
		{"everything changes before voting", may1.Add(-1), func(s *Settings) { s.Policy.VotesPerBallot = 5; s.Rounds = nil }, "", nil},
		{"policy while only entries are open", may1, func(s *Settings) { s.Policy.VotesPerBallot = 5 }, "", nil},
		{"policy once voting opened", may10, func(s *Settings) { s.Policy.VotesPerBallot = 5 }, "why", ErrFrozen},
		{"categories once voting opened", may10, func(s *Settings) { s.Categories = nil }, "why", ErrFrozen},
		{"texts once voting opened", may10, func(s *Settings) { s.Title = "new" }, "", nil},
		{"closing time without a reason", may10, func(s *Settings) { s.Rounds = []Round{entry, moved(vote, may20)} }, "", ErrReasonRequired},
		{"closing time with a reason", may10, func(s *Settings) { s.Rounds = []Round{entry, moved(vote, may20)} }, "rain", nil},
		{"opening time", may10, func(s *Settings) { s.Rounds = []Round{entry, {VoteRound, may1, may31}} }, "rain", ErrFrozen},
		{"a round disappears", may10, func(s *Settings) { s.Rounds = []Round{entry} }, "rain", ErrFrozen},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := contestWith(entry, vote)
			after := c.Settings
			test.change(&after)
			if got := c.mayChange(&after, test.at, test.reason); !errors.Is(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func TestClosingInThePastClosesNow(t *testing.T) {
	vote := Round{VoteRound, may10, may31}
	c := contestWith(vote)
	after := c.Settings
	after.Rounds = []Round{{VoteRound, may10, may10.Add(time.Hour)}}
	if err := c.mayChange(&after, may20, "enough"); err != nil {
		t.Fatal(err)
	}
	if !after.Rounds[0].Closes.Equal(may20) {
		t.Errorf("closes %v, want the moment of the change", after.Rounds[0].Closes)
	}
}

func TestEveryRefusalIsListedOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, e := range Errors() {
		if e.Code == "" || e.Message == "" || e.Kind == Internal || seen[e.Code] {
			t.Errorf("%q is without code, message or kind, or listed twice", e.Code)
		}
		seen[e.Code] = true
	}
}

func FuzzCleanText(f *testing.F) {
	f.Add("  a\u202eb\x00 ")
	f.Fuzz(func(t *testing.T, text string) {
		got := cleanText(text)
		if cleanText(got) != got {
			t.Errorf("%q is not clean: cleaning it again gives %q", got, cleanText(got))
		}
		if strings.ContainsAny(got, "\x00\u202e\r") {
			t.Errorf("%q keeps control marks", got)
		}
	})
}
