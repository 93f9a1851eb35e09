package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"plaudit/voting"
)

// How many tiles are in the first screen of a phone, and of a large one.
const eagerTiles = 2

// gallery shows the works. A number in the search box leads straight to its
// entry.
func (w *Web) gallery(c echo.Context, a voting.Actor) error {
	ctx, slug := c.Request().Context(), slugOf(c)
	query := voting.GalleryQuery{
		Order: voting.Order(c.QueryParam("order")), Category: voting.Slug(c.QueryParam("category")),
		Text: strings.TrimSpace(c.QueryParam("q")), Cursor: c.QueryParam("cursor"),
	}
	if n, ok := voting.ParseNumber(query.Text); ok {
		if _, err := w.deps.Voting.ViewEntry(ctx, a, slug, n); err == nil {
			return c.Redirect(http.StatusSeeOther, entryPath(slug, n))
		}
	}
	found, err := w.deps.Voting.Gallery(ctx, a, slug, query)
	if err != nil {
		return err
	}
	page, err := w.galleryPage(c, a, &found, query)
	if err != nil {
		return err
	}
	return w.views.Render(c, http.StatusOK, page)
}

func (w *Web) galleryPage(c echo.Context, a voting.Actor, found *voting.GalleryPage, q voting.GalleryQuery) (*GalleryPage, error) {
	view := &found.Contest
	page := &GalleryPage{
		Frame: w.contestFrame(c, view, "works"), Summary: view.Summary, Phase: phaseOf(view),
		Works: found.Works, Search: q.Text, Category: string(q.Category),
	}
	page.liveCounts(view)
	booth, err := w.booth(c, a, view, &page.Frame)
	if err != nil {
		return nil, err
	}
	page.Ballot = booth.ballot(view)
	page.Tiles, err = w.tiles(c, &page.Frame, view, found.Items, booth)
	if err != nil {
		return nil, err
	}
	for _, t := range page.Tiles {
		page.Tones = append(page.Tones, t.Picture.Tone)
	}
	page.Tones = distinct(page.Tones)
	page.Categories = w.categoryChoices(&page.Frame, &view.Contest, q)
	page.Orders = w.orderChoices(&page.Frame, view, found.Order, q)
	if found.Next != "" {
		page.More = galleryPath(view.Slug, q, "cursor", found.Next)
	}
	return page, nil
}

// tiles makes the tiles of entries, the first ones to be loaded at once.
func (w *Web) tiles(c echo.Context, f *Frame, view *voting.ContestView, items []voting.Shown, b booth) ([]Tile, error) {
	entries := make([]voting.Entry, len(items))
	for i, item := range items {
		entries[i] = item.Entry
	}
	assets, err := w.pictures(c.Request().Context(), entries...)
	if err != nil {
		return nil, err
	}
	tiles := make([]Tile, len(items))
	for i, item := range items {
		tiles[i] = w.tile(f, view, item, assetOf(item.Entry, assets))
		tiles[i].Picture.First, tiles[i].Picture.Eager = i == 0, i < eagerTiles
		tiles[i].Vote = b.box(view.Slug, item)
	}
	return tiles, nil
}

// galleryPath is the gallery's address with one value changed; a new choice
// begins at the first page.
func galleryPath(slug voting.Slug, q voting.GalleryQuery, name, value string) string {
	values := url.Values{"order": {string(q.Order)}, "category": {string(q.Category)}, "q": {q.Text}}
	values.Set(name, value)
	for key := range values {
		if values.Get(key) == "" {
			values.Del(key)
		}
	}
	path := "/" + string(slug)
	if len(values) == 0 {
		return path
	}
	return path + "?" + values.Encode()
}

func (w *Web) categoryChoices(f *Frame, c *voting.Contest, q voting.GalleryQuery) []Choice {
	if len(c.Categories) < 2 {
		return nil
	}
	list := []Choice{{Title: w.t(*f, "gallery.all_categories"), URL: galleryPath(c.Slug, q, "category", ""), On: q.Category == ""}}
	for _, category := range c.Categories {
		list = append(list, Choice{
			Title: category.Title, URL: galleryPath(c.Slug, q, "category", string(category.Slug)), On: q.Category == category.Slug,
		})
	}
	return list
}

func (w *Web) orderChoices(f *Frame, view *voting.ContestView, now voting.Order, q voting.GalleryQuery) (list []Choice) {
	for _, order := range []voting.Order{voting.OrderRandom, voting.OrderNewest, voting.OrderNumber, voting.OrderVotes} {
		if order == voting.OrderVotes && !view.ShowCounts {
			continue
		}
		list = append(list, Choice{
			Title: w.t(*f, "gallery.order_"+string(order)), URL: galleryPath(view.Slug, q, "order", string(order)), On: order == now,
		})
	}
	return list
}
