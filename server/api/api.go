// Package api is the JSON interface under /api/v1, for programs and for the
// scripts of our own pages. Start with routes.go, the table of everything it
// answers; openapi.yaml beside it describes the same for outsiders, and a test
// holds the two together.
//
// A handler parses the request (decode.go for JSON, form.go for a work with
// its file), calls one use case of package voting, and renders a shape
// (shapes.go). Rules live in voting, refusals become answers in server/problem,
// who asks is told by server/auth.
package api

import (
	"context"
	"path"

	"github.com/labstack/echo/v4"

	"plaudit/media"
	"plaudit/server/auth"
	"plaudit/server/live"
	"plaudit/server/problem"
	"plaudit/voting"
)

// Prefix is where the API lives.
const Prefix = "/api/v1"

// Deps is what the API needs from the rest of the program.
type Deps struct {
	Voting *voting.Service
	Gate   *auth.Gate
	Intake Intake
	// Live tells of new counts.
	Live *live.Hub
	// Uploads takes files in pieces.
	Uploads *media.Uploads
	// Assets looks up what is known of pictures; unknown ones are left out.
	Assets func(context.Context, []media.AssetID) (map[media.AssetID]media.Asset, error)
	// MediaURL is the address of a rendition, a path or absolute.
	MediaURL func(media.AssetID, media.Rendition) string
	// Passes go into the addresses of pictures that are not public.
	Passes media.Passes
	// PublicURL is the trusted origin that absolute links begin with, without a
	// slash at the end; where it is "" links are paths.
	PublicURL string
}

// Intake takes works in. Package main composes it from media and voting, so
// that entry, asset and job are one transaction.
type Intake interface {
	// Submit keeps the file and enters it with the form; a repeated
	// form.RequestKey gets the earlier answer.
	Submit(ctx context.Context, a voting.Actor, slug voting.Slug, form voting.EntryForm, file *media.Spooled) (voting.Submitted, error)
	// SubmitUpload does the same with the file of a complete upload, which is
	// used up: voting.ErrDraftGone when there is none.
	SubmitUpload(ctx context.Context, a voting.Actor, slug voting.Slug, form voting.EntryForm, id media.UploadID) (voting.Submitted, error)
}

// API answers the requests. Make it with New; it is safe for concurrent use.
type API struct{ Deps }

// New makes the API over its dependencies.
func New(deps Deps) *API { return &API{deps} }

// Register adds every route to e.
func (a *API) Register(e *echo.Echo) {
	e.Pre(speakTus)
	for _, r := range a.routes() {
		e.Add(r.method, Prefix+r.path, a.serve(r), r.extra...)
	}
	// The roots would be taken for the pages of a contest called api.
	for _, root := range []string{path.Dir(Prefix), Prefix} {
		e.RouteNotFound(root, func(echo.Context) error { return problem.New(problem.CodeNotFound, nil) })
	}
}

// serve puts around a handler what all share: who asks, and what caches may do.
func (a *API) serve(r route) echo.HandlerFunc {
	return a.Gate.As(func(c echo.Context, actor voting.Actor) error {
		h := c.Response().Header()
		h.Set(echo.HeaderCacheControl, string(r.cache))
		h.Add(echo.HeaderVary, "Authorization, Cookie")
		if r.who == staff && actor.Staff == "" {
			return voting.ErrLogin // before the body is read
		}
		return r.handle(c, actor)
	})
}

// contestOf is the contest that the address names.
func contestOf(c echo.Context) voting.Slug { return voting.Slug(c.Param("c")) }

// numberOf is the entry that the address names.
func numberOf(c echo.Context) (voting.Number, error) {
	n, ok := voting.ParseNumber(c.Param("n"))
	if !ok {
		return 0, voting.ErrEntryNotFound
	}
	return n, nil
}
