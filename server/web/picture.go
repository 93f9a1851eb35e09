package web

import (
	"fmt"
	"strings"

	"plaudit/media"
	"plaudit/voting"
)

// entryPath is the address of an entry's page.
func entryPath(slug voting.Slug, n voting.Number) string { return fmt.Sprintf("/%s/%d", slug, n) }

// assetOf finds the picture of an entry among those looked up.
func assetOf(e voting.Entry, found map[media.AssetID]media.Asset) media.Asset {
	if len(e.Assets) == 0 {
		return media.Asset{}
	}
	return found[media.AssetID(e.Assets[0])]
}

// tilePicture is an entry's picture in a grid. The browser chooses by the
// width that the picture has there: photographs fill a square, so phones with
// very dense screens take the square crop; drawings are shown whole. In care
// mode one picture fills the screen's width.
func (w *Web) tilePicture(e voting.Entry, a media.Asset, care bool) Picture {
	p := Picture{Width: 480, Height: 480, Tone: Tone(a.Colour), Whole: e.Medium == voting.Drawing}
	p.Film, p.Preview = w.reel(a, media.Video720), w.reel(a, media.Preview)
	small, ok := a.Rendition("w360")
	if !ok {
		return p
	}
	p.Src = w.deps.MediaURL(a.ID, small)
	names := []string{"w360", "square"}
	p.Sizes = "(min-width: 60rem) 15rem, (min-width: 44rem) 30vw, 44vw"
	switch {
	case p.Whole && care:
		names = []string{"w360", "w720"}
	case p.Whole:
		names = []string{"w360"}
	}
	if care {
		p.Sizes = "60vw"
	}
	p.SrcSet, p.WebP = w.srcSet(a, names...), w.webpSet(a, names...)
	return p
}

// largePicture is an entry's picture across the page.
func (w *Web) largePicture(a media.Asset, alt string) Picture {
	p := Picture{Width: a.Width, Height: a.Height, Tone: Tone(a.Colour), Alt: alt, Sizes: "(min-width: 60rem) 38rem, 100vw"}
	names := []string{"w360", "w720", "w1080", "w1920"}
	p.SrcSet, p.WebP, p.Film = w.srcSet(a, names...), w.webpSet(a, names...), w.reel(a, media.Video720)
	if r, ok := largest(a, 1080); ok {
		p.Src = w.deps.MediaURL(a.ID, r)
	}
	return p
}

// reel is the address of a clip or its preview, "" for a picture.
func (w *Web) reel(a media.Asset, name string) string {
	if r, ok := a.Rendition(name); ok {
		return w.deps.MediaURL(a.ID, r)
	}
	return ""
}

// srcSet lists renditions that exist; a single one needs no list.
func (w *Web) srcSet(a media.Asset, names ...string) string {
	var list []string
	for _, name := range names {
		if r, ok := a.Rendition(name); ok {
			list = append(list, w.candidate(a, r))
		}
	}
	if len(list) < 2 {
		return ""
	}
	return strings.Join(list, ", ")
}

// webpSet lists the WebPs of the renditions that exist, "" where one has none:
// a browser takes its picture from this list alone.
func (w *Web) webpSet(a media.Asset, names ...string) string {
	var list []string
	for _, name := range names {
		if _, ok := a.Rendition(name); !ok {
			continue
		}
		r, ok := a.Rendition(name + media.WebPSuffix)
		if !ok {
			return ""
		}
		list = append(list, w.candidate(a, r))
	}
	return strings.Join(list, ", ")
}

func (w *Web) candidate(a media.Asset, r media.Rendition) string {
	return fmt.Sprintf("%s %dw", w.deps.MediaURL(a.ID, r), r.Width)
}

// largest returns the widest uncropped JPEG that is at most so wide.
func largest(a media.Asset, width int) (best media.Rendition, ok bool) {
	for _, r := range a.Renditions {
		if r.Name != "square" && r.Type == media.JPEG.Type() && r.Width <= width && r.Width > best.Width {
			best, ok = r, true
		}
	}
	return best, ok
}

// tile makes an entry's tile without its vote button.
func (w *Web) tile(f *Frame, view *voting.ContestView, s voting.Shown, a media.Asset) Tile {
	t := Tile{
		Number: s.Number, Title: s.Title, Entrant: s.Entrant, Category: categoryTitle(&view.Contest, s.Category),
		URL: entryPath(view.Slug, s.Number), Picture: w.tilePicture(s.Entry, a, f.Care), Mine: s.Voted,
	}
	if s.Votes != nil {
		t.Counted, t.Votes = true, *s.Votes
	}
	return t
}
