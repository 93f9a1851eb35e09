package media

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/disintegration/imaging"
)

// waves is a smooth coloured picture, so that scaled decoding can be compared.
func waves(width, height int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, width, height))
	wave := func(v, period float64) uint8 { return uint8(128 + 100*math.Sin(v/period)) }
	for y := range height {
		for x := range width {
			i := img.PixOffset(x, y)
			img.Pix[i], img.Pix[i+1], img.Pix[i+2], img.Pix[i+3] = wave(float64(x), 90), wave(float64(y), 70), wave(float64(x+y), 110), 255
		}
	}
	return img
}

// The fast decoder is held against the standard one, whole and scaled, on
// made pictures and on every real JPEG there is.
func TestDecodersAgree(t *testing.T) {
	if UnderRace {
		t.Skip("run once more without the race detector")
	}
	files := map[string][]byte{}
	for _, size := range []image.Point{{803, 611}, {16, 8}, {1, 1}, {1999, 33}} {
		var out bytes.Buffer
		if err := jpeg.Encode(&out, waves(size.X, size.Y), nil); err != nil {
			t.Fatal(err)
		}
		files[fmt.Sprint(size)] = out.Bytes()
	}
	for _, name := range realJPEGs(t) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(name)] = data
	}
	for name, data := range files {
		t.Run(name, func(t *testing.T) { compareDecoders(t, data) })
	}
}

// realJPEGs lists the samples, none where their folder is absent.
func realJPEGs(t *testing.T) []string {
	t.Helper()
	dir := os.Getenv("PLAUDIT_SAMPLES")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared", "samples")
	}
	names, err := filepath.Glob(filepath.Join(dir, "*.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func compareDecoders(t *testing.T, data []byte) {
	r, size := bytes.NewReader(data), int64(len(data))
	h, err := probe(r, JPEG, DefaultLimits())
	if err != nil {
		t.Skipf("not a file that is decoded: %v", err)
	}
	if h.jpeg.components == 4 {
		t.Skip("four components are left to the standard decoder")
	}
	shrinks := []int{1, 2, 4, 8}
	if min(h.Width, h.Height) < 600 {
		shrinks = shrinks[:1] // rounding to whole pixels would weigh more than the decoders
	}
	for _, shrink := range shrinks {
		ways := decoders(h, size, h.Width/shrink, h.Height/shrink)
		var small []*image.NRGBA
		for _, d := range ways {
			img, err := decodeWith(d, r, size, h)
			if err != nil {
				t.Fatalf("%s at 1/%d: %v", d.name, d.scale, err)
			}
			small = append(small, imaging.Resize(img, max(1, h.Width/8), max(1, h.Height/8), imaging.Box))
		}
		if d := difference(small[0], small[1]); d > 3 {
			t.Errorf("at 1/%d the decoders differ by %.1f levels", ways[0].scale, d)
		}
	}
}

// difference is the mean distance of two pictures' channels, in levels.
func difference(a, b *image.NRGBA) float64 {
	sum := 0.0
	for i := range a.Pix {
		sum += math.Abs(float64(a.Pix[i]) - float64(b.Pix[i]))
	}
	return sum / float64(len(a.Pix))
}

func TestReductionKeepsEnough(t *testing.T) {
	cases := []struct{ storedWidth, storedHeight, orientation, want int }{
		{4032, 3024, 1, 2}, // upright 4032 wide: 2016 is enough for 1920
		{4032, 3024, 6, 1}, // upright 3024 wide: 1512 would not be
		{8000, 6000, 1, 4},
		{1920, 1080, 1, 1},
		{11_999, 5_000, 1, 4},
	}
	for _, c := range cases {
		h := header{Format: JPEG, Width: c.storedWidth, Height: c.storedHeight, Orientation: c.orientation}
		width, height := h.target()
		if got := decoders(h, 1, width, height)[0].scale; got != c.want {
			t.Errorf("%+v: decoded at 1/%d", c, got)
		}
	}
}

// The cost of a phone's photo leaves room for two at once, and more, in the
// default budget.
func TestCosts(t *testing.T) {
	h := header{Format: JPEG, Width: 4032, Height: 3024, Orientation: 1}
	h.jpeg = jpegFrame{components: 3, samples: 1.5}
	width, height := h.target()
	d := decoders(h, 4<<20, width, height)[0]
	cost := d.cost + h.workCost(d.scale)
	if budget := int64(64 << 20); cost > budget || cost < 4*1920*1440 {
		t.Errorf("a 12-megapixel photo is taken to cost %d bytes", cost)
	}
}

func TestPanicsAreErrors(t *testing.T) {
	_, err := safely(func() (int, error) { var none []int; return none[1], nil })
	if err == nil {
		t.Error("a panic went unnoticed")
	}
}
