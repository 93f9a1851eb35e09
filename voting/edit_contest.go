package voting

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
)

// DefaultSettings is what a new contest's settings begin with, before what the
// organiser gives is laid over them.
func DefaultSettings() Settings {
	return Settings{Timezone: "Asia/Shanghai", Policy: DefaultPolicy()}
}

// CreateContest makes a contest. The creator becomes its organiser by holding
// that role everywhere.
func (s *Service) CreateContest(ctx context.Context, a Actor, slug Slug, settings Settings) (c Contest, err error) {
	settings.normalise()
	err = s.update(ctx, "create a contest", func(tx Tx) error {
		if err := Allow(a, ActCreateContest, ""); err != nil {
			return err
		}
		wrong := append(s.slugProblems(slug), settings.problems()...)
		wrong = append(wrong, s.identityProblems(settings.Policy)...)
		if err := wrong.err(); err != nil {
			return err
		}
		id, err := s.newID()
		if err != nil {
			return err
		}
		_, wrapped, err := s.Keys.NewKey(s.Rand, id)
		if err != nil {
			return err
		}
		c = Contest{ID: ContestID(id), Slug: slug, Settings: settings, Key: wrapped, Revision: 1, CreatedAt: tx.Now(), LogOrigin: logOrigin(ContestID(id))}
		if err := tx.InsertContest(c); err != nil {
			return err
		}
		return a.audit(tx, c.ID, ActCreateContest, string(slug), "", asJSON(settings), "")
	})
	return c, err
}

// ContestChange is a change of some settings; nil fields stay as they are.
type ContestChange struct {
	Title      *string     `json:"title"`
	Summary    *string     `json:"summary"`
	Rules      *string     `json:"rules"`
	Timezone   *string     `json:"timezone"`
	Categories *[]Category `json:"categories"`
	Rounds     *[]Round    `json:"rounds"`
	Policy     *Policy     `json:"policy"`
	Awards     *[]Award    `json:"awards"`
	Reason     string      `json:"reason"`
}

// EditContest changes settings. Once the voting round has opened, policy, time
// zone, categories and opening times are frozen; a closing time may still move
// with a reason, and one in the past closes the round now. Nothing but texts
// changes after the announcement.
func (s *Service) EditContest(ctx context.Context, a Actor, slug Slug, change ContestChange) (c Contest, err error) {
	change.Reason = cleanText(change.Reason)
	err = s.update(ctx, "edit a contest", func(tx Tx) error {
		if c, err = s.contestFor(tx, a, ActEditContest, slug, Exclusive); err != nil {
			return err
		}
		if change.Policy != nil && change.Policy.Identity != c.Policy.Identity {
			if err := s.identityProblems(*change.Policy).err(); err != nil {
				return err
			}
		}
		return a.changeSettings(tx, &c, change)
	})
	return c, err
}

// changeSettings applies a change to a contest held exclusively, and records it.
func (a Actor) changeSettings(tx Tx, c *Contest, change ContestChange) error {
	before := c.Settings
	after := change.applyTo(before)
	after.normalise()
	if err := after.problems().err(); err != nil {
		return err
	}
	if err := c.mayChange(&after, tx.Now(), change.Reason); err != nil {
		return err
	}
	if reflect.DeepEqual(before, after) {
		return nil
	}
	c.Settings = after
	if err := tx.UpdateContest(*c); err != nil {
		return err
	}
	c.Revision++
	return a.audit(tx, c.ID, ActEditContest, string(c.Slug), asJSON(before), asJSON(after), change.Reason)
}

func (change ContestChange) applyTo(s Settings) Settings {
	set(&s.Title, change.Title)
	set(&s.Summary, change.Summary)
	set(&s.Rules, change.Rules)
	set(&s.Timezone, change.Timezone)
	set(&s.Categories, change.Categories)
	set(&s.Rounds, change.Rounds)
	set(&s.Policy, change.Policy)
	set(&s.Awards, change.Awards)
	return s
}

func set[T any](field *T, value *T) {
	if value != nil {
		*field = *value
	}
}

// mayChange checks a change against what is frozen at now, and turns a closing
// time that has passed into now.
func (c *Contest) mayChange(after *Settings, now time.Time, reason string) error {
	announced := !c.AnnouncedAt.IsZero()
	if announced && !reflect.DeepEqual([]any{c.Rounds, c.Awards}, []any{after.Rounds, after.Awards}) {
		return ErrAnnounced
	}
	if c.Frozen(now) {
		for _, frozen := range []struct {
			field         string
			before, after any
		}{
			{"policy", c.Policy, after.Policy},
			{"timezone", c.Timezone, after.Timezone},
			{"categories", c.Categories, after.Categories},
		} {
			if !reflect.DeepEqual(frozen.before, frozen.after) {
				return ErrFrozen.In(frozen.field)
			}
		}
	}
	after.Rounds = slices.Clone(after.Rounds)
	for _, begun := range c.Rounds {
		if now.Before(begun.Opens) && !c.Frozen(now) {
			continue
		}
		if err := begun.mayBecome(after.Rounds, now, reason); err != nil {
			return err
		}
	}
	return nil
}

// mayBecome checks what becomes of a round that has begun, or of any round of
// a frozen contest.
func (r Round) mayBecome(rounds []Round, now time.Time, reason string) error {
	i := slices.IndexFunc(rounds, func(other Round) bool { return other.Kind == r.Kind })
	field := fmt.Sprintf("rounds.%d", max(i, 0))
	if i < 0 || !rounds[i].Opens.Equal(r.Opens) {
		return ErrFrozen.In(field + ".opens")
	}
	if rounds[i].Closes.Equal(r.Closes) {
		return nil
	}
	if reason == "" {
		return ErrReasonRequired.In("reason")
	}
	if r.Open(now) && rounds[i].Closes.Before(now) {
		rounds[i].Closes = now
	}
	return nil
}

func (s *Settings) normalise() {
	for _, text := range []*string{&s.Title, &s.Summary, &s.Rules} {
		*text = cleanText(*text)
	}
	s.Categories, s.Rounds, s.Awards = slices.Clone(s.Categories), slices.Clone(s.Rounds), slices.Clone(s.Awards)
	for i := range s.Categories {
		s.Categories[i].Title = cleanText(s.Categories[i].Title)
	}
	for i := range s.Rounds {
		s.Rounds[i].Opens, s.Rounds[i].Closes = utc(s.Rounds[i].Opens), utc(s.Rounds[i].Closes)
	}
	for i := range s.Awards {
		s.Awards[i].Title, s.Awards[i].Prize = cleanText(s.Awards[i].Title), cleanText(s.Awards[i].Prize)
	}
}

// goodSlug accepts ^[a-z][a-z0-9-]{1,39}$.
func goodSlug(slug Slug) bool {
	if len(slug) < 2 || len(slug) > 40 || slug[0] < 'a' || slug[0] > 'z' {
		return false
	}
	return strings.Trim(string(slug), "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

func (s *Service) slugProblems(slug Slug) (wrong problems) {
	switch {
	case !goodSlug(slug):
		wrong.add(ErrBadSlug, "slug")
	case slices.Contains(s.Reserved, slug):
		wrong.add(ErrSlugReserved.With("slug", string(slug)), "slug")
	}
	return wrong
}

func (s *Settings) problems() (wrong problems) {
	wrong.text(s.Title, "title", 80, true)
	wrong.text(s.Summary, "summary", 1000, false)
	wrong.text(s.Rules, "rules", 20000, false)
	if _, err := time.LoadLocation(s.Timezone); err != nil || s.Timezone == "" || s.Timezone == "Local" {
		wrong.add(ErrBadValue.With("allowed", "Asia/Shanghai, Europe/Berlin, UTC …"), "timezone")
	}
	wrong = append(wrong, s.categoryProblems()...)
	wrong = append(wrong, s.roundProblems()...)
	wrong = append(wrong, s.Policy.problems()...)
	return append(wrong, s.awardProblems()...)
}

func (s *Settings) categoryProblems() (wrong problems) {
	if len(s.Categories) == 0 {
		wrong.add(ErrRequired, "categories")
	}
	seen := map[Slug]bool{}
	for i, category := range s.Categories {
		field := fmt.Sprintf("categories.%d.", i)
		if !goodSlug(category.Slug) || seen[category.Slug] {
			wrong.add(ErrBadSlug, field+"slug")
		}
		seen[category.Slug] = true
		wrong.text(category.Title, field+"title", 40, true)
		if len(category.Media) == 0 {
			wrong.add(ErrRequired, field+"media")
		}
		for _, medium := range category.Media {
			if !oneOf(medium, Photo, Drawing, Video) {
				wrong.add(ErrBadValue.With("allowed", "photo, drawing, video"), field+"media")
			}
		}
	}
	return wrong
}

func (s *Settings) roundProblems() (wrong problems) {
	seen := map[RoundKind]bool{}
	for i, round := range s.Rounds {
		field := fmt.Sprintf("rounds.%d.", i)
		if !oneOf(round.Kind, EntryRound, VoteRound) || seen[round.Kind] {
			wrong.add(ErrBadValue.With("allowed", "entry, vote; each once"), field+"kind")
		}
		seen[round.Kind] = true
		wrong.moment(round.Opens, field+"opens")
		wrong.moment(round.Closes, field+"closes")
		if !round.Opens.Before(round.Closes) {
			wrong.add(ErrBadTimes, field+"closes")
		}
	}
	return wrong
}

// moment refuses a time that was left out, and years that RFC 3339 cannot
// write in every time zone.
func (p *problems) moment(at time.Time, field string) {
	switch {
	case at.IsZero():
		p.add(ErrRequired, field)
	case at.Year() < 1970 || at.Year() > 9998:
		p.add(ErrBadValue.With("allowed", "1970–9998"), field)
	}
}

func (s *Settings) awardProblems() (wrong problems) {
	known := map[Slug]bool{"": true}
	for _, category := range s.Categories {
		known[category.Slug] = true
	}
	seen := map[Slug]bool{}
	for i, award := range s.Awards {
		field := fmt.Sprintf("awards.%d.", i)
		if !goodSlug(award.Slug) || seen[award.Slug] {
			wrong.add(ErrBadSlug, field+"slug")
		}
		seen[award.Slug] = true
		wrong.text(award.Title, field+"title", 40, true)
		wrong.text(award.Prize, field+"prize", 200, false)
		if award.Quantity < 1 || award.Quantity > 1000 {
			wrong.add(ErrBadValue.With("allowed", "1–1000"), field+"quantity")
		}
		if !known[award.Category] {
			wrong.add(ErrBadValue, field+"category")
		}
	}
	return wrong
}
