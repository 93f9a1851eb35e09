package media

import (
	"bytes"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"os"
	"testing"

	"golang.org/x/image/webp"
)

// seeds are small files of every format.
func seeds(f *testing.F) [][]byte {
	f.Helper()
	var j, p bytes.Buffer
	img := waves(40, 30)
	if err := errors.Join(jpeg.Encode(&j, img, nil), png.Encode(&p, img)); err != nil {
		f.Fatal(err)
	}
	out := [][]byte{nil, j.Bytes(), p.Bytes(), []byte("GIF89a"), []byte("RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00")}
	for _, name := range []string{"alpha.webp", "animated.webp", "restart-markers.jpg", "rgba16.png", "cmyk.jpg"} {
		if data, err := os.ReadFile("../../shared/samples/" + name); err == nil {
			out = append(out, data)
		}
	}
	return out
}

// FuzzFile takes any bytes through every step that reads them: the answer is
// a refusal or a whole set of renditions, never a panic.
func FuzzFile(f *testing.F) {
	for _, s := range seeds(f) {
		f.Add(s)
	}
	limits := DefaultLimits()
	limits.Pixels, limits.Pixels16 = 100_000, 50_000
	f.Fuzz(func(t *testing.T, data []byte) {
		format, err := sniff(data[:min(len(data), sniffBytes)])
		r, size := bytes.NewReader(data), int64(len(data))
		var h header
		if err == nil {
			h, err = probe(r, format, limits)
		}
		if err != nil {
			wantRefusal(t, err)
			return
		}
		if h.Format.heif() {
			return // decoded in a child: FuzzHEIF
		}
		width, height := h.target()
		for _, d := range decoders(h, size, width, height) {
			img, err := decodeWith(d, r, size, h)
			if errors.Is(err, errPanic) {
				t.Logf("the decoder panics, and is caught: %v", err)
			}
			if err != nil {
				wantRefusal(t, err)
				continue
			}
			renderAll(t, img, h)
			return
		}
	})
}

func wantRefusal(t *testing.T, err error) {
	t.Helper()
	if refusal := (*Error)(nil); !errors.As(err, &refusal) || refusal.Transient() {
		t.Errorf("damage in the file was reported as %v", err)
	}
}

func renderAll(t *testing.T, img image.Image, h header) {
	t.Helper()
	width, _ := h.upright()
	count := 0
	_, err := render(img, h, outputs{webp: true}, func(m made) error {
		if m.Type == WebP.Type() {
			_, err := webp.Decode(bytes.NewReader(m.data))
			return err
		}
		count++
		_, err := jpeg.Decode(bytes.NewReader(m.data))
		return err
	})
	if err != nil || count != len(steps(width))+1 {
		t.Errorf("%d renditions, %v", count, err)
	}
}

func FuzzEXIF(f *testing.F) {
	f.Add([]byte("II\x2a\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00\x00\x00\x00\x00"))
	f.Add([]byte("MM\x00\x2a\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if o := exifOrientation(data); o < 1 || o > 8 {
			t.Errorf("orientation %d", o)
		}
	})
}

func FuzzICC(f *testing.F) {
	f.Add(displayP3())
	f.Add(profile("GRAY", map[string][]byte{"kTRC": gammaCurve(2.2)}))
	f.Fuzz(func(t *testing.T, data []byte) {
		transform, err := newTransform(data)
		if err != nil || transform == nil {
			return
		}
		transform.apply(waves(16, 16))
	})
}
