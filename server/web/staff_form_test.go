package web

import (
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"plaudit/voting"
)

func TestTidy(t *testing.T) {
	f := ContestForm{
		Categories: []CategoryForm{
			{Title: "摄影", Photo: true},
			{Title: "手机摄影", Photo: true},
			{Slug: "photo1", Title: "旧"},
			{Title: "  "},
			{Title: "Short film", Video: true},
			{Title: "Short Film", Drawing: true},
			{Title: "混合", Photo: true, Drawing: true},
		},
		Awards: []AwardForm{{Title: "一等奖"}, {Quantity: "1"}, {Prize: "只有奖品"}, {Title: "First prize"}},
	}
	f.tidy()
	var categories, awards []string
	for _, c := range f.Categories {
		categories = append(categories, c.Slug)
	}
	for _, a := range f.Awards {
		awards = append(awards, a.Slug)
	}
	if d := cmp.Diff([]string{"photo", "group1", "photo1", "short-film", "drawing", "group2"}, categories); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"award1", "award2", "first-prize"}, awards); d != "" {
		t.Error(d)
	}
}

// TestUntouchedTime keeps what the form cannot show: a round that was closed
// by hand closed at some second.
func TestUntouchedTime(t *testing.T) {
	closed := time.Date(2026, 5, 20, 10, 30, 17, 123456000, time.UTC)
	before := voting.Contest{Settings: voting.Settings{Timezone: "Asia/Shanghai", Rounds: []voting.Round{
		{Kind: voting.EntryRound, Opens: time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC), Closes: closed},
	}}}
	f := formOf("may", &before.Settings, before.Location())
	if f.Entry.Closes != "2026-05-20T18:30" {
		t.Fatalf("shown as %s", f.Entry.Closes)
	}
	s, wrong := f.settings(&before)
	if len(wrong) > 0 || !s.Rounds[0].Closes.Equal(closed) {
		t.Errorf("untouched: %v %v", s.Rounds, wrong)
	}
	f.Entry.Closes = "2026-05-20T18:31"
	if s, _ = f.settings(&before); !s.Rounds[0].Closes.Equal(time.Date(2026, 5, 20, 10, 31, 0, 0, time.UTC)) {
		t.Errorf("moved: %v", s.Rounds)
	}
	f.Entry.Closes, f.Timezone = "2026-05-20T18:30", "UTC"
	if s, _ = f.settings(&before); !s.Rounds[0].Closes.Equal(time.Date(2026, 5, 20, 18, 30, 0, 0, time.UTC)) {
		t.Errorf("in another zone: %v", s.Rounds)
	}
}

func TestUnreadable(t *testing.T) {
	f := ContestForm{
		Timezone: "Asia/Shanghai", Entry: RoundForm{Opens: "soon", Closes: "2026-05-20T18:30"}, Vote: RoundForm{Opens: "2026-05-20T18:30"},
		Policy: PolicyForm{VotesPerBallot: "three", VotesPerCategory: " 2 "}, Awards: []AwardForm{{Quantity: "1"}, {Quantity: "one"}},
	}
	s, wrong := f.settings(nil)
	var fields []string
	for _, e := range wrong {
		fields = append(fields, e.Field)
	}
	if d := cmp.Diff([]string{"rounds.entry.opens", "rounds.vote.closes", "policy.votes_per_ballot", "awards.1.quantity"}, fields); d != "" {
		t.Error(d)
	}
	if s.Policy.VotesPerCategory != 2 {
		t.Errorf("read %d", s.Policy.VotesPerCategory)
	}
	if got := fieldName("rounds.1.closes", &s); got != "rounds.vote.closes" {
		t.Errorf("the second round's close is called %s", got)
	}
}

func TestChecks(t *testing.T) {
	undone := func(s voting.Settings) (keys []string) {
		for _, c := range checks(&s).Checks {
			if !c.Done {
				keys = append(keys, c.Key)
			}
		}
		return keys
	}
	whole := voting.Settings{
		Summary: "s", Rules: "r", Categories: []voting.Category{{}}, Awards: []voting.Award{{}},
		Rounds: []voting.Round{{Kind: voting.EntryRound, Opens: mayDay(1), Closes: mayDay(20)}, {Kind: voting.VoteRound, Opens: mayDay(5), Closes: mayDay(31)}},
	}
	if got := undone(whole); got != nil {
		t.Errorf("a whole contest lacks %v", got)
	}
	if d := cmp.Diff([]string{"categories", "entry_round", "vote_round", "summary", "awards", "rules"}, undone(voting.Settings{})); d != "" {
		t.Error(d)
	}
	whole.Rules, whole.Rounds[1].Closes = "集赞有礼", mayDay(10)
	if d := cmp.Diff([]string{"order", "wording"}, undone(whole)); d != "" {
		t.Error(d)
	}
}

func TestAuditChanges(t *testing.T) {
	for _, row := range []struct {
		before, after string
		want          []AuditChange
	}{
		{"", "", nil},
		{"pending", "approved", []AuditChange{{"", "pending", "approved"}}},
		{
			`{"title":"a","rounds":[{"closes":"x"}],"same":1}`, `{"title":"b","rounds":[{"closes":"y"}],"same":1,"new":true}`,
			[]AuditChange{{"new", "", "true"}, {"rounds.1.closes", "x", "y"}, {"title", "a", "b"}},
		},
		{"null", `[{"award":"first","number":2,"reason":""}]`, []AuditChange{{"1.award", "", "first"}, {"1.number", "", "2"}}},
	} {
		if d := cmp.Diff(row.want, auditChanges(row.before, row.after)); d != "" {
			t.Errorf("%s → %s: %s", row.before, row.after, d)
		}
	}
}

func TestMachine(t *testing.T) {
	for agent, want := range map[string]string{
		"": "",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0":     "Edge · Windows",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile MicroMessenger/8.0": "WeChat · iPhone",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15":        "Safari · macOS",
		"Mozilla/5.0 (Linux; Android 15; HarmonyOS) AppleWebKit/537.36 Chrome/130.0":                                                "Chrome · HarmonyOS",
		"curl/8.5.0": "curl/8.5.0",
	} {
		if got := machine(agent); got != want {
			t.Errorf("%q is called %q, want %q", agent, got, want)
		}
	}
}

// FuzzContestForm sends anything to the form: it is read, changed by its
// buttons and turned into settings without a panic.
func FuzzContestForm(f *testing.F) {
	f.Add("title=a&section.awards=1&awards.0.title=b&awards.0.quantity=x&do=remove-award-0")
	f.Add("section.categories=1&categories.0.title=Ü&categories.0.media=video&timezone=Mars/Base&rounds.vote.opens=2026-05-01T08:00:99&do=preset-groups")
	f.Add("do=remove-category--1&section.policy=1&policy.votes_per_ballot=99999999999999999999")
	f.Fuzz(func(t *testing.T, body string) {
		values, err := url.ParseQuery(body)
		if err != nil {
			return
		}
		form := sampleForm()
		form.read(values)
		form.apply(values.Get("do"))
		form.tidy()
		settings, _ := form.settings(nil)
		checks(&settings)
		for i, c := range form.Categories {
			if c.Slug == "" {
				t.Errorf("category %d has no slug", i)
			}
		}
	})
}
