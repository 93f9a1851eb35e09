package api

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"plaudit/voting"
)

func (a *API) listContests(c echo.Context, actor voting.Actor) error {
	views, err := a.Voting.ListContests(c.Request().Context(), actor)
	if err != nil {
		return err
	}
	var items []contest
	for _, view := range views {
		items = append(items, contestShape(view))
	}
	return c.JSON(http.StatusOK, listOf(items, ""))
}

func (a *API) viewContest(c echo.Context, actor voting.Actor) error {
	return a.sendContest(c, actor, http.StatusOK, contestOf(c))
}

func (a *API) sendContest(c echo.Context, actor voting.Actor, status int, slug voting.Slug) error {
	view, err := a.Voting.ViewContest(c.Request().Context(), actor, slug)
	if err != nil {
		return err
	}
	return c.JSON(status, contestShape(view))
}

// newContest is the body of POST /contests.
type newContest struct {
	Slug voting.Slug `json:"slug"`
	voting.Settings
}

func (a *API) createContest(c echo.Context, actor voting.Actor) error {
	body := newContest{Settings: voting.DefaultSettings()}
	if err := decode(c, &body); err != nil {
		return err
	}
	made, err := a.Voting.CreateContest(c.Request().Context(), actor, body.Slug, body.Settings)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, Prefix+"/contests/"+string(made.Slug))
	return a.sendContest(c, actor, http.StatusCreated, made.Slug)
}

// contestChange is the body of PATCH /contests/{c}.
type contestChange struct {
	Slug voting.Slug `json:"slug"` // may be repeated, and never changes
	voting.ContestChange
}

func (a *API) editContest(c echo.Context, actor voting.Actor) error {
	ctx, slug := c.Request().Context(), contestOf(c)
	// A policy given in part keeps its other fields. Who may not see the
	// contest is refused by EditContest, which knows the right answer.
	view, err := a.Voting.ViewContest(ctx, actor, slug)
	if err != nil && voting.KindOf(err) != voting.NotFound {
		return err
	}
	present := view.Policy
	body := contestChange{Slug: slug}
	body.Policy = &present
	if err := decode(c, &body); err != nil {
		return err
	}
	if body.Slug != slug {
		return ErrSlugFixed.In("slug")
	}
	if body.Policy != nil && *body.Policy == view.Policy {
		body.Policy = nil
	}
	if _, err := a.Voting.EditContest(ctx, actor, slug, body.ContestChange); err != nil {
		return err
	}
	return a.sendContest(c, actor, http.StatusOK, slug)
}

// auditRecord is one act of staff.
type auditRecord struct {
	At      time.Time `json:"at"`
	Login   string    `json:"login"`
	Act     string    `json:"act"`
	Subject string    `json:"subject"`
	Before  string    `json:"before"`
	After   string    `json:"after"`
	Reason  string    `json:"reason"`
}

func (a *API) auditTrail(c echo.Context, actor voting.Actor) error {
	limit, err := count(c, "limit")
	if err != nil {
		return err
	}
	if limit == 0 {
		limit = 100
	}
	records, err := a.Voting.AuditTrail(c.Request().Context(), actor, contestOf(c), limit)
	if err != nil {
		return err
	}
	var items []auditRecord
	for _, r := range records {
		items = append(items, auditRecord{r.At, r.Login, r.Act, r.Subject, r.Before, r.After, r.Reason})
	}
	return c.JSON(http.StatusOK, listOf(items, ""))
}
