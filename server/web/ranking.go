package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"plaudit/voting"
)

// How many places the ranking shows, and how many more each time, up to how many;
// how many of them the stream of counts tells of; and how many fit on a screen in
// a hall.
const (
	rankingStep  = 50
	mostPlaces   = 2000
	mostLive     = 200
	screenPlaces = 10
)

// ranking shows the standings, or says when they will be shown.
func (w *Web) ranking(c echo.Context, a voting.Actor) error {
	ctx, slug := c.Request().Context(), slugOf(c)
	category := voting.Slug(c.QueryParam("category"))
	limit, err := strconv.Atoi(c.QueryParam("show"))
	if err != nil || limit < rankingStep {
		limit = rankingStep
	}
	limit = min(limit, mostPlaces)
	screen := c.QueryParam("screen") == "1"
	if screen {
		limit = screenPlaces
	}
	found, err := w.deps.Voting.Standings(ctx, a, slug, category, limit)
	if errors.Is(err, voting.ErrCountsHidden) {
		return w.rankingHidden(c, a, slug, screen)
	}
	if err != nil {
		return err
	}
	view := &found.Contest
	page := &RankingPage{
		Frame: w.contestFrame(c, view, "ranking"), Phase: phaseOf(view), Visible: true,
		Weak: view.Policy.Identity == voting.IdentityOpen, Screen: rankingPath(slug, category) + "screen=1",
		Sums: sumsOf(found.Votes),
	}
	page.liveCounts(view)
	page.LiveTop, page.LiveCategory = min(limit, mostLive), string(category)
	items := make([]voting.Shown, len(found.Items))
	for i, place := range found.Items {
		items[i] = found.Entries[place.Number]
		items[i].Votes = &place.Votes
	}
	tiles, err := w.tiles(c, &page.Frame, view, items, booth{})
	if err != nil {
		return err
	}
	for i, place := range found.Items {
		page.Rows = append(page.Rows, RankRow{Rank: place.Rank, Tied: place.Tied, Entry: tiles[i]})
		page.Tones = append(page.Tones, tiles[i].Picture.Tone)
	}
	page.Tones = distinct(page.Tones)
	if screen {
		return w.screen(c, page, view)
	}
	page.Categories = rankingChoices(w.t(page.Frame, "gallery.all_categories"), &view.Contest, category)
	if len(found.Items) == limit && limit < min(view.Published, mostPlaces) {
		page.More = rankingPath(slug, category) + "show=" + fmt.Sprint(limit+rankingStep)
	}
	return w.views.Render(c, http.StatusOK, page)
}

func (w *Web) rankingHidden(c echo.Context, a voting.Actor, slug voting.Slug, screen bool) error {
	view, err := w.deps.Voting.ViewContest(c.Request().Context(), a, slug)
	if err != nil {
		return err
	}
	page := &RankingPage{
		Frame: w.contestFrame(c, &view, "ranking"), Phase: phaseOf(&view),
		Why: "ranking.why_" + string(view.Policy.Counts), Screen: rankingPath(slug, "") + "screen=1",
	}
	if screen {
		return w.screen(c, page, &view)
	}
	return w.views.Render(c, http.StatusOK, page)
}

func rankingPath(slug, category voting.Slug) string {
	path := "/" + string(slug) + "/ranking?"
	if category != "" {
		path += "category=" + url.QueryEscape(string(category)) + "&"
	}
	return path
}

func rankingChoices(all string, c *voting.Contest, chosen voting.Slug) []Choice {
	if len(c.Categories) < 2 {
		return nil
	}
	list := []Choice{{Title: all, URL: "/" + string(c.Slug) + "/ranking", On: chosen == ""}}
	for _, category := range c.Categories {
		path := rankingPath(c.Slug, category.Slug)
		list = append(list, Choice{Title: category.Title, URL: path[:len(path)-1], On: chosen == category.Slug})
	}
	return list
}
