package art

// waterPaper is heavy white cotton paper.
func (c *canvas) waterPaper() { c.fill(c.frame(), flat(hex(0xfcfaf4))) }

// glaze lays a graded wash from y0 to y1: strong at the top, running out.
func (c *canvas) glaze(x0, x1, y0, y1 float32, col colour, strength float32) {
	n := c.wave()
	top := func(x float32) float32 { return y0 + 9*n.fbm(x*0.02, 3) }
	var o []pt
	for x := x0; x <= x1; x += 12 {
		o = append(o, pt{x, top(x)})
	}
	steps := 4
	for i := range steps {
		t := float32(i+1) / float32(steps)
		q := append([]pt{}, o...)
		for x := x1; x >= x0; x -= 18 {
			q = append(q, pt{x, lerp(y0, y1, t) + 16*n.fbm(x*0.016+7*t, 3)})
		}
		c.wash(area(q...), col, strength/float32(steps)*1.3, 0.05, 14)
	}
}

// wetBlobs drops colour into wet paper.
func (c *canvas) wetBlobs(n int, x0, y0, x1, y1, r float32, cols ...uint32) {
	for range n {
		p := pt{c.f(x0, x1), c.f(y0, y1)}
		k := r * c.f(0.5, 1.2)
		var o []pt
		for i := range 8 {
			o = append(o, polar(p, k*c.f(0.7, 1.2), 2*pi*float32(i)/8))
		}
		c.wash(loop(o...), c.pick(cols...), c.f(0.35, 0.7), 0.4, k*c.f(0.06, 0.3))
	}
}

// waterTown is white houses along a canal, a bridge and its reflection.
func waterTown(skyTone, waterTone uint32) func(*canvas) {
	return func(c *canvas) {
		c.waterPaper()
		m := float32(-10)
		line := c.h * 0.64
		c.glaze(m, c.w-m, m, line*0.9, hex(skyTone), 0.6)
		c.wetBlobs(5, c.w*0.2, c.h*0.36, c.w*0.8, line-20, 70, 0x9ab8a0, 0xa9b8c4, 0xc9b8a8)
		for i := range 7 {
			x := m + (c.w-2*m)*float32(i)/6.6
			if i == 3 {
				continue
			}
			c.waterHouse(x, line, c.w*c.f(0.11, 0.15), c.h*c.f(0.15, 0.25))
		}
		c.archBridge(pt{c.w * 0.52, line}, c.w*0.2)
		c.glaze(m, c.w-m, line, c.h-m, hex(waterTone), 0.7)
		for range 26 {
			p := pt{c.w * c.f(0.08, 0.9), c.h * c.f(0.68, 0.93)}
			c.wash(leaf(5, p, p.add(pt{c.f(20, 50), c.f(-2, 2)}), p.add(pt{c.f(60, 130), 0})), hex(waterTone).scale(0.7), 0.4, 0.3, 0)
		}
		c.waterBoat(pt{c.w * 0.3, c.h * 0.8}, c.w*0.17)
		c.willow(pt{c.w * 0.96, m}, c.h*0.62)
		c.paper(0.09, 0.03)
	}
}

func (c *canvas) waterHouse(x, base, w, h float32) {
	dark := hex(0x4a5260)
	wall := rect(x, base-h, w, h)
	c.fill(c.washEdge(wall, 1.4), flat(hex(0xfbf8f0)).a(0.9))
	c.wash(c.washEdge(rect(x+w*0.6, base-h, w*0.4, h), 1.4), hex(0xb9bcc6), 0.5, 0.3, 0)
	c.wash(c.washEdge(wall, 1.2), hex(0xd9d0c0), 0.2, 0.9, 0)
	c.wash(c.washEdge(area(pt{x - w*0.1, base - h*0.98}, pt{x + w*0.06, base - h*1.28}, pt{x + w*0.94, base - h*1.28}, pt{x + w*1.1, base - h*0.98}), 1.6), dark, 0.85, 0.4, 0)
	for i := range 2 {
		c.wash(c.washEdge(rect(x+w*(0.18+0.42*float32(i)), base-h*0.72, w*0.2, h*0.24), 1), hex(0x6a4a3c), 0.8, 0.5, 0)
	}
	c.wash(c.washEdge(rect(x+w*0.38, base-h*0.34, w*0.24, h*0.34), 1), hex(0x7a4434), 0.8, 0.5, 0)
	if c.n(2) == 0 {
		for i := range 2 {
			p := pt{x + w*(0.32+0.36*float32(i)), base - h*0.82}
			c.wash(circle(p, w*0.065), hex(0xd9402c), 0.95, 0.5, 0)
		}
	}
	c.wash(rect(x, base+4, w, h*0.8), hex(0xcfc8be), 0.25, 0, 22)
	c.wash(ellipse(x+w*0.5, base+h*0.9, w*0.55, h*0.16), dark, 0.4, 0, 20)
}

func (c *canvas) archBridge(p pt, w float32) {
	arch := func(flip float32) shape {
		o := curve(pt{p.x - w*0.72, p.y}, pt{p.x - w*0.3, p.y - flip*w*0.36}, pt{p.x, p.y - flip*w*0.48}, pt{p.x + w*0.3, p.y - flip*w*0.36}, pt{p.x + w*0.72, p.y})
		in := curve(pt{p.x + w*0.32, p.y}, pt{p.x + w*0.22, p.y - flip*w*0.25}, pt{p.x, p.y - flip*w*0.34}, pt{p.x - w*0.22, p.y - flip*w*0.25}, pt{p.x - w*0.32, p.y})
		return area(append(o, in...)...)
	}
	c.fill(arch(1), flat(hex(0xf4efe4)))
	c.wash(arch(1), hex(0x8f8a84), 0.75, 0.5, 0)
	c.wash(arch(-0.9), hex(0x7a8488), 0.5, 0.1, 6)
	for i := range 9 {
		x := p.x + w*(float32(i)-4)*0.13
		y := p.y - w*(0.5-0.006*sq(float32(i)-4)*2.6)
		c.wash(rect(x-2, y-w*0.05, 4, w*0.07), hex(0x5f5a56), 0.85, 0.3, 0)
	}
	fig := handInHand(pt{p.x - w*0.06, p.y - w*0.47}, w*0.3, 1, true)
	c.wash(fig, hex(0x3a4a6a), 0.95, 0.3, 0)
	c.wash(line(2, pt{p.x + w*0.03, p.y - w*0.62}, pt{p.x - w*0.05, p.y - w*0.88}), hex(0x4a3a34), 0.95, 0, 0)
	c.wash(loop(pt{p.x - w*0.26, p.y - w*0.78}, pt{p.x - w*0.06, p.y - w*0.93}, pt{p.x + w*0.14, p.y - w*0.78}, pt{p.x - w*0.06, p.y - w*0.8}), hex(0xd9402c), 0.95, 0.4, 0)
}

func (c *canvas) waterBoat(p pt, l float32) {
	hull := loop(p.add(pt{-l * 0.5, -l * 0.08}), p.add(pt{-l * 0.25, l * 0.02}), p.add(pt{l * 0.25, l * 0.02}), p.add(pt{l * 0.52, -l * 0.1}), p.add(pt{l * 0.3, l * 0.07}), p.add(pt{-l * 0.3, l * 0.07}))
	c.wash(hull, hex(0x4a3a34), 0.95, 0.4, 0)
	roof := loop(p.add(pt{-l * 0.2, 0}), p.add(pt{-l * 0.15, -l * 0.17}), p.add(pt{l * 0.15, -l * 0.17}), p.add(pt{l * 0.2, 0}))
	c.fill(roof, flat(hex(0xf6efe0)))
	c.wash(roof, hex(0x9a7448), 0.85, 0.5, 0)
	c.wash(hull.warp(func(q pt) pt { return pt{q.x, 2*p.y + l*0.16 - q.y} }).reversed(), hex(0x4a4a50), 0.35, 0, 6)
}

func (c *canvas) willow(p pt, h float32) {
	for range 34 {
		x := p.x - c.f(0, 0.34)*h
		l := h * c.f(0.4, 1)
		end := pt{x - c.f(0.02, 0.14)*h, p.y + l}
		tw := curve(pt{x, p.y}, pt{x - h*0.02, p.y + l*0.4}, end)
		c.fill(taper(1.8, 0.7, tw...), flat(hex(0x7a8a4a)).as(multiply).a(0.7))
		for i := 2; i < len(tw); i++ {
			q := tw[i]
			for _, s := range []float32{-1, 1} {
				tip := q.add(pt{s * c.f(5, 11), c.f(12, 22)})
				c.fill(leaf(4.6, q, q.mix(tip, 0.5).add(pt{s * 2, 0}), tip), flat(c.pick(0x8fae4e, 0x6f9a4a, 0xa9c25e)).as(multiply).a(0.7))
			}
		}
	}
}
