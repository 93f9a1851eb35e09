package media

import (
	"image"
	"math"
	"math/bits"
	"slices"

	"github.com/disintegration/imaging"
)

// Likeness says what a picture looks like, in so few bits that pictures can be
// compared by the hundred thousand: a copy that was scaled, recompressed, made
// brighter, cropped a little or mirrored differs in few of them. It is the
// perceptual hash of Zauner, "Implementation and Benchmarking of Perceptual
// Image Hash Functions" (2010), 3.2.1: the signs of the lowest frequencies
// against their median. The zero value is of a picture without features, which
// resembles nothing.
type Likeness struct {
	Hash   uint64 // of the picture
	Mirror uint64 // of the picture seen in a mirror
}

// MaxDistance is in how many of the 64 bits two pictures that resemble each
// other may differ. Bands find every such pair: among four parts of the bits
// one differs in at most one.
const MaxDistance = 7

// Resembles reports whether one picture is much like the other, or like its
// mirror image, and in how many bits they differ.
func (l Likeness) Resembles(hash uint64) (distance int, mirrored, ok bool) {
	if l == (Likeness{}) || hash == 0 {
		return 64, false, false
	}
	distance, turned := bits.OnesCount64(l.Hash^hash), bits.OnesCount64(l.Mirror^hash)
	if turned < distance {
		return turned, true, turned <= MaxDistance
	}
	return distance, false, distance <= MaxDistance
}

// The bands of a hash: four times 16 bits, each with its place, so that a hash
// is found by its parts.
const (
	bandCount = 4
	bandBits  = 64 / bandCount
)

func band(hash uint64, place int) int {
	return place<<bandBits | int(hash>>(place*bandBits)&(1<<bandBits-1))
}

// Bands returns the bands under which the picture is stored; none without
// features.
func (l Likeness) Bands() []int {
	if l == (Likeness{}) {
		return nil
	}
	list := make([]int, bandCount)
	for place := range list {
		list[place] = band(l.Hash, place)
	}
	return list
}

// Near returns the bands under which everything that resembles the picture or
// its mirror image is found, among other things.
func (l Likeness) Near() []int {
	if l == (Likeness{}) {
		return nil
	}
	var list []int
	for _, hash := range []uint64{l.Hash, l.Mirror} {
		for place := range bandCount {
			own := band(hash, place)
			list = append(list, own)
			for bit := range bandBits {
				list = append(list, own^1<<bit)
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

const (
	likenessSide = 32 // px of the square that is looked at
	lowest       = 8  // frequencies each way
	features     = 8  // below, of 255 × 32 / 2 at most, the strongest frequency is noise
)

// LikenessOf looks at a picture of any size; a small one does.
func LikenessOf(img image.Image) Likeness {
	small := imaging.Resize(img, likenessSide, likenessSide, imaging.Box)
	var grey [likenessSide][likenessSide]float64
	for y := range likenessSide {
		for x := range likenessSide {
			p := small.Pix[y*small.Stride+4*x:]
			grey[y][x] = 0.299*float64(p[0]) + 0.587*float64(p[1]) + 0.114*float64(p[2])
		}
	}
	waves := cosines(&grey)
	strongest := 0.0
	for _, w := range waves[1:] {
		strongest = max(strongest, math.Abs(w))
	}
	if strongest < features {
		return Likeness{}
	}
	mirrored := waves
	for i := range mirrored {
		if i%lowest%2 == 1 { // odd waves across change their sign in a mirror
			mirrored[i] = -mirrored[i]
		}
	}
	return Likeness{Hash: aboveMedian(waves), Mirror: aboveMedian(mirrored)}
}

// cosines returns the lowest frequencies of the two-dimensional discrete
// cosine transform (DCT-II), row by row from the constant on.
func cosines(grey *[likenessSide][likenessSide]float64) (waves [lowest * lowest]float64) {
	var wave [lowest][likenessSide]float64
	for f := range wave {
		for x := range likenessSide {
			wave[f][x] = math.Cos(math.Pi / likenessSide * (float64(x) + 0.5) * float64(f))
		}
	}
	for f := range lowest {
		var across [likenessSide]float64
		for y := range likenessSide {
			for x := range likenessSide {
				across[y] += grey[y][x] * wave[f][x]
			}
		}
		for g := range lowest {
			for y := range likenessSide {
				waves[g*lowest+f] += across[y] * wave[g][y] / likenessSide
			}
		}
	}
	return waves
}

// aboveMedian sets the bits of the frequencies above the median of all but the
// constant, whose own bit stays unset: it says how bright the picture is.
func aboveMedian(waves [lowest * lowest]float64) (hash uint64) {
	sorted := slices.Clone(waves[1:])
	slices.Sort(sorted)
	middle := sorted[len(sorted)/2]
	for i, w := range waves {
		if i > 0 && w > middle {
			hash |= 1 << i
		}
	}
	return hash
}
