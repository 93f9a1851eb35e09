package art

// oils repaints a scene in brush strokes, from broad to fine, that follow its
// forms: the finer strokes go only where there is detail.
func oils(scene func(*canvas), size float32, impasto float32) func(*canvas) {
	return func(c *canvas) {
		scene(c)
		from := c.reduce(max(int(2.5*c.s), 1))
		from.blur(1)
		broad := c.reduce(max(int(10*c.s), 1))
		broad.blur(2)
		n := c.rnd.Uint32()
		for pass, k := range []float32{1, 0.55, 0.3} {
			gap := size * k * 0.62
			for y := gap / 2; y < c.h+gap; y += gap {
				for x := gap / 2; x < c.w+gap; x += gap {
					p := pt{x + c.f(-0.5, 0.5)*gap, y + c.f(-0.5, 0.5)*gap}
					angle, edge := broad.slope(c, p)
					if pass > 0 && edge < []float32{0, 5, 11}[pass]*c.f(0.6, 1.6) {
						continue
					}
					flow := (fbm2(p.x*0.006, p.y*0.006, 2, n) - 0.5) * 5
					angle = lerp(flow, angle, step01(1, 9, edge))
					col := from.colourAt(c, p).shift(c.f(-0.035, 0.035))
					c.stroke(p, size*k*c.f(0.9, 1.5), size*k*0.36, angle, col, impasto)
				}
			}
		}
		c.canvasWeave()
	}
}

// slope is the direction along the forms at p and how strong the edge is.
func (s *small) slope(c *canvas, p pt) (angle, strength float32) {
	x := min(max(int(p.x*c.s/s.k), 1), s.w-2)
	y := min(max(int(p.y*c.s/s.k), 1), s.h-2)
	if s.w < 3 || s.h < 3 {
		return 0, 0
	}
	lum := func(x, y int) float32 {
		q := s.pix[(y*s.w+x)*3:]
		return q[0]*0.3 + q[1]*0.59 + q[2]*0.11
	}
	gx, gy := lum(x+1, y)-lum(x-1, y), lum(x, y+1)-lum(x, y-1)
	return atan2(gx, -gy), hypot(gx, gy)
}

func (s *small) colourAt(c *canvas, p pt) colour {
	x := min(max(int(p.x*c.s/s.k), 0), s.w-1)
	y := min(max(int(p.y*c.s/s.k), 0), s.h-1)
	q := s.pix[(y*s.w+x)*3:]
	return colour{q[0] / 255, q[1] / 255, q[2] / 255}
}

// stroke is one touch of a bristle brush: l and w are half its length and
// width; impasto is how much light and shade the ridges of paint catch.
func (c *canvas) stroke(p pt, l, w, angle float32, col colour, impasto float32) {
	cs, sn := cos(angle), sin(angle)
	cx, cy, pl, pw := p.x*c.s, p.y*c.s, max(l*c.s, 1), max(w*c.s, 0.7)
	ex, ey := abs(pl*cs)+abs(pw*sn)+1, abs(pl*sn)+abs(pw*cs)+1
	x0, x1 := max(int(cx-ex), 0), min(int(cx+ex)+1, c.img.Rect.Dx())
	y0, y1 := max(int(cy-ey), 0), min(int(cy+ey)+1, c.img.Rect.Dy())
	var hair [17]float32
	for i := range hair {
		hair[i] = c.rnd.Float32()
	}
	r, g, b := col.bytes()
	for y := y0; y < y1; y++ {
		dy := float32(y) + 0.5 - cy
		row := c.img.Pix[c.img.PixOffset(0, y):]
		for x := x0; x < x1; x++ {
			dx := float32(x) + 0.5 - cx
			u, v := (dx*cs+dy*sn)/pl, (dy*cs-dx*sn)/pw
			if u < -1 || u > 1 || v < -1 || v > 1 {
				continue
			}
			h := hair[int((v+1)*8)]
			end := (1 - abs(u)) * (3 + 5*h)
			a := clamp01(end*0.9) * clamp01((1-v*v)*2.2) * (0.62 + 0.38*h)
			light := int32((h - 0.5 - v*0.35) * impasto * 255)
			put(row[x*4:x*4+3:x*4+3], clampByte(r+light), clampByte(g+light), clampByte(b+light), int32(a*256), over)
		}
	}
}

func clampByte(v int32) int32 { return min(max(v, 0), 255) }

// canvasWeave lets the linen show a little.
func (c *canvas) canvasWeave() {
	w := c.img.Rect.Dx()
	for y := range c.img.Rect.Dy() {
		row := c.img.Pix[y*c.img.Stride:]
		wy := int(float32(y)/c.s*0.9) & 3
		for x := range w {
			wx := int(float32(x)/c.s*0.9) & 3
			d := uint8((wx^wy)&3) * 2
			for ch := range 3 {
				row[x*4+ch] = max(row[x*4+ch], d) - d
			}
		}
	}
}
