package art

// The things children draw. Every one stands at p and is about h large.

func (c *canvas) kidSun(p pt, r float32, face bool) {
	n := 13
	for i := range n {
		a := 2*pi*float32(i)/float32(n) + c.f(-0.08, 0.08)
		c.crayon(r*0.11, c.pick(0xf29a1f, 0xf6b72a, 0xee7b22), polar(p, r*1.25, a), polar(p, r*c.f(1.6, 2), a))
	}
	c.colourIn(circle(p, r), hex(0xf9c430))
	if face {
		c.kidFace(p, r*0.85, hex(0x9a4a16))
	}
}

// kidFace is eyes, cheeks and a smile in a face of radius r.
func (c *canvas) kidFace(p pt, r float32, col colour) {
	for _, s := range []float32{-1, 1} {
		c.fill(ellipse(p.x+s*r*0.36, p.y-r*0.08, r*0.09, r*0.13), wax(col))
		c.scribble(circle(pt{p.x + s*r*0.55, p.y + r*0.27}, r*0.19), r*0.07, r*0.075, 0.5, wax(hex(0xf0827a)).a(0.75))
	}
	c.crayon(r*0.09, col, pt{p.x - r*0.34, p.y + r*0.3}, pt{p.x, p.y + r*0.54}, pt{p.x + r*0.34, p.y + r*0.3})
}

func (c *canvas) kidCloud(p pt, r float32, col uint32) {
	s := loop(pt{p.x - r, p.y}, pt{p.x - r*0.95, p.y - r*0.4}, pt{p.x - r*0.5, p.y - r*0.45}, pt{p.x - r*0.25, p.y - r*0.8}, pt{p.x + r*0.25, p.y - r*0.75},
		pt{p.x + r*0.45, p.y - r*0.42}, pt{p.x + r*0.92, p.y - r*0.4}, pt{p.x + r, p.y}, pt{p.x + r*0.4, p.y + r*0.12}, pt{p.x - r*0.4, p.y + r*0.12})
	c.scribble(s, 7, 8, 0.1, wax(hex(col)))
	c.outline(3.6, hex(col).scale(0.78), s)
}

func (c *canvas) kidHouse(p pt, h float32, wall, roof uint32) {
	w := h * 0.95
	c.colourIn(rect(p.x-w*0.42, p.y-h*0.6, w*0.84, h*0.6), hex(wall))
	c.colourIn(rect(p.x+w*0.16, p.y-h*1.0, w*0.13, h*0.3), hex(0xa8584a))
	c.colourIn(area(pt{p.x - w*0.56, p.y - h*0.56}, pt{p.x, p.y - h*1.05}, pt{p.x + w*0.56, p.y - h*0.56}), hex(roof))
	c.colourIn(rect(p.x-w*0.1, p.y-h*0.33, w*0.2, h*0.33), hex(0x8a5a34))
	c.fill(circle(pt{p.x + w*0.06, p.y - h*0.16}, h*0.014), wax(hex(0xf6d04a)))
	for _, s := range []float32{-1, 1} {
		x, y := p.x+s*w*0.27, p.y-h*0.4
		c.colourIn(rect(x-w*0.08, y-h*0.09, w*0.16, h*0.18), hex(0xffe08a))
		c.crayon(h*0.014, hex(0x7a4a2c), pt{x, y - h*0.09}, pt{x, y + h*0.09})
		c.crayon(h*0.014, hex(0x7a4a2c), pt{x - w*0.08, y}, pt{x + w*0.08, y})
	}
	var smoke []pt
	for i := range 16 {
		t := float32(i) / 15
		smoke = append(smoke, pt{p.x + w*(0.23+0.22*t) + h*0.06*sin(t*13), p.y - h*(1.02+0.33*t) + h*0.05*cos(t*13)})
	}
	c.crayon(h*0.018, hex(0x9a9aa2), smoke...)
}

func (c *canvas) kidTree(p pt, h float32, crown uint32, fruit uint32) {
	c.colourIn(area(pt{p.x - h*0.07, p.y}, pt{p.x - h*0.045, p.y - h*0.5}, pt{p.x + h*0.045, p.y - h*0.5}, pt{p.x + h*0.08, p.y}), hex(0x8a5f3a))
	var o []pt
	for i := range 9 {
		o = append(o, polar(pt{p.x, p.y - h*0.72}, h*c.f(0.26, 0.34), 2*pi*float32(i)/9))
	}
	c.colourIn(loop(o...), hex(crown))
	for i := range 7 {
		if fruit == 0 {
			break
		}
		q := polar(pt{p.x, p.y - h*0.72}, h*0.2*sqrt(c.f(0.1, 1)), 2*pi*float32(i)/7)
		c.fill(circle(q, h*0.036), wax(hex(fruit)).a(1))
		c.outline(2, hex(fruit).scale(0.65), circle(q, h*0.036))
	}
}

func (c *canvas) kidFlower(p pt, h float32, petal uint32) {
	c.crayon(h*0.05, hex(0x4c9a45), p, pt{p.x + c.f(-0.04, 0.04)*h, p.y - h*0.5}, pt{p.x, p.y - h*0.85})
	c.fill(leaf(h*0.14, pt{p.x, p.y - h*0.25}, pt{p.x + h*0.15, p.y - h*0.42}, pt{p.x + h*0.28, p.y - h*0.44}), wax(hex(0x58aa4c)))
	head := pt{p.x, p.y - h*0.85}
	for i := range 6 {
		c.colourIn(circle(polar(head, h*0.16, pi*float32(i)/3), h*0.1), hex(petal))
	}
	c.colourIn(circle(head, h*0.1), hex(0xf9cf3c))
}

// kidLooks says what somebody wears.
type kidLooks struct {
	hair, top, bottom uint32
	dress, plaits     bool
	old, hat          bool
}

// kidPerson is drawn with a big head, as one sees people at five; hands gives
// the two hand positions.
func (c *canvas) kidPerson(p pt, h float32, k kidLooks) (left, right pt) {
	skin, ink := hex(0xfbd9bd), hex(0x5a3a2c)
	head := pt{p.x, p.y - h*0.76}
	r := h * 0.2
	left, right = pt{p.x - h*0.3, p.y - h*0.36}, pt{p.x + h*0.3, p.y - h*0.36}
	for _, s := range []float32{-1, 1} {
		c.crayon(h*0.055, skin.mix(hex(0xd98a5c), 0.45), pt{p.x + s*h*0.1, p.y - h*0.5}, pt{p.x + s*h*0.3, p.y - h*0.36})
		c.fill(circle(pt{p.x + s*h*0.3, p.y - h*0.36}, h*0.038), wax(skin.mix(hex(0xd98a5c), 0.45)))
		c.crayon(h*0.06, hex(k.bottom), pt{p.x + s*h*0.07, p.y - h*0.28}, pt{p.x + s*h*0.085, p.y - h*0.03})
		c.fill(ellipse(p.x+s*h*0.11, p.y-h*0.015, h*0.06, h*0.03), wax(ink))
	}
	if k.dress {
		c.colourIn(area(pt{p.x - h*0.07, p.y - h*0.56}, pt{p.x + h*0.07, p.y - h*0.56}, pt{p.x + h*0.23, p.y - h*0.17}, pt{p.x - h*0.23, p.y - h*0.17}), hex(k.top))
		for i := range 4 {
			c.fill(circle(pt{p.x + h*(float32(i)-1.5)*0.085, p.y - h*(0.26+0.05*float32(i%2))}, h*0.02), wax(hex(0xffffff)))
		}
	} else {
		c.colourIn(rect(p.x-h*0.13, p.y-h*0.56, h*0.26, h*0.29), hex(k.top))
	}
	hair := hex(k.hair)
	if k.plaits {
		for _, s := range []float32{-1, 1} {
			c.colourIn(loop(pt{p.x + s*r*0.85, head.y - r*0.2}, pt{p.x + s*r*1.4, head.y + r*0.3}, pt{p.x + s*r*1.25, head.y + r*1.1}, pt{p.x + s*r*0.95, head.y + r*0.6}), hair)
			c.fill(circle(pt{p.x + s*r*1.1, head.y + r*0.15}, r*0.17), wax(hex(0xe4543c)))
		}
	}
	c.fill(circle(head, r), flat(skin))
	c.colourIn(circle(head, r), skin)
	cap := []pt{}
	for i := range 9 {
		cap = append(cap, polar(head, r*1.1, pi+pi*float32(i)/8+c.f(-0.05, 0.05)))
	}
	for i := range 5 {
		t := float32(i) / 4
		cap = append(cap, pt{head.x + r*(1-2*t)*0.95, head.y - r*(0.3+0.35*float32(i%2))})
	}
	c.colourIn(area(cap...), hair)
	c.kidFace(pt{head.x, head.y + r*0.12}, r*0.9, ink)
	if k.hat {
		c.colourIn(ellipse(head.x, head.y-r*0.62, r*1.5, r*0.26), hex(0xe6c05a))
		c.colourIn(loop(pt{head.x - r*0.75, head.y - r*0.65}, pt{head.x - r*0.5, head.y - r*1.35}, pt{head.x + r*0.5, head.y - r*1.35}, pt{head.x + r*0.75, head.y - r*0.65}), hex(0xe6c05a))
		c.crayon(r*0.12, hex(0xc9503c), pt{head.x - r*0.68, head.y - r*0.8}, pt{head.x, head.y - r*0.74}, pt{head.x + r*0.68, head.y - r*0.8})
	}
	if k.old {
		for _, s := range []float32{-1, 1} {
			c.outline(h*0.012, ink, circle(pt{head.x + s*r*0.34, head.y + r*0.05}, r*0.24))
		}
		c.crayon(h*0.012, ink, pt{head.x - r*0.1, head.y + r*0.05}, pt{head.x + r*0.1, head.y + r*0.05})
	}
	return left, right
}

func (c *canvas) kidCat(p pt, h float32, fur uint32) {
	f := hex(fur)
	c.crayon(h*0.09, f, pt{p.x + h*0.3, p.y - h*0.12}, pt{p.x + h*0.62, p.y - h*0.2}, pt{p.x + h*0.6, p.y - h*0.55}, pt{p.x + h*0.72, p.y - h*0.66})
	c.colourIn(ellipse(p.x, p.y-h*0.28, h*0.34, h*0.3), f)
	head := pt{p.x, p.y - h*0.68}
	for _, s := range []float32{-1, 1} {
		c.colourIn(area(pt{head.x + s*h*0.06, head.y - h*0.2}, pt{head.x + s*h*0.27, head.y - h*0.4}, pt{head.x + s*h*0.28, head.y - h*0.08}), f)
		c.colourIn(ellipse(p.x+s*h*0.15, p.y-h*0.03, h*0.1, h*0.06), f.mix(hex(0xffffff), 0.5))
	}
	c.fill(circle(head, h*0.27), flat(f.mix(hex(0xffffff), 0.3)))
	c.colourIn(ellipse(head.x, head.y, h*0.3, h*0.26), f)
	ink := hex(0x3a2a22)
	for _, s := range []float32{-1, 1} {
		c.fill(ellipse(head.x+s*h*0.12, head.y-h*0.03, h*0.045, h*0.065), flat(hex(0x7ab648)))
		c.fill(ellipse(head.x+s*h*0.12, head.y-h*0.03, h*0.018, h*0.06), flat(ink))
		for i := range 3 {
			c.crayon(h*0.014, ink, pt{head.x + s*h*0.1, head.y + h*0.08}, pt{head.x + s*h*0.42, head.y + h*(0.03+0.06*float32(i))})
		}
	}
	c.fill(area(pt{head.x - h*0.035, head.y + h*0.05}, pt{head.x + h*0.035, head.y + h*0.05}, pt{head.x, head.y + h*0.09}), wax(hex(0xe2707a)))
	c.crayon(h*0.018, ink, pt{head.x - h*0.09, head.y + h*0.13}, pt{head.x - h*0.04, head.y + h*0.16}, pt{head.x, head.y + h*0.1}, pt{head.x + h*0.04, head.y + h*0.16}, pt{head.x + h*0.09, head.y + h*0.13})
}

func (c *canvas) kidRainbow(p pt, r float32) {
	for i, col := range []uint32{0xe2483d, 0xf08a2c, 0xf7cc3a, 0x5aae52, 0x3f88c9, 0x7a5fb5} {
		k := r * (1 - 0.085*float32(i))
		var arc []pt
		for j := range 15 {
			arc = append(arc, polar(p, k, pi+pi*float32(j)/14))
		}
		c.crayon(r*0.062, hex(col), arc...)
		c.crayon(r*0.04, hex(col).scale(0.95), arc...)
	}
}

func (c *canvas) kidFish(p pt, l, side float32, body, fin uint32) {
	u := func(x, y float32) pt { return pt{p.x + x*l*side, p.y + y*l} }
	c.colourIn(area(u(-0.38, 0), u(-0.66, -0.22), u(-0.6, 0), u(-0.66, 0.22)), hex(fin))
	c.colourIn(area(u(-0.12, -0.22), u(0.02, -0.4), u(0.14, -0.22)), hex(fin))
	c.colourIn(loop(u(-0.45, 0), u(-0.2, -0.23), u(0.15, -0.25), u(0.42, -0.08), u(0.47, 0.03), u(0.36, 0.12), u(0.1, 0.25), u(-0.22, 0.22)), hex(body))
	for i := range 3 {
		x := -0.22 + 0.15*float32(i)
		c.crayon(l*0.022, hex(body).scale(0.7), u(x, -0.14), u(x+0.06, 0), u(x, 0.14))
	}
	c.fill(circle(u(0.29, -0.05), l*0.06), flat(hex(0xffffff)))
	c.fill(circle(u(0.3, -0.05), l*0.03), flat(hex(0x2a2420)))
	c.crayon(l*0.018, hex(0x8a2f20), u(0.44, 0.05), u(0.38, 0.09), u(0.31, 0.08))
}

func (c *canvas) kidBirds(n int, x0, y0, x1, y1 float32) {
	for range n {
		p := pt{c.f(x0, x1), c.f(y0, y1)}
		k := c.f(14, 24)
		c.crayon(3, hex(0x4a4a58), pt{p.x - k, p.y - k*0.4}, pt{p.x - k*0.4, p.y - k*0.5}, p, pt{p.x + k*0.4, p.y - k*0.5}, pt{p.x + k, p.y - k*0.4})
	}
}

func (c *canvas) kidButterfly(p pt, h float32, col, spot uint32) {
	for _, s := range []float32{-1, 1} {
		c.colourIn(ellipse(p.x+s*h*0.3, p.y-h*0.2, h*0.28, h*0.24), hex(col))
		c.colourIn(ellipse(p.x+s*h*0.24, p.y+h*0.2, h*0.2, h*0.18), hex(spot))
		c.fill(circle(pt{p.x + s*h*0.32, p.y - h*0.2}, h*0.09), wax(hex(spot)))
		c.crayon(h*0.03, hex(0x4a3428), pt{p.x, p.y - h*0.3}, pt{p.x + s*h*0.14, p.y - h*0.55})
	}
	c.crayon(h*0.1, hex(0x4a3428), pt{p.x, p.y - h*0.32}, pt{p.x, p.y + h*0.36})
}
