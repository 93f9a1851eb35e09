package web

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"plaudit/server/auth"
	"plaudit/server/problem"
	"plaudit/voting"
)

// staffRoutes is the table of the staff pages. Use cases decide who may do
// what; whoever is not logged in is led to the login and back.
func (w *Web) staffRoutes() []route {
	const get, post = http.MethodGet, http.MethodPost
	row := func(method, path string, h auth.Handler) route {
		return route{method: method, path: path, handler: w.staffOnly(h)}
	}
	of := staffContestPath(":c")
	return append(w.slipRoutes(of), []route{
		row(get, "/staff", w.staffHome),
		row(get, "/staff/", w.staffHome),
		row(get, "/staff/login", w.loginForm),
		row(post, "/staff/login", w.login),
		row(post, "/staff/logout", w.logout),
		row(get, auth.LinkPath+":token", w.linkForm),
		row(post, auth.LinkPath+":token", w.takeLink),

		row(get, "/staff/me", w.me),
		row(post, "/staff/me/revoke", w.revoke),
		row(post, "/staff/me/password", w.changePassword),
		row(get, "/staff/people", w.people),
		row(post, "/staff/people/invite", w.invite),
		row(post, "/staff/people/reset", w.resetPassword),
		row(post, "/staff/people/disable", w.disable),
		row(post, "/staff/people/enable", w.enable),

		row(get, "/staff/new", w.newContest),
		row(post, "/staff/new", w.createContest),
		row(get, of, w.staffContest),
		row(get, of+"/notice", w.notice),
		row(get, of+"/edit", w.editContest),
		row(post, of+"/edit", w.saveContest),
		row(post, of+"/close", w.closeRound),

		row(get, of+"/moderation", w.moderation),
		row(post, of+"/moderation/claim", w.claim),
		row(post, of+"/moderation/approve", w.approveSelected),
		row(post, of+"/moderation/:n", w.decide),
		row(get, of+"/entries", w.staffEntries),

		row(get, of+"/standings", w.standings),
		row(get, of+"/review", w.reviewPage),
		row(post, of+"/review", w.reviewVotes),
		row(get, of+"/awards", w.awards),
		row(post, of+"/awards", w.chooseWinners),
		row(get, of+"/announce", w.announceForm),
		row(post, of+"/announce", w.announce),
		row(get, of+"/audit", w.auditTrail),
	}...)
}

// staffOnly leads people who are not logged in to the login page; scripts get
// the refusal itself. Browsers keep nothing of these pages.
func (w *Web) staffOnly(h auth.Handler) auth.Handler {
	return func(c echo.Context, a voting.Actor) error {
		c.Response().Before(func() { c.Response().Header().Set(echo.HeaderCacheControl, "no-store") })
		err := h(c, a)
		if a.Staff != "" || !errors.Is(err, voting.ErrLogin) || problem.WantsJSON(c.Request()) {
			return err
		}
		next := "/staff"
		if c.Request().Method == http.MethodGet {
			next = c.Request().URL.RequestURI()
		}
		return c.Redirect(http.StatusSeeOther, "/staff/login?next="+url.QueryEscape(next))
	}
}

// staffNext keeps a way on after the login inside the staff pages.
func staffNext(next string) string {
	if next == "/staff" || strings.HasPrefix(next, "/staff/") && !strings.ContainsAny(next, "\\\r\n") {
		return next
	}
	return "/staff"
}

// fields turns a refusal into the sentences for a form, by field; about
// anything else it returns the error to be answered as a page.
func (w *Web) fields(f Frame, err error) (map[string]string, error) {
	p := problem.Of(err)
	if p.Internal() || p.Status == http.StatusUnauthorized || p.Status == http.StatusNotFound {
		return nil, err
	}
	wrong := map[string]string{}
	if len(p.Errors) == 0 {
		wrong[p.Field] = w.sentence(f, p)
	}
	for _, one := range p.Errors {
		if _, twice := wrong[one.Field]; !twice {
			wrong[one.Field] = w.refusal(f, one.Code, one.Params)
		}
	}
	return wrong, nil
}

// say is the sentence for a refusal that no field is to blame for.
func (w *Web) say(f Frame, err error) (string, error) {
	p := problem.Of(err)
	if p.Internal() || p.Status == http.StatusUnauthorized || p.Status == http.StatusForbidden || p.Status == http.StatusNotFound {
		return "", err
	}
	return w.sentence(f, p), nil
}
