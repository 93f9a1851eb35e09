package voting

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"
)

// counted are the states whose entries stand in the result: one that was
// withdrawn or disqualified after publication keeps no place in it.
func counted() []State { return []State{Approved} }

// standings ranks all entries in the result.
func standings(tx Tx, c *Contest) ([]Standing, error) {
	counts, err := tx.Counts(c.ID, counted())
	return Tally(counts, c.Policy), err
}

// leading ranks those with the most votes, of one category or of all ("").
// One more is looked at, since the last may be tied with it; and everyone whose
// lot may come before the last's, where lots decide.
func leading(tx Tx, c *Contest, category Slug, most int) ([]Standing, error) {
	counts, err := tx.Leading(CountQuery{
		Contest: c.ID, States: counted(), Category: category, Most: most + 1, Ties: c.Policy.TieBreak == TieDraw,
	})
	ranked := Tally(counts, c.Policy)
	return ranked[:min(most, len(ranked))], err
}

// contenders ranks those with the most votes, at most so many, and after them
// whoever else the awards may go to: with those, too, Propose says what it would
// say of the whole standings. The ranks of the others are those in their category.
func contenders(tx Tx, c *Contest, most int) (first, all []Standing, err error) {
	wanted := 0
	for _, award := range c.Awards {
		wanted += award.Quantity
	}
	if all, err = leading(tx, c, "", max(most, wanted)); err != nil {
		return nil, nil, err
	}
	first = all[:min(most, len(all))]
	var groups [][]Standing
	for _, category := range c.Categories {
		if slices.ContainsFunc(c.Awards, func(a Award) bool { return a.Category == category.Slug }) {
			group, err := leading(tx, c, category.Slug, wanted)
			if err != nil {
				return nil, nil, err
			}
			groups = append(groups, group)
		}
	}
	return first, c.Policy.joined(all, groups), nil
}

// joined puts what is in the groups alone behind the leading ones.
func (p Policy) joined(leading []Standing, groups [][]Standing) []Standing {
	known := make(map[Number]bool, len(leading))
	for _, s := range leading {
		known[s.Number] = true
	}
	var more []Standing
	for _, s := range slices.Concat(groups...) {
		if !known[s.Number] {
			more = append(more, s)
		}
	}
	slices.SortFunc(more, func(a, b Standing) int { return cmp.Or(b.Votes-a.Votes, p.breakTie(a.Number, b.Number)) })
	return slices.Concat(leading, more)
}

// StandingsPage is the ranking as an actor sees it.
type StandingsPage struct {
	Contest ContestView
	Items   []Standing
	Entries map[Number]Shown // of the items, without counts of their own
	Votes   VoteFigures      // of the whole contest
}

// Standings ranks the approved entries, of one category or of all; at most
// limit, 0 for all. ErrCountsHidden where the actor may not see counts.
func (s *Service) Standings(ctx context.Context, a Actor, slug, category Slug, limit int) (page StandingsPage, err error) {
	err = s.view(ctx, "rank the entries", func(tx Tx) error {
		c, err := s.contest(tx, a, slug, Unlocked)
		if err != nil {
			return err
		}
		if page.Contest, err = s.contestView(tx, c, a); err != nil {
			return err
		}
		if !page.Contest.ShowCounts {
			return ErrCountsHidden
		}
		if limit <= 0 {
			limit = page.Contest.Published
		}
		if page.Items, err = leading(tx, &c, category, limit); err != nil {
			return err
		}
		if page.Entries, err = entriesOf(tx, &page.Contest, page.Items); err != nil {
			return err
		}
		page.Votes, err = voteFigures(tx, c.ID)
		return err
	})
	return page, err
}

// CountVotes adds up the votes of all approved entries, of one category or of all.
// ErrCountsHidden where the actor may not see counts.
func (s *Service) CountVotes(ctx context.Context, a Actor, slug, category Slug) (votes int, err error) {
	err = s.view(ctx, "count votes", func(tx Tx) error {
		c, err := s.contest(tx, a, slug, Unlocked)
		if err != nil {
			return err
		}
		view, err := s.contestView(tx, c, a)
		if err != nil {
			return err
		}
		if !view.ShowCounts {
			return ErrCountsHidden
		}
		votes, err = tx.CountVotes(c.ID, counted(), category)
		return err
	})
	return votes, err
}

func entriesOf(tx Tx, c *ContestView, items []Standing) (map[Number]Shown, error) {
	numbers := make([]Number, len(items))
	for i, item := range items {
		numbers[i] = item.Number
	}
	return shownByNumber(tx, c, numbers)
}

func shownByNumber(tx Tx, c *ContestView, numbers []Number) (map[Number]Shown, error) {
	entries, err := tx.EntriesByNumber(c.ID, numbers)
	if err != nil {
		return nil, err
	}
	byNumber := make(map[Number]Shown, len(entries))
	for _, e := range entries {
		byNumber[e.Number] = Shown{Entry: e, Voted: c.Ballot.Has(e.ID)}
	}
	return byNumber, nil
}

// AwardsPage is what an organiser needs to choose winners.
type AwardsPage struct {
	Contest    ContestView
	Standings  []Standing       // the first ones, at most PlacesShown
	Contenders []Standing       // these, and whoever else may be proposed
	Entries    map[Number]Shown // of all that are named here
	Proposed   []Winner
	Chosen     []Winner // nil until chosen
	VotesOpen  bool
	Votes      VoteFigures
}

// PlacesShown is how many places stand beside the awards.
const PlacesShown = 100

// Awards returns the proposal from the standings beside what was chosen. Entries
// has those of the numbers named as well, as far as they are public.
func (s *Service) Awards(ctx context.Context, a Actor, slug Slug, named ...Number) (page AwardsPage, err error) {
	err = s.view(ctx, "propose winners", func(tx Tx) error {
		c, err := s.contestFor(tx, a, ActAward, slug, Unlocked)
		if err != nil {
			return err
		}
		if page.Contest, err = s.contestView(tx, c, a); err != nil {
			return err
		}
		if page.Standings, page.Contenders, err = contenders(tx, &c, PlacesShown); err != nil {
			return err
		}
		page.Proposed, page.VotesOpen = Propose(c.Awards, page.Contenders), page.Contest.VotesOpen
		if page.Chosen, err = tx.Winners(c.ID); err != nil {
			return err
		}
		numbers := slices.Clone(named)
		for _, s := range page.Standings {
			numbers = append(numbers, s.Number)
		}
		for _, w := range slices.Concat(page.Proposed, page.Chosen) {
			numbers = append(numbers, w.Number)
		}
		slices.Sort(numbers)
		if page.Entries, err = shownByNumber(tx, &page.Contest, slices.Compact(numbers)); err != nil {
			return err
		}
		maps.DeleteFunc(page.Entries, func(_ Number, e Shown) bool { return !e.Public() })
		page.Votes, err = voteFigures(tx, c.ID)
		return err
	})
	return page, err
}

// ChooseWinners replaces the choice. Each winner to whom the proposal does not
// give the same award needs a reason. awards, where it is not nil, first
// replaces what can be won (ErrAnnounced after the announcement).
func (s *Service) ChooseWinners(ctx context.Context, a Actor, slug Slug, awards *[]Award, winners []Winner) error {
	return s.update(ctx, "choose winners", func(tx Tx) error {
		c, err := s.contestFor(tx, a, ActAward, slug, Exclusive)
		if err != nil {
			return err
		}
		if awards != nil {
			if err := a.changeSettings(tx, &c, ContestChange{Awards: awards}); err != nil {
				return err
			}
		}
		_, ranked, err := contenders(tx, &c, 0)
		if err != nil {
			return err
		}
		if err := checkWinners(tx, &c, ranked, winners); err != nil {
			return err
		}
		before, err := tx.Winners(c.ID)
		if err != nil {
			return err
		}
		if err := tx.SetWinners(c.ID, winners); err != nil {
			return err
		}
		return a.audit(tx, c.ID, "choose_winners", "awards", asJSON(before), asJSON(winners), "")
	})
}

func checkWinners(tx Tx, c *Contest, ranked []Standing, winners []Winner) error {
	proposed := map[Winner]bool{}
	for _, w := range Propose(c.Awards, ranked) {
		proposed[w] = true
	}
	given := map[Slug]int{}
	seen := map[Winner]bool{}
	var wrong problems
	for i := range winners {
		w := &winners[i]
		w.Reason = cleanText(w.Reason)
		field := func(name string) string { return fmt.Sprintf("winners.%d.%s", i, name) }
		award, ok := c.award(w.Award)
		if !ok {
			wrong.add(ErrBadValue, field("award"))
			continue
		}
		e, err := publicEntry(tx, c, w.Number)
		if err != nil {
			if KindOf(err) != NotFound {
				return err
			}
			wrong.add(ErrBadValue.With("number", int(w.Number)), field("number"))
			continue
		}
		bare := Winner{Award: w.Award, Number: w.Number}
		given[w.Award]++
		switch {
		case award.Category != "" && award.Category != e.Category, given[w.Award] > award.Quantity, seen[bare]:
			wrong.add(ErrBadValue.With("number", int(w.Number)), field("number"))
		case !proposed[bare] && w.Reason == "":
			wrong.add(ErrReasonRequired.With("number", int(w.Number)), field("reason"))
		}
		seen[bare] = true
	}
	return wrong.err()
}

func (c *Contest) award(slug Slug) (Award, bool) {
	for _, award := range c.Awards {
		if award.Slug == slug {
			return award, true
		}
	}
	return Award{}, false
}

// Announce freezes the standings and publishes the winners. ErrRoundOpen while
// a voting round is open or still to come, ErrVotesPending while doubtful votes
// wait for a decision, ErrNoWinners where there are awards
// and nobody was chosen. Announcing again corrects the result and needs a
// reason that says what changed.
func (s *Service) Announce(ctx context.Context, a Actor, slug Slug, reason string) (done Announcement, err error) {
	reason = cleanText(reason)
	if err := s.beforeResult(ctx, a, slug); err != nil {
		return done, err
	}
	err = s.update(ctx, "announce the result", func(tx Tx) error {
		c, err := s.contestFor(tx, a, ActAward, slug, Exclusive)
		if err != nil {
			return err
		}
		if err := c.mayAnnounce(tx.Now()); err != nil {
			return err
		}
		if err := nonePending(tx, &c); err != nil {
			return err
		}
		if done, err = freeze(tx, &c, reason); err != nil {
			return err
		}
		if err := tx.InsertAnnouncement(done); err != nil {
			return err
		}
		if err := announceToLog(tx, &c); err != nil {
			return err
		}
		if c.AnnouncedAt.IsZero() {
			c.AnnouncedAt = done.At
			if err := tx.UpdateContest(c); err != nil {
				return err
			}
		}
		return a.audit(tx, c.ID, "announce", fmt.Sprintf("announcement %d", done.Version), "", asJSON(done.Winners), reason)
	})
	return done, err
}

func (c *Contest) mayAnnounce(now time.Time) error {
	vote, ok := c.Round(VoteRound)
	if ok && now.Before(vote.Closes) && c.AnnouncedAt.IsZero() {
		return ErrRoundOpen.With("closes", vote.Closes)
	}
	return nil
}

// nonePending refuses a result while votes are set aside that somebody must look
// at.
func nonePending(tx Tx, c *Contest) error {
	counts, err := tx.AsideCounts(c.ID)
	if pending := asideFigures(counts).Pending; err == nil && pending > 0 {
		return ErrVotesPending.With("votes", pending)
	}
	return err
}

func freeze(tx Tx, c *Contest, reason string) (done Announcement, err error) {
	done = Announcement{Contest: c.ID, Version: 1, At: tx.Now(), Reason: reason, Awards: c.Awards}
	switch prior, err := tx.Announcement(c.ID); {
	case err == nil && reason == "":
		return done, ErrReasonRequired.In("reason")
	case err == nil:
		done.Version = prior.Version + 1
	case KindOf(err) != NotFound:
		return done, err
	}
	done.FinalAt = done.At.Add(time.Duration(c.Policy.ObjectionHours) * time.Hour)
	if done.Winners, err = tx.Winners(c.ID); err != nil {
		return done, err
	}
	if len(done.Winners) == 0 && len(c.Awards) > 0 {
		return done, ErrNoWinners
	}
	for i, w := range done.Winners {
		if _, err := publicEntry(tx, c, w.Number); err != nil {
			return done, ErrBadValue.In(fmt.Sprintf("winners.%d.number", i)).With("number", int(w.Number))
		}
	}
	if done.Standings, err = standings(tx, c); err != nil {
		return done, err
	}
	done.Figures.Entries = len(done.Standings)
	for _, standing := range done.Standings {
		done.Figures.Votes += standing.Votes
	}
	if done.Figures.Voters, err = tx.CountVoters(c.ID); err != nil {
		return done, err
	}
	if done.Figures.DeskVoters, err = tx.CountDeskVoters(c.ID); err != nil {
		return done, err
	}
	all, err := voteFigures(tx, c.ID)
	done.Figures.Raw, done.Figures.Void = all.Raw, all.Void
	return done, err
}

// AnnouncementPage is a published result with the entries it names; one that
// was withdrawn since is there with its number only.
type AnnouncementPage struct {
	Contest ContestView
	Announcement
	Final   bool
	Entries map[Number]Shown // of the winners
}

// ViewAnnouncement returns the latest announcement; ErrAnnouncementNotFound
// before the first.
func (s *Service) ViewAnnouncement(ctx context.Context, a Actor, slug Slug) (page AnnouncementPage, err error) {
	err = s.view(ctx, "read the announcement", func(tx Tx) error {
		c, err := s.contest(tx, a, slug, Unlocked)
		if err != nil {
			return err
		}
		if page.Contest, err = s.contestView(tx, c, a); err != nil {
			return err
		}
		if page.Announcement, err = tx.Announcement(c.ID); err != nil {
			return err
		}
		page.Final = page.Announcement.Final(tx.Now())
		numbers := make([]Number, len(page.Winners))
		for i, w := range page.Winners {
			numbers[i] = w.Number
		}
		page.Entries, err = shownByNumber(tx, &page.Contest, numbers)
		return err
	})
	return page, err
}

func asJSON(value any) string {
	raw, _ := json.Marshal(value) // plain fields: cannot fail
	return string(raw)
}
