package media_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/disintegration/imaging"
	"github.com/gen2brain/avif"
	"github.com/gen2brain/heic"

	"plaudit/media"
)

// The two files in testdata show four colours; they were made with libvips.
func TestStills(t *testing.T) {
	if avif.Dynamic() == nil || heic.Dynamic() == nil {
		t.Error("libavif or libheif of this system was loaded")
	}
	for _, f := range []media.Format{media.HEIC, media.AVIF} {
		t.Run(string(f), func(t *testing.T) {
			h := newHouse(t)
			file, err := os.ReadFile("testdata/corners." + string(f))
			if err != nil {
				t.Fatal(err)
			}
			a := h.mustDevelop(file)
			if a.Format != f || a.Width != 401 || a.Height != 267 {
				t.Errorf("%+v", a)
			}
			wantCorners(t, h.largest(a), red, color.White, color.Black, yellow)
			h.checkRenditions(a)

			_, err = h.develop(file[:len(file)*2/3])
			wantCode(t, err, media.Damaged)
			liar := bytes.Clone(file)
			at := bytes.LastIndex(liar, []byte("ispe"))
			copy(liar[at+8:], "\x00\x00\x04\x00\x00\x00\x04\x00")        // 1024 × 1024
			if _, err = h.develop(liar); f == media.HEIC || err != nil { // libavif believes it
				wantCode(t, err, media.Damaged)
			}
			h.ingest.Stills = nil
			_, err = h.develop(file)
			wantCode(t, err, media.FormatNotTaken)
		})
	}
}

// What is waited for in vain is given up, and the turn with it.
func TestStillIsKilled(t *testing.T) {
	h := newHouse(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	order := media.Still{Format: media.AVIF, Width: 100, Height: 100, Scale: 1}
	if _, err := h.ingest.Stills.Decode(ctx, bytes.NewReader(nil), order); !errors.Is(err, context.Canceled) {
		t.Errorf("decoded without end: %v", err)
	}
	if _, err := h.ingest.Stills.Decode(t.Context(), bytes.NewReader([]byte("nothing that can be decoded")), order); err == nil || errors.Is(err, context.Canceled) {
		t.Errorf("nonsense was decoded: %v", err)
	}
}

// libvips, with libheif of its own, turns and colours the real files as we do.
func TestStillsAgainstLibvips(t *testing.T) {
	if media.UnderRace {
		t.Skip("run once more without the race detector")
	}
	dir := samplesDir(t)
	if _, err := exec.LookPath("vipsthumbnail"); err != nil {
		t.Skip("vipsthumbnail is not installed (apt install libvips-tools)")
	}
	for _, name := range []string{"iphone7-gps.heic", "samsung-motion-irot270.heic", "irot90-alpha.avif", "pixel-gps.avif"} {
		t.Run(name, func(t *testing.T) {
			file, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			h := newHouse(t)
			a := h.mustDevelop(file)
			theirs := filepath.Join(t.TempDir(), "vips.png")
			out, err := exec.Command("vipsthumbnail", filepath.Join(dir, name), "--size", "300x300", "--eprofile", "srgb", "-o", theirs).CombinedOutput()
			if err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			data, err := os.ReadFile(theirs)
			if err != nil {
				t.Fatal(err)
			}
			want, err := png.Decode(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			small, _ := a.Rendition("w360")
			got := h.picture(small.Key)
			if d := distance(got, want); d > 4 {
				t.Errorf("the pictures differ by %.1f levels", d)
			} else {
				t.Logf("%.1f levels apart", d)
			}
		})
	}
}

// distance is the mean distance of two pictures' channels, in levels, over
// white and in 12 × 12 parts: sharpness does not count.
func distance(a, b image.Image) float64 {
	stamp := func(img image.Image) *image.NRGBA {
		flat := image.NewRGBA(img.Bounds())
		draw.Draw(flat, flat.Rect, image.White, image.Point{}, draw.Src)
		draw.Draw(flat, flat.Rect, img, img.Bounds().Min, draw.Over)
		return imaging.Resize(flat, 12, 12, imaging.Box)
	}
	x, y := stamp(a), stamp(b)
	sum := 0.0
	for i := range x.Pix {
		sum += math.Abs(float64(x.Pix[i]) - float64(y.Pix[i]))
	}
	return sum / float64(len(x.Pix)) * 4 / 3
}
