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
	"slices"
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

// Works lists all works in a fixed order that mixes media, scenes and formats,
// as entries would come in; any first part of it is a fair sample.
func Works() []Work {
	all := slices.Concat(landscapes(), rooms(), childrens(), paintings())
	// Walk round the list in strides near the golden section, which keeps
	// neighbours of the list far apart.
	stride := len(all) * 8 / 21
	for gcd(stride, len(all)) != 1 {
		stride++
	}
	out := make([]Work, len(all))
	for i := range out {
		w := all[i*stride%len(all)]
		w.seed = hashOf(w.TitleEN)
		w.Category = category(w)
		out[i] = w
	}
	return out
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
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
