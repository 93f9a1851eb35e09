package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"plaudit/voting"
)

// rules says what applies, generated from the settings, with the organiser's
// own text below.
func (w *Web) rules(c echo.Context, a voting.Actor) error {
	view, err := w.deps.Voting.ViewContest(c.Request().Context(), a, slugOf(c))
	if err != nil {
		return err
	}
	text, err := markdown(view.Rules, 3)
	if err != nil {
		return err
	}
	page := &RulesPage{
		Frame: w.contestFrame(c, &view, "rules"), Phase: phaseOf(&view), Policy: view.Policy,
		Zone: view.Timezone, Text: text, MaxSize: w.deps.Limits.Bytes,
	}
	zone := view.Location()
	for _, r := range view.Rounds {
		r.Opens, r.Closes = r.Opens.In(zone), r.Closes.In(zone)
		switch r.Kind {
		case voting.EntryRound:
			page.Entry = r
		case voting.VoteRound:
			page.Vote = r
		}
	}
	for _, category := range view.Categories {
		page.Groups = append(page.Groups, RuleGroup{Title: category.Title, Media: category.Media})
	}
	for _, award := range view.Awards {
		page.Awards = append(page.Awards, RuleAward{
			Title: award.Title, Prize: award.Prize, Quantity: award.Quantity,
			Category: categoryTitle(&view.Contest, award.Category),
		})
	}
	return w.views.Render(c, http.StatusOK, page)
}
