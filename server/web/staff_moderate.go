package web

import (
	"bytes"
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"plaudit/server/problem"
	"plaudit/voting"
)

// handful is how many works a moderator has in the page: the one that is shown
// and those that are loaded already.
const handful = 5

// moderation shows one work, and has the next ones in the page. ?n= names one,
// ?after= and ?before= its neighbours in the queue.
func (w *Web) moderation(c echo.Context, a voting.Actor) error {
	page, err := w.moderationPage(c, a)
	if err != nil {
		return err
	}
	if done, ok := voting.ParseNumber(c.QueryParam("done")); ok {
		page.Undo = done
	}
	return w.views.Render(c, http.StatusOK, page)
}

func (w *Web) moderationPage(c echo.Context, a voting.Actor) (*ModerationPage, error) {
	view, f, err := w.staffView(c, a, voting.ActModerate, "moderation")
	if err != nil {
		return nil, err
	}
	items, until, err := w.inHand(c, a, view.Slug)
	if err != nil {
		return nil, err
	}
	page := &ModerationPage{StaffFrame: f}
	page.Done, page.Total = progress(view.States)
	if page.Panels, err = w.panels(c.Request().Context(), &page.StaffFrame, a, &view, items, until); err != nil {
		return nil, err
	}
	page.Tones = panelTones(page.Panels)
	return page, nil
}

func panelTones(panels []Panel) []Tone {
	pictures := make([]Picture, len(panels))
	for i, p := range panels {
		pictures[i] = p.Picture
	}
	return tonesOf(pictures)
}

// progress counts the decided among all that ever waited for a decision.
func progress(states map[voting.State]int) (done, total int) {
	done = states[voting.Approved] + states[voting.Rejected] + states[voting.Disqualified]
	return done, done + states[voting.Pending]
}

// inHand returns the works that the page begins with. Looking takes no lease:
// the page's script, or the button that led here, claims them by POST.
func (w *Web) inHand(c echo.Context, a voting.Actor, slug voting.Slug) ([]voting.Queued, time.Time, error) {
	ctx := c.Request().Context()
	var none time.Time
	if n, ok := voting.ParseNumber(c.QueryParam("n")); ok {
		item, err := w.deps.Voting.QueuedEntry(ctx, a, slug, n)
		if err != nil {
			return nil, none, err
		}
		rest, err := w.deps.Voting.Queue(ctx, a, slug, voting.Pending, n, handful-1)
		return append([]voting.Queued{item}, rest.Items...), none, err
	}
	if n, ok := voting.ParseNumber(c.QueryParam("before")); ok {
		item, err := w.before(c, a, slug, n)
		return item, none, err
	}
	after, _ := voting.ParseNumber(c.QueryParam("after"))
	queue, err := w.deps.Voting.Queue(ctx, a, slug, voting.Pending, after, handful)
	if err == nil && len(queue.Items) == 0 && after > 0 {
		queue, err = w.deps.Voting.Queue(ctx, a, slug, voting.Pending, 0, handful)
	}
	return queue.Items, none, err
}

// before finds the work ahead of n, whatever became of it.
func (w *Web) before(c echo.Context, a voting.Actor, slug voting.Slug, n voting.Number) ([]voting.Queued, error) {
	for previous := n - 1; previous > 0; previous-- {
		item, err := w.deps.Voting.QueuedEntry(c.Request().Context(), a, slug, previous)
		if voting.KindOf(err) == voting.NotFound && err != nil {
			continue
		}
		return []voting.Queued{item}, err
	}
	queue, err := w.deps.Voting.Queue(c.Request().Context(), a, slug, voting.Pending, 0, handful)
	return queue.Items, err
}

// handAnswer is what the page's script gets: panels as HTML to put in place.
type handAnswer struct {
	Panels  []panelAnswer `json:"panels"`
	Done    int           `json:"done"`
	Total   int           `json:"total"`
	Until   time.Time     `json:"until"`
	Say     string        `json:"say,omitempty"`
	Code    string        `json:"code,omitempty"`
	Problem string        `json:"problem,omitempty"`
}

type panelAnswer struct {
	Number voting.Number `json:"number"`
	State  voting.State  `json:"state"`
	HTML   string        `json:"html"`
}

func (w *Web) answer(page *ModerationPage) (out handAnswer, err error) {
	out.Done, out.Total, out.Panels = page.Done, page.Total, []panelAnswer{}
	for _, p := range page.Panels {
		html, err := w.views.part(page.Lang, page.Template(), "panel", p)
		if err != nil {
			return out, err
		}
		out.Panels = append(out.Panels, panelAnswer{p.Entry.Number, p.Entry.State, html})
	}
	return out, nil
}

// part renders one named part of a page's templates.
func (v *views) part(lang Lang, page, name string, data any) (string, error) {
	tmpl, ok := v.pages[lang][page]
	if !ok {
		return "", fmt.Errorf("no template %q in %q", page, lang)
	}
	var buf bytes.Buffer
	if err := tmpl.ExecuteTemplate(&buf, name, data); err != nil {
		return "", fmt.Errorf("render %s of %s: %w", name, page, err)
	}
	return buf.String(), nil
}

// claim takes the next works into hand. A form is led to the first of them,
// the script gets them all.
func (w *Web) claim(c echo.Context, a voting.Actor) error {
	after, _ := voting.ParseNumber(c.FormValue("after"))
	items, until, err := w.deps.Voting.ClaimSeveral(c.Request().Context(), a, slugOf(c), after, handful)
	if err != nil {
		return err
	}
	if !problem.WantsJSON(c.Request()) {
		address := staffContestPath(slugOf(c)) + "/moderation"
		if len(items) > 0 {
			address += fmt.Sprintf("?n=%d", items[0].Number)
		}
		return c.Redirect(http.StatusSeeOther, address)
	}
	view, f, err := w.staffView(c, a, voting.ActModerate, "moderation")
	if err != nil {
		return err
	}
	page := ModerationPage{StaffFrame: f}
	page.Done, page.Total = progress(view.States)
	if page.Panels, err = w.panels(c.Request().Context(), &page.StaffFrame, a, &view, items, until); err != nil {
		return err
	}
	for i := range page.Panels {
		page.Panels[i].Hidden = true
	}
	out, err := w.answer(&page)
	if err != nil {
		return err
	}
	out.Until = until
	return c.JSON(http.StatusOK, out)
}

// decide records what the moderator says about one work. A form is led on to
// the next work; the script gets the work as it is now.
func (w *Web) decide(c echo.Context, a voting.Actor) error {
	n, err := numberOf(c)
	if err != nil {
		return err
	}
	form := DecisionForm{Decision: voting.Decision(c.FormValue("decision")), Code: c.FormValue("code"), Words: c.FormValue("words")}
	_, err = w.deps.Voting.Decide(c.Request().Context(), a, slugOf(c), n, form.Decision, form.text())
	if problem.WantsJSON(c.Request()) {
		if err != nil {
			return err
		}
		return w.decided(c, a, n)
	}
	if err != nil {
		return w.refusedDecision(c, a, n, form, err)
	}
	address := staffContestPath(slugOf(c)) + "/moderation"
	if form.Decision == voting.Undo || form.Decision == voting.Disqualify {
		return c.Redirect(http.StatusSeeOther, fmt.Sprintf("%s?n=%d", address, n))
	}
	next, _, err := w.deps.Voting.ClaimSeveral(c.Request().Context(), a, slugOf(c), n, 1)
	if err == nil && len(next) > 0 {
		address += fmt.Sprintf("?n=%d&done=%d", next[0].Number, n)
	} else {
		address += fmt.Sprintf("?done=%d", n)
	}
	return c.Redirect(http.StatusSeeOther, address)
}

// decided answers the script with the work in its new state.
func (w *Web) decided(c echo.Context, a voting.Actor, n voting.Number) error {
	view, f, err := w.staffView(c, a, voting.ActModerate, "moderation")
	if err != nil {
		return err
	}
	item, err := w.deps.Voting.QueuedEntry(c.Request().Context(), a, view.Slug, n)
	if err != nil {
		return err
	}
	page := ModerationPage{StaffFrame: f}
	page.Done, page.Total = progress(view.States)
	if page.Panels, err = w.panels(c.Request().Context(), &page.StaffFrame, a, &view, []voting.Queued{item}, time.Time{}); err != nil {
		return err
	}
	page.Panels[0].Hidden = true
	out, err := w.answer(&page)
	if err != nil {
		return err
	}
	out.Say = w.t(f.Frame, "mod.said", "Number", number(n), "Text", w.t(f.Frame, "state."+string(item.State)))
	return c.JSON(http.StatusOK, out)
}

// refusedDecision shows the work again with why, and with the reason that was
// typed.
func (w *Web) refusedDecision(c echo.Context, a voting.Actor, n voting.Number, form DecisionForm, refusal error) error {
	view, f, err := w.staffView(c, a, voting.ActModerate, "moderation")
	if err != nil {
		return err
	}
	text, err := w.say(f.Frame, refusal)
	if err != nil {
		return err
	}
	item, err := w.deps.Voting.QueuedEntry(c.Request().Context(), a, view.Slug, n)
	if err != nil {
		return err
	}
	page := ModerationPage{StaffFrame: f}
	page.Done, page.Total = progress(view.States)
	if page.Panels, err = w.panels(c.Request().Context(), &page.StaffFrame, a, &view, []voting.Queued{item}, time.Time{}); err != nil {
		return err
	}
	page.Panels[0].Wrong, page.Panels[0].Typed = text, form
	page.Tones = panelTones(page.Panels)
	return w.views.Render(c, problem.Of(refusal).Status, &page)
}
