package web

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"plaudit/media"
	"plaudit/voting"
)

// winners shows the announcement.
func (w *Web) winners(c echo.Context, a voting.Actor) error {
	ctx, slug := c.Request().Context(), slugOf(c)
	found, err := w.deps.Voting.ViewAnnouncement(ctx, a, slug)
	if errors.Is(err, voting.ErrAnnouncementNotFound) {
		return w.winnersLater(c, a, slug)
	}
	if err != nil {
		return err
	}
	view := &found.Contest
	zone := view.Location()
	page := &WinnersPage{
		Frame: w.contestFrame(c, view, "winners"), Ready: true, At: found.At.In(zone), FinalAt: found.FinalAt.In(zone),
		Final: found.Final, Reason: found.Reason, Figures: found.Figures, Policy: view.Policy,
		Weak: view.Policy.Identity == voting.IdentityOpen, Void: found.Figures.Raw - found.Figures.Votes,
	}
	entries := make([]voting.Entry, 0, len(found.Entries))
	for _, shown := range found.Entries {
		entries = append(entries, shown.Entry)
	}
	assets, err := w.pictures(ctx, entries...)
	if err != nil {
		return err
	}
	for _, award := range found.Awards {
		won := WonAward{Title: award.Title, Prize: award.Prize}
		for _, choice := range found.Winners {
			if choice.Award == award.Slug {
				won.Winners = append(won.Winners, w.winner(page, &found, choice, assets))
			}
		}
		if len(won.Winners) > 0 {
			page.Awards = append(page.Awards, won)
		}
	}
	page.Tones = distinct(page.Tones)
	if page.Log, err = w.logLine(c, a, view); err != nil {
		return err
	}
	if page.Log != nil && page.Log.Result == nil {
		page.Log = nil // in a few seconds
	}
	return w.views.Render(c, http.StatusOK, page)
}

// winnersLater says that there is no announcement yet.
func (w *Web) winnersLater(c echo.Context, a voting.Actor, slug voting.Slug) error {
	view, err := w.deps.Voting.ViewContest(c.Request().Context(), a, slug)
	if err != nil {
		return err
	}
	return w.views.Render(c, http.StatusOK, &WinnersPage{Frame: w.contestFrame(c, &view, "winners")})
}

// winner shows one work that won, with the votes frozen in the announcement.
func (w *Web) winner(page *WinnersPage, found *voting.AnnouncementPage, choice voting.Winner, assets map[media.AssetID]media.Asset) Winner {
	shown, ok := found.Entries[choice.Number]
	if !ok || !shown.Public() {
		return Winner{Gone: true, Entry: Tile{Number: choice.Number}}
	}
	asset := assetOf(shown.Entry, assets)
	tile := w.tile(&page.Frame, &found.Contest, shown, asset)
	tile.Picture = w.largePicture(asset, w.t(page.Frame, "entry.alt", "Title", shown.Title, "Entrant", shown.Entrant))
	tile.Picture.First = len(page.Tones) == 0
	page.Tones = append(page.Tones, tile.Picture.Tone)
	result := Winner{Entry: tile, Reason: choice.Reason}
	for _, standing := range found.Standings {
		if standing.Number == choice.Number && found.Contest.ShowCounts {
			result.Rank, result.Tied = standing.Rank, standing.Tied
			result.Entry.Counted, result.Entry.Votes = true, standing.Votes
		}
	}
	return result
}
