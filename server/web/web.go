// Package web is the pages that people see: the contest, the gallery, one
// work, voting, submitting, the status of an entry, the winners, and the staff
// pages. Everything works without JavaScript; scripts in static/js make it
// pleasant.
//
// Start with routes.go, the table of addresses. A handler parses the request,
// calls one use case of package voting, and renders a page struct (pages.go)
// with the template of the same name under templates/; rules live in voting,
// words in locales/. view.go is the render engine, frame.go what every page
// carries.
package web

import (
	"fmt"
	"log/slog"
	"time"

	"plaudit/server/auth"
	"plaudit/static"
	"plaudit/voting"
)

// Deps is everything the pages need from the rest of the program.
type Deps struct {
	Voting    *voting.Service
	Gate      *auth.Gate
	PublicURL string // the trusted origin, without a slash at the end; "" when not set
	Now       func() time.Time
	Log       *slog.Logger
}

// Web serves the pages. Make it with New; it is safe for concurrent use.
type Web struct {
	deps   Deps
	texts  *texts
	views  *views
	assets *static.Assets
}

// New parses the templates and the catalogues and prepares the static files.
func New(deps Deps) (*Web, error) {
	assets, err := static.New()
	if err != nil {
		return nil, err
	}
	texts, err := newTexts()
	if err != nil {
		return nil, err
	}
	views, err := newViews(texts, assets, deps.Now)
	if err != nil {
		return nil, fmt.Errorf("prepare the pages: %w", err)
	}
	return &Web{deps: deps, texts: texts, views: views, assets: assets}, nil
}
