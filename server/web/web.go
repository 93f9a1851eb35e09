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
	"context"
	"fmt"
	"io"
	"log/slog"
	"time"

	"plaudit/media"
	"plaudit/server/auth"
	"plaudit/static"
	"plaudit/voting"
)

// Deps is everything the pages need from the rest of the program. All fields
// but PublicURL must be set.
type Deps struct {
	Voting *voting.Service
	Gate   *auth.Gate
	Intake Intake
	// Uploads are the drafts: files that came before their form.
	Uploads *media.Uploads
	// Assets looks up what is known of pictures; unknown ones are left out.
	Assets func(context.Context, []media.AssetID) (map[media.AssetID]media.Asset, error)
	Bucket media.Bucket           // where /media/ reads renditions
	Free   func() (uint64, error) // bytes on the disk of the data folder
	Limits media.Limits           // told to entrants before they choose a file
	// MediaURL is the address of a rendition, a path or absolute.
	MediaURL func(media.AssetID, media.Rendition) string
	// Passes go into the addresses of pictures that are not public.
	Passes media.Passes
	// EntryChanges goes up with every change of an entry.
	EntryChanges func() uint64
	// PublicURL is the trusted origin that absolute links begin with, without a
	// slash at the end; where it is "" links are paths.
	PublicURL string
	// WeChatVerify is the token of WeChat's file for the check of the domain, ""
	// for none.
	WeChatVerify string
	// Progress says how far a clip is, in percent, while it is being made.
	Progress func(media.AssetID) (percent int, ok bool)
	Rand     io.Reader // cryptographic
	Now      func() time.Time
	Log      *slog.Logger
}

// Intake takes works in. Package main composes it from media and voting, so
// that entry, asset and job are one transaction.
type Intake interface {
	// SubmitUpload enters the file of a complete upload with the form, and uses
	// the upload up: voting.ErrDraftGone when there is none; a repeated
	// form.RequestKey gets the earlier answer.
	SubmitUpload(ctx context.Context, a voting.Actor, slug voting.Slug, form voting.EntryForm, id media.UploadID) (voting.Submitted, error)
}

// Web serves the pages. Make it with New; it is safe for concurrent use.
type Web struct {
	deps     Deps
	texts    *texts
	views    *views
	assets   *static.Assets
	consents map[Lang]consentText
	shelf    shelf
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
	consents, err := readConsents()
	if err != nil {
		return nil, err
	}
	return &Web{
		deps: deps, texts: texts, views: views, assets: assets, consents: consents,
		shelf: shelf{changes: deps.EntryChanges, now: deps.Now},
	}, nil
}

// t returns a sentence in the language of the frame.
func (w *Web) t(f Frame, key string, kv ...any) string { return w.texts.books[f.Lang].T(key, kv...) }
