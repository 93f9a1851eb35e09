package web

import (
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"plaudit/voting"
)

// zones are offered for a contest; any other name of the tz database may be
// typed.
func zones() []string {
	return []string{"Asia/Shanghai", "Asia/Hong_Kong", "Asia/Taipei", "Asia/Singapore", "Asia/Tokyo", "Europe/London", "Europe/Berlin", "America/New_York", "UTC"}
}

// newContest shows the empty form.
func (w *Web) newContest(c echo.Context, a voting.Actor) error {
	if err := voting.Allow(a, voting.ActCreateContest, ""); err != nil {
		return err
	}
	return w.views.Render(c, http.StatusOK, w.newContestPage(c, a))
}

func (w *Web) newContestPage(c echo.Context, a voting.Actor) *StaffEditPage {
	settings := voting.DefaultSettings()
	page := &StaffEditPage{StaffFrame: w.newStaffFrame(c, a, "contests"), New: true, Zones: zones(), Presets: presets(), Identities: w.deps.Voting.Identities()}
	page.Form = formOf("", &settings, time.UTC)
	page.Form.Categories = []CategoryForm{
		{Title: w.t(page.Frame, "staff.sample_photo"), Slug: "photo", Photo: true},
		{Title: w.t(page.Frame, "staff.sample_drawing"), Slug: "drawing", Drawing: true},
	}
	page.Form.Awards = []AwardForm{
		{Title: w.t(page.Frame, "staff.sample_first"), Slug: "first", Quantity: "1"},
		{Title: w.t(page.Frame, "staff.sample_second"), Slug: "second", Quantity: "2"},
		{Title: w.t(page.Frame, "staff.sample_third"), Slug: "third", Quantity: "3"},
	}
	w.check(page, nil)
	return page
}

// identities are those that a contest may choose, and the one that it has.
func (w *Web) identities(now voting.Identity) []voting.Identity {
	list := w.deps.Voting.Identities()
	if !slices.Contains(list, now) {
		list = append(list, now)
	}
	return list
}

// check fills in what the contest would still need as it is typed.
func (w *Web) check(p *StaffEditPage, before *voting.Contest) {
	settings, _ := p.Form.settings(before)
	p.CheckList = w.checks(&settings)
}

// createContest makes the contest, or does what another button of the form
// asked for.
func (w *Web) createContest(c echo.Context, a voting.Actor) error {
	if err := voting.Allow(a, voting.ActCreateContest, ""); err != nil {
		return err
	}
	page := w.newContestPage(c, a)
	values, err := c.FormParams()
	if err != nil {
		return err
	}
	page.Form.read(values)
	if section := page.Form.apply(values.Get("do")); section != "" {
		w.check(page, nil)
		return w.views.Render(c, http.StatusOK, page)
	}
	page.Form.tidy()
	settings, wrong := page.Form.settings(nil)
	if len(wrong) == 0 {
		made, err := w.deps.Voting.CreateContest(c.Request().Context(), a, voting.Slug(page.Form.Slug), settings)
		if err == nil {
			return c.Redirect(http.StatusSeeOther, staffContestPath(made.Slug)+"?said=created")
		}
		return w.refusedEdit(c, page, nil, &settings, err)
	}
	return w.refusedEdit(c, page, nil, &settings, together(wrong))
}

// together makes one refusal of several.
func together(wrong []*voting.Error) error {
	first := *wrong[0]
	first.More = wrong[1:]
	return &first
}

// refusedEdit sends the form back with what is wrong at its fields.
func (w *Web) refusedEdit(c echo.Context, page *StaffEditPage, before *voting.Contest, s *voting.Settings, refusal error) error {
	wrong, err := w.fields(page.Frame, refusal)
	if err != nil {
		return err
	}
	page.Wrong = map[string]string{}
	for field, sentence := range wrong {
		if field == "" {
			page.Problem = sentence
			continue
		}
		page.Wrong[fieldName(field, s)] = sentence
	}
	w.check(page, before)
	return w.views.Render(c, http.StatusUnprocessableEntity, page)
}

// editContest shows a contest's settings.
func (w *Web) editContest(c echo.Context, a voting.Actor) error {
	page, _, err := w.editPage(c, a)
	if err != nil {
		return err
	}
	if c.QueryParam("said") == "saved" {
		page.Said = w.t(page.Frame, "staff.said_saved")
	}
	return w.views.Render(c, http.StatusOK, page)
}

func (w *Web) editPage(c echo.Context, a voting.Actor) (*StaffEditPage, voting.ContestView, error) {
	view, f, err := w.staffView(c, a, voting.ActEditContest, "settings")
	if err != nil {
		return nil, view, err
	}
	page := &StaffEditPage{
		StaffFrame: f, Frozen: view.Frozen, Announced: !view.AnnouncedAt.IsZero(),
		Zones: zones(), Presets: presets(), Identities: w.identities(view.Policy.Identity), Form: formOf(view.Slug, &view.Settings, view.Location()),
	}
	for _, r := range view.Rounds {
		begun := !view.At.Before(r.Opens)
		page.Begun = page.Begun || begun || view.Frozen
		page.EntryBegun = page.EntryBegun || begun && r.Kind == voting.EntryRound
	}
	w.check(page, &view.Contest)
	return page, view, nil
}

// saveContest stores the settings, or does what another button of the form
// asked for.
func (w *Web) saveContest(c echo.Context, a voting.Actor) error {
	page, view, err := w.editPage(c, a)
	if err != nil {
		return err
	}
	values, err := c.FormParams()
	if err != nil {
		return err
	}
	page.Form.read(values)
	if section := page.Form.apply(values.Get("do")); section != "" {
		w.check(page, &view.Contest)
		return w.views.Render(c, http.StatusOK, page)
	}
	page.Form.tidy()
	settings, wrong := page.Form.settings(&view.Contest)
	if len(wrong) > 0 {
		return w.refusedEdit(c, page, &view.Contest, &settings, together(wrong))
	}
	_, err = w.deps.Voting.EditContest(c.Request().Context(), a, view.Slug, change(&view, &settings, page.Form.Reason))
	if err != nil {
		return w.refusedEdit(c, page, &view.Contest, &settings, err)
	}
	return c.Redirect(http.StatusSeeOther, staffContestPath(view.Slug)+"/edit?said=saved")
}
