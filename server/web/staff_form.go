package web

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
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
	Period, Counts, Order, TieBreak, TieSeed         string
	VotesPerBallot, VotesPerCategory, ObjectionHours string
	Withdrawable                                     bool
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
		Period: string(p.Period), Counts: string(p.Counts), Order: string(p.Order),
		TieBreak: string(p.TieBreak), TieSeed: p.TieSeed, Withdrawable: p.Withdrawable,
		VotesPerBallot: strconv.Itoa(p.VotesPerBallot), VotesPerCategory: strconv.Itoa(p.VotesPerCategory),
		ObjectionHours: strconv.Itoa(p.ObjectionHours),
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
	*p = PolicyForm{
		Period: get("period"), Counts: get("counts"), Order: get("order"), TieBreak: get("tie_break"), TieSeed: get("tie_seed"),
		VotesPerBallot: get("votes_per_ballot"), VotesPerCategory: get("votes_per_category"), ObjectionHours: get("objection_hours"),
		Withdrawable: get("withdrawable") != "",
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

// apply does what a button inside the form asks for: "add-award",
// "remove-category-2", "preset-daily". It returns the section to come back to,
// "" when the button is the one that saves.
func (f *ContestForm) apply(do string) (section string) {
	verb, rest, _ := strings.Cut(do, "-")
	what, at, _ := strings.Cut(rest, "-")
	i, _ := strconv.Atoi(at)
	switch {
	case do == "add-category":
		f.Categories = append(f.Categories, CategoryForm{Photo: true})
	case do == "add-award":
		f.Awards = append(f.Awards, AwardForm{Quantity: "1"})
	case verb == "remove" && what == "category" && i >= 0 && i < len(f.Categories):
		f.Categories = slices.Delete(f.Categories, i, i+1)
	case verb == "remove" && what == "award" && i >= 0 && i < len(f.Awards):
		f.Awards = slices.Delete(f.Awards, i, i+1)
	case verb == "preset":
		f.preset(what)
		return "policy"
	default:
		return ""
	}
	if what == "category" {
		return "categories"
	}
	return "awards"
}

// presets names the ready-made voting rules.
func presets() []string { return []string{"once", "daily", "groups"} }

// preset fills in a ready-made voting policy; the objection window and the
// tie-break are the organiser's own and stay.
func (f *ContestForm) preset(name string) {
	p := policyForm(voting.DefaultPolicy())
	p.TieBreak, p.TieSeed, p.ObjectionHours = f.Policy.TieBreak, f.Policy.TieSeed, f.Policy.ObjectionHours
	switch name {
	case "daily":
		p.Period, p.VotesPerBallot = string(voting.PeriodDay), "1"
	case "groups":
		p.VotesPerBallot, p.VotesPerCategory = strconv.Itoa(max(1, len(f.Categories))), "1"
	}
	f.Policy = p
}

// tidy drops rows that were left empty and gives new ones a name for
// addresses, which people are not asked for.
func (f *ContestForm) tidy() {
	f.Categories = slices.DeleteFunc(f.Categories, func(c CategoryForm) bool {
		return strings.TrimSpace(c.Title) == "" && c.Slug == ""
	})
	f.Awards = slices.DeleteFunc(f.Awards, func(a AwardForm) bool {
		return strings.TrimSpace(a.Title) == "" && strings.TrimSpace(a.Prize) == "" && a.Slug == ""
	})
	taken := map[string]bool{}
	for _, c := range f.Categories {
		taken[c.Slug] = true
	}
	for i := range f.Categories {
		c := &f.Categories[i]
		if c.Slug == "" {
			c.Slug = freeSlug(taken, slugFrom(c.Title), c.medium(), "group")
		}
	}
	taken = map[string]bool{}
	for _, a := range f.Awards {
		taken[a.Slug] = true
	}
	for i := range f.Awards {
		if f.Awards[i].Slug == "" {
			f.Awards[i].Slug = freeSlug(taken, slugFrom(f.Awards[i].Title), "", "award")
		}
	}
}

func (c CategoryForm) medium() string {
	switch {
	case c.Photo && !c.Drawing && !c.Video:
		return string(voting.Photo)
	case c.Drawing && !c.Photo && !c.Video:
		return string(voting.Drawing)
	}
	return ""
}

// slugFrom makes an address of a title in Latin letters, "" of any other.
func slugFrom(title string) string {
	slug := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r == ' ' || r == '-' || r == '_':
			return '-'
		}
		return -1
	}, strings.TrimSpace(title))
	slug = strings.Trim(slug[:min(len(slug), 30)], "-0123456789")
	if len(slug) < 2 || len(slug)*2 < len(title) {
		return ""
	}
	return slug
}

// freeSlug takes the first candidate that is there and free, otherwise numbers
// the last one.
func freeSlug(taken map[string]bool, candidates ...string) string {
	for _, c := range candidates[:len(candidates)-1] {
		if c != "" && !taken[c] {
			taken[c] = true
			return c
		}
	}
	for n := 1; ; n++ {
		c := candidates[len(candidates)-1] + strconv.Itoa(n)
		if !taken[c] {
			taken[c] = true
			return c
		}
	}
}

// PickList is the options of a select: the texts are in the catalogue under
// Prefix and the value.
type PickList struct {
	Now, Prefix string
	Values      []string
}

// Pick makes the options of one of the policy's selects.
func (PolicyForm) Pick(now, prefix string, values ...string) PickList {
	return PickList{now, prefix, values}
}

// RoundBox is a round's two fields as the form shows them.
type RoundBox struct {
	Kind voting.RoundKind
	RoundForm
	OpensFixed, ClosesFixed bool
	OpensWrong, ClosesWrong string
}

// RoundBoxes lists the rounds a contest can have.
func (p *StaffEditPage) RoundBoxes() (boxes []RoundBox) {
	for _, kind := range []voting.RoundKind{voting.EntryRound, voting.VoteRound} {
		name := "rounds." + string(kind)
		boxes = append(boxes, RoundBox{
			Kind: kind, RoundForm: *p.Form.round(kind),
			OpensFixed:  p.Frozen || kind == voting.EntryRound && p.EntryBegun,
			ClosesFixed: p.Announced,
			OpensWrong:  p.Wrong[name+".opens"], ClosesWrong: p.Wrong[name+".closes"],
		})
	}
	return boxes
}
