package media

import (
	"image"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/disintegration/imaging"
	"pgregory.net/rapid"
)

// Whatever resembles a picture must be found by its bands.
func TestBandsFindAllThatResembles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := Likeness{Hash: rapid.Uint64().Draw(t, "hash"), Mirror: rapid.Uint64().Draw(t, "mirror")}
		other := l.Hash
		if rapid.Bool().Draw(t, "mirrored") {
			other = l.Mirror
		}
		for range rapid.IntRange(0, MaxDistance).Draw(t, "flips") {
			other ^= 1 << rapid.IntRange(0, 63).Draw(t, "bit")
		}
		if _, _, ok := l.Resembles(other); !ok {
			return // a hash of zero
		}
		near := l.Near()
		if !slices.ContainsFunc(Likeness{Hash: other}.Bands(), func(b int) bool { return slices.Contains(near, b) }) {
			t.Fatalf("%x is not found from %x", other, l)
		}
	})
}

func TestAMirrorIsAMirror(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 64, 64))
	random := rand.New(rand.NewPCG(1, 2))
	for i := range img.Pix {
		img.Pix[i] = uint8(random.IntN(256))
	}
	own, turned := LikenessOf(img), LikenessOf(imaging.FlipH(img))
	if own.Mirror != turned.Hash || own.Hash != turned.Mirror || own.Hash == own.Mirror {
		t.Errorf("%x, in a mirror %x", own, turned)
	}
}

func TestNothingResemblesAPictureWithoutFeatures(t *testing.T) {
	grey := image.NewNRGBA(image.Rect(0, 0, 40, 30))
	for i := range grey.Pix {
		grey.Pix[i] = 200
	}
	l := LikenessOf(grey)
	if _, _, ok := l.Resembles(l.Hash); ok || l != (Likeness{}) || l.Bands() != nil || l.Near() != nil {
		t.Errorf("%x", l)
	}
}
