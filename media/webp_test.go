package media_test

import (
	"bytes"
	"image"
	"image/color"
	"slices"
	"strings"
	"testing"

	"github.com/gen2brain/webp"

	"plaudit/media"
)

func encodeWebP(t *testing.T, img image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := webp.Encode(&out, img, webp.Options{Quality: 95, Method: 2}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// The libraries carry their codecs; none looks for the system's.
func TestNoSystemLibraries(t *testing.T) {
	if webp.Dynamic() == nil {
		t.Error("libwebp of this system was loaded")
	}
}

// Black stays black and white white: WebP stores a narrower range than JPEG.
func TestWebPColours(t *testing.T) {
	stored := []color.Color{color.Black, color.White, red, blue}
	h := newHouse(t)
	a := h.mustDevelop(encodeWebP(t, corners(480, 320, stored...)))
	wantCorners(t, h.largest(a), stored...)
	for i, quarter := range []image.Point{{120, 80}, {360, 80}} {
		wantColour(t, "a quarter", h.largest(a).At(quarter.X, quarter.Y), stored[i], 3)
	}
}

// Each WebP shows the same as the JPEG of its size, weighs less, and comes
// behind all JPEGs.
func TestWebPBesideJPEG(t *testing.T) {
	if media.UnderRace {
		t.Skip("run once more without the race detector")
	}
	h := newHouse(t)
	a := h.mustDevelop(encodeJPEG(t, corners(2001, 1333, red, color.White, color.Black, yellow)))
	var names []string
	for _, r := range a.Renditions {
		names = append(names, r.Name)
		if r.Type != media.WebP.Type() {
			continue
		}
		twin, ok := a.Rendition(strings.TrimSuffix(r.Name, media.WebPSuffix))
		if !ok || twin.Width != r.Width || twin.Height != r.Height || twin.Size <= r.Size {
			t.Errorf("%+v beside %+v", r, twin)
		}
		if !strings.HasSuffix(r.Key, ".webp") || !strings.HasSuffix(twin.Key, ".jpg") {
			t.Errorf("keys %s and %s", r.Key, twin.Key)
		}
	}
	again, _ := a.Rendition("w720" + media.WebPSuffix)
	wantCorners(t, h.largest(h.mustDevelop(h.object(again.Key))), red, color.White, color.Black, yellow)
	want := []string{"w1920", "w1080", "w720", "w360", "square", "w1920-webp", "w1080-webp", "w720-webp", "w360-webp", "square-webp"}
	if !slices.Equal(names, want) {
		t.Errorf("renditions %v, want %v", names, want)
	}
}
