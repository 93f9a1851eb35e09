package web

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"plaudit/server/auth"
	"plaudit/voting"
)

// people lists the staff accounts.
func (w *Web) people(c echo.Context, a voting.Actor) error {
	page, err := w.peoplePage(c, a)
	if err != nil {
		return err
	}
	return w.views.Render(c, http.StatusOK, page)
}

func (w *Web) peoplePage(c echo.Context, a voting.Actor) (*PeoplePage, error) {
	ctx := c.Request().Context()
	users, err := w.deps.Gate.Accounts.Users(ctx, a)
	if err != nil {
		return nil, err
	}
	contests, err := w.deps.Voting.ListContests(ctx, a)
	if err != nil {
		return nil, err
	}
	page := &PeoplePage{StaffFrame: w.newStaffFrame(c, a, "people"), Roles: voting.Roles(), Role: voting.Moderator}
	titles := map[voting.ContestID]string{}
	for _, view := range contests {
		titles[view.ID] = view.Title
		page.Contests = append(page.Contests, Choice{Title: view.Title, URL: string(view.Slug), On: c.FormValue("contest") == string(view.Slug)})
	}
	if role := c.FormValue("role"); role != "" {
		page.Role = voting.Role(role)
	}
	for _, u := range users {
		row := PersonRow{Login: u.Login, Disabled: u.Disabled, Since: u.CreatedAt, Self: u.ID == a.Staff}
		for _, g := range u.Grants {
			row.Grants = append(row.Grants, GrantRow{g.Role, titles[g.Contest]})
		}
		page.Users = append(page.Users, row)
	}
	return page, nil
}

// showLink renders the page with a one-time link, which is shown this once.
func (w *Web) showLink(c echo.Context, a voting.Actor, token, what, name string) error {
	page, err := w.peoplePage(c, a)
	if err != nil {
		return err
	}
	page.Link, page.LinkFor, page.LinkName = w.origin(c)+auth.LinkPath+token, what, name
	return w.views.Render(c, http.StatusCreated, page)
}

// origin is the address that links for other people begin with: the trusted
// one, or else the one under which this operator sees the page.
func (w *Web) origin(c echo.Context) string {
	if w.deps.PublicURL != "" {
		return w.deps.PublicURL
	}
	scheme := "http://"
	if w.deps.Gate.Secure(c.Request()) {
		scheme = "https://"
	}
	return scheme + c.Request().Host
}

// refusedPeople shows the list with a sentence about what was refused.
func (w *Web) refusedPeople(c echo.Context, a voting.Actor, refusal error) error {
	text, err := w.say(w.newFrame(c), refusal)
	if err != nil {
		return err
	}
	page, err := w.peoplePage(c, a)
	if err != nil {
		return err
	}
	page.Problem = text
	return w.views.Render(c, http.StatusUnprocessableEntity, page)
}

// invite makes a one-time link for a new account with a role.
func (w *Web) invite(c echo.Context, a voting.Actor) error {
	ctx := c.Request().Context()
	grant := voting.Grant{Role: voting.Role(c.FormValue("role"))}
	name := string(grant.Role)
	if slug := c.FormValue("contest"); slug != "" && grant.Role != voting.Operator {
		view, err := w.deps.Voting.ViewContest(ctx, a, voting.Slug(slug))
		if err != nil {
			return err
		}
		grant.Contest = view.ID
	}
	token, err := w.deps.Gate.Accounts.Invite(ctx, a, grant)
	if err != nil {
		return w.refusedPeople(c, a, err)
	}
	return w.showLink(c, a, token, "invite", w.t(w.newFrame(c), "role."+name))
}

// resetPassword makes a one-time link that sets an account's password.
func (w *Web) resetPassword(c echo.Context, a voting.Actor) error {
	login := c.FormValue("login")
	token, err := w.deps.Gate.Accounts.Reset(c.Request().Context(), a, login)
	if err != nil {
		return w.refusedPeople(c, a, err)
	}
	return w.showLink(c, a, token, "reset", login)
}

func (w *Web) disable(c echo.Context, a voting.Actor) error { return w.setDisabled(c, a, true) }

func (w *Web) enable(c echo.Context, a voting.Actor) error { return w.setDisabled(c, a, false) }

func (w *Web) setDisabled(c echo.Context, a voting.Actor, off bool) error {
	if err := w.deps.Gate.Accounts.Disable(c.Request().Context(), a, c.FormValue("login"), off); err != nil {
		return w.refusedPeople(c, a, err)
	}
	return c.Redirect(http.StatusSeeOther, "/staff/people")
}

// machine names a browser and its system in short, from what it calls itself:
// "Chrome · Windows". The order matters, since each claims to be the others.
func machine(agent string) string {
	find := func(names ...string) string {
		for i := 0; i+1 < len(names); i += 2 {
			if strings.Contains(agent, names[i]) {
				return names[i+1]
			}
		}
		return ""
	}
	browser := find("MicroMessenger", "WeChat", "Edg", "Edge", "OPR/", "Opera", "Firefox/", "Firefox", "Chrome/", "Chrome", "Safari/", "Safari")
	system := find("HarmonyOS", "HarmonyOS", "Android", "Android", "iPhone", "iPhone", "iPad", "iPad", "Windows", "Windows", "Mac OS", "macOS", "Linux", "Linux")
	switch {
	case browser == "" && system == "":
		first, _, _ := strings.Cut(agent, " ")
		return first[:min(len(first), 40)]
	case browser == "" || system == "":
		return browser + system
	}
	return browser + " · " + system
}
