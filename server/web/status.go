package web

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"plaudit/media"
	"plaudit/server/problem"
	"plaudit/voting"
)

// statusForm asks for a status code, and leads to what it names.
func (w *Web) statusForm(c echo.Context, a voting.Actor) error {
	view, err := w.deps.Voting.ViewContest(c.Request().Context(), a, slugOf(c))
	if err != nil {
		return err
	}
	code := voting.NormalCode(c.QueryParam("code"))
	page := &StatusFormPage{Frame: w.contestFrame(c, &view, "status"), Code: code}
	page.NoIndex = true
	if code == "" {
		return w.views.Render(c, http.StatusOK, page)
	}
	_, err = w.deps.Voting.Status(c.Request().Context(), a, slugOf(c), code)
	switch {
	case err == nil:
		return c.Redirect(http.StatusSeeOther, statusPath(slugOf(c), code))
	case errors.Is(err, voting.ErrCodeNotFound):
		page.Wrong = w.t(page.Frame, "error.code_not_found")
		return w.views.Render(c, http.StatusNotFound, page)
	}
	return err
}

func statusPath(slug voting.Slug, code string) string {
	return fmt.Sprintf("/%s/status/%s", slug, code)
}

// status shows the holder of a code what became of the entry.
func (w *Web) status(c echo.Context, a voting.Actor) error {
	page, err := w.statusPage(c, a)
	if err != nil {
		return err
	}
	page.New = c.QueryParam("new") != "" && (page.State == voting.Processing || page.State == voting.Pending)
	return w.views.Render(c, http.StatusOK, page)
}

func (w *Web) statusPage(c echo.Context, a voting.Actor) (*StatusPage, error) {
	code := voting.NormalCode(c.Param("code"))
	found, err := w.deps.Voting.Status(c.Request().Context(), a, slugOf(c), code)
	if err != nil {
		return nil, err
	}
	view, err := w.deps.Voting.ViewContest(c.Request().Context(), a, slugOf(c))
	if err != nil {
		return nil, err
	}
	e := found.Entry
	page := &StatusPage{
		Frame: w.contestFrame(c, &view, "status"), Code: code, Number: e.Number, Title: e.Title, State: e.State,
		Awards: found.Awards, Withdraw: e.State != voting.Withdrawn, Retry: e.State == voting.Processing,
	}
	page.NoIndex = true
	if len(e.Assets) > 0 && page.Retry {
		page.Percent, _ = w.deps.Progress(media.AssetID(e.Assets[0]))
	}
	page.Reason = w.reasonText(page.Frame, e.Reason)
	page.Steps = steps(&found)
	if e.Public() {
		page.Public = entryPath(view.Slug, e.Number)
	}
	return page, nil
}

// steps tells an entry's history, and what comes next.
func steps(found *voting.StatusView) (list []StatusStep) {
	zone := found.Contest.Location()
	for i, t := range found.History {
		step := StatusStep{Key: "step." + string(t.To), At: t.At.In(zone)}
		switch {
		case i == 0:
			step.Key = "step.received"
		case t.To == voting.Processing:
			continue
		}
		step.Bad = t.To == voting.Refused || t.To == voting.Rejected || t.To == voting.Disqualified
		list = append(list, step)
	}
	ahead := map[voting.State][]string{
		voting.Processing: {"processing", "in_review", "published"},
		voting.Pending:    {"published"},
		voting.Approved:   {"result"},
	}[found.Entry.State]
	if found.Phase == voting.Announced {
		ahead = nil
	}
	for _, key := range ahead {
		list = append(list, StatusStep{Key: "step." + key, Ahead: true})
	}
	return list
}

// withdraw takes the entry out at the entrant's wish.
func (w *Web) withdraw(c echo.Context, a voting.Actor) error {
	code := voting.NormalCode(c.Param("code"))
	err := w.deps.Voting.Withdraw(c.Request().Context(), a, slugOf(c), code, c.FormValue("phone_tail"))
	if err == nil {
		return c.Redirect(http.StatusSeeOther, statusPath(slugOf(c), code))
	}
	if !errors.Is(err, voting.ErrWrongPhone) {
		return err
	}
	page, pageErr := w.statusPage(c, a)
	if pageErr != nil {
		return pageErr
	}
	p := problem.Of(err)
	page.Wrong = w.sentence(page.Frame, p)
	return w.views.Render(c, p.Status, page)
}

// statusCard is a small text file to keep: number, code, and where to look.
func (w *Web) statusCard(c echo.Context, a voting.Actor) error {
	page, err := w.statusPage(c, a)
	if err != nil {
		return err
	}
	text := fmt.Sprintf("%s\n%s\n\n%s  %s\n%s  %s\n", w.t(page.Frame, "status.card_title"), page.Contest.Title,
		w.t(page.Frame, "status.your_number"), number(page.Number), w.t(page.Frame, "status.your_code"), page.Code)
	if page.Site != "" {
		text += page.Site + statusPath(slugOf(c), page.Code) + "\n"
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentDisposition, `attachment; filename="`+string(slugOf(c))+"-"+number(page.Number)+`.txt"`)
	h.Set(echo.HeaderCacheControl, "private, no-store")
	return c.String(http.StatusOK, "\ufeff"+text) // the mark makes Windows read it as UTF-8
}
