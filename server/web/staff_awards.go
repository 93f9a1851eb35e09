package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"plaudit/voting"
)

// standingsShown is how many places stand below the awards; all are on the
// page of the standings.
const standingsShown = 30

// awards shows the standings, what follows from them for each award, and what
// was chosen.
func (w *Web) awards(c echo.Context, a voting.Actor) error {
	page, desk, err := w.awardsPage(c, a)
	if err != nil {
		return err
	}
	desk.fill(page, desk.start())
	if c.QueryParam("said") == "saved" {
		page.Said = w.t(page.Frame, "awards.said_saved")
	}
	return w.views.Render(c, http.StatusOK, page)
}

// awardDesk is what the rows of the awards page are made of.
type awardDesk struct {
	found  voting.AwardsPage
	rows   map[voting.Number]EntryRow
	ranked map[voting.Number]voting.Standing
}

func (w *Web) awardsPage(c echo.Context, a voting.Actor, typed ...typedWinner) (*AwardsPage, *awardDesk, error) {
	var named []voting.Number
	for _, row := range typed {
		if n, ok := voting.ParseNumber(row.number); ok {
			named = append(named, n)
		}
	}
	found, err := w.deps.Voting.Awards(c.Request().Context(), a, slugOf(c), named...)
	if err != nil {
		return nil, nil, err
	}
	view := &found.Contest
	f := w.newStaffFrame(c, a, "awards")
	w.within(&f, a, view)
	page := &AwardsPage{
		StaffFrame: f, VotesOpen: view.VotesOpen || view.Phase != voting.VotingClosed && view.AnnouncedAt.IsZero(),
		Chosen: len(found.Chosen) > 0, TieBreak: view.Policy.TieBreak, Seed: view.Policy.TieSeed, Announced: view.AnnouncedAt,
	}
	if vote, ok := view.Round(voting.VoteRound); ok {
		page.Closes = vote.Closes.In(view.Location())
	} else {
		page.VotesOpen = false
	}
	if !page.Announced.IsZero() {
		page.Announced = page.Announced.In(view.Location())
	}
	desk := &awardDesk{found: found, ranked: map[voting.Number]voting.Standing{}}
	if desk.rows, err = w.rowsByNumber(c, a, &page.StaffFrame, view, found.Entries); err != nil {
		return nil, nil, err
	}
	titles := awardTitles(view.Awards, found.Chosen)
	for _, s := range found.Contenders {
		desk.ranked[s.Number] = s
	}
	for _, s := range found.Standings[:min(standingsShown, len(found.Standings))] {
		page.Rows = append(page.Rows, StandRow{Standing: s, Entry: desk.rows[s.Number], Award: titles[s.Number]})
	}
	page.Tones = standTones(page.Rows)
	return page, desk, nil
}

// rowsByNumber makes a staff row of each entry.
func (w *Web) rowsByNumber(c echo.Context, a voting.Actor, f *StaffFrame, view *voting.ContestView, shown map[voting.Number]voting.Shown) (map[voting.Number]EntryRow, error) {
	var entries []voting.Entry
	for _, s := range shown {
		entries = append(entries, s.Entry)
	}
	list, err := w.entryRows(c, a, f, view, entries)
	if err != nil {
		return nil, err
	}
	rows := make(map[voting.Number]EntryRow, len(list))
	for _, row := range list {
		rows[row.Entry.Number] = row
	}
	return rows, nil
}

func standTones(rows []StandRow) []Tone {
	var pictures []Picture
	for _, row := range rows {
		pictures = append(pictures, row.Entry.Picture)
	}
	return tonesOf(pictures)
}

func awardTitles(awards []voting.Award, winners []voting.Winner) map[voting.Number]string {
	titles := map[voting.Number]string{}
	for _, winner := range winners {
		for _, award := range awards {
			if award.Slug != winner.Award {
				continue
			}
			if titles[winner.Number] != "" {
				titles[winner.Number] += ", "
			}
			titles[winner.Number] += award.Title
		}
	}
	return titles
}

// typedWinner is a row of the form as it was typed.
type typedWinner struct{ award, number, reason, wrong string }

// start is what the form begins with: the choice, or else the proposal.
func (d *awardDesk) start() []typedWinner {
	if len(d.found.Chosen) > 0 {
		return asTyped(d.found.Chosen)
	}
	return asTyped(d.found.Proposed)
}

func asTyped(winners []voting.Winner) (list []typedWinner) {
	for _, winner := range winners {
		list = append(list, typedWinner{award: string(winner.Award), number: number(winner.Number), reason: winner.Reason})
	}
	return list
}

// fill makes a row for each time an award is given, from what was typed for
// it in order.
func (d *awardDesk) fill(page *AwardsPage, typed []typedWinner) {
	index := 0
	page.Awards = nil
	for _, award := range d.found.Contest.Awards {
		choice := AwardChoice{Award: award}
		if award.Category != "" {
			choice.Group = groupTitle(&d.found.Contest.Contest, award.Category)
		}
		mine := slices.DeleteFunc(slices.Clone(typed), func(t typedWinner) bool { return t.award != string(award.Slug) })
		proposed := slices.DeleteFunc(slices.Clone(d.found.Proposed), func(p voting.Winner) bool { return p.Award != award.Slug })
		for i := range max(award.Quantity, len(mine)) {
			row := ChoiceRow{Index: index}
			index++
			if i < len(mine) {
				row.Number, row.Reason, row.Wrong = mine[i].number, mine[i].reason, mine[i].wrong
			}
			if i < len(proposed) {
				row.Proposed = proposed[i].Number
			}
			d.describe(&row, proposed)
			choice.Rows = append(choice.Rows, row)
		}
		page.Awards = append(page.Awards, choice)
	}
}

// describe says how a row stands to the proposal.
func (d *awardDesk) describe(row *ChoiceRow, proposed []voting.Winner) {
	n, ok := voting.ParseNumber(row.Number)
	if !ok {
		return
	}
	row.Differs = !slices.ContainsFunc(proposed, func(p voting.Winner) bool { return p.Number == n })
	row.Tied = !row.Differs && d.ranked[n].Tied
	if !row.Differs {
		row.Proposed = n
	}
	if entry, ok := d.rows[n]; ok {
		row.Entry = &entry
	}
}

func readWinners(v url.Values) (rows []typedWinner) {
	for i := range 2000 {
		name := func(field string) string { return fmt.Sprintf("winners.%d.%s", i, field) }
		if !v.Has(name("award")) {
			break
		}
		rows = append(rows, typedWinner{
			award: v.Get(name("award")), number: strings.TrimSpace(v.Get(name("number"))), reason: v.Get(name("reason")),
		})
	}
	return rows
}

// chooseWinners stores the choice, or shows the form again with what was typed
// or with the proposal.
func (w *Web) chooseWinners(c echo.Context, a voting.Actor) error {
	values, err := c.FormParams()
	if err != nil {
		return err
	}
	rows := readWinners(values)
	page, desk, err := w.awardsPage(c, a, rows...)
	if err != nil {
		return err
	}
	switch values.Get("do") {
	case "propose":
		desk.fill(page, asTyped(desk.found.Proposed))
		page.Chosen = false
		return w.views.Render(c, http.StatusOK, page)
	case "look":
		desk.fill(page, rows)
		return w.views.Render(c, http.StatusOK, page)
	}
	winners, from := winnersOf(rows)
	refusal := w.deps.Voting.ChooseWinners(c.Request().Context(), a, slugOf(c), nil, winners)
	if refusal == nil {
		return c.Redirect(http.StatusSeeOther, page.Of.Base()+"/awards?said=saved")
	}
	wrong, err := w.fields(page.Frame, refusal)
	if err != nil {
		return err
	}
	page.Wrong = blame(rows, from, wrong)
	desk.fill(page, rows)
	return w.views.Render(c, http.StatusUnprocessableEntity, page)
}

// winnersOf leaves out the rows without a number; from is the row that each
// winner was typed in.
func winnersOf(rows []typedWinner) (winners []voting.Winner, from []int) {
	for i, row := range rows {
		if row.number == "" {
			continue
		}
		n, _ := voting.ParseNumber(row.number) // 0 is no entry's: the use case refuses it
		winners = append(winners, voting.Winner{Award: voting.Slug(row.award), Number: n, Reason: row.reason})
		from = append(from, i)
	}
	return winners, from
}

// blame puts what is wrong with "winners.2.reason" to the row of that winner,
// and returns what no row is to blame for.
func blame(rows []typedWinner, from []int, wrong map[string]string) (other string) {
	for field, sentence := range wrong {
		_, rest, _ := strings.Cut(field, ".")
		number, _, _ := strings.Cut(rest, ".")
		if i, err := strconv.Atoi(number); err == nil && i >= 0 && i < len(from) {
			rows[from[i]].wrong = sentence
		} else {
			other = sentence
		}
	}
	return other
}
