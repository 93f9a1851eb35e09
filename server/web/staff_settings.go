package web

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"plaudit/voting"
)

// settings reads the form as the settings of a contest. before is the contest
// as stored: a time that is shown to the minute and was not touched keeps its
// seconds. What cannot be read is reported by field, as use cases report it.
func (f *ContestForm) settings(before *voting.Contest) (s voting.Settings, wrong []*voting.Error) {
	s = voting.Settings{Title: f.Title, Summary: f.Summary, Rules: f.Rules, Timezone: f.Timezone}
	zone, err := time.LoadLocation(f.Timezone)
	if err != nil || f.Timezone == "" {
		zone = time.UTC // the use case refuses the name
	}
	for _, kind := range []voting.RoundKind{voting.EntryRound, voting.VoteRound} {
		round, there, more := f.round(kind).read(kind, zone, before)
		wrong = append(wrong, more...)
		if there {
			s.Rounds = append(s.Rounds, round)
		}
	}
	for _, c := range f.Categories {
		s.Categories = append(s.Categories, c.category())
	}
	policy, more := f.Policy.policy()
	s.Policy, wrong = policy, append(wrong, more...)
	for i, a := range f.Awards {
		quantity, err := wholeNumber(a.Quantity)
		if err != nil {
			wrong = append(wrong, err.In(fmt.Sprintf("awards.%d.quantity", i)))
		}
		s.Awards = append(s.Awards, voting.Award{
			Slug: voting.Slug(a.Slug), Title: a.Title, Quantity: quantity, Prize: a.Prize, Category: voting.Slug(a.Category),
		})
	}
	return s, wrong
}

func (c CategoryForm) category() voting.Category {
	out := voting.Category{Slug: voting.Slug(c.Slug), Title: c.Title}
	for _, m := range []struct {
		taken  bool
		medium voting.Medium
	}{{c.Photo, voting.Photo}, {c.Drawing, voting.Drawing}, {c.Video, voting.Video}} {
		if m.taken {
			out.Media = append(out.Media, m.medium)
		}
	}
	return out
}

func (p PolicyForm) policy() (voting.Policy, []*voting.Error) {
	out := voting.Policy{
		Identity: voting.Identity(p.Identity), Period: voting.Period(p.Period), Counts: voting.Counts(p.Counts),
		Order: voting.Order(p.Order), TieBreak: voting.TieBreak(p.TieBreak), TieSeed: strings.TrimSpace(p.TieSeed),
		Withdrawable: p.Withdrawable,
	}
	var wrong []*voting.Error
	for _, number := range []struct {
		text, field string
		into        *int
	}{
		{p.VotesPerBallot, "votes_per_ballot", &out.VotesPerBallot},
		{p.VotesPerCategory, "votes_per_category", &out.VotesPerCategory},
		{p.ObjectionHours, "objection_hours", &out.ObjectionHours},
		{p.EntriesPerEntrant, "entries_per_entrant", &out.EntriesPerEntrant},
	} {
		n, err := wholeNumber(number.text)
		if err != nil {
			wrong = append(wrong, err.In("policy."+number.field))
		}
		*number.into = n
	}
	return out, wrong
}

// wholeNumber reads digits; an empty field is 0.
func wholeNumber(text string) (int, *voting.Error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0, voting.ErrBadValue.With("allowed", "0–9")
	}
	return n, nil
}

// read parses the window; there is false when the contest has no such round.
func (r RoundForm) read(kind voting.RoundKind, zone *time.Location, before *voting.Contest) (round voting.Round, there bool, wrong []*voting.Error) {
	if r.Opens == "" && r.Closes == "" {
		return round, false, nil
	}
	var was voting.Round
	if before != nil && before.Timezone == zone.String() {
		was, _ = before.Round(kind)
	}
	round.Kind = kind
	for _, end := range []struct {
		name, text string
		was        time.Time
		into       *time.Time
	}{{"opens", r.Opens, was.Opens, &round.Opens}, {"closes", r.Closes, was.Closes, &round.Closes}} {
		at, err := readLocalTime(end.text, zone, end.was)
		if err != nil {
			wrong = append(wrong, err.In("rounds."+string(kind)+"."+end.name))
		}
		*end.into = at
	}
	return round, true, wrong
}

func readLocalTime(text string, zone *time.Location, was time.Time) (time.Time, *voting.Error) {
	if text == "" {
		return time.Time{}, voting.ErrRequired
	}
	if !was.IsZero() && was.In(zone).Format(localTime) == text {
		return was, nil
	}
	at, err := time.ParseInLocation(localTime, text[:min(len(text), len(localTime))], zone)
	if err != nil {
		return time.Time{}, voting.ErrBadValue.With("allowed", localTime)
	}
	return at, nil
}

// fieldName turns the field of a refusal into the form's: rounds are numbered
// there and named here.
func fieldName(field string, s *voting.Settings) string {
	rest, ok := strings.CutPrefix(field, "rounds.")
	if !ok {
		return field
	}
	number, end, _ := strings.Cut(rest, ".")
	i, err := strconv.Atoi(number)
	if err != nil || i < 0 || i >= len(s.Rounds) {
		return field
	}
	return "rounds." + string(s.Rounds[i].Kind) + "." + end
}

// change leaves out what may no longer change, so that a page shown before the
// freeze does not ask for it.
func change(view *voting.ContestView, s *voting.Settings, reason string) voting.ContestChange {
	out := voting.ContestChange{Title: &s.Title, Summary: &s.Summary, Rules: &s.Rules, Reason: reason}
	if view.AnnouncedAt.IsZero() {
		out.Rounds, out.Awards = &s.Rounds, &s.Awards
	}
	if !view.Frozen {
		out.Timezone, out.Categories, out.Policy = &s.Timezone, &s.Categories, &s.Policy
	}
	return out
}
