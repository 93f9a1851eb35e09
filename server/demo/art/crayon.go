package art

import "slices"

// wax is how a crayon meets paper: the tooth stays partly white.
func wax(col colour) paint { return flat(col).a(0.94).dry(0.85, 0.66) }

// crayon draws a line as a child does: not quite where it was meant, thick and
// thin, over the tooth of the paper.
func (c *canvas) crayon(w float32, col colour, pts ...pt) {
	l := c.wobble(curve(pts...), w*0.45)
	n := c.wave()
	c.fill(ribbon(l, func(t float32) float32 { return w * (0.95 + 0.3*n.at(t*9)) }), wax(col))
}

// wobble resamples a line about every 7 units and shakes it by up to amp.
func (c *canvas) wobble(l []pt, amp float32) []pt {
	nx, ny := c.wave(), c.wave()
	var out []pt
	walked, next := float32(0), float32(0)
	for i := range len(l) - 1 {
		a, b := l[i], l[i+1]
		d := hypot(b.x-a.x, b.y-a.y)
		for next <= walked+d {
			p := a.mix(b, (next-walked)/max(d, 1e-3))
			out = append(out, pt{p.x + amp*nx.fbm(next/26, 2), p.y + amp*ny.fbm(next/26, 2)})
			next += 7
		}
		walked += d
	}
	return append(out, l[len(l)-1])
}

// outline draws the shape's edge, each outline in one go and a little past its
// start.
func (c *canvas) outline(w float32, col colour, s shape) {
	for _, o := range s {
		l := append(slices.Clone(o), o[0])
		if len(o) > 6 {
			l = append(l, o[1], o[2])
		}
		l = c.wobble(l, w*0.5)
		n := c.wave()
		c.fill(ribbon(l, func(t float32) float32 { return w * (0.9 + 0.3*n.at(t*11)) }), wax(col))
	}
}

// scribble fills the shape with back-and-forth strokes at the given angle,
// gap apart, sometimes over the edge.
func (c *canvas) scribble(s shape, w, gap, angle float32, k paint) {
	back := s.place(pt{}, 1, -angle)
	_, y0, _, y1 := back.bounds()
	var strokes shape
	n := c.wave()
	for y := y0 + gap*0.3; y < y1; y += gap * c.f(0.75, 1.2) {
		xs := crossings(back, y)
		for i := 0; i+1 < len(xs); i += 2 {
			a, b := xs[i]+c.f(-0.7, 0.5)*gap, xs[i+1]+c.f(-0.5, 0.7)*gap
			if b-a < w {
				continue
			}
			mid := pt{(a + b) / 2, y + n.at(y*0.1)*gap*0.8}
			l := curve(pt{a, y + c.f(-0.4, 0.4)*gap}, mid, pt{b, y + c.f(-0.4, 0.4)*gap})
			wd := w * c.f(0.8, 1.2)
			strokes = append(strokes, ribbon(l, func(float32) float32 { return wd })...)
		}
	}
	c.fill(strokes.place(pt{}, 1, angle), k)
}

// crossings are the sorted x at which the shape's edges cross height y.
func crossings(s shape, y float32) []float32 {
	var xs []float32
	for _, o := range s {
		for i, a := range o {
			b := o[(i+1)%len(o)]
			if (a.y <= y) != (b.y <= y) {
				xs = append(xs, a.x+(b.x-a.x)*(y-a.y)/(b.y-a.y))
			}
		}
	}
	slices.Sort(xs)
	return xs
}

// colourIn scribbles the shape twice, so that it is nearly full, and draws its
// edge darker.
func (c *canvas) colourIn(s shape, col colour) {
	x0, y0, x1, y1 := s.bounds()
	w := remap(min(x1-x0, y1-y0), 10, 160, 3.5, 8.5)
	a := c.f(-0.9, -0.5)
	c.scribble(s, w*1.35, w*1.05, a, wax(col.mix(hex(0xffffff), 0.12)))
	c.scribble(s, w, w*2.1, a+c.f(0.15, 0.5), wax(col.scale(0.93)))
	c.outline(remap(w, 3.5, 8.5, 2.6, 4.6), col.scale(0.66), s)
}

// crayonPaper is the sheet a child starts from.
func (c *canvas) crayonPaper(col uint32) {
	c.fill(c.frame(), flat(hex(col)))
}

// crayonGround scribbles a wide area lightly: sky, grass, floor.
func (c *canvas) crayonGround(s shape, angle float32, cols ...uint32) {
	for i, v := range cols {
		c.scribble(s, 10, 11.5+5*float32(i), angle+0.16*float32(i), flat(hex(v)).a(0.85).dry(0.95, 0.56-0.05*float32(i)))
	}
}
