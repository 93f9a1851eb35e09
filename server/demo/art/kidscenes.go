package art

// meadow is the usual ground of a child's picture: grass and a blue strip of
// sky.
func (c *canvas) meadow(line float32, grass, sky uint32) {
	c.crayonPaper(0xfdf9ee)
	y := func(x float32) float32 { return c.h*line + 14*sin(x*0.008) }
	c.crayonGround(rect(-10, -10, c.w+20, c.h*0.3), 0.06, sky, sky)
	c.crayonGround(c.under(12, y), -0.35, grass, grass)
	for i := range 16 {
		x := c.w * (float32(i) + c.f(0.1, 0.9)) / 16
		k := c.f(12, 26)
		p := pt{x, y(x) + c.f(20, c.h*(1-line)*0.9)}
		for j := range 3 {
			c.crayon(3.4, hex(grass).scale(0.78), p, p.add(pt{(float32(j) - 1) * k * 0.45, -k}))
		}
	}
}

func familyHands(c *canvas) {
	c.meadow(0.66, 0x7cc25a, 0x8fc7ea)
	c.kidSun(pt{c.w * 0.87, c.h * 0.15}, c.h*0.085, true)
	c.kidCloud(pt{c.w * 0.45, c.h * 0.17}, c.h*0.11, 0xdfeef7)
	c.kidHouse(pt{c.w * 0.2, c.h * 0.7}, c.h*0.46, 0xf6d7a4, 0xd9543f)
	c.kidTree(pt{c.w * 0.93, c.h * 0.76}, c.h*0.42, 0x55a94c, 0xe2483d)
	who := []struct {
		h float32
		k kidLooks
	}{
		{0.46, kidLooks{hair: 0x2f2622, top: 0x3f78b8, bottom: 0x3a4256}},
		{0.29, kidLooks{hair: 0x2f2622, top: 0xf0a02f, bottom: 0xfbd9bd, dress: true, plaits: true}},
		{0.43, kidLooks{hair: 0x3a2a24, top: 0xdb5f86, bottom: 0xfbd9bd, dress: true, plaits: true}},
		{0.25, kidLooks{hair: 0x2f2622, top: 0x4aa77a, bottom: 0x7a5a3a}},
	}
	x := c.w * 0.4
	var last pt
	for i, m := range who {
		h := c.h * m.h
		l, r := c.kidPerson(pt{x, c.h * 0.92}, h, m.k)
		if i > 0 {
			c.crayon(h*0.04, hex(0xe9c3a4), last, l)
		}
		last = r
		x += c.w * 0.135
	}
	c.kidFlower(pt{c.w * 0.06, c.h * 0.96}, c.h*0.16, 0xf0709a)
	c.kidFlower(pt{c.w * 0.28, c.h * 0.97}, c.h*0.13, 0xf2a33a)
	c.paper(0.1, 0.06)
}

func rainbowGarten(c *canvas) {
	c.meadow(0.7, 0x8ac95f, 0xa3d3ee)
	c.kidRainbow(pt{c.w * 0.5, c.h * 0.66}, c.w*0.44)
	c.kidCloud(pt{c.w * 0.12, c.h * 0.62}, c.h*0.1, 0xe6eef6)
	c.kidCloud(pt{c.w * 0.88, c.h * 0.62}, c.h*0.1, 0xe6eef6)
	b := pt{c.w * 0.5, c.h * 0.76}
	w, h := c.w*0.5, c.h*0.25
	c.colourIn(rect(b.x-w/2, b.y-h, w, h), hex(0xf8d06a))
	c.colourIn(area(pt{b.x - w*0.56, b.y - h}, pt{b.x - w*0.42, b.y - h*1.42}, pt{b.x + w*0.42, b.y - h*1.42}, pt{b.x + w*0.56, b.y - h}), hex(0xe8694a))
	c.colourIn(rect(b.x-w*0.09, b.y-h*0.62, w*0.18, h*0.62), hex(0x4f8fc0))
	for _, i := range []float32{-2, -1, 1, 2} {
		c.colourIn(circle(pt{b.x + i*w*0.185, b.y - h*0.56}, w*0.058), hex(0xbfe3f2))
	}
	c.crayon(5, hex(0x8a5a3a), pt{b.x, b.y - h*1.42}, pt{b.x, b.y - h*2})
	c.colourIn(area(pt{b.x, b.y - h*2}, pt{b.x + w*0.15, b.y - h*1.87}, pt{b.x, b.y - h*1.72}), hex(0xe2483d))
	tops := []uint32{0xe2483d, 0x3f88c9, 0xf2a33a, 0x8a63b8, 0x4aa77a}
	for i := range 5 {
		x := c.w * (0.12 + 0.19*float32(i))
		c.kidPerson(pt{x, c.h * (0.95 - 0.03*float32(i%2))}, c.h*0.2, kidLooks{hair: 0x33281f, top: tops[i], bottom: 0x4a5068, dress: i%2 == 0, plaits: i%2 == 0})
	}
	c.paper(0.1, 0.06)
}

func catAndMe(c *canvas) {
	c.crayonPaper(0xfdf6e8)
	c.crayonGround(rect(-10, -10, c.w+20, c.h*0.72), 1.3, 0xf7c9b8, 0xf9dccb)
	c.crayonGround(rect(-10, c.h*0.7, c.w+20, c.h*0.32), 0.05, 0xc98f5e, 0xd9a878)
	wx, wy := c.w*0.24, c.h*0.26
	c.colourIn(rect(wx-c.w*0.16, wy-c.h*0.15, c.w*0.32, c.h*0.3), hex(0x9cd0ec))
	c.kidSun(pt{wx + c.w*0.06, wy - c.h*0.04}, c.h*0.035, false)
	c.crayon(7, hex(0xffffff), pt{wx, wy - c.h*0.15}, pt{wx, wy + c.h*0.15})
	c.crayon(7, hex(0xffffff), pt{wx - c.w*0.16, wy}, pt{wx + c.w*0.16, wy})
	c.colourIn(ellipse(c.w*0.52, c.h*0.87, c.w*0.42, c.h*0.085), hex(0x7fb6a6))
	for i, col := range []uint32{0xe2483d, 0x3f88c9, 0xf6c433} {
		c.colourIn(circle(pt{c.w * (0.78 + 0.07*float32(i)), c.h * (0.15 + 0.05*float32(i%2))}, c.h*0.045), hex(col))
		c.crayon(2.4, hex(0x6a5a52), pt{c.w * (0.78 + 0.07*float32(i)), c.h * (0.2 + 0.05*float32(i%2))}, pt{c.w * 0.66, c.h * 0.46}, pt{c.w * 0.5, c.h * 0.72})
	}
	c.kidPerson(pt{c.w * 0.35, c.h * 0.9}, c.h*0.5, kidLooks{hair: 0x2f2622, top: 0xe0607e, bottom: 0xfbd9bd, dress: true, plaits: true})
	c.kidCat(pt{c.w * 0.68, c.h * 0.9}, c.h*0.36, 0xf0a24a)
	c.paper(0.1, 0.06)
}

func spaceTrip(c *canvas) {
	c.crayonPaper(0x2a2f52)
	c.crayonGround(c.frame(), -0.6, 0x232a5c, 0x3a3f86)
	for range 46 {
		p := pt{c.f(0, c.w), c.f(0, c.h)}
		k := c.f(4, 9)
		col := c.pick(0xfff2a8, 0xffffff, 0xffd86a)
		for i := range 3 {
			c.crayon(2.2, col, polar(p, k, pi*float32(i)/3), polar(p, -k, pi*float32(i)/3))
		}
	}
	c.colourIn(circle(pt{c.w * 0.82, c.h * 0.2}, c.h*0.09), hex(0xf0a24a))
	c.crayon(7, hex(0xf7dc8a), pt{c.w*0.82 - c.h*0.17, c.h * 0.25}, pt{c.w * 0.82, c.h * 0.215}, pt{c.w*0.82 + c.h*0.17, c.h * 0.14})
	c.colourIn(circle(pt{c.w * 0.14, c.h * 0.24}, c.h*0.07), hex(0x6fc0d8))
	c.colourIn(circle(pt{c.w * 0.16, c.h * 0.98}, c.h*0.26), hex(0x4f9ad0))
	c.colourIn(loop(pt{c.w * 0.08, c.h * 0.85}, pt{c.w * 0.2, c.h * 0.8}, pt{c.w * 0.27, c.h * 0.9}, pt{c.w * 0.15, c.h * 0.96}), hex(0x6fb858))
	at := func(s shape) shape { return s.place(pt{c.w * 0.52, c.h * 0.5}, c.h*0.5, 0.55) }
	for _, s := range []float32{-1, 1} {
		c.colourIn(at(area(pt{s * 0.15, 0.05}, pt{s * 0.34, 0.36}, pt{s * 0.13, 0.3})), hex(0xe2483d))
	}
	for i, col := range []uint32{0xf6c433, 0xf08a2c, 0xe2483d} {
		k := 1 - 0.28*float32(i)
		c.colourIn(at(area(pt{-0.11 * k, 0.36}, pt{-0.05 * k, 0.36 + 0.25*k}, pt{0, 0.36 + 0.38*k}, pt{0.05 * k, 0.36 + 0.25*k}, pt{0.11 * k, 0.36})), hex(col))
	}
	c.fill(at(loop(pt{0, -0.55}, pt{0.13, -0.3}, pt{0.17, 0}, pt{0.13, 0.34}, pt{-0.13, 0.34}, pt{-0.17, 0}, pt{-0.13, -0.3})), flat(hex(0xdfe3ea)))
	c.colourIn(at(loop(pt{0, -0.55}, pt{0.13, -0.3}, pt{0.17, 0}, pt{0.13, 0.34}, pt{-0.13, 0.34}, pt{-0.17, 0}, pt{-0.13, -0.3})), hex(0xf1f1ee))
	c.colourIn(at(area(pt{0, -0.56}, pt{0.115, -0.33}, pt{-0.115, -0.33})), hex(0xe2483d))
	for i := range 2 {
		q := pt{0, -0.13 + 0.24*float32(i)}
		c.colourIn(at(circle(q, 0.095)), hex(0x8fd0ee))
		head := at(circle(q, 0.095))
		x0, y0, x1, y1 := head.bounds()
		m := pt{(x0 + x1) / 2, (y0 + y1) / 2}
		c.fill(circle(m, c.h*0.032), flat(hex(0xfbd9bd)))
		c.kidFace(m, c.h*0.03, hex(0x5a3a2c))
	}
	c.paper(0.08, 0.05)
}

func dinosaurs(c *canvas) {
	c.meadow(0.62, 0xa6cf6a, 0xf6cfa0)
	c.colourIn(area(pt{c.w * 0.66, c.h * 0.64}, pt{c.w * 0.77, c.h * 0.26}, pt{c.w * 0.85, c.h * 0.26}, pt{c.w * 0.98, c.h * 0.64}), hex(0x9a7462))
	c.colourIn(loop(pt{c.w * 0.77, c.h * 0.25}, pt{c.w * 0.79, c.h * 0.42}, pt{c.w * 0.81, c.h * 0.33}, pt{c.w * 0.84, c.h * 0.46}, pt{c.w * 0.85, c.h * 0.25}), hex(0xe8502f))
	for i := range 3 {
		c.kidCloud(pt{c.w * (0.8 + 0.03*float32(i)), c.h * (0.2 - 0.07*float32(i))}, c.h*(0.05+0.015*float32(i)), 0xb9b2b4)
	}
	body := func(p pt, k float32, col, spot uint32, side float32) {
		u := func(x, y float32) pt { return pt{p.x + x*k*side, p.y - y*k} }
		for _, x := range []float32{-0.22, 0.16} {
			c.colourIn(area(u(x-0.06, 0.3), u(x+0.07, 0.3), u(x+0.06, 0), u(x-0.07, 0)), hex(col).scale(0.9))
		}
		for i := range 7 {
			t := float32(i) / 6
			q := u(-0.42+0.7*t, 0.5+0.13*sin(pi*t))
			c.colourIn(area(q.add(pt{-k * 0.06, k * 0.04}), q.add(pt{0, -k * 0.11}), q.add(pt{k * 0.06, k * 0.04})), hex(spot))
		}
		c.colourIn(loop(u(-0.95, 0.12), u(-0.6, 0.34), u(-0.3, 0.56), u(0.05, 0.58), u(0.28, 0.62), u(0.4, 0.9), u(0.46, 1.12), u(0.6, 1.2), u(0.78, 1.14), u(0.8, 1.02), u(0.6, 0.98),
			u(0.54, 0.8), u(0.46, 0.45), u(0.25, 0.24), u(-0.25, 0.22), u(-0.55, 0.2)), hex(col))
		c.fill(circle(u(0.6, 1.1), k*0.035), flat(hex(0xffffff)))
		c.fill(circle(u(0.61, 1.1), k*0.018), flat(hex(0x2a2420)))
		c.crayon(k*0.016, hex(0x4a3a2a), u(0.78, 1.06), u(0.7, 1.03), u(0.62, 1.04))
		for range 6 {
			c.fill(circle(u(c.f(-0.3, 0.2), c.f(0.32, 0.48)), k*c.f(0.02, 0.04)), wax(hex(spot)))
		}
	}
	body(pt{c.w * 0.36, c.h * 0.86}, c.h*0.5, 0x5cae74, 0xf08a4a, 1)
	body(pt{c.w * 0.74, c.h * 0.93}, c.h*0.24, 0x8fb8e0, 0xd9628a, -1)
	c.kidSun(pt{c.w * 0.1, c.h * 0.14}, c.h*0.07, false)
	c.kidTree(pt{c.w * 0.08, c.h * 0.8}, c.h*0.34, 0x4f9a5a, 0)
	c.paper(0.1, 0.06)
}
