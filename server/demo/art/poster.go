package art

// gouache is flat opaque colour with a dry edge and a little unevenness.
func (c *canvas) gouache(s shape, col uint32) {
	cloud := cloudTile()
	base := hex(col)
	c.fill(c.washEdge(s, 1.2), shaded(func(x, y float32) colour {
		return base.shift((cloud.near(int(x*1.1), int(y*0.5)) - 0.5) * 0.06)
	}).dry(0.16, 0.72))
}

// embrace is a mother who holds her baby before the sun, in a ring of leaves.
func embrace(ground, sun, dress, hair uint32, leaves []uint32) func(*canvas) {
	return func(c *canvas) {
		c.fill(c.frame(), flat(hex(ground)))
		k := min(c.w, c.h) * 0.5
		p := pt{c.w * 0.5, c.h * 0.47}
		for i := range 4 {
			c.gouache(circle(p, k*(0.94-0.1*float32(i))), mixHex(ground, sun, 0.3+0.233*float32(i)))
		}
		u := func(x, y float32) pt { return pt{p.x + x*k, p.y + y*k} }
		skin := uint32(0xf3c9a5)
		c.gouache(loop(u(-0.2, -0.2), u(-0.42, 0.1), u(-0.66, 0.7), u(-0.85, 1.3), u(-0.9, 2.2), u(0.9, 2.2), u(0.85, 1.3), u(0.66, 0.66), u(0.46, 0.16), u(0.18, -0.16)), dress)
		c.gouache(loop(u(-0.36, -0.36), u(-0.34, -0.62), u(-0.1, -0.78), u(0.18, -0.7), u(0.28, -0.46), u(0.2, -0.2), u(0.3, 0.06), u(0.16, 0.16), u(-0.1, -0.02), u(-0.3, 0.1), u(-0.44, 0.02), u(-0.34, -0.16)), hair)
		c.gouache(circle(u(-0.36, -0.72), k*0.15), hair)
		c.gouache(loop(u(-0.02, -0.2), u(0.1, -0.2), u(0.14, 0.08), u(-0.06, 0.06)), mixHex(skin, 0xc98a6a, 0.3))
		c.gouache(loop(u(-0.12, -0.5), u(0.06, -0.58), u(0.24, -0.44), u(0.27, -0.3), u(0.16, -0.14), u(0.0, -0.12), u(-0.12, -0.24)), skin)
		c.gouache(loop(u(-0.2, -0.46), u(-0.06, -0.66), u(0.16, -0.63), u(0.27, -0.46), u(0.12, -0.53), u(-0.06, -0.42), u(-0.14, -0.24)), hair)
		c.fill(moon(k*0.11, k*0.03).place(u(0.17, -0.34), 1, pi+0.15), flat(hex(0x4a2a20)))
		c.fill(moon(k*0.1, k*0.026).place(u(0.16, -0.2), 1, pi+0.1), flat(hex(0xc0504a)))
		c.soft(circle(u(0.08, -0.26), k*0.05), k*0.03, flat(hex(0xe8806a)).a(0.6))
		wrap := mixHex(sun, 0xffffff, 0.55)
		c.gouache(loop(u(-0.46, 0.34), u(-0.2, 0.14), u(0.14, 0.06), u(0.42, 0.12), u(0.5, 0.3), u(0.36, 0.52), u(0.0, 0.66), u(-0.36, 0.62)), wrap)
		c.gouache(circle(u(0.26, 0.16), k*0.175), skin)
		c.gouache(loop(u(0.12, 0.1), u(0.16, -0.01), u(0.3, -0.03), u(0.42, 0.08), u(0.34, 0.05), u(0.22, 0.06)), hair)
		c.fill(moon(k*0.06, k*0.018).place(u(0.22, 0.19), 1, pi).with(moon(k*0.06, k*0.018).place(u(0.34, 0.18), 1, pi)), flat(hex(0x4a2a20)))
		c.fill(moon(k*0.05, k*0.016).place(u(0.285, 0.25), 1, pi), flat(hex(0xc0504a)))
		for i := range 3 {
			c.fill(line(k*0.012, curve(u(-0.36+0.16*float32(i), 0.56), u(-0.2+0.16*float32(i), 0.4), u(-0.06+0.14*float32(i), 0.34))...), flat(hex(wrap).scale(0.8)))
		}
		c.gouache(taper(k*0.24, k*0.16, curve(u(-0.42, 0.12), u(-0.56, 0.5), u(-0.3, 0.68), u(0.06, 0.6))...).with(circle(u(-0.42, 0.12), k*0.12)), toHex(hex(dress).scale(0.88)))
		c.gouache(loop(u(0.02, 0.54), u(0.16, 0.5), u(0.26, 0.56), u(0.16, 0.66), u(0.02, 0.66)), skin)
		c.gouache(taper(k*0.2, k*0.15, curve(u(0.57, 0.24), u(0.66, 0.48), u(0.52, 0.64), u(0.34, 0.58))...).with(circle(u(0.57, 0.24), k*0.1)), toHex(hex(dress).scale(0.94)))
		c.leafRing(p, k*0.98, leaves)
		c.paper(0.07, 0.05)
	}
}

func mixHex(a, b uint32, t float32) uint32 { return toHex(hex(a).mix(hex(b), t)) }

func toHex(c colour) uint32 {
	r, g, b := c.bytes()
	return uint32(r)<<16 | uint32(g)<<8 | uint32(b)
}

// leafRing lays leaves and berries around the picture's middle.
func (c *canvas) leafRing(p pt, r float32, leaves []uint32) {
	n := 34
	for i := range n {
		a := 2 * pi * float32(i) / float32(n)
		q := polar(p, r*c.f(0.96, 1.05), a)
		l := r * c.f(0.16, 0.26)
		turn := a + pi/2 + c.f(-0.2, 0.2)
		if i%2 == 0 {
			turn = a + pi/2 + 0.7
		}
		col := leaves[i%len(leaves)]
		tip := polar(q, l, turn)
		c.gouache(leaf(l*0.42, q, polar(q, l*0.5, turn+0.12), tip), col)
		c.fill(line(1.6, q, q.mix(tip, 0.85)), flat(hex(col).scale(0.7)))
		if i%4 == 1 {
			for j := range 3 {
				c.gouache(circle(polar(q, r*0.07*float32(j+1)*0.6, a+0.6*float32(j)), r*0.022), 0xd9543f)
			}
		}
	}
}

// bookRoof is children who read under an open book as large as a house.
func bookRoof(c *canvas) {
	c.fill(c.frame(), flat(hex(0x2f5a6a)))
	c.gouache(circle(pt{c.w * 0.5, c.h * 0.55}, c.w*0.52), 0x3a6a78)
	c.gouache(circle(pt{c.w * 0.5, c.h * 0.55}, c.w*0.42), 0x4a7f88)
	for range 46 {
		p := pt{c.f(0.03, 0.97) * c.w, c.f(0.02, 0.42) * c.h}
		c.gouache(area(starPoints(p, c.f(4, 12))...), []uint32{0xf6d98a, 0xf2b65a, 0xfbf0d2}[c.n(3)])
	}
	c.gouache(c.under(20, func(x float32) float32 { return c.h*0.82 - 30*sin(x/c.w*pi) }), 0xe0a458)
	c.gouache(c.under(20, func(x float32) float32 { return c.h*0.9 - 20*sin(x/c.w*pi+0.6) }), 0xc98542)
	m := pt{c.w * 0.5, c.h * 0.26}
	for _, s := range []float32{-1, 1} {
		for i := range 4 {
			d := float32(3-i) * 9
			page := area(append(curve(m.add(pt{0, d}), m.add(pt{s * c.w * 0.17, c.h*0.06 + d}), m.add(pt{s * c.w * 0.39, c.h*0.26 + d})), curve(m.add(pt{s * c.w * 0.39, c.h*0.31 + d}), m.add(pt{s * c.w * 0.16, c.h*0.13 + d}), m.add(pt{0, c.h*0.08 + d}))...)...)
			c.gouache(page, []uint32{0xb8432f, 0xe6dcc6, 0xf1e9d6, 0xfbf5e6}[i])
		}
		for i := range 4 {
			t0, t1 := 0.2+0.02*float32(i), 0.85-0.06*float32(i)
			y := c.h * (0.016 + 0.014*float32(i))
			at := func(t float32) pt { return m.add(pt{s * c.w * 0.39 * t, y + c.h*0.26*t*t*0.75 + c.h*0.05*t}) }
			c.fill(line(2.4, curve(at(t0), at((t0+t1)/2), at(t1))...), flat(hex(0xb9a98c)).a(0.8))
		}
	}
	c.lantern(m.add(pt{0, c.h * 0.17}), c.w*0.06)
	tops := []uint32{0xd9543f, 0xf2c14a, 0x6fa86a, 0xe98aa0}
	for i := range 4 {
		x := c.w * (0.26 + 0.16*float32(i))
		c.reader(pt{x, c.h * (0.845 - 0.018*float32(i%2))}, c.h*0.23, tops[i], i%2 == 0)
	}
	c.paper(0.07, 0.05)
}

// reader is a child seated with an open book on the knees.
func (c *canvas) reader(p pt, h float32, top uint32, girl bool) {
	u := func(x, y float32) pt { return pt{p.x + x*h, p.y - y*h} }
	c.gouache(loop(u(-0.34, 0.02), u(-0.3, 0.18), u(0, 0.24), u(0.3, 0.18), u(0.34, 0.02), u(0, -0.03)), 0x3a4a66)
	c.gouache(loop(u(-0.1, 0.58), u(0.1, 0.58), u(0.2, 0.46), u(0.22, 0.14), u(-0.22, 0.14), u(-0.2, 0.46)), top)
	c.gouache(circle(u(0, 0.74), h*0.17), 0xf6d0ae)
	c.gouache(loop(u(-0.18, 0.72), u(-0.14, 0.9), u(0, 0.95), u(0.14, 0.9), u(0.18, 0.72), u(0.08, 0.82), u(-0.08, 0.82)), 0x33261f)
	if girl {
		for _, s := range []float32{-1, 1} {
			c.gouache(circle(u(s*0.21, 0.8), h*0.075), 0x33261f)
		}
	}
	for _, s := range []float32{-1, 1} {
		c.fill(moon(h*0.07, h*0.02).place(u(s*0.07, 0.72), 1, pi), flat(hex(0x4a2a20)))
		c.soft(circle(u(s*0.11, 0.66), h*0.03), h*0.02, flat(hex(0xe8806a)).a(0.6))
		c.gouache(taper(h*0.09, h*0.07, curve(u(s*0.18, 0.46), u(s*0.25, 0.3), u(s*0.14, 0.24))...), top)
		c.gouache(area(u(0, 0.2), u(s*0.2, 0.26), u(s*0.22, 0.42), u(0, 0.36)), 0xfbf5e6)
	}
	c.fill(moon(h*0.06, h*0.02).place(u(0, 0.65), 1, pi), flat(hex(0xc0504a)))
	c.fill(line(1.8, u(0, 0.2), u(0, 0.36)), flat(hex(0xb9a98c)))
}
