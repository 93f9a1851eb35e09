package web

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"time"

	"plaudit/voting"
)

// ContestForm is a contest's settings as they are typed: numbers and times
// stay text until they are saved, so that a form sent back loses nothing.
// Times are those of a datetime-local input, in the contest's time zone.
type ContestForm struct {
	Slug, Title, Summary, Rules, Timezone string
	Entry, Vote                           RoundForm
	Categories                            []CategoryForm
	Policy                                PolicyForm
	Awards                                []AwardForm
	Reason                                string
}

// RoundForm is a round's window; both empty for no such round.
type RoundForm struct{ Opens, Closes string }

// CategoryForm is a row of the categories.
type CategoryForm struct {
	Slug, Title           string
	Photo, Drawing, Video bool
}

// PolicyForm is the voting policy.
type PolicyForm struct {
	Identity, Period, Counts, Order, TieBreak, TieSeed string
	VotesPerBallot, VotesPerCategory, ObjectionHours   string
	EntriesPerEntrant                                  string
	Withdrawable                                       bool
}

// AwardForm is a row of the awards.
type AwardForm struct{ Slug, Title, Quantity, Prize, Category string }

// mostRows bounds what one form may send.
const mostRows = 60

// localTime is the format of a datetime-local input.
const localTime = "2006-01-02T15:04"

// formOf shows a contest's settings as a form.
func formOf(slug voting.Slug, s *voting.Settings, zone *time.Location) ContestForm {
	f := ContestForm{
		Slug: string(slug), Title: s.Title, Summary: s.Summary, Rules: s.Rules, Timezone: s.Timezone,
		Policy: policyForm(s.Policy),
	}
	for _, r := range s.Rounds {
		*f.round(r.Kind) = RoundForm{r.Opens.In(zone).Format(localTime), r.Closes.In(zone).Format(localTime)}
	}
	for _, c := range s.Categories {
		f.Categories = append(f.Categories, CategoryForm{
			string(c.Slug), c.Title, c.Takes(voting.Photo), c.Takes(voting.Drawing), c.Takes(voting.Video),
		})
	}
	for _, a := range s.Awards {
		f.Awards = append(f.Awards, AwardForm{string(a.Slug), a.Title, strconv.Itoa(a.Quantity), a.Prize, string(a.Category)})
	}
	return f
}

func policyForm(p voting.Policy) PolicyForm {
	return PolicyForm{
		Identity: string(p.Identity), Period: string(p.Period), Counts: string(p.Counts), Order: string(p.Order),
		TieBreak: string(p.TieBreak), TieSeed: p.TieSeed, Withdrawable: p.Withdrawable,
		VotesPerBallot: strconv.Itoa(p.VotesPerBallot), VotesPerCategory: strconv.Itoa(p.VotesPerCategory),
		ObjectionHours: strconv.Itoa(p.ObjectionHours), EntriesPerEntrant: strconv.Itoa(p.EntriesPerEntrant),
	}
}

func (f *ContestForm) round(kind voting.RoundKind) *RoundForm {
	if kind == voting.VoteRound {
		return &f.Vote
	}
	return &f.Entry
}

// read lays what was sent over the form. A section whose marker was not sent
// (it was shown as frozen) stays as it is.
func (f *ContestForm) read(v url.Values) {
	text := func(field *string, name string) {
		if v.Has(name) {
			*field = v.Get(name)
		}
	}
	text(&f.Slug, "slug")
	text(&f.Title, "title")
	text(&f.Summary, "summary")
	text(&f.Rules, "rules")
	text(&f.Timezone, "timezone")
	text(&f.Reason, "reason")
	text(&f.Entry.Opens, "rounds.entry.opens")
	text(&f.Entry.Closes, "rounds.entry.closes")
	text(&f.Vote.Opens, "rounds.vote.opens")
	text(&f.Vote.Closes, "rounds.vote.closes")
	if v.Has("section.categories") {
		f.Categories = readCategories(v)
	}
	if v.Has("section.policy") {
		f.Policy.read(v)
	}
	if v.Has("section.awards") {
		f.Awards = readAwards(v)
	}
}

func (p *PolicyForm) read(v url.Values) {
	get := func(name string) string { return v.Get("policy." + name) }
	identity := p.Identity
	if v.Has("policy.identity") {
		identity = get("identity")
	}
	*p = PolicyForm{
		Identity: identity, Period: get("period"), Counts: get("counts"), Order: get("order"), TieBreak: get("tie_break"), TieSeed: get("tie_seed"),
		VotesPerBallot: get("votes_per_ballot"), VotesPerCategory: get("votes_per_category"), ObjectionHours: get("objection_hours"),
		EntriesPerEntrant: get("entries_per_entrant"),
		Withdrawable:      get("withdrawable") != "",
	}
}

func readCategories(v url.Values) (rows []CategoryForm) {
	for i := range mostRows {
		name := func(field string) string { return fmt.Sprintf("categories.%d.%s", i, field) }
		if !v.Has(name("title")) {
			break
		}
		takes := func(m voting.Medium) bool { return slices.Contains(v[name("media")], string(m)) }
		rows = append(rows, CategoryForm{
			v.Get(name("slug")), v.Get(name("title")), takes(voting.Photo), takes(voting.Drawing), takes(voting.Video),
		})
	}
	return rows
}

func readAwards(v url.Values) (rows []AwardForm) {
	for i := range mostRows {
		name := func(field string) string { return fmt.Sprintf("awards.%d.%s", i, field) }
		if !v.Has(name("title")) {
			break
		}
		rows = append(rows, AwardForm{
			v.Get(name("slug")), v.Get(name("title")), v.Get(name("quantity")), v.Get(name("prize")), v.Get(name("category")),
		})
	}
	return rows
}
