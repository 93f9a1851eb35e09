package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"plaudit/voting"
)

// entry shows one work.
func (w *Web) entry(c echo.Context, a voting.Actor) error {
	n, err := numberOf(c)
	if err != nil {
		return err
	}
	ctx, slug := c.Request().Context(), slugOf(c)
	found, err := w.deps.Voting.ViewEntry(ctx, a, slug, n)
	if err != nil {
		return err
	}
	view := &found.Contest
	page := &EntryPage{Frame: w.contestFrame(c, view, "works"), Statement: found.Shown.Statement, Phase: phaseOf(view)}
	page.liveCounts(view)
	booth, err := w.booth(c, a, view, &page.Frame)
	if err != nil {
		return err
	}
	assets, err := w.pictures(ctx, found.Shown.Entry)
	if err != nil {
		return err
	}
	asset := assetOf(found.Shown.Entry, assets)
	page.Work = w.tile(&page.Frame, view, found.Shown, asset)
	page.Work.Picture = w.largePicture(asset, w.t(page.Frame, "entry.alt", "Title", found.Shown.Title, "Entrant", found.Shown.Entrant))
	page.Work.Vote, page.Ballot = booth.box(slug, found.Shown), booth.ballot(view)
	page.Tones = distinct([]Tone{page.Work.Picture.Tone})
	if r, ok := largest(asset, 1080); ok && page.Site != "" {
		page.Share = absolute(page.Site, w.deps.MediaURL(asset.ID, r))
	}
	if found.Previous > 0 {
		page.Prev = entryPath(slug, found.Previous)
	}
	if found.Following > 0 {
		page.Next = entryPath(slug, found.Following)
	}
	page.Awards, err = w.awardsWon(c, a, view, n)
	if err != nil {
		return err
	}
	return w.views.Render(c, http.StatusOK, page)
}

// awardsWon names the awards that an entry has won.
func (w *Web) awardsWon(c echo.Context, a voting.Actor, view *voting.ContestView, n voting.Number) (titles []string, err error) {
	if view.AnnouncedAt.IsZero() {
		return nil, nil
	}
	result, err := w.deps.Voting.ViewAnnouncement(c.Request().Context(), a, view.Slug)
	if err != nil {
		return nil, err
	}
	for _, winner := range result.Winners {
		for _, award := range result.Awards {
			if winner.Number == n && winner.Award == award.Slug {
				titles = append(titles, award.Title)
			}
		}
	}
	return titles, nil
}

// absolute puts the site before a path; an address that is absolute stays.
func absolute(site, address string) string {
	if len(address) > 0 && address[0] == '/' {
		return site + address
	}
	return address
}
