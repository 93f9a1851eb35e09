package art_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"testing"

	"plaudit/server/demo/art"
)

const (
	thumb    = 48 // longer side of the thumbnails that tests compare
	grid     = 12 // thumbnails are compared as grid×grid cells
	tooAlike = 9  // mean difference per cell and channel, of 255
	tooFlat  = 0.6
)

func TestCardsAreComplete(t *testing.T) {
	titles, english := map[string]bool{}, map[string]bool{}
	for _, w := range art.Works() {
		if w.Title == "" || w.TitleEN == "" || w.Statement == "" || w.Entrant == "" {
			t.Errorf("%+v: a field of the card is empty", w)
		}
		if titles[w.Title] || english[w.TitleEN] {
			t.Errorf("title used twice: %s / %s", w.Title, w.TitleEN)
		}
		titles[w.Title], english[w.TitleEN] = true, true
		switch w.Medium {
		case "photo", "drawing":
		default:
			t.Errorf("%s: medium %q", w.Title, w.Medium)
		}
		switch w.AgeBand {
		case "adult", "14-17", "under-14":
		default:
			t.Errorf("%s: age band %q", w.Title, w.AgeBand)
		}
	}
}

func TestTinyPicturesDoNotPanic(t *testing.T) {
	t.Parallel() // Draw must bear it; the race detector watches
	for _, w := range art.Works() {
		if b := w.Draw(1).Bounds(); max(b.Dx(), b.Dy()) != 16 {
			t.Errorf("%s: drawn at 1, got %v instead of the least size", w.TitleEN, b)
		}
	}
}

func TestWorksAreDeterministicFullAndDifferent(t *testing.T) {
	t.Parallel() // Draw must bear it; the race detector watches
	works := art.Works()
	cells := make([][]int, len(works))
	for i, w := range works {
		im := w.Draw(thumb).(*image.RGBA)
		if b := im.Bounds(); max(b.Dx(), b.Dy()) != thumb {
			t.Errorf("%s: drawn at %d, got %v", w.TitleEN, thumb, b)
		}
		if again := w.Draw(thumb).(*image.RGBA); !bytes.Equal(im.Pix, again.Pix) {
			t.Errorf("%s: two drawings differ", w.TitleEN)
		}
		if share := largestShare(im); share > tooFlat {
			t.Errorf("%s: %.0f%% of it is one colour", w.TitleEN, share*100)
		}
		cells[i] = mosaic(im)
	}
	for i := range works {
		for j := range i {
			if d := difference(cells[i], cells[j]); d < tooAlike {
				t.Errorf("%s and %s look alike: difference %d", works[i].TitleEN, works[j].TitleEN, d)
			}
		}
	}
}

func TestThereIsVariety(t *testing.T) {
	t.Parallel() // Draw must bear it; the race detector watches
	works := art.Works()
	if len(works) < 72 {
		t.Errorf("%d works, the demo needs at least 72", len(works))
	}
	shapes, media := map[string]int{}, map[string]int{}
	for _, w := range works {
		media[w.Medium]++
		switch b := w.Draw(16).Bounds(); {
		case b.Dx() > b.Dy():
			shapes["landscape"]++
		case b.Dx() < b.Dy():
			shapes["portrait"]++
		default:
			shapes["square"]++
		}
	}
	for _, n := range []int{shapes["landscape"], shapes["portrait"], shapes["square"], media["photo"], media["drawing"]} {
		if n < 10 {
			t.Errorf("too little of one kind: %v, %v", shapes, media)
		}
	}
}

func TestEncodeJPEG(t *testing.T) {
	b, err := art.Works()[0].EncodeJPEG(64, 80)
	if err != nil {
		t.Fatal(err)
	}
	cfg, err := jpeg.DecodeConfig(bytes.NewReader(b))
	if err != nil || max(cfg.Width, cfg.Height) != 64 {
		t.Errorf("decoded %+v, %v", cfg, err)
	}
}

// mosaic is the picture stretched to grid×grid cells, three channels each.
func mosaic(im image.Image) []int {
	b := im.Bounds()
	out := make([]int, 0, grid*grid*3)
	for y := range grid {
		for x := range grid {
			var sum [3]int
			n := 0
			for yy := b.Dy() * y / grid; yy < b.Dy()*(y+1)/grid; yy++ {
				for xx := b.Dx() * x / grid; xx < b.Dx()*(x+1)/grid; xx++ {
					r, g, bl, _ := im.At(b.Min.X+xx, b.Min.Y+yy).RGBA()
					sum[0], sum[1], sum[2] = sum[0]+int(r>>8), sum[1]+int(g>>8), sum[2]+int(bl>>8)
					n++
				}
			}
			out = append(out, sum[0]/n, sum[1]/n, sum[2]/n)
		}
	}
	return out
}

// difference is the mean absolute difference of two mosaics.
func difference(a, b []int) int {
	sum := 0
	for i := range a {
		sum += max(a[i]-b[i], b[i]-a[i])
	}
	return sum / len(a)
}

// largestShare is the part of the picture that its most common colour (in
// steps of 16) covers.
func largestShare(im image.Image) float64 {
	b := im.Bounds()
	count := map[[3]uint32]int{}
	most := 0
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			r, g, bl, _ := im.At(x, y).RGBA()
			k := [3]uint32{r >> 12, g >> 12, bl >> 12}
			count[k]++
			most = max(most, count[k])
		}
	}
	return float64(most) / float64(b.Dx()*b.Dy())
}

func BenchmarkDraw1600(b *testing.B) {
	works := art.Works()
	for i := 0; b.Loop(); i++ {
		works[i%len(works)].Draw(1600)
	}
}
