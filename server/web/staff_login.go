package web

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"plaudit/server/auth"
	"plaudit/server/problem"
	"plaudit/voting"
)

// loginForm shows the login, or leads on who is logged in.
func (w *Web) loginForm(c echo.Context, a voting.Actor) error {
	next := staffNext(c.QueryParam("next"))
	if a.Staff != "" {
		return c.Redirect(http.StatusSeeOther, next)
	}
	return w.views.Render(c, http.StatusOK, &StaffLoginPage{StaffFrame: w.newStaffFrame(c, a, ""), Next: next})
}

// login opens a session and leads to where one wanted to go.
func (w *Web) login(c echo.Context, a voting.Actor) error {
	next := staffNext(c.FormValue("next"))
	_, _, err := w.deps.Gate.LogIn(c, c.FormValue("login"), c.FormValue("password"))
	if err == nil {
		return c.Redirect(http.StatusSeeOther, next)
	}
	p := problem.Of(err)
	if !errors.Is(err, auth.ErrLoginWrong) && !errors.Is(err, auth.ErrLoginsLimited) {
		return err
	}
	page := StaffLoginPage{StaffFrame: w.newStaffFrame(c, voting.Actor{}, ""), Login: c.FormValue("login"), Next: next}
	page.Problem = w.sentence(page.Frame, p)
	return w.views.Render(c, p.Status, &page)
}

// logout ends the session.
func (w *Web) logout(c echo.Context, _ voting.Actor) error {
	if err := w.deps.Gate.LogOut(c); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/staff/login")
}

// linkForm shows what a one-time link is good for, without using it up: chat
// programs open every link they see.
func (w *Web) linkForm(c echo.Context, a voting.Actor) error {
	page, err := w.linkPage(c)
	if err != nil {
		return err
	}
	return w.views.Render(c, http.StatusOK, page)
}

func (w *Web) linkPage(c echo.Context) (*StaffLinkPage, error) {
	link, login, err := w.deps.Gate.Accounts.Link(c.Request().Context(), c.Param("token"))
	if err != nil {
		return nil, err
	}
	return &StaffLinkPage{
		StaffFrame: w.newStaffFrame(c, voting.Actor{}, ""), Token: c.Param("token"),
		Purpose: link.Purpose, Role: link.Grant.Role, Login: login,
	}, nil
}

// takeLink uses the link up: the account is made or the password set.
func (w *Web) takeLink(c echo.Context, _ voting.Actor) error {
	page, err := w.linkPage(c)
	if err != nil {
		return err
	}
	if page.Purpose != auth.LinkReset {
		page.Login = c.FormValue("login")
	}
	if page.Wrong = w.unequal(c, page.Frame); page.Wrong == nil {
		_, err := w.deps.Gate.Accept(c, page.Token, page.Login, c.FormValue("password"))
		if err == nil {
			return c.Redirect(http.StatusSeeOther, "/staff")
		}
		if page.Wrong, err = w.fields(page.Frame, err); err != nil {
			return err
		}
	}
	return w.views.Render(c, http.StatusUnprocessableEntity, page)
}

// unequal compares a new password with its repetition, nil when they agree.
func (w *Web) unequal(c echo.Context, f Frame) map[string]string {
	if c.FormValue("password") == c.FormValue("again") {
		return nil
	}
	return map[string]string{"again": w.t(f, "staff.again_differs")}
}

// me shows one's own sessions.
func (w *Web) me(c echo.Context, a voting.Actor) error {
	page, err := w.mePage(c, a)
	if err != nil {
		return err
	}
	switch c.QueryParam("said") {
	case "password":
		page.Said = w.t(page.Frame, "me.changed")
	case "revoked":
		page.Said = w.t(page.Frame, "me.revoked")
	}
	return w.views.Render(c, http.StatusOK, page)
}

func (w *Web) mePage(c echo.Context, a voting.Actor) (*MePage, error) {
	sessions, err := w.deps.Gate.Accounts.Sessions(c.Request().Context(), a)
	if err != nil {
		return nil, err
	}
	page := &MePage{StaffFrame: w.newStaffFrame(c, a, "me")}
	here := w.deps.Gate.Session(c).Hash
	for _, s := range sessions {
		s.CreatedAt, s.SeenAt = s.CreatedAt.UTC(), s.SeenAt.UTC()
		page.Sessions = append(page.Sessions, SessionRow{Session: s, Machine: machine(s.Agent), Here: s.Hash == here})
	}
	return page, nil
}

// revoke ends another of one's own sessions.
func (w *Web) revoke(c echo.Context, a voting.Actor) error {
	if err := w.deps.Gate.Accounts.Revoke(c.Request().Context(), a, c.FormValue("session")); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/staff/me?said=revoked")
}

// changePassword sets one's own password.
func (w *Web) changePassword(c echo.Context, a voting.Actor) error {
	page, err := w.mePage(c, a)
	if err != nil {
		return err
	}
	if page.Wrong = w.unequal(c, page.Frame); page.Wrong == nil {
		err := w.deps.Gate.Accounts.ChangePassword(c.Request().Context(), a,
			c.FormValue("current"), c.FormValue("password"), w.deps.Gate.SessionToken(c))
		if err == nil {
			return c.Redirect(http.StatusSeeOther, "/staff/me?said=password")
		}
		if page.Wrong, err = w.fields(page.Frame, err); err != nil {
			return err
		}
	}
	return w.views.Render(c, http.StatusUnprocessableEntity, page)
}
