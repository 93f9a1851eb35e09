package art_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"testing"

	"github.com/disintegration/imaging"

	"plaudit/media"
	"plaudit/server/demo/art"
)

// TestCopiesAreFoundAndOthersAreNot holds the comparison of pictures to what
// people do to a picture that they enter twice.
func TestCopiesAreFoundAndOthersAreNot(t *testing.T) {
	works := art.Works()[:40] // drawing them takes most of the time; any first part is a fair sample
	drawn, seen := make([]image.Image, len(works)), make([]media.Likeness, len(works))
	for i, w := range works {
		drawn[i] = w.Draw(360)
		seen[i] = media.LikenessOf(drawn[i])
	}
	for _, c := range []struct {
		name   string
		change func(image.Image) image.Image
		found  float64 // at least so large a part
		mirror bool
	}{
		{"smaller", func(m image.Image) image.Image { return imaging.Resize(m, 150, 0, imaging.Linear) }, 1, false},
		{"compressed hard", func(m image.Image) image.Image { return again(t, m, 30) }, 1, false},
		{"brighter", func(m image.Image) image.Image { return imaging.AdjustBrightness(m, 10) }, 0.9, false},
		{"2 % cropped off", func(m image.Image) image.Image { return cropped(m, 0.01) }, 0.97, false},
		{"2 % cropped off each side", func(m image.Image) image.Image { return cropped(m, 0.02) }, 0.85, false},
		{"mirrored and compressed", func(m image.Image) image.Image { return again(t, imaging.FlipH(m), 70) }, 1, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			found := 0
			for i, m := range drawn {
				if _, mirrored, ok := seen[i].Resembles(media.LikenessOf(c.change(m)).Hash); ok && mirrored == c.mirror {
					found++
				}
			}
			t.Logf("%d of %d found", found, len(works))
			if float64(found) < c.found*float64(len(works)) {
				t.Errorf("only %d of %d found", found, len(works))
			}
		})
	}
	for i, l := range seen {
		for j, other := range seen[:i] {
			if d, _, ok := l.Resembles(other.Hash); ok {
				t.Errorf("%s and %s are taken for copies: %d bits differ", works[i].TitleEN, works[j].TitleEN, d)
			}
		}
	}
}

func again(t *testing.T, m image.Image, quality int) image.Image {
	t.Helper()
	var file bytes.Buffer
	if err := jpeg.Encode(&file, m, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	m, err := jpeg.Decode(&file)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// cropped takes a part of the width and height away on every side.
func cropped(m image.Image, part float64) image.Image {
	r := m.Bounds()
	x, y := int(part*float64(r.Dx())+0.5), int(part*float64(r.Dy())+0.5)
	return imaging.Crop(m, image.Rect(r.Min.X+x, r.Min.Y+y, r.Max.X-x, r.Max.Y-y))
}
