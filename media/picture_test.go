package media_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"plaudit/media"
)

var (
	red    = color.RGBA{220, 30, 30, 255}
	green  = color.RGBA{30, 200, 30, 255}
	blue   = color.RGBA{30, 30, 220, 255}
	yellow = color.RGBA{220, 220, 30, 255}
)

// corners is a picture with one colour in each quarter, in reading order.
func corners(width, height int, quarters ...color.Color) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			img.Set(x, y, quarters[2*(2*y/height)+2*x/width])
		}
	}
	return img
}

// wantCorners compares the middle of each quarter, within what JPEG may lose.
func wantCorners(t *testing.T, img image.Image, quarters ...color.Color) {
	t.Helper()
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	for i, want := range quarters {
		wantColour(t, fmt.Sprint("quarter ", i), img.At(w/4+w/2*(i%2), h/4+h/2*(i/2)), want, 14)
	}
}

func wantColour(t *testing.T, what string, got, want color.Color, tolerance int) {
	t.Helper()
	g, w := color.RGBAModel.Convert(got).(color.RGBA), color.RGBAModel.Convert(want).(color.RGBA)
	for _, pair := range [][2]uint8{{g.R, w.R}, {g.G, w.G}, {g.B, w.B}} {
		if d := int(pair[0]) - int(pair[1]); d < -tolerance || d > tolerance {
			t.Errorf("%s is %v, want about %v", what, g, w)
			return
		}
	}
}

// exifWith is an EXIF block that holds one orientation, in either byte order.
func exifWith(orientation byte, little bool) string {
	if little {
		return "II\x2a\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00" + string(orientation) + "\x00\x00\x00\x00\x00\x00\x00"
	}
	return "MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string(orientation) + "\x00\x00\x00\x00\x00\x00"
}

// withSegment puts a segment behind a JPEG's first marker.
func withSegment(file []byte, marker byte, data string) []byte {
	segment := append([]byte{0xff, marker, byte((len(data) + 2) >> 8), byte(len(data) + 2)}, data...)
	return slices.Concat(file[:2], segment, file[2:])
}

// withChunk puts a chunk behind a PNG's header.
func withChunk(file []byte, id string, data []byte) []byte {
	const header = 8 + 25
	return slices.Concat(file[:header], pngChunk(id, data), file[header:])
}

// orientations gives for each EXIF orientation where the upright picture's
// quarters are stored (Exif 2.32, tag 0x0112).
func orientations() map[byte][]color.Color {
	return map[byte][]color.Color{
		1: {red, green, blue, yellow}, 2: {green, red, yellow, blue}, 3: {yellow, blue, green, red}, 4: {blue, yellow, red, green},
		5: {red, blue, green, yellow}, 6: {green, yellow, red, blue}, 7: {yellow, green, blue, red}, 8: {blue, red, yellow, green},
	}
}

func TestOrientation(t *testing.T) {
	if media.UnderRace {
		t.Skip("run once more without the race detector")
	}
	for o, stored := range orientations() {
		size := image.Pt(480, 320)
		if o >= 5 {
			size = image.Pt(320, 480)
		}
		picture := corners(size.X, size.Y, stored...)
		files := map[string][]byte{
			"jpeg": withSegment(encodeJPEG(t, picture), 0xe1, "Exif\x00\x00"+exifWith(o, o%2 == 0)),
			"png":  withChunk(encodePNG(t, picture), "eXIf", []byte(exifWith(o, o%2 == 1))),
		}
		for format, file := range files {
			t.Run(fmt.Sprint(format, o), func(t *testing.T) {
				h := newHouse(t)
				a := h.mustDevelop(file)
				if a.Width != 480 || a.Height != 320 || a.Orientation != int(o) {
					t.Errorf("%d × %d, orientation %d", a.Width, a.Height, a.Orientation)
				}
				wantCorners(t, h.largest(a), red, green, blue, yellow)
				h.checkRenditions(a)
			})
		}
	}
}

// grain is a picture as heavy as a picture can be.
func grain(width, height int) *image.NRGBA {
	rng := rand.New(rand.NewPCG(1, 2))
	img := image.NewNRGBA(image.Rect(0, 0, width, height))
	for i := range img.Pix {
		img.Pix[i] = 255
		if i%4 < 3 {
			img.Pix[i] = uint8(100 + rng.IntN(40))
		}
	}
	return img
}

func TestTableOfRenditions(t *testing.T) {
	if media.UnderRace {
		t.Skip("run once more without the race detector")
	}
	cases := []struct {
		width, height int
		want          string
	}{
		{150, 100, "w360 150×100, square 100×100"},
		{360, 240, "w360 360×240, square 240×240"},
		{361, 241, "w720 361×241, w360 360×240, square 241×241"},
		{2500, 1000, "w1920 1920×768, w1080 1080×432, w720 720×288, w360 360×144, square 480×480"},
		{500, 3000, "w720 500×3000, w360 360×2160, square 480×480"},
	}
	for _, c := range cases {
		h := newHouse(t)
		a := h.mustDevelop(encodeJPEG(t, grain(c.width, c.height)))
		var got []string
		for _, r := range a.Renditions {
			if r.Type != media.JPEG.Type() {
				continue // its twin: TestWebPBesideJPEG
			}
			got = append(got, fmt.Sprintf("%s %d×%d", r.Name, r.Width, r.Height))
			if r.Name == "w360" && c.height < c.width && r.Size > 20_000 {
				t.Errorf("the gallery's tile weighs %d bytes", r.Size)
			}
			if !strings.Contains(r.File(), r.Hash) || r.Key != "rendition/"+string(a.ID)+"/"+r.File() {
				t.Errorf("key %q, file %q, hash %q", r.Key, r.File(), r.Hash)
			}
		}
		if list := strings.Join(got, ", "); list != c.want {
			t.Errorf("%d × %d gave %s, want %s", c.width, c.height, list, c.want)
		}
		h.checkRenditions(a)
	}
}

// Every kind of picture that the decoders can return comes out in its colours.
func TestKindsOfPictures(t *testing.T) {
	bounds := image.Rect(0, 0, 400, 200)
	paletted := image.NewPaletted(bounds, color.Palette{color.NRGBA{30, 30, 220, 255}, color.NRGBA{}})
	glass := image.NewNRGBA(bounds)
	deep := image.NewNRGBA64(bounds)
	deepGrey := image.NewGray16(bounds)
	for y := range 200 {
		for x := range 400 {
			paletted.SetColorIndex(x, y, uint8(2*x/400))
			glass.Set(x, y, color.NRGBA{255, 0, 0, uint8(128 + 127*(2*x/400))})
			deep.Set(x, y, color.NRGBA64{0x2000, 0xc800, 0x2000, 0xffff})
			deepGrey.Set(x, y, color.Gray16{0x5a00})
		}
	}
	cases := []struct {
		name        string
		img         image.Image
		left, right color.Color
	}{
		{"palette with a transparent entry", paletted, blue, color.White},
		{"half transparent red over white", glass, color.RGBA{255, 127, 127, 255}, color.RGBA{255, 0, 0, 255}},
		{"16 bits", deep, green, green},
		{"16-bit grey", deepGrey, color.Gray{90}, color.Gray{90}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			h := newHouse(t)
			img := h.largest(h.mustDevelop(encodePNG(t, c.img)))
			wantColour(t, "left", img.At(100, 100), c.left, 14)
			wantColour(t, "right", img.At(300, 100), c.right, 14)
		})
	}
}

// A palette shorter than its indices has crashed resamplers.
func TestIndexBeyondThePalette(t *testing.T) {
	bounds := image.Rect(0, 0, 300, 300)
	full := make(color.Palette, 256)
	for i := range full {
		full[i] = color.Gray{uint8(i)}
	}
	img := image.NewPaletted(bounds, full)
	for i := range img.Pix {
		img.Pix[i] = uint8(i)
	}
	file := encodePNG(t, img)
	at := bytes.Index(file, []byte("PLTE")) - 4
	short := slices.Concat(file[:at], pngChunk("PLTE", []byte{220, 30, 30}), file[at+12+3*256:])
	if _, err := newHouse(t).develop(short); err != nil {
		wantCode(t, err, media.Damaged)
	}
}

func TestDominantColour(t *testing.T) {
	img := corners(400, 400, blue, blue, blue, yellow)
	a := newHouse(t).mustDevelop(encodePNG(t, img))
	var r, g, b uint8
	if _, err := fmt.Sscanf(a.Colour, "#%02x%02x%02x", &r, &g, &b); err != nil {
		t.Fatalf("colour %q: %v", a.Colour, err)
	}
	wantColour(t, "the dominant colour", color.RGBA{r, g, b, 255}, blue, 8)
}
