package media_test

import (
	"bytes"
	"image"
	"image/draw"
	"image/png"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/disintegration/imaging"
)

// libvips, with libheif of its own, turns and colours the real files as we do.
func TestStillsAgainstLibvips(t *testing.T) {
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
