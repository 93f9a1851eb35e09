package api

import (
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"plaudit/media"
	"plaudit/voting"
)

func (a *API) listEntries(c echo.Context, _ voting.Actor) error {
	actor, err := a.Gate.EnsureDevice(c) // the random order is the visitor's own
	if err != nil {
		return err
	}
	limit, err := count(c, "limit")
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	page, err := a.Voting.Gallery(ctx, actor, contestOf(c), voting.GalleryQuery{
		Order: voting.Order(c.QueryParam("order")), Category: voting.Slug(c.QueryParam("category")),
		Text: c.QueryParam("q"), Cursor: c.QueryParam("cursor"), Limit: limit,
	})
	if err != nil {
		return err
	}
	items, err := a.entries(ctx, page.Items)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, listOf(items, page.Next))
}

// entryPage is one work with its neighbours.
type entryPage struct {
	entry
	Previous  voting.Number `json:"previous,omitempty"`
	Following voting.Number `json:"following,omitempty"`
}

func (a *API) viewEntry(c echo.Context, actor voting.Actor) error {
	n, err := numberOf(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	page, err := a.Voting.ViewEntry(ctx, actor, contestOf(c), n)
	if err != nil {
		return err
	}
	shape, err := a.entry(ctx, page.Shown)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, entryPage{shape, page.Previous, page.Following})
}

// submitted is the answer to an entrant. The code is told only here.
type submitted struct {
	Number    voting.Number `json:"number"`
	Code      string        `json:"code"`
	StatusURL string        `json:"status_url"` // the page for people
}

// longestKey is the most characters of an Idempotency-Key.
const longestKey = 200

func (a *API) submit(c echo.Context, actor voting.Actor) error {
	ctx, slug := c.Request().Context(), contestOf(c)
	form, source, err := readEntry(c, func(r io.Reader) (*media.Spooled, error) { return a.Uploads.Spool(ctx, r) })
	if err != nil {
		return err
	}
	defer source.Close()
	const header = "Idempotency-Key"
	if form.RequestKey = strings.TrimSpace(c.Request().Header.Get(header)); len(form.RequestKey) > longestKey {
		return voting.ErrTooLong.In(header).With("max", longestKey)
	}
	var done voting.Submitted
	if source.file != nil {
		done, err = a.Intake.Submit(ctx, actor, slug, form, source.file)
	} else {
		done, err = a.Intake.SubmitUpload(ctx, actor, slug, form, source.upload)
	}
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, fmt.Sprintf("%s/contests/%s/status/%s", Prefix, slug, done.Code))
	return c.JSON(http.StatusCreated, submitted{
		Number: done.Number, Code: done.Code, StatusURL: fmt.Sprintf("%s/%s/status/%s", a.PublicURL, slug, done.Code),
	})
}
