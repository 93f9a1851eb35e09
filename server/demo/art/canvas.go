package art

import (
	"image"
	"image/draw"
	"math/rand/v2"

	"golang.org/x/image/vector"
)

// canvas is a picture in the making. Scenes work in units: the longer side is
// 1000, whatever the pixel size, and all chance comes from rnd, so that a work
// looks the same at every size.
type canvas struct {
	img  *image.RGBA
	s    float32 // pixels per unit
	w, h float32 // size in units
	rnd  *rand.Rand
	ras  vector.Rasterizer
	mask image.Alpha // scratch for cover
}

// newCanvas makes a white canvas whose longer side has long pixels; aspect is
// width by height.
func newCanvas(long int, aspect float32, seed uint64) *canvas {
	w, h := float32(1000), 1000/aspect
	if aspect < 1 {
		w, h = 1000*aspect, 1000
	}
	s := float32(long) / 1000
	c := &canvas{s: s, w: w, h: h, rnd: rand.New(rand.NewPCG(seed, 0x5eed))}
	c.img = image.NewRGBA(image.Rect(0, 0, int(w*s+0.5), int(h*s+0.5)))
	draw.Draw(c.img, c.img.Bounds(), image.White, image.Point{}, draw.Src)
	return c
}

// f is a random number in a..b.
func (c *canvas) f(a, b float32) float32 { return a + (b-a)*c.rnd.Float32() }

// n is a random whole number in 0..n-1.
func (c *canvas) n(n int) int { return c.rnd.IntN(n) }

// pick chooses one of the colours.
func (c *canvas) pick(cols ...uint32) colour { return hex(cols[c.n(len(cols))]) }

// wave is a fresh noise line.
func (c *canvas) wave() wave { return wave(c.rnd.Uint32()) }

// frame is the whole canvas and a little more.
func (c *canvas) frame() shape { return rect(-5, -5, c.w+10, c.h+10) }

// under is the area below the line y(x), down to the canvas edge.
func (c *canvas) under(step float32, y func(x float32) float32) shape {
	o := []pt{{c.w + 20, c.h + 20}, {-20, c.h + 20}}
	for x := float32(-20); x <= c.w+20; x += step {
		o = append(o, pt{x, y(x)})
	}
	return shape{o}
}

// pixels is the pixel rectangle that covers the shape, within the picture.
func (c *canvas) pixels(s shape, pad float32) image.Rectangle {
	x0, y0, x1, y1 := s.bounds()
	r := image.Rect(int(floor((x0-pad)*c.s)), int(floor((y0-pad)*c.s)),
		int(floor((x1+pad)*c.s))+1, int(floor((y1+pad)*c.s))+1)
	return r.Intersect(c.img.Rect)
}

// cover rasterises the shape at 1/k of the pixel size into the scratch mask.
func (c *canvas) cover(s shape, b image.Rectangle, k float32) *image.Alpha {
	w, h := int(float32(b.Dx())/k)+1, int(float32(b.Dy())/k)+1
	c.ras.Reset(w, h)
	c.ras.DrawOp = draw.Src
	ox, oy, sc := float32(b.Min.X)/k, float32(b.Min.Y)/k, c.s/k
	for _, o := range s {
		for i, p := range o {
			x, y := p.x*sc-ox, p.y*sc-oy
			if i == 0 {
				c.ras.MoveTo(x, y)
			} else {
				c.ras.LineTo(x, y)
			}
		}
		c.ras.ClosePath()
	}
	if cap(c.mask.Pix) < w*h {
		c.mask.Pix = make([]uint8, w*h*3/2)
	}
	c.mask.Pix, c.mask.Stride, c.mask.Rect = c.mask.Pix[:w*h], w, image.Rect(0, 0, w, h)
	c.ras.Draw(&c.mask, c.mask.Rect, image.Opaque, image.Point{})
	return &c.mask
}

// fill paints the shape with crisp edges.
func (c *canvas) fill(s shape, k paint) {
	b := c.pixels(s, 1)
	if len(s) == 0 || b.Empty() {
		return
	}
	m := c.cover(s, b, 1)
	for y := range b.Dy() {
		c.span(b.Min.X, b.Min.Y+y, m.Pix[y*m.Stride:y*m.Stride+b.Dx()], &k)
	}
}

// soft paints the shape with edges blurred over about blur units: mist,
// shadows, things out of focus.
func (c *canvas) soft(s shape, blur float32, k paint) {
	px := blur * c.s
	if px < 0.7 {
		c.fill(s, k)
		return
	}
	b := c.pixels(s, blur*2)
	if b.Empty() {
		return
	}
	div := max(1, floor(px/2.5))
	m := c.cover(s, b, div)
	blurAlpha(m, max(1, int(px/div*0.6+0.5)))
	row := make([]uint8, b.Dx())
	for y := range b.Dy() {
		stretchRow(row, m, (float32(y)+0.5)/div-0.5, div)
		c.span(b.Min.X, b.Min.Y+y, row, &k)
	}
}

// stretchRow samples one row of the small mask bilinearly at k times its size.
func stretchRow(dst []uint8, m *image.Alpha, fy, k float32) {
	h, w := m.Rect.Dy(), m.Rect.Dx()
	fy = max(fy, 0)
	y0 := min(int(fy), h-1)
	y1 := min(y0+1, h-1)
	v := int32((fy - float32(y0)) * 256)
	a, b := m.Pix[y0*m.Stride:y0*m.Stride+w], m.Pix[y1*m.Stride:y1*m.Stride+w]
	step := int32(65536 / k)
	fx := max(step/2-32768, 0)
	for i := range dst {
		x0 := int(fx >> 16)
		if x0 >= w-1 {
			x0 = w - 1
		}
		x1 := min(x0+1, w-1)
		u := fx >> 8 & 255
		l := int32(a[x0])*(256-v) + int32(b[x0])*v
		r := int32(a[x1])*(256-v) + int32(b[x1])*v
		dst[i] = uint8((l*(256-u) + r*u) >> 16)
		fx += step
	}
}

// span blends one row of coverage with the paint.
func (c *canvas) span(x0, y int, cov []uint8, k *paint) {
	uy := (float32(y) + 0.5) / c.s
	col := k.col
	if k.row != nil {
		col = k.row(uy)
	}
	r, g, b := col.bytes()
	alpha := int32(k.alpha * 256)
	row := c.img.Pix[c.img.PixOffset(x0, y):]
	inv := 1 / c.s
	var tooth []float32
	if k.tooth > 0 {
		tooth = toothTile()[(int(uy*toothScale)&(tileSize-1))*tileSize:][:tileSize]
	}
	for i, m := range cov {
		if m == 0 {
			continue
		}
		a := int32(m) * alpha >> 8
		if tooth != nil {
			gv := tooth[int(float32(x0+i)*inv*toothScale)&(tileSize-1)]
			keep := min(max((gv-1+k.press)*5+0.5, 0), 1)
			a = int32(float32(a) * (1 - k.tooth*(1-keep)))
		}
		if k.at != nil {
			r, g, b = k.at((float32(x0+i)+0.5)*inv, uy).bytes()
		}
		put(row[4*i:4*i+3:4*i+3], r, g, b, a, k.mode)
	}
}

// put blends one pixel; a is 0..256. Dividing by 256 in place of 255 is
// invisible and much faster.
func put(p []uint8, r, g, b, a int32, m mode) {
	dr, dg, db := int32(p[0]), int32(p[1]), int32(p[2])
	switch m {
	case multiply:
		r, g, b = (r*dr+r)>>8, (g*dg+g)>>8, (b*db+b)>>8
	case screen:
		r, g, b = 255-((255-r)*(256-dr)>>8), 255-((255-g)*(256-dg)>>8), 255-((255-b)*(256-db)>>8)
	}
	a += a >> 7
	a -= a >> 8
	p[0] = uint8(dr + ((r-dr)*a+128)>>8)
	p[1] = uint8(dg + ((g-dg)*a+128)>>8)
	p[2] = uint8(db + ((b-db)*a+128)>>8)
}

// clip lets draw paint only inside the axis-parallel rectangle r.
func (c *canvas) clip(r shape, draw func()) {
	whole := c.img
	c.img = whole.SubImage(c.pixels(r, 0)).(*image.RGBA)
	draw()
	c.img = whole
}

// softMask is the shape's coverage of b at full size, blurred by blur units.
func (c *canvas) softMask(s shape, b image.Rectangle, blur float32) *image.Alpha {
	px := max(blur*c.s, 0.5)
	div := max(1, floor(px/2.5))
	m := c.cover(s, b, div)
	blurAlpha(m, max(1, int(px/div*0.6+0.5)))
	out := image.NewAlpha(image.Rect(0, 0, b.Dx(), b.Dy()))
	for y := range b.Dy() {
		stretchRow(out.Pix[y*out.Stride:y*out.Stride+b.Dx()], m, (float32(y)+0.5)/div-0.5, div)
	}
	return out
}

func cloneAlpha(m *image.Alpha) *image.Alpha {
	return &image.Alpha{Pix: append([]uint8(nil), m.Pix...), Stride: m.Stride, Rect: m.Rect}
}
