package web

import (
	"math"
	"net/http"

	"github.com/labstack/echo/v4"

	"plaudit/voting"
)

// staffHome lists the contests that the staff member works for.
func (w *Web) staffHome(c echo.Context, a voting.Actor) error {
	if a.Staff == "" {
		return voting.ErrLogin
	}
	views, err := w.deps.Voting.ListContests(c.Request().Context(), a)
	if err != nil {
		return err
	}
	page := StaffHomePage{
		StaffFrame: w.newStaffFrame(c, a, "contests"),
		CanCreate:  voting.Allow(a, voting.ActCreateContest, "") == nil,
	}
	for i := range views {
		if voting.Allow(a, voting.ActSeeStaff, views[i].ID) == nil {
			page.Contests = append(page.Contests, staffCard(a, &views[i]))
		}
	}
	return w.views.Render(c, http.StatusOK, &page)
}

// states lists the states in the order in which staff look at them.
func states() []voting.State {
	return []voting.State{
		voting.Pending, voting.Approved, voting.Rejected, voting.Processing, voting.Refused,
		voting.Disqualified, voting.Withdrawn,
	}
}

func staffCard(a voting.Actor, view *voting.ContestView) StaffCard {
	card := StaffCard{
		Title: view.Title, Base: staffContestPath(view.Slug), Public: "/" + string(view.Slug),
		Phase: phaseOf(view), Hidden: !view.Public(),
	}
	mayModerate := voting.Allow(a, voting.ActModerate, view.ID) == nil
	for _, state := range states() {
		n := view.States[state]
		card.Entries += n
		if n == 0 {
			continue
		}
		count := StateCount{State: state, Count: n}
		if mayModerate {
			count.URL = card.Base + "/entries?state=" + string(state)
		}
		card.Counts = append(card.Counts, count)
	}
	card.Todo = todos(a, view, card.Base)
	return card
}

// todos is what waits for this actor.
func todos(a voting.Actor, view *voting.ContestView, base string) (list []Todo) {
	can := func(act voting.Act) bool { return voting.Allow(a, act, view.ID) == nil }
	if n := view.States[voting.Pending]; n > 0 && can(voting.ActModerate) {
		list = append(list, Todo{"pending", n, base + "/moderation"})
	}
	if view.Phase == voting.VotingClosed && can(voting.ActAward) {
		list = append(list, Todo{"announce", 1, base + "/awards"})
	}
	if !view.Public() && can(voting.ActEditContest) {
		list = append(list, Todo{"rounds", 1, base + "/edit#rounds"})
	}
	return list
}

// staffContest is the overview of one contest.
func (w *Web) staffContest(c echo.Context, a voting.Actor) error {
	page, err := w.contestPage(c, a)
	if err != nil {
		return err
	}
	switch c.QueryParam("said") {
	case "created", "closed", "announced":
		page.Said = w.t(page.Frame, "staff.said_"+c.QueryParam("said"))
	}
	return w.views.Render(c, http.StatusOK, page)
}

// staffView loads a contest for one of its staff pages.
func (w *Web) staffView(c echo.Context, a voting.Actor, act voting.Act, tab string) (view voting.ContestView, f StaffFrame, err error) {
	view, err = w.deps.Voting.ViewContest(c.Request().Context(), a, slugOf(c))
	if err == nil || a.Staff == "" {
		if refused := voting.Allow(a, act, view.ID); refused != nil {
			err = refused
		}
	}
	if err != nil {
		return view, f, err
	}
	f = w.newStaffFrame(c, a, tab)
	w.within(&f, a, &view)
	return view, f, nil
}

func (w *Web) contestPage(c echo.Context, a voting.Actor) (*StaffContestPage, error) {
	view, f, err := w.staffView(c, a, voting.ActSeeStaff, "overview")
	if err != nil {
		return nil, err
	}
	page := &StaffContestPage{
		StaffFrame: f, Permitted: may(a, view.ID, voting.ActEditContest), Card: staffCard(a, &view),
		Zone: view.Timezone, CheckList: w.checks(&view.Settings),
	}
	if page.Store, err = w.storeUse(c, a, view.Slug); err != nil {
		return nil, err
	}
	if view.Policy.Identity == voting.IdentityCode && voting.Allow(a, voting.ActIssueSlips, view.ID) == nil {
		slips, err := w.deps.Voting.Slips(c.Request().Context(), a, view.Slug)
		if err != nil {
			return nil, err
		}
		page.Checks = append(page.Checks, Check{Key: "slips", Done: slips.Issued > slips.Revoked, Page: "slips"})
	}
	if page.Log, err = w.logLine(c, a, &view); err != nil {
		return nil, err
	}
	zone := view.Location()
	for _, r := range view.Rounds {
		row := RoundRow{Round: r, Open: view.RoundOpen(r.Kind, view.At), Past: !view.At.Before(r.Closes)}
		row.Opens, row.Closes = r.Opens.In(zone), r.Closes.In(zone)
		page.Rounds = append(page.Rounds, row)
	}
	return page, nil
}

// storeUse tells what the contest holds and what the disk has left.
func (w *Web) storeUse(c echo.Context, a voting.Actor, slug voting.Slug) (StoreUse, error) {
	use, err := w.deps.Voting.ViewUse(c.Request().Context(), a, slug)
	if err != nil {
		return StoreUse{}, err
	}
	free, err := w.deps.Free()
	return StoreUse{use, int64(min(free, math.MaxInt64)), w.deps.Limits.MinFreeDisk}, err
}

// closeRound closes an open round now. The use case turns a moment that has
// passed into now and asks for the reason.
func (w *Web) closeRound(c echo.Context, a voting.Actor) error {
	view, _, err := w.staffView(c, a, voting.ActEditContest, "overview")
	if err != nil {
		return err
	}
	rounds := append([]voting.Round(nil), view.Rounds...)
	for i := range rounds {
		if string(rounds[i].Kind) == c.FormValue("round") && rounds[i].Open(view.At) {
			rounds[i].Closes = view.At
		}
	}
	_, err = w.deps.Voting.EditContest(c.Request().Context(), a, view.Slug,
		voting.ContestChange{Rounds: &rounds, Reason: c.FormValue("reason")})
	if err == nil {
		return c.Redirect(http.StatusSeeOther, staffContestPath(view.Slug)+"?said=closed")
	}
	page, failed := w.contestPage(c, a)
	if failed != nil {
		return failed
	}
	if page.Wrong, failed = w.say(page.Frame, err); failed != nil {
		return failed
	}
	page.Reason, page.WrongAt = c.FormValue("reason"), c.FormValue("round")
	return w.views.Render(c, http.StatusUnprocessableEntity, page)
}
