package art

func fishPond(c *canvas) {
	c.crayonPaper(0xf2f8f2)
	c.crayonGround(c.frame(), 0.12, 0x7cc4dc, 0x9ed6e2, 0x5aaed0)
	for range 12 {
		p := pt{c.f(0.05, 0.95) * c.w, c.f(0.05, 0.95) * c.h}
		c.crayon(3.5, hex(0xffffff), p, p.add(pt{18, -8}), p.add(pt{36, 0}), p.add(pt{54, -8}))
	}
	for _, q := range []pt{{0.14, 0.2}, {0.86, 0.16}, {0.9, 0.82}, {0.1, 0.86}} {
		p := pt{q.x * c.w, q.y * c.h}
		r := c.h * c.f(0.1, 0.14)
		var o []pt
		for i := range 15 {
			o = append(o, polar(p, r, 0.5+float32(i)*0.39))
		}
		c.colourIn(area(append(o, p)...), hex(0x57a35a))
		for i := range 6 {
			c.crayon(2.6, hex(0x3a7a44), p, polar(p, r*0.85, 0.8+float32(i)*0.9))
		}
		if q.y < 0.5 {
			for i := range 7 {
				c.colourIn(leaf(r*0.32, p, polar(p, r*0.5, 3.5+0.37*float32(i)), polar(p, r*0.95, 3.5+0.37*float32(i))), hex(0xf3a3bd))
			}
			c.colourIn(circle(p, r*0.13), hex(0xf9d04a))
		}
	}
	cols := []uint32{0xf0632f, 0xf7a23a, 0xe2483d, 0xf6d04a, 0xd9628a, 0xf08a4a, 0xf0632f}
	for i := range 7 {
		a := 2*pi*float32(i)/7 + 0.3
		p := pt{c.w*0.5 + c.w*0.27*cos(a), c.h*0.52 + c.h*0.28*sin(a)}
		side := float32(1)
		if sin(a) > 0 {
			side = -1
		}
		c.kidFish(p, c.w*c.f(0.15, 0.2), side, cols[i], cols[(i+2)%7])
	}
	c.kidFish(pt{c.w * 0.5, c.h * 0.52}, c.w*0.25, 1, 0xe8502f, 0xf9c04a)
	for range 22 {
		c.outline(2.4, hex(0xffffff), circle(pt{c.f(0.2, 0.8) * c.w, c.f(0.15, 0.9) * c.h}, c.f(4, 10)))
	}
	c.paper(0.1, 0.05)
}

func grandmaKitchen(c *canvas) {
	c.crayonPaper(0xfdf6e6)
	c.crayonGround(rect(-10, -10, c.w+20, c.h*0.76), -0.9, 0xf9dc9a, 0xfbe8bd)
	c.crayonGround(rect(-10, c.h*0.75, c.w+20, c.h*0.3), 0.04, 0xb98563, 0xcf9d78)
	c.colourIn(rect(c.w*0.64, c.h*0.1, c.w*0.28, c.h*0.26), hex(0xa9d8ee))
	c.crayon(6, hex(0x9a6a44), pt{c.w * 0.78, c.h * 0.1}, pt{c.w * 0.78, c.h * 0.36})
	for i := range 3 {
		x := c.w * (0.1 + 0.13*float32(i))
		c.crayon(4, hex(0xa88a5a), pt{x, 0}, pt{x + 4, c.h * 0.1}, pt{x, c.h * 0.14})
		for j := range 5 {
			q := pt{x + c.w*0.018*float32(j%2*2-1), c.h * (0.15 + 0.045*float32(j))}
			c.colourIn(loop(pt{q.x, q.y - c.h*0.035}, pt{q.x + c.h*0.032, q.y + c.h*0.01}, pt{q.x, q.y + c.h*0.028}, pt{q.x - c.h*0.032, q.y + c.h*0.01}), hex(0xf0e4ea))
			c.crayon(2, hex(0xb088a4), pt{q.x, q.y - c.h*0.03}, pt{q.x + 2, q.y + c.h*0.02})
		}
	}
	c.kidPerson(pt{c.w * 0.34, c.h * 0.93}, c.h*0.62, kidLooks{hair: 0xb9b6ba, top: 0x7a6ab0, bottom: 0x4a4458, dress: true, old: true})
	c.kidPerson(pt{c.w * 0.84, c.h * 0.93}, c.h*0.42, kidLooks{hair: 0x2f2622, top: 0xf0a02f, bottom: 0x4a78a8})
	c.colourIn(rect(c.w*0.4, c.h*0.7, c.w*0.36, c.h*0.05), hex(0xa8683c))
	c.colourIn(rect(c.w*0.43, c.h*0.75, c.w*0.03, c.h*0.2), hex(0x8a5230))
	c.colourIn(rect(c.w*0.7, c.h*0.75, c.w*0.03, c.h*0.2), hex(0x8a5230))
	for i := range 7 {
		p := pt{c.w * (0.45 + 0.044*float32(i)), c.h * (0.675 - 0.022*float32(i%2))}
		c.colourIn(loop(pt{p.x - c.w*0.025, p.y + 6}, pt{p.x, p.y - c.h*0.025}, pt{p.x + c.w*0.025, p.y + 6}, pt{p.x, p.y + 9}), hex(0xfaf2e2))
	}
	for i := range 3 {
		x := c.w * (0.5 + 0.06*float32(i))
		c.crayon(3, hex(0xc9c3c0), pt{x, c.h * 0.63}, pt{x + 8, c.h * 0.59}, pt{x - 4, c.h * 0.55}, pt{x + 6, c.h * 0.5})
	}
	c.paper(0.1, 0.06)
}

func busTrip(c *canvas) {
	c.meadow(0.6, 0x9acb62, 0x9fd3ee)
	c.colourIn(loop(pt{-20, c.h * 0.62}, pt{c.w * 0.18, c.h * 0.36}, pt{c.w * 0.4, c.h * 0.62}), hex(0x6fb07a))
	c.colourIn(loop(pt{c.w * 0.3, c.h * 0.62}, pt{c.w * 0.55, c.h * 0.42}, pt{c.w * 0.8, c.h * 0.62}), hex(0x86bf6a))
	c.crayonGround(rect(-10, c.h*0.76, c.w+20, c.h*0.17), 0.02, 0x8a8a96, 0xa0a0aa)
	for i := range 7 {
		x := c.w * (0.03 + 0.15*float32(i))
		c.crayon(8, hex(0xfdf6e0), pt{x, c.h * 0.86}, pt{x + c.w*0.07, c.h * 0.86})
	}
	x, y, w, h := c.w*0.14, c.h*0.38, c.w*0.68, c.h*0.4
	bus := loop(pt{x, y + h*0.2}, pt{x + w*0.05, y + h*0.02}, pt{x + w*0.5, y}, pt{x + w*0.95, y + h*0.03}, pt{x + w, y + h*0.3}, pt{x + w*1.02, y + h*0.9}, pt{x + w*0.5, y + h*0.97}, pt{x - w*0.01, y + h*0.92})
	c.fill(bus, flat(hex(0xf9d97a)))
	c.colourIn(bus, hex(0xf6bf2f))
	c.colourIn(rect(x, y+h*0.66, w, h*0.1), hex(0xe2603a))
	hair := []uint32{0x2f2622, 0x5a3a24, 0x2f2622, 0x3a2a24}
	for i := range 4 {
		wx := x + w*(0.06+0.235*float32(i))
		c.fill(rect(wx, y+h*0.14, w*0.18, h*0.4), flat(hex(0xd6eef8)))
		c.colourIn(rect(wx, y+h*0.14, w*0.18, h*0.4), hex(0xbfe3f4))
		m := pt{wx + w*0.09, y + h*0.37}
		c.fill(circle(m, h*0.14), flat(hex(0xfbd9bd)))
		c.colourIn(area(polar(m, h*0.16, pi), polar(m, h*0.17, pi*1.25), polar(m, h*0.17, pi*1.5), polar(m, h*0.17, pi*1.75), polar(m, h*0.16, 2*pi), m.add(pt{0, -h * 0.07})), hex(hair[i]))
		c.kidFace(m.add(pt{0, h * 0.02}), h*0.13, hex(0x5a3a2c))
	}
	for _, t := range []float32{0.2, 0.8} {
		p := pt{x + w*t, y + h*0.98}
		c.fill(circle(p, h*0.16), flat(hex(0x4a4a54)))
		c.colourIn(circle(p, h*0.16), hex(0x3f3f4a))
		c.colourIn(circle(p, h*0.07), hex(0xd9d9de))
	}
	c.kidSun(pt{c.w * 0.12, c.h * 0.16}, c.h*0.08, true)
	c.kidCloud(pt{c.w * 0.7, c.h * 0.2}, c.h*0.11, 0xeaf3f8)
	c.kidBirds(4, c.w*0.35, c.h*0.08, c.w*0.6, c.h*0.26)
	c.paper(0.1, 0.06)
}

func birthdayCake(c *canvas) {
	c.crayonPaper(0xfdf3ea)
	c.crayonGround(c.frame(), 0.7, 0xf9d3dc, 0xfbe3e2)
	c.crayonGround(rect(-10, c.h*0.8, c.w+20, c.h*0.22), 0.03, 0x8fc4c0, 0xa9d6d0)
	cx := c.w * 0.5
	cols := []uint32{0xf6a8b8, 0xfdf0d2, 0xf2c05a}
	for i := range 3 {
		w, y := c.w*(0.62-0.15*float32(i)), c.h*(0.66-0.15*float32(i))
		c.fill(rect(cx-w/2, y, w, c.h*0.16), flat(hex(cols[i])))
		c.colourIn(rect(cx-w/2, y, w, c.h*0.16), hex(cols[i]))
		var drip []pt
		for j := range 15 {
			drip = append(drip, pt{cx - w/2 + w*float32(j)/14, y + c.h*(0.012+0.038*float32(j%2))})
		}
		c.crayon(9, hex(0xc9507a), drip...)
		for j := range 6 - i {
			q := pt{cx - w*0.42 + w*0.84*float32(j)/float32(5-i), y + c.h*0.1}
			c.colourIn(circle(q, c.h*0.018), c.pick(0xe2483d, 0x4a94c4, 0x5aae52, 0x8a63b8))
		}
	}
	for i := range 6 {
		x := cx + c.w*0.046*(float32(i)-2.5)
		y := c.h * 0.36
		c.colourIn(rect(x-c.w*0.009, y-c.h*0.09, c.w*0.018, c.h*0.09), c.pick(0x4a94c4, 0xe2483d, 0x5aae52))
		c.colourIn(loop(pt{x, y - c.h*0.145}, pt{x + c.w*0.013, y - c.h*0.11}, pt{x, y - c.h*0.095}, pt{x - c.w*0.013, y - c.h*0.11}), hex(0xf9b52f))
	}
	for i, col := range []uint32{0xe2483d, 0xf6c433, 0x4a94c4, 0x5aae52, 0x8a63b8} {
		side := float32(i%2*2 - 1)
		p := pt{cx + side*c.w*(0.29+0.05*float32(i)), c.h * (0.16 + 0.07*float32(i%3))}
		c.crayon(2.4, hex(0x7a6a64), p, p.add(pt{-side * 20, c.h * 0.2}), p.add(pt{-side * 10, c.h * 0.36}))
		c.colourIn(ellipse(p.x, p.y, c.w*0.062, c.w*0.075), hex(col))
	}
	c.kidPerson(pt{c.w * 0.13, c.h * 0.96}, c.h*0.36, kidLooks{hair: 0x2f2622, top: 0x4aa77a, bottom: 0x4a5068})
	c.kidPerson(pt{c.w * 0.87, c.h * 0.96}, c.h*0.36, kidLooks{hair: 0x2f2622, top: 0x8a63b8, bottom: 0xfbd9bd, dress: true, plaits: true})
	for range 60 {
		p := pt{c.f(0, c.w), c.f(0, c.h*0.75)}
		c.crayon(4, c.pick(0xe2483d, 0xf6c433, 0x4a94c4, 0x5aae52, 0xd9628a), p, p.add(pt{c.f(-9, 9), c.f(-9, 9)}))
	}
	c.paper(0.1, 0.06)
}

func garlicHarvest(c *canvas) {
	c.crayonPaper(0xfdf6e6)
	c.crayonGround(rect(-10, -10, c.w+20, c.h*0.4), 0.08, 0x9ccfea, 0xb9def0)
	c.crayonGround(rect(-10, c.h*0.38, c.w+20, c.h*0.66), -0.12, 0xc08a58, 0xcf9c6a)
	c.kidSun(pt{c.w * 0.16, c.h * 0.15}, c.h*0.08, true)
	for r := range 3 {
		y := c.h * (0.5 + 0.12*float32(r))
		k := c.h * (0.07 + 0.02*float32(r))
		for i := range 9 {
			p := pt{c.w*(float32(i)+0.3)/8.6 + 12*float32(r%2), y}
			for j := range 4 {
				c.crayon(k*0.09, c.pick(0x5aa64a, 0x4a9440, 0x74b850), p, p.add(pt{(float32(j) - 1.5) * k * 0.2, -k * 0.6}), p.add(pt{(float32(j) - 1.5) * k * 0.55, -k * 0.9}))
			}
			c.colourIn(loop(pt{p.x, p.y - k*0.1}, pt{p.x + k*0.26, p.y + k*0.14}, pt{p.x, p.y + k*0.3}, pt{p.x - k*0.26, p.y + k*0.14}), hex(0xf6ecef))
		}
	}
	c.kidPerson(pt{c.w * 0.34, c.h * 0.93}, c.h*0.5, kidLooks{hair: 0xa9a6a8, top: 0x4a78a8, bottom: 0x5a5048, hat: true})
	c.kidPerson(pt{c.w * 0.55, c.h * 0.93}, c.h*0.3, kidLooks{hair: 0x2f2622, top: 0xe2583f, bottom: 0x4a5068})
	x, y, w, h := c.w*0.68, c.h*0.7, c.w*0.26, c.h*0.16
	for i := range 9 {
		q := pt{x + w*(0.1+0.1*float32(i)), y - h*(0.05+0.3*float32(i%2))}
		c.colourIn(circle(q, h*0.2), hex(0xf4e6ec))
	}
	c.fill(rect(x, y, w, h), flat(hex(0xc98f52)))
	c.colourIn(rect(x, y, w, h), hex(0xb87a3f))
	for _, t := range []float32{0.22, 0.78} {
		c.fill(circle(pt{x + w*t, y + h*1.15}, h*0.35), flat(hex(0xd9d2c4)))
		c.outline(7, hex(0x4a3a30), circle(pt{x + w*t, y + h*1.15}, h*0.35))
		for i := range 3 {
			c.crayon(3, hex(0x4a3a30), polar(pt{x + w*t, y + h*1.15}, h*0.33, pi*float32(i)/3), polar(pt{x + w*t, y + h*1.15}, -h*0.33, pi*float32(i)/3))
		}
	}
	c.kidBirds(5, c.w*0.35, c.h*0.08, c.w*0.9, c.h*0.28)
	c.paper(0.1, 0.06)
}

func babyBrother(c *canvas) {
	c.crayonPaper(0xfdf6ea)
	c.crayonGround(c.frame(), -0.8, 0xbfe0d8, 0xd3ebe2)
	c.crayonGround(rect(-10, c.h*0.8, c.w+20, c.h*0.22), 0.05, 0xd9a878, 0xe6bd90)
	for i := range 5 {
		p := pt{c.w * (0.3 + 0.11*float32(i)), c.h * (0.12 + 0.06*float32(i%2))}
		c.crayon(2.4, hex(0x8a7a70), pt{p.x, 0}, p)
		switch i % 3 {
		case 0:
			c.colourIn(area(starPoints(p, c.h*0.045)...), hex(0xf6c433))
		case 1:
			c.colourIn(circle(p, c.h*0.035), hex(0xe2708a))
		default:
			c.colourIn(loop(p.add(pt{-c.h * 0.04, 0}), p.add(pt{-c.h * 0.02, -c.h * 0.03}), p.add(pt{0, -c.h * 0.015}), p.add(pt{c.h * 0.02, -c.h * 0.03}), p.add(pt{c.h * 0.04, 0}), p.add(pt{0, c.h * 0.045})), hex(0xe2483d))
		}
	}
	c.fill(rect(c.w*0.06, c.h*0.1, c.w*0.22, c.h*0.26), flat(hex(0xfdf6ea)))
	c.colourIn(rect(c.w*0.06, c.h*0.1, c.w*0.22, c.h*0.26), hex(0x9cd0ec))
	c.kidSun(pt{c.w * 0.2, c.h * 0.17}, c.h*0.03, false)
	c.crayon(6, hex(0xb97a48), pt{c.w * 0.17, c.h * 0.1}, pt{c.w * 0.17, c.h * 0.36})
	c.crayon(6, hex(0xb97a48), pt{c.w * 0.06, c.h * 0.23}, pt{c.w * 0.28, c.h * 0.23})
	for i := range 3 {
		n := pt{c.w * (0.36 + 0.1*float32(i)), c.h * (0.4 - 0.035*float32(i%2))}
		c.fill(ellipse(n.x, n.y, c.w*0.016, c.h*0.012), wax(hex(0x4a4458)))
		c.crayon(3.4, hex(0x4a4458), n.add(pt{c.w * 0.014, 0}), n.add(pt{c.w * 0.014, -c.h * 0.06}), n.add(pt{c.w * 0.032, -c.h * 0.045}))
	}
	x, y, w, h := c.w*0.34, c.h*0.56, c.w*0.44, c.h*0.27
	c.fill(rect(x, y-h*0.25, w, h*1.1), flat(hex(0xfdf8ee)))
	c.colourIn(loop(pt{x + w*0.06, y + h*0.4}, pt{x + w*0.3, y - h*0.05}, pt{x + w*0.7, y - h*0.02}, pt{x + w*0.97, y + h*0.4}), hex(0x8fbce0))
	m := pt{x + w*0.26, y + h*0.0}
	c.fill(circle(m, h*0.3), flat(hex(0xfbd9bd)))
	c.colourIn(circle(m, h*0.3), hex(0xfbd9bd))
	c.kidFace(m, h*0.27, hex(0x5a3a2c))
	c.crayon(3.5, hex(0x3a2a24), m.add(pt{-4, -h * 0.26}), m.add(pt{4, -h * 0.36}), m.add(pt{12, -h * 0.28}))
	c.colourIn(rect(x-w*0.03, y+h*0.75, w*1.06, h*0.1), hex(0xa8683c))
	for i := range 9 {
		c.crayon(7, hex(0xb97a48), pt{x + w*float32(i)/8, y + h*0.2}, pt{x + w*float32(i)/8, y + h*0.84})
	}
	c.crayon(10, hex(0xa8683c), pt{x - w*0.03, y + h*0.2}, pt{x + w*1.03, y + h*0.2})
	for _, t := range []float32{0, 1} {
		c.crayon(12, hex(0xa8683c), pt{x + w*t, y - h*0.2}, pt{x + w*t, y + h*1.1})
	}
	c.kidPerson(pt{c.w * 0.18, c.h * 0.95}, c.h*0.46, kidLooks{hair: 0x2f2622, top: 0xe0607e, bottom: 0xfbd9bd, dress: true, plaits: true})
	c.kidPerson(pt{c.w * 0.89, c.h * 0.95}, c.h*0.6, kidLooks{hair: 0x3a2a24, top: 0x5a9a78, bottom: 0x4a5068, dress: true})
	c.paper(0.1, 0.06)
}

// starPoints is a five-pointed star.
func starPoints(p pt, r float32) []pt {
	var o []pt
	for i := range 10 {
		k := r
		if i%2 == 1 {
			k = r * 0.45
		}
		o = append(o, polar(p, k, -pi/2+pi*float32(i)/5))
	}
	return o
}

func nightWithMoon(c *canvas) {
	c.crayonPaper(0x2f3a66)
	c.crayonGround(c.frame(), -0.3, 0x2a3570, 0x3f4f94)
	c.colourIn(circle(pt{c.w * 0.3, c.h * 0.24}, c.w*0.15), hex(0xf7dc7a))
	c.kidFace(pt{c.w * 0.3, c.h * 0.24}, c.w*0.12, hex(0x9a6a2a))
	for range 17 {
		p := pt{c.f(0.03, 0.97) * c.w, c.f(0.03, 0.55) * c.h}
		if hypot(p.x-c.w*0.3, p.y-c.h*0.24) < c.w*0.22 {
			continue
		}
		c.colourIn(area(starPoints(p, c.f(9, 20))...), c.pick(0xf9d65a, 0xfff0b0, 0xf6b24a))
	}
	y := func(x float32) float32 { return c.h*0.76 - 46*sin(x/c.w*pi+0.3) }
	c.fill(c.under(12, y), flat(hex(0x2f5a58)))
	c.crayonGround(c.under(12, y), -0.2, 0x3f7a66, 0x2f6a5e)
	c.kidHouse(pt{c.w * 0.66, c.h * 0.8}, c.h*0.2, 0xe8b878, 0xb8483a)
	c.kidTree(pt{c.w * 0.88, c.h * 0.85}, c.h*0.22, 0x4a8f6a, 0)
	c.kidPerson(pt{c.w * 0.24, c.h * 0.94}, c.h*0.27, kidLooks{hair: 0x1f1a18, top: 0xd9543f, bottom: 0x5a5a78})
	c.kidPerson(pt{c.w * 0.42, c.h * 0.95}, c.h*0.18, kidLooks{hair: 0x1f1a18, top: 0xf0a02f, bottom: 0xfbd9bd, dress: true, plaits: true})
	c.paper(0.08, 0.05)
}

func butterflyGarden(c *canvas) {
	c.meadow(0.5, 0xa9d86a, 0xbfe3f2)
	for i := range 11 {
		x := c.w * (float32(i) + 0.5) / 11
		c.kidFlower(pt{x, c.h * (0.97 - 0.13*float32(i%3))}, c.h*c.f(0.24, 0.4), []uint32{0xe2483d, 0xf0709a, 0x8a63b8, 0xf2a33a, 0x4a94c4}[i%5])
	}
	c.kidButterfly(pt{c.w * 0.28, c.h * 0.26}, c.h*0.2, 0xf08a4a, 0xf6d04a)
	c.kidButterfly(pt{c.w * 0.68, c.h * 0.2}, c.h*0.26, 0x5a8fd0, 0xe0709a)
	c.kidButterfly(pt{c.w * 0.5, c.h * 0.44}, c.h*0.13, 0xe0607e, 0x8a63b8)
	c.kidSun(pt{c.w * 0.93, c.h * 0.08}, c.h*0.09, false)
	c.paper(0.1, 0.06)
}
