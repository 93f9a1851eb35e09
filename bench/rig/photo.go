package rig

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"math"
	"math/rand/v2"
)

// Photo returns a JPEG of the given size that is as hard to decode and encode
// as a phone's: soft light over large shapes, detail at every scale, and the
// grain of a sensor. The same seed gives the same bytes.
func Photo(width, height int, seed uint64) ([]byte, error) {
	const stretch = 2.6 // how much coarser each layer of detail is than the one below it
	rng := rand.New(rand.NewPCG(seed, 1))
	var layers []lattice
	for cell, strength := 2.2, 9.0; cell < float64(width); cell, strength = cell*stretch, strength*1.25 {
		layers = append(layers, newLattice(rng, cell, strength))
	}
	img := image.NewYCbCr(image.Rect(0, 0, width, height), image.YCbCrSubsampleRatio420)
	for y := range height {
		for x := range width {
			light := 112.0
			for i := range layers {
				light += layers[i].at(x, y)
			}
			if layers[len(layers)-2].at(x, y)+layers[3].at(x, y) > 0 { // shapes with a hard edge
				light += 30
			}
			img.Y[img.YOffset(x, y)] = byteOf(light + 4*rng.NormFloat64())
		}
	}
	coarse := len(layers) - 3
	for y := 0; y < height; y += 2 {
		for x := 0; x < width; x += 2 {
			at := img.COffset(x, y)
			img.Cb[at] = byteOf(128 + layers[coarse].at(x, y)/2 + 1.5*rng.NormFloat64())
			img.Cr[at] = byteOf(128 - layers[coarse+1].at(x, y)/3 + 1.5*rng.NormFloat64())
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: 90}); err != nil {
		return nil, fmt.Errorf("encode the photo: %w", err)
	}
	return out.Bytes(), nil
}

// lattice is one layer of value noise: random heights on a grid of cells,
// smoothly joined.
type lattice struct {
	cell, strength float64
	heights        [64][64]float64
}

func newLattice(rng *rand.Rand, cell, strength float64) lattice {
	l := lattice{cell: cell, strength: strength}
	for i := range l.heights {
		for j := range l.heights[i] {
			l.heights[i][j] = rng.Float64()*2 - 1
		}
	}
	return l
}

func (l *lattice) at(x, y int) float64 {
	fx, fy := float64(x)/l.cell, float64(y)/l.cell
	ix, iy := int(fx), int(fy)
	sx, sy := smooth(fx-float64(ix)), smooth(fy-float64(iy))
	top := mix(l.heights[iy&63][ix&63], l.heights[iy&63][(ix+1)&63], sx)
	bottom := mix(l.heights[(iy+1)&63][ix&63], l.heights[(iy+1)&63][(ix+1)&63], sx)
	return l.strength * mix(top, bottom, sy)
}

func smooth(t float64) float64    { return t * t * (3 - 2*t) }
func mix(a, b, t float64) float64 { return a + (b-a)*t }
func byteOf(v float64) byte       { return byte(math.Max(0, math.Min(255, v+0.5))) }
