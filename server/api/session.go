package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"plaudit/voting"
)

// person is a staff member.
type person struct {
	Login string  `json:"login"`
	Roles []grant `json:"roles"`
}

// grant is a role in one contest, or in all where the contest is "".
type grant struct {
	Role    voting.Role `json:"role"`
	Contest voting.Slug `json:"contest"`
}

func (a *API) whoAmI(c echo.Context, actor voting.Actor) error {
	views, err := a.Voting.ListContests(c.Request().Context(), actor)
	if err != nil {
		return err
	}
	slugs := map[voting.ContestID]voting.Slug{}
	for _, view := range views {
		slugs[view.ID] = view.Slug
	}
	shape := person{Login: actor.Login, Roles: []grant{}}
	for _, g := range actor.Grants {
		shape.Roles = append(shape.Roles, grant{g.Role, slugs[g.Contest]})
	}
	return c.JSON(http.StatusOK, shape)
}

// loggedIn is the answer to a login; the cookie is set as well.
type loggedIn struct {
	token
	Login string `json:"login"`
}

func (a *API) logIn(c echo.Context, _ voting.Actor) error {
	var body struct {
		Login    string `json:"login"`
		Password string `json:"password"`
	}
	if err := decode(c, &body); err != nil {
		return err
	}
	text, user, err := a.Gate.LogIn(c, body.Login, body.Password)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusCreated, loggedIn{token{text}, user.Login})
}

func (a *API) logOut(c echo.Context, _ voting.Actor) error {
	if err := a.Gate.LogOut(c); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
