package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"plaudit/voting"
)

// A contest's card shows so many of its works.
const cardPictures = 4

// home lists the contests.
func (w *Web) home(c echo.Context, a voting.Actor) error {
	ctx := c.Request().Context()
	views, err := w.deps.Voting.ListContests(ctx, a)
	if err != nil {
		return err
	}
	page := &HomePage{Frame: w.newFrame(c)}
	for i := range views {
		view := &views[i]
		card := ContestCard{Title: view.Title, Summary: view.Summary, URL: "/" + string(view.Slug), Phase: phaseOf(view), Works: view.Published}
		if card.Pictures, err = w.cardPictures(c, a, view, page.Care); err != nil {
			return err
		}
		for _, p := range card.Pictures {
			page.Tones = append(page.Tones, p.Tone)
		}
		page.Contests = append(page.Contests, card)
	}
	page.Tones = distinct(page.Tones)
	return w.views.Render(c, http.StatusOK, page)
}

func (w *Web) cardPictures(c echo.Context, a voting.Actor, view *voting.ContestView, care bool) (list []Picture, err error) {
	if view.Published == 0 {
		return nil, nil
	}
	ctx := c.Request().Context()
	found, err := w.deps.Voting.Gallery(ctx, a, view.Slug, voting.GalleryQuery{Limit: cardPictures})
	if err != nil {
		return nil, err
	}
	for _, item := range found.Items {
		assets, err := w.pictures(ctx, item.Entry)
		if err != nil {
			return nil, err
		}
		p := w.tilePicture(item.Entry, assetOf(item.Entry, assets), care)
		p.SrcSet = "" // small here: the smallest will do
		list = append(list, p)
	}
	return list, nil
}
