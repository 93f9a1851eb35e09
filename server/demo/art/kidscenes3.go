package art

// handprint is a child's right hand, fingers up, about 2 long, its palm at the
// origin.
func handprint() shape {
	s := loop(pt{-0.42, 0.5}, pt{-0.5, 0.05}, pt{-0.36, -0.32}, pt{0.1, -0.38}, pt{0.44, -0.2}, pt{0.44, 0.3}, pt{0.2, 0.58}, pt{-0.15, 0.62})
	for i, l := range []float32{0.72, 0.86, 0.8, 0.6} {
		a := -pi/2 + (float32(i)-1.4)*0.2
		root := pt{-0.34 + 0.25*float32(i), -0.3 + 0.04*abs(float32(i)-1)}
		tip := polar(root, l, a)
		s = s.with(line(0.21, root, tip), circle(tip, 0.115), circle(root, 0.1))
	}
	thumb := pt{0.86, -0.06}
	return s.with(taper(0.26, 0.2, pt{0.3, 0.24}, thumb), circle(thumb, 0.11))
}

// handTree is a tree whose leaves are the prints of painted hands.
func handTree(c *canvas) {
	c.crayonPaper(0xfbf6ea)
	c.wetBlobs(7, c.w*0.1, c.h*0.05, c.w*0.9, c.h*0.6, c.w*0.3, 0xcfe6ee, 0xe6eedc)
	c.wash(c.washEdge(c.under(14, func(x float32) float32 { return c.h*0.9 - 24*sin(x/c.w*pi) }), 3), hex(0x8fb85a), 0.9, 0.3, 0)
	foot := pt{c.w * 0.5, c.h * 0.92}
	bark := hex(0x8a5f3c)
	c.wash(c.washEdge(taper(c.w*0.2, c.w*0.1, curve(foot, pt{c.w * 0.49, c.h * 0.7}, pt{c.w * 0.5, c.h * 0.52})...), 4), bark, 1, 0.4, 0)
	for i := range 5 {
		a := -pi/2 + (float32(i)-2)*0.5
		from := pt{c.w * 0.5, c.h * (0.58 - 0.03*abs(float32(i)-2))}
		end := polar(from, c.h*0.27, a)
		c.wash(c.washEdge(taper(c.w*0.07, c.w*0.025, curve(from, from.mix(end, 0.5).add(pt{0, 14}), end)...), 2), bark, 1, 0.4, 0)
	}
	c.print(pt{c.w * 0.5, c.h * 0.76}, c.w*0.055, -0.1, 0xf6e2b8)
	hues := []uint32{0x5aa84a, 0x8fbf3f, 0xf2b632, 0xe8692f, 0xd9483c, 0x3f9a7a, 0xe0709a, 0x4a8fc0}
	for i := range 33 {
		a := float32(i) * 2.39996
		r := sqrt((float32(i)+0.6)/33) * c.w * 0.4
		p := pt{c.w*0.5 + r*cos(a)*1.02, c.h*0.34 + r*sin(a)*0.86}
		c.print(p, c.w*c.f(0.05, 0.066), atan2(p.y-c.h*0.5, p.x-c.w*0.5)+pi/2+c.f(-0.3, 0.3), hues[(i*5+i/8)%len(hues)])
	}
	for i := range 6 {
		c.print(pt{c.w * (0.1 + 0.16*float32(i)), c.h * (0.955 - 0.012*float32(i%2))}, c.w*0.026, c.f(-0.5, 0.5), hues[(i+3)%len(hues)])
	}
	c.paper(0.09, 0.04)
}

// print presses a painted hand on the sheet: full at the rim, thin in the
// hollow of the palm.
func (c *canvas) print(p pt, k, angle float32, col uint32) {
	s := handprint()
	if c.n(2) == 0 {
		s = s.mirror(0)
	}
	s = s.place(p, k, angle)
	base := hex(col)
	c.fill(s, flat(base).a(0.93).dry(0.6, 0.7))
	c.soft(circle(p.add(pt{0, k * 0.1}), k*0.26), k*0.2, flat(base.mix(hex(0xffffff), 0.45)).a(0.55))
	for range 5 {
		q := polar(p, k*c.f(0.1, 0.5), c.f(0, 2*pi))
		c.fill(line(1.3, q, polar(q, k*0.3, c.f(0, pi))), flat(base.scale(0.75)).a(0.4))
	}
}

// torn lays a piece of coloured paper with a white torn edge and a shadow.
func (c *canvas) torn(s shape, col colour) {
	rough := c.washEdge(s, 3.4)
	c.soft(rough.warp(func(p pt) pt { return p.add(pt{4, 6}) }), 6, flat(hex(0x2a2420)).a(0.4))
	c.fill(c.washEdge(s, 4.2), flat(hex(0xfbf8f2)))
	cloud := cloudTile()
	x0, y0, x1, y1 := s.bounds()
	m := pt{(x0 + x1) / 2, (y0 + y1) / 2}
	sx, sy := 1-7/max(x1-x0, 20), 1-7/max(y1-y0, 20)
	inner := s.warp(func(p pt) pt { return pt{m.x + (p.x-m.x)*sx, m.y + (p.y-m.y)*sy} })
	c.fill(c.washEdge(inner, 2.6), shaded(func(x, y float32) colour {
		return col.shift((cloud.near(int(x*1.3), int(y*1.3)) - 0.5) * 0.1)
	}))
}

// tornBalloons are hot-air balloons over hills, all of torn paper.
func tornBalloons(c *canvas) {
	c.fill(c.frame(), flat(hex(0xbfe0ea)))
	c.torn(circle(pt{c.w * 0.82, c.h * 0.17}, c.w*0.09), hex(0xf9cf4a))
	for _, q := range []pt{{0.2, 0.16}, {0.56, 0.1}, {0.9, 0.42}} {
		p := pt{q.x * c.w, q.y * c.h}
		c.torn(loop(p.add(pt{-80, 10}), p.add(pt{-40, -24}), p.add(pt{10, -34}), p.add(pt{60, -18}), p.add(pt{92, 12}), p.add(pt{0, 24})), hex(0xf6f6f2))
	}
	for i, col := range []uint32{0x8fb8b0, 0x6fa08a, 0xe0b060, 0x7fae5a} {
		n := c.wave()
		base := c.h * (0.68 + 0.085*float32(i))
		c.torn(c.under(24, func(x float32) float32 { return base + 44*n.fbm(x*0.004, 2) }), hex(col))
	}
	sets := [][]uint32{{0xe2483d, 0xfbf0d2, 0xf2a33a}, {0x3f78b8, 0xf6d04a, 0x8fc4e0}, {0x8a63b8, 0xf0a0b8, 0xf6e6f0}, {0x3f9a7a, 0xd9e08a, 0xf2a33a}}
	for i, q := range []pt{{0.33, 0.36}, {0.68, 0.5}, {0.13, 0.58}, {0.5, 0.74}} {
		k := c.w * []float32{0.17, 0.13, 0.09, 0.075}[i]
		p := pt{q.x * c.w, q.y * c.h}
		for _, s := range []float32{-1, 0, 1} {
			c.fill(line(2.2, p.add(pt{s * k * 0.5, k * 0.7}), p.add(pt{s * k * 0.18, k * 1.5})), flat(hex(0x6a5040)))
		}
		c.torn(rect(p.x-k*0.22, p.y+k*1.45, k*0.44, k*0.34), hex(0x9a6a40))
		c.torn(loop(p.add(pt{-k, -k * 0.1}), p.add(pt{-k * 0.7, -k * 0.8}), p.add(pt{0, -k * 1.08}), p.add(pt{k * 0.7, -k * 0.8}), p.add(pt{k, -k * 0.1}), p.add(pt{k * 0.5, k * 0.75}), p.add(pt{-k * 0.5, k * 0.75})), hex(sets[i][0]))
		c.torn(loop(p.add(pt{-k * 0.42, -k * 0.2}), p.add(pt{-k * 0.26, -k * 0.86}), p.add(pt{0, -k}), p.add(pt{k * 0.26, -k * 0.86}), p.add(pt{k * 0.42, -k * 0.2}), p.add(pt{k * 0.2, k * 0.68}), p.add(pt{-k * 0.2, k * 0.68})), hex(sets[i][1]))
		c.torn(area(starPoints(p.add(pt{0, -k * 0.2}), k*0.26)...), hex(sets[i][2]))
	}
	c.paper(0.06, 0.03)
}

// snowman is oil pastel on blue paper: white needs no ground.
func snowman(c *canvas) {
	c.crayonPaper(0x5f86b4)
	c.crayonGround(c.frame(), -0.2, 0x6a94c4, 0x557aa8)
	y := func(x float32) float32 { return c.h*0.72 + 18*sin(x*0.009) }
	c.fill(c.under(14, y), flat(hex(0xdfe9f4)))
	c.crayonGround(c.under(14, y), -0.1, 0xffffff, 0xe6f0fa)
	for i := range 4 {
		c.kidTree(pt{c.w * (0.07 + 0.09*float32(i%2) + 0.72*float32(i/2)), c.h * (0.76 + 0.03*float32(i%2))}, c.h*(0.36+0.06*float32(i%2)), 0x3f7a5a, 0)
	}
	c.kidHouse(pt{c.w * 0.72, c.h * 0.78}, c.h*0.3, 0xe8b070, 0xf4f6fa)
	p := pt{c.w * 0.4, c.h * 0.93}
	for i, r := range []float32{0.19, 0.14, 0.1} {
		q := pt{p.x, p.y - c.h*[]float32{0.17, 0.42, 0.62}[i]}
		c.fill(circle(q, c.h*r), flat(hex(0xf4f8fc)))
		c.colourIn(circle(q, c.h*r), hex(0xf1f5fb))
	}
	head := pt{p.x, p.y - c.h*0.62}
	c.kidFace(head, c.h*0.09, hex(0x33302e))
	c.colourIn(area(head.add(pt{0, -c.h * 0.012}), head.add(pt{c.h * 0.1, c.h * 0.02}), head.add(pt{0, c.h * 0.022})), hex(0xf08a2c))
	c.colourIn(rect(head.x-c.h*0.075, head.y-c.h*0.21, c.h*0.15, c.h*0.13), hex(0x3a3a4a))
	c.colourIn(rect(head.x-c.h*0.12, head.y-c.h*0.095, c.h*0.24, c.h*0.03), hex(0x3a3a4a))
	c.crayon(15, hex(0xd9402f), pt{head.x - c.h*0.1, head.y + c.h*0.09}, pt{head.x, head.y + c.h*0.115}, pt{head.x + c.h*0.1, head.y + c.h*0.09})
	c.crayon(14, hex(0xd9402f), pt{head.x + c.h*0.06, head.y + c.h*0.1}, pt{head.x + c.h*0.09, head.y + c.h*0.2}, pt{head.x + c.h*0.07, head.y + c.h*0.28})
	for i := range 3 {
		c.fill(circle(pt{p.x, p.y - c.h*(0.36+0.06*float32(i))}, c.h*0.014), wax(hex(0x33302e)))
	}
	for _, s := range []float32{-1, 1} {
		a := pt{p.x + s*c.h*0.13, p.y - c.h*0.44}
		b := a.add(pt{s * c.h * 0.15, -c.h * 0.1})
		c.crayon(6, hex(0x6a4a34), a, a.mix(b, 0.5).add(pt{0, 5}), b)
		c.crayon(4, hex(0x6a4a34), a.mix(b, 0.7), b.add(pt{-s * c.h * 0.01, -c.h * 0.05}))
	}
	c.kidPerson(pt{c.w * 0.58, c.h * 0.96}, c.h*0.32, kidLooks{hair: 0x2f2622, top: 0xe2583f, bottom: 0x3a4a78})
	for range 120 {
		q := pt{c.f(0, c.w), c.f(0, c.h)}
		c.fill(circle(q, c.f(2.5, 6)), flat(hex(0xffffff)).dry(0.8, 0.7))
	}
	c.paper(0.08, 0.04)
}
