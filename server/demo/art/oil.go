package art

import "image"

// oils repaints a scene in brush strokes, from broad to fine, that follow its
// forms: the finer strokes go only where there is detail. The scene itself is
// only the painter's model, so a half-size one will do.
func oils(scene func(*canvas), size, impasto float32) func(*canvas) {
	return func(c *canvas) {
		model := *c
		model.s = c.s / 2
		model.img = image.NewRGBA(image.Rect(0, 0, int(c.w*model.s+0.5), int(c.h*model.s+0.5)))
		scene(&model)
		from := model.reduce(max(int(2*model.s), 1))
		broad := model.reduce(max(int(9*model.s), 1))
		broad.blur(2)
		fine := model.reduce(max(int(4*model.s), 1))
		fine.blur(1)
		c.underpaint(model.reduce(1))
		n := c.rnd.Uint32()
		for pass, k := range []float32{1, 0.6, 0.34} {
			gap := size * k * 0.68
			forms := broad
			if pass > 0 {
				forms = fine
			}
			for y := gap / 2; y < c.h+gap; y += gap {
				for x := gap / 2; x < c.w+gap; x += gap {
					p := pt{x + c.f(-0.5, 0.5)*gap, y + c.f(-0.5, 0.5)*gap}
					angle, edge := forms.slope(&model, p)
					if pass > 0 && edge < []float32{0, 9, 19}[pass]*c.f(0.6, 1.6) {
						continue
					}
					flow := (fbm2(p.x*0.006, p.y*0.006, 2, n) - 0.5) * 5
					angle = lerp(flow, angle, step01(1, 9, edge))
					col := from.colourAt(&model, p).shift(c.f(-0.04, 0.04))
					c.stroke(p, size*k*c.f(0.9, 1.5), size*k*0.38, angle, col, impasto)
				}
			}
		}
		c.canvasWeave()
	}
}

// underpaint copies the model to the whole canvas.
func (c *canvas) underpaint(s *small) {
	s.k = float32(c.img.Rect.Dx()) / float32(s.w)
	row := make([]float32, c.img.Rect.Dx()*3)
	for y := range c.img.Rect.Dy() {
		s.row(row, y)
		p := c.img.Pix[y*c.img.Stride:]
		for x := range c.img.Rect.Dx() {
			p[x*4], p[x*4+1], p[x*4+2] = uint8(row[x*3]), uint8(row[x*3+1]), uint8(row[x*3+2])
		}
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
	ridge := impasto * 255
	for y := y0; y < y1; y++ {
		dy := float32(y) + 0.5 - cy
		from, to := float32(x0), float32(x1)
		from, to = clipRow(from, to, cx, dy*sn, cs, pl)
		from, to = clipRow(from, to, cx, dy*cs, -sn, pw)
		row := c.img.Pix[c.img.PixOffset(0, y):]
		dx := floor(from) + 0.5 - cx
		u, v := (dx*cs+dy*sn)/pl, (dy*cs-dx*sn)/pw
		du, dv := cs/pl, -sn/pw
		for x := int(from); x < int(to); x++ {
			if u > -1 && u < 1 && v > -1 && v < 1 {
				h := hair[int((v+1)*8)]
				a := (1 - abs(u)) * (3 + 5*h)
				if a > 1 {
					a = 1
				}
				if e := (1 - v*v) * 2.4; e < 1 {
					a *= e
				}
				light := int32((h - 0.5 - v*0.4) * ridge)
				put(row[x*4:x*4+3:x*4+3], clampByte(r+light), clampByte(g+light), clampByte(b+light), int32(a*(180+76*h)), over)
			}
			u += du
			v += dv
		}
	}
}

// clipRow narrows the pixels from..to to those with |dx*k + off| <= half.
func clipRow(from, to, cx, off, k, half float32) (float32, float32) {
	if abs(k) < 1e-3 {
		return from, to
	}
	a, b := (-half-off)/k, (half-off)/k
	return max(from, floor(cx+min(a, b)-1)), min(to, floor(cx+max(a, b)+2))
}

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
