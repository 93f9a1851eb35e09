package web

import (
	"slices"
	"strconv"
	"strings"

	"plaudit/voting"
)

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
