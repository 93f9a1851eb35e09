package art

// nursery is a child's room at a window: cot, curtain, mobile, a bear on the
// sill, and the weather outside.
func nursery(s sky, wall, curtain, cot colour, night bool) func(*canvas) {
	return func(c *canvas) {
		cloud := cloudTile()
		c.fill(c.frame(), shaded(func(x, y float32) colour {
			d := hypot(x-c.w*0.5, y-c.h*0.35) / c.w
			return wall.scale(1.1 - 0.65*clamp01(d)).shift((cloud.near(int(x*0.5), int(y*0.5)) - 0.5) * 0.03)
		}))
		x, y, w, h := c.w*0.24, c.h*0.09, c.w*0.52, c.h*0.46
		c.windowView(x, y, w, h, s, night)
		frame := wall.mix(hex(0xffffff), 0.55)
		for _, r := range []shape{rect(x-9, y-9, w+18, 10), rect(x-9, y, 10, h), rect(x+w-1, y, 10, h), rect(x+w/2-4, y, 8, h), rect(x, y+h*0.36, w, 7)} {
			c.fill(r, fade(y, frame, y+h, frame.scale(0.8)))
		}
		c.fill(rect(x-26, y+h, w+52, 17), fade(y+h, frame, y+h+17, frame.scale(0.62)))
		c.bear(pt{x + w*0.8, y + h}, h*0.3, hex(0xb07a48))
		c.pottedPlant(pt{x + w*0.12, y + h}, h*0.3)
		for _, side := range []float32{-1, 1} {
			c.drape(c.w/2+side*w*0.6, y-20, w*0.3, h*1.36, side, curtain)
		}
		floor := c.h * 0.83
		c.fill(rect(-5, floor, c.w+10, c.h), fade(floor, cot.scale(0.55), c.h, cot.scale(0.28)))
		c.soft(area(pt{x + w*0.1, floor}, pt{x + w*0.95, floor}, pt{x + w*1.35, c.h + 20}, pt{x - w*0.1, c.h + 20}), 26, flat(s.halo).as(screen).a(0.4))
		c.cot(pt{c.w * 0.5, c.h * 0.9}, c.w*0.62, c.h*0.26, cot)
		c.mobile(pt{c.w * 0.5, -5}, c.h*0.36, c.w*0.17)
		c.glow(pt{x + w/2, y + h*0.6}, c.w*0.62, s.halo, 0.32)
		if night {
			c.nightstand(pt{c.w * 0.1, c.h * 0.69}, cot)
			c.glow(pt{c.w * 0.13, c.h * 0.62}, c.w*0.3, hex(0xffb45c), 0.6)
			c.fill(lathe(pt{c.w * 0.1, c.h * 0.66}, pt{46, 0}, pt{40, 30}, pt{24, 74}), fade(c.h*0.56, hex(0xffe9b8), c.h*0.66, hex(0xffbf68)))
		}
		c.photo(lens{bloom: 0.6, knee: 0.6, vignette: 0.5, grain: 6, warm: 0.5, contrast: 0.25})
	}
}

// nightstand carries the lamp; p is the middle of its top.
func (c *canvas) nightstand(p pt, wood colour) {
	c.fill(rect(p.x-7, p.y-46, 14, 48), flat(wood.scale(0.8)))
	c.fill(rect(p.x-78, p.y, 156, c.h*0.19), fade(p.y, wood.scale(0.9), c.h, wood.scale(0.35)))
	c.fill(rect(p.x-84, p.y-4, 168, 12), flat(wood.mix(hex(0xffd9a0), 0.35)))
	c.fill(rect(p.x-62, p.y+26, 124, 44), flat(wood.scale(0.6)))
	c.fill(circle(pt{p.x, p.y + 48}, 6), flat(hex(0xe0b878)))
}

// windowView is the sky and garden beyond the panes.
func (c *canvas) windowView(x, y, w, h float32, s sky, night bool) {
	c.clip(rect(x, y, w, h), func() {
		c.fill(rect(x, y, w, h), shaded(func(_, py float32) colour { return s.air.at((py - y) / h) }))
		if night {
			for range 60 {
				c.dab(pt{x + c.f(0, w), y + c.f(0, h*0.7)}, 1.1, 1.1, 0, 0.4, hex(0xffffff), c.f(0.3, 0.9))
			}
			c.glow(pt{x + w*0.72, y + h*0.22}, w*0.26, hex(0xfff0c8), 0.7)
			c.dab(pt{x + w*0.72, y + h*0.22}, w*0.06, w*0.06, 0, 0.05, hex(0xfff6dc), 1)
		} else {
			for range 9 {
				c.dab(pt{x + c.f(0, w), y + c.f(0.05, 0.4)*h}, c.f(30, 70), c.f(8, 16), 0, 1, hex(0xffffff), 0.5)
			}
		}
		tones := ramp{[]colour{s.shade.scale(0.6), s.shade, s.lit}, []float32{0, 0.55, 1}}
		for i := range 9 {
			p := pt{x + w*float32(i)/8, y + h*c.f(0.82, 1.0)}
			c.foliage(p, w*0.13, h*c.f(0.14, 0.28), 130, 9, tones)
		}
		c.soft(rect(x, y+h*0.5, w, h*0.5), 60, flat(hex(0xffffff)).as(screen).a(0.1))
	})
}

// drape is one gathered curtain.
func (c *canvas) drape(x, y, w, h, side float32, col colour) {
	s := area(append(curve(pt{x - w/2, y}, pt{x - w*0.42, y + h*0.5}, pt{x - w*0.5, y + h}), curve(pt{x + w*0.5, y + h}, pt{x + w*0.42, y + h*0.5}, pt{x + w/2, y})...)...)
	c.soft(s.warp(func(p pt) pt { return p.add(pt{8, 6}) }), 12, flat(hex(0x140c08)).a(0.35))
	c.fill(s, shaded(func(px, py float32) colour {
		t := (px - x) / w
		fold := sin(t*26+0.8*sin(py*0.006)) + 0.5*sin(t*61)
		lit := 0.5 - side*t*0.9
		return col.scale(0.74 + 0.17*fold + 0.34*clamp01(lit))
	}))
}

func (c *canvas) bear(p pt, h float32, fur colour) {
	lit, dark := fur.mix(hex(0xffe9c8), 0.45), fur.scale(0.4)
	part := func(x, y, rx, ry float32) {
		q := pt{p.x + x*h, p.y - y*h}
		c.fill(ellipse(q.x, q.y, rx*h, ry*h), ball(q.x-rx*h*0.3, q.y-ry*h*0.45, max(rx, ry)*h*1.7, lit, fur, dark))
	}
	for _, s := range []float32{-1, 1} {
		part(s*0.22, 0.97, 0.1, 0.1)
		part(s*0.24, 0.1, 0.14, 0.12)
		part(s*0.3, 0.4, 0.09, 0.17)
	}
	part(0, 0.32, 0.26, 0.32)
	part(0, 0.78, 0.27, 0.24)
	c.fill(ellipse(p.x, p.y-h*0.72, h*0.12, h*0.09), flat(lit.mix(hex(0xffffff), 0.3)))
	ink := flat(hex(0x2a1a12))
	c.fill(circle(pt{p.x - h*0.09, p.y - h*0.83}, h*0.025).with(circle(pt{p.x + h*0.09, p.y - h*0.83}, h*0.025), ellipse(p.x, p.y-h*0.75, h*0.04, h*0.028)), ink)
	c.fill(loop(pt{p.x, p.y - h*0.56}, pt{p.x - h*0.16, p.y - h*0.62}, pt{p.x - h*0.15, p.y - h*0.48}).with(loop(pt{p.x, p.y - h*0.56}, pt{p.x + h*0.16, p.y - h*0.62}, pt{p.x + h*0.15, p.y - h*0.48})), flat(hex(0xc9403a)))
}

func (c *canvas) pottedPlant(p pt, h float32) {
	clay := hex(0xb8653c)
	for range 13 {
		a := -pi/2 + c.f(-1.1, 1.1)
		b := pt{p.x, p.y - h*0.42}
		l := h * c.f(0.5, 0.9)
		c.fill(leaf(h*0.13, b, polar(b, l*0.6, a), polar(b, l, a+c.f(-0.4, 0.4))), flat(hex(0x4f8048).scale(c.f(0.6, 1.3))))
	}
	c.fill(lathe(p, pt{h * 0.2, 0}, pt{h * 0.25, h * 0.22}, pt{h * 0.29, h * 0.42}), turned(p.x, h*0.29, clay.mix(hex(0xffffff), 0.3), clay, clay.scale(0.4)))
	c.fill(rect(p.x-h*0.32, p.y-h*0.47, h*0.64, h*0.1), turned(p.x, h*0.32, clay.mix(hex(0xffffff), 0.35), clay, clay.scale(0.4)))
}

// cot is a baby's bed with bars, its middle front foot at p.
func (c *canvas) cot(p pt, w, h float32, wood colour) {
	lit := wood.mix(hex(0xffffff), 0.25)
	c.soft(rect(p.x-w*0.5, p.y-h*0.04, w, h*0.12), 12, flat(hex(0x100a06)).a(0.5))
	c.fill(rect(p.x-w/2, p.y-h*0.72, w, h*0.5), flat(wood.scale(0.35)))
	quilt := loop(pt{p.x - w*0.46, p.y - h*0.42}, pt{p.x - w*0.3, p.y - h*0.66}, pt{p.x - w*0.02, p.y - h*0.72}, pt{p.x + w*0.28, p.y - h*0.66}, pt{p.x + w*0.47, p.y - h*0.42}, pt{p.x + w*0.4, p.y - h*0.24}, pt{p.x - w*0.4, p.y - h*0.24})
	c.fill(quilt, fade(p.y-h*0.72, hex(0xfdf3e2), p.y-h*0.24, hex(0xc9b7a0)))
	head := pt{p.x - w*0.3, p.y - h*0.66}
	c.fill(ellipse(head.x, head.y+h*0.02, w*0.1, h*0.1), flat(hex(0xffffff).scale(0.94)))
	c.fill(circle(head, h*0.105), ball(head.x-h*0.03, head.y-h*0.05, h*0.2, hex(0xffe4cc), hex(0xf3c4a2), hex(0xb07a5c)))
	c.fill(moon(h*0.05, h*0.015).place(pt{head.x - h*0.03, head.y + h*0.01}, 1, pi).with(moon(h*0.05, h*0.015).place(pt{head.x + h*0.045, head.y + h*0.01}, 1, pi)), flat(hex(0x6a3f2c)))
	c.fill(loop(head.add(pt{-h * 0.105, -h * 0.02}), head.add(pt{-h * 0.05, -h * 0.11}), head.add(pt{h * 0.05, -h * 0.11}), head.add(pt{h * 0.1, -h * 0.03}), head.add(pt{0, -h * 0.065})), flat(hex(0x33231c)))
	for i := range 19 {
		x := p.x - w/2 + w*float32(i)/18
		c.fill(rect(x-3.2, p.y-h*0.68, 6.4, h*0.56), turned(x, 4, lit, wood, wood.scale(0.5)))
	}
	for _, y := range []float32{0.72, 0.16} {
		c.fill(rect(p.x-w*0.52, p.y-h*y, w*1.04, h*0.06), fade(p.y-h*y, lit, p.y-h*(y-0.06), wood.scale(0.7)))
	}
	for _, s := range []float32{-1, 1} {
		x := p.x + s*w*0.5
		c.fill(rect(x-9, p.y-h*0.92, 18, h*0.95), turned(x, 9, lit, wood, wood.scale(0.45)))
		c.fill(circle(pt{x, p.y - h*0.95}, 13), ball(x-4, p.y-h*0.97, 20, lit, wood, wood.scale(0.5)))
	}
}

// mobile hangs from p: stars and moons on threads.
func (c *canvas) mobile(p pt, h, w float32) {
	c.fill(line(1.4, p, pt{p.x, p.y + h*0.5}), flat(hex(0x8a7a6a)))
	c.fill(line(4, curve(pt{p.x - w, p.y + h*0.54}, pt{p.x, p.y + h*0.49}, pt{p.x + w, p.y + h*0.54})...), flat(hex(0xd9b884)))
	for i := range 5 {
		x := p.x + w*(float32(i)-2)/2.05
		y := p.y + h*(0.72+0.12*float32(i%2)+0.05*float32(i%3))
		c.fill(line(1.1, pt{x, p.y + h*0.52}, pt{x, y}), flat(hex(0x8a7a6a)))
		col := []colour{hex(0xf2c14a), hex(0xe98a84), hex(0x86b6c9), hex(0xf2c14a), hex(0xa9c48a)}[i]
		if i%2 == 0 {
			c.fill(area(starPoints(pt{x, y + 13}, 17)...), fade(y-4, col.mix(hex(0xffffff), 0.35), y+30, col.scale(0.75)))
		} else {
			c.fill(circle(pt{x, y + 13}, 14).with(circle(pt{x + 6, y + 10}, 11).reversed()), fade(y, col.mix(hex(0xffffff), 0.3), y+28, col.scale(0.75)))
		}
	}
}

// rainyPane is a window after rain at night: drops in focus, the town behind
// it all lights.
func rainyPane(deep colour, lights []uint32) func(*canvas) {
	return func(c *canvas) {
		c.fill(c.frame(), fade(0, deep.scale(0.6), c.h, deep.mix(hex(lights[0]), 0.18)))
		c.bokeh(70, 0, c.h*0.3, c.w, c.h*0.85, c.w*0.055, lights...)
		c.soft(rect(-20, c.h*0.84, c.w+40, c.h*0.3), 30, flat(deep.scale(0.3)).a(0.8))
		for range 430 {
			p := pt{c.f(0, c.w), c.f(0, c.h*0.9)}
			r := 1.5 + 8*pow(c.f(0, 1), 4)
			c.dab(p.add(pt{r * 0.15, r * 0.3}), r, r*1.15, 0, 0.2, deep.scale(0.35), 0.5)
			c.dab(p, r*0.9, r, 0, 0.25, hex(lights[c.n(len(lights))]).mix(deep, 0.35), 0.6)
			c.dab(p.add(pt{-r * 0.25, -r * 0.35}), r*0.28, r*0.25, 0, 0.3, hex(0xffffff), 0.8)
		}
		for range 9 {
			x, y := c.f(0.05, 0.95)*c.w, c.f(0, 0.3)*c.h
			n := c.wave()
			var l []pt
			for i := range 12 {
				l = append(l, pt{x + 7*n.at(float32(i)*0.7), y + float32(i)*c.h*0.03})
			}
			c.fill(taper(1.5, 5, curve(l...)...), flat(hex(0xffffff)).as(screen).a(0.16))
			c.dab(l[11], 5, 8, 0, 0.2, hex(0xffffff), 0.35)
		}
		sill := c.h * 0.9
		c.fill(rect(-5, sill, c.w+10, c.h), fade(sill, hex(0x6a4a34), c.h, hex(0x2a1a12)))
		c.paperBoat(pt{c.w * 0.34, sill + 16}, c.w*0.2)
		c.bear(pt{c.w * 0.7, sill + 20}, c.h*0.2, hex(0xb88a58))
		c.film()
	}
}

func (c *canvas) paperBoat(p pt, w float32) {
	c.soft(ellipse(p.x, p.y, w*0.4, w*0.06), 8, flat(hex(0x0a0604)).a(0.7))
	white := hex(0xf6efe2)
	c.fill(area(pt{p.x, p.y - w*0.62}, pt{p.x + w*0.22, p.y - w*0.18}, pt{p.x - w*0.22, p.y - w*0.18}), flat(white.scale(0.86)))
	c.fill(area(pt{p.x, p.y - w*0.62}, pt{p.x + w*0.02, p.y - w*0.18}, pt{p.x - w*0.22, p.y - w*0.18}), flat(white))
	c.fill(area(pt{p.x - w*0.56, p.y - w*0.32}, pt{p.x, p.y - w*0.2}, pt{p.x + w*0.56, p.y - w*0.32}, pt{p.x + w*0.3, p.y}, pt{p.x - w*0.3, p.y}), fade(p.y-w*0.3, white, p.y, white.scale(0.62)))
	c.fill(area(pt{p.x, p.y - w*0.2}, pt{p.x + w*0.56, p.y - w*0.32}, pt{p.x + w*0.3, p.y}), flat(white.scale(0.66)).a(0.6))
}
