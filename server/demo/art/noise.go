package art

import (
	"math"
	"sync"
)

// tileSize is the edge of the shared noise tiles, a power of two so that
// wrapping is a mask.
const tileSize = 512

// tile is a seamless square of noise with values in 0..1.
type tile [tileSize * tileSize]float32

// cloudTile is smooth fractal noise: clouds, mottled earth, pigment. grainTile
// is fine noise: film grain, linen. toothTile is the relief of paper, to be
// sampled at toothScale texels per unit. All are computed once, on first use,
// and never change.
var (
	cloudTile = sync.OnceValue(func() *tile { return fractalTile(4, 7, 0.54, 11) })
	grainTile = sync.OnceValue(func() *tile { return fractalTile(96, 3, 0.9, 29) })
	toothTile = sync.OnceValue(func() *tile { return fractalTile(52, 4, 0.84, 43) })
)

// toothScale makes a texel of toothTile a pixel of a picture of 1600.
const toothScale = 1.6

// fractalTile sums octaves of value noise, the first with cells cells across
// the tile, each next with twice as many and gain times the strength, and
// stretches the sum to 0..1.
func fractalTile(cells, octaves int, gain float32, seed uint32) *tile {
	t := new(tile)
	amp := float32(1)
	for o := range octaves {
		addOctave(t, cells, amp, seed+uint32(o)*101)
		amp *= gain
		cells = min(cells*2, tileSize)
	}
	lo, hi := t[0], t[0]
	for _, v := range t {
		lo, hi = min(lo, v), max(hi, v)
	}
	for i, v := range t {
		t[i] = smooth01((v - lo) / (hi - lo))
	}
	return t
}

func addOctave(t *tile, cells int, amp float32, seed uint32) {
	step := float32(cells) / tileSize
	for y := range tileSize {
		fy := float32(y) * step
		y0 := int(fy)
		v := smooth01(fy - float32(y0))
		for x := range tileSize {
			fx := float32(x) * step
			x0 := int(fx)
			u := smooth01(fx - float32(x0))
			a := lattice(x0%cells, y0%cells, seed)
			b := lattice((x0+1)%cells, y0%cells, seed)
			c := lattice(x0%cells, (y0+1)%cells, seed)
			d := lattice((x0+1)%cells, (y0+1)%cells, seed)
			t[y*tileSize+x] += amp * lerp(lerp(a, b, u), lerp(c, d, u), v)
		}
	}
}

// at samples the tile bilinearly; x and y are in texels and wrap.
func (t *tile) at(x, y float32) float32 {
	fx, fy := floor(x), floor(y)
	u, v := x-fx, y-fy
	x0, y0 := int(fx)&(tileSize-1), int(fy)&(tileSize-1)
	x1, y1 := (x0+1)&(tileSize-1), (y0+1)&(tileSize-1)
	top := lerp(t[y0*tileSize+x0], t[y0*tileSize+x1], u)
	return lerp(top, lerp(t[y1*tileSize+x0], t[y1*tileSize+x1], u), v)
}

// near samples the nearest texel; x and y are in texels and wrap.
func (t *tile) near(x, y int) float32 {
	return t[(y&(tileSize-1))*tileSize+x&(tileSize-1)]
}

// wave is one-dimensional smooth noise, used for ridges and wobbling lines.
type wave uint32

// at is value noise in -1..1 with one bump per unit of x.
func (n wave) at(x float32) float32 {
	f := floor(x)
	u := smooth01(x - f)
	i := int(f)
	return lerp(lattice(i, 0, uint32(n)), lattice(i+1, 0, uint32(n)), u)*2 - 1
}

// fbm sums octaves of at; the result stays within about -1..1.
func (n wave) fbm(x float32, octaves int) float32 {
	sum, amp := float32(0), float32(0.55)
	for o := range octaves {
		sum += amp * (n + wave(o*17)).at(x)
		x *= 2.03
		amp *= 0.5
	}
	return sum
}

// lattice is a hash of integer coordinates in 0..1.
func lattice(x, y int, seed uint32) float32 {
	h := uint32(x)*0x8da6b343 ^ uint32(y)*0xd8163841 ^ seed*0xcb1ab31f
	h ^= h >> 15
	h *= 0x2c1b3c6d
	h ^= h >> 12
	h *= 0x297a2d39
	h ^= h >> 15
	return float32(h>>8) / (1 << 24)
}

// clamp01 compares instead of using min and max: with NaN to mind, those are
// several times slower for floats.
func clamp01(v float32) float32 {
	if v < 0 {
		return 0
	}
	if v > 1 {
		return 1
	}
	return v
}

func lerp(a, b, t float32) float32        { return a + (b-a)*t }
func smooth01(t float32) float32          { t = clamp01(t); return t * t * (3 - 2*t) }
func step01(a, b, v float32) float32      { return smooth01((v - a) / (b - a)) }
func floor(v float32) float32             { return float32(math.Floor(float64(v))) }
func sqrt(v float32) float32              { return float32(math.Sqrt(float64(v))) }
func sin(v float32) float32               { return float32(math.Sin(float64(v))) }
func cos(v float32) float32               { return float32(math.Cos(float64(v))) }
func pow(v, e float32) float32            { return float32(math.Pow(float64(v), float64(e))) }
func exp(v float32) float32               { return float32(math.Exp(float64(v))) }
func hypot(a, b float32) float32          { return sqrt(a*a + b*b) }
func atan2(y, x float32) float32          { return float32(math.Atan2(float64(y), float64(x))) }
func remap(v, a, b, c, d float32) float32 { return c + (d-c)*clamp01((v-a)/(b-a)) }

func abs(v float32) float32 {
	if v < 0 {
		return -v
	}
	return v
}

const pi = float32(math.Pi)

// noise2 is two-dimensional value noise in 0..1 that never repeats, with one
// bump per unit.
func noise2(x, y float32, seed uint32) float32 {
	fx, fy := floor(x), floor(y)
	u, v := smooth01(x-fx), smooth01(y-fy)
	i, j := int(fx), int(fy)
	top := lerp(lattice(i, j, seed), lattice(i+1, j, seed), u)
	return lerp(top, lerp(lattice(i, j+1, seed), lattice(i+1, j+1, seed), u), v)
}

// fbm2 sums octaves of noise2; the result is 0..1 and mostly 0.25..0.75.
func fbm2(x, y float32, octaves int, seed uint32) float32 {
	sum, amp, all := float32(0), float32(1), float32(0)
	for o := range octaves {
		sum += amp * noise2(x, y, seed+uint32(o)*131)
		all += amp
		x, y, amp = x*2.07+13.7, y*2.07+7.1, amp*0.52
	}
	return sum / all
}
