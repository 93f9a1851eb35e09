// Package art draws the works of the demo contest, so that the project ships
// nobody else's pictures.
//
// Works lists them: what is on the card (title, entrant, statement) and a
// function that draws the picture. Draw renders one at any size; it is
// deterministic, so a work looks the same on every machine and every run.
// EncodeJPEG writes what a phone would have uploaded.
//
// The parts, from below: noise.go and colour.go (numbers and colours), path.go
// (outlines), canvas.go (filling outlines), brush.go and sky.go (dabs, light,
// clouds, leaves), finish.go (what a lens or a sheet of paper adds). On these
// stand the scenes, a file per family; works_*.go puts scenes, palettes
// and titles together. A scene works in units in which the longer side of the
// picture is 1000, and takes chance only from its canvas.
package art

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
)

// Work is one picture and its card. AgeBand is "adult", "14-17" or "under-14";
// Medium is "photo" or "drawing"; Category is a hint in which category it
// belongs: "photography", "painting" or "children".
type Work struct {
	Title, TitleEN string
	Statement      string // in Chinese, one or two sentences of the entrant
	Medium         string
	Category       string
	Entrant        string
	AgeBand        string

	aspect float32 // width by height
	seed   uint64
	draw   func(*canvas)
}

// minSide keeps thumbnails meaningful and divisions away from zero.
const minSide = 16

// Draw renders the work with long pixels on its longer side (at least 16). It
// is safe for use by several goroutines at once.
func (w Work) Draw(long int) image.Image {
	c := newCanvas(max(long, minSide), w.aspect, w.seed)
	w.draw(c)
	return c.img
}

// EncodeJPEG draws the work and encodes it at quality 1..100.
func (w Work) EncodeJPEG(long, quality int) ([]byte, error) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, w.Draw(long), &jpeg.Options{Quality: quality}); err != nil {
		return nil, fmt.Errorf("encode %s: %w", w.TitleEN, err)
	}
	return b.Bytes(), nil
}

// Works lists all works in a fixed order that mixes media and formats, as
// entries would come in.
func Works() []Work {
	groups := [][]Work{landscapes(), rooms(), childrens(), paintings()}
	var out []Work
	longest := 0
	for _, g := range groups {
		longest = max(longest, len(g))
	}
	// Deal from every group in proportion to its size.
	for i := range longest {
		for _, g := range groups {
			for j := i * len(g) / longest; j < (i+1)*len(g)/longest; j++ {
				out = append(out, g[j])
			}
		}
	}
	for i := range out {
		out[i].seed = uint64(len(out[i].TitleEN))*1009 + hashOf(out[i].TitleEN)
		out[i].Category = category(out[i])
	}
	return out
}

// hashOf is FNV-1a: the seed hangs on the title, so that adding a work does
// not redraw the others.
func hashOf(s string) uint64 {
	h := uint64(14695981039346656037)
	for _, b := range []byte(s) {
		h = (h ^ uint64(b)) * 1099511628211
	}
	return h
}

func category(w Work) string {
	switch {
	case w.Medium == "photo":
		return "photography"
	case w.AgeBand == "under-14":
		return "children"
	}
	return "painting"
}
