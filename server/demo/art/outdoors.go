package art

// kitesOver is a square with people and a sky full of kites.
func kitesOver(s sky, ground colour, hues []uint32) func(*canvas) {
	return func(c *canvas) {
		hz := c.h * 0.83
		s := s.on(c)
		c.paintSky(s, hz+10)
		haze := s.air.at(1)
		c.skyline(hz, haze.mix(hex(0x5c6f8c), 0.4))
		c.trees(func(float32) float32 { return hz + 8 }, 30, 14, hex(0x3f5d45).mix(haze, 0.25), hex(0x86a05a).mix(haze, 0.25))
		c.fill(rect(-5, hz+6, c.w+10, c.h), fade(hz, ground.mix(haze, 0.4), c.h, ground.scale(0.75)))
		for i := range 11 {
			t := c.f(0, 1)
			p := pt{c.w * (0.06 + 0.085*float32(i) + c.f(-0.02, 0.02)), lerp(hz+16, c.h*0.95, t)}
			k := lerp(44, 112, t)
			dark := hex(0x25303c).mix(haze, 0.25*(1-t))
			c.soft(ellipse(p.x-k*0.25, p.y, k*0.5, k*0.05), k*0.04, flat(dark).a(0.45))
			switch i % 3 {
			case 0:
				c.fill(handInHand(p, k, 1, i%2 == 0), flat(dark))
			case 1:
				c.flyer(p, k, dark, hues, i)
			default:
				c.fill(toddler(p, k*0.6, c.f(-0.05, 0.05), i%2 == 0), flat(dark))
			}
		}
		for i := range 7 {
			at := pt{c.w * c.f(0.08, 0.92), c.h * c.f(0.08, 0.5)}
			c.kite(at, c.f(14, 26), i+c.n(3), hues)
		}
		c.sunWash(s, 0.25)
		c.photo(lens{bloom: 0.4, knee: 0.66, vignette: 0.35, grain: 5, warm: 0.5, contrast: 0.28})
	}
}

// flyer is somebody holding a line with a kite at its end.
func (c *canvas) flyer(p pt, k float32, dark colour, hues []uint32, i int) {
	side := float32(i%2*2 - 1)
	hand := p.add(pt{side * k * 0.36, -k * 0.98})
	c.fill(standing(p, k, -0.04*side).with(arm(k, p.add(pt{side * k * 0.12, -k * 0.77}), p.add(pt{side * k * 0.26, -k * 0.82}), hand)), flat(dark))
	at := pt{p.x + side*c.w*c.f(0.1, 0.2), c.h * c.f(0.12, 0.42)}
	mid := hand.mix(at, 0.5).add(pt{0, 40})
	c.fill(line(0.9, curve(hand, mid, at)...), flat(hex(0xffffff)).a(0.55))
	c.kite(at, c.f(34, 54), i, hues)
}

// kite draws one of a diamond, a swallow or a round kite, with tails.
func (c *canvas) kite(p pt, r float32, kind int, hues []uint32) {
	a := c.f(-0.35, 0.35)
	one, two := c.pick(hues...), c.pick(hues...)
	tail := func(x float32, col colour) {
		n := c.wave()
		var l []pt
		for i := range 12 {
			t := float32(i) / 11
			l = append(l, pt{x + r*0.35*n.at(t*3)*t, r*0.8 + r*2.2*t})
		}
		c.fill(taper(r*0.1, r*0.04, curve(l...)...).place(p, 1, a), flat(col))
	}
	switch kind % 3 {
	case 0:
		tail(0, two)
		c.fill(area(pt{0, -r}, pt{r * 0.7, 0}, pt{0, r}, pt{-r * 0.7, 0}).place(p, 1, a), flat(one))
		c.fill(area(pt{0, -r}, pt{r * 0.7, 0}, pt{0, 0}).with(area(pt{0, 0}, pt{0, r}, pt{-r * 0.7, 0})).place(p, 1, a), flat(two))
	case 1:
		wing := loop(pt{0, -r * 0.5}, pt{r * 0.7, -r * 0.75}, pt{r * 1.3, -r * 0.2}, pt{r * 0.6, -r * 0.05}, pt{r * 0.25, r * 0.3}, pt{r * 0.55, r * 1.2}, pt{0, r * 0.45})
		c.fill(wing.place(p, 1, a), flat(one))
		c.fill(wing.mirror(0).place(p, 1, a), flat(one))
		c.fill(circle(pt{r * 0.65, -r * 0.4}, r*0.16).with(circle(pt{-r * 0.65, -r * 0.4}, r*0.16), ellipse(0, -r*0.2, r*0.17, r*0.4)).place(p, 1, a), flat(two))
	default:
		tail(-r*0.4, two)
		tail(r*0.4, one)
		c.fill(circle(pt{}, r*0.85).place(p, 1, a), flat(one))
		c.fill(circle(pt{}, r*0.55).place(p, 1, a), flat(two))
		c.fill(circle(pt{}, r*0.25).place(p, 1, a), flat(one))
	}
}

// skyline is a far row of buildings.
func (c *canvas) skyline(hz float32, col colour) {
	for x := float32(-20); x < c.w; x += c.f(18, 52) {
		h := c.f(14, 60) * (0.5 + 0.5*noise2(x*0.006, 0, 3))
		c.fill(rect(x, hz-h, c.f(20, 56), h+8), flat(col.shift(c.f(-0.03, 0.03))))
	}
}

// playground is the golden hour: swing, slide and long shadows.
func playground(s sky, ground, dark colour, slide bool) func(*canvas) {
	return func(c *canvas) {
		hz := c.h * 0.7
		s := s.on(c)
		c.paintSky(s, hz+20)
		haze := s.air.at(1).mix(s.halo, 0.4)
		for i := range 2 {
			t := float32(i)
			c.trees(func(x float32) float32 { return hz + 8 + 4*t + 5*sin(x*0.01+t) }, lerp(58, 90, t), lerp(18, 34, t), dark.mix(haze, 0.72-0.2*t), s.halo.mix(haze, 0.4))
		}
		c.fill(rect(-5, hz+6, c.w+10, c.h), fade(hz, ground.mix(s.halo, 0.55), c.h, ground.scale(0.6)))
		c.glow(s.sun, c.w*0.4, s.halo, 0.4)
		gear := c.swingSet(pt{c.w * 0.38, c.h * 0.86}, c.h*0.42)
		watch := pt{c.w * 0.86, c.h * 0.87}
		if slide {
			gear = gear.with(c.slideSet(pt{c.w * 0.78, c.h * 0.86}, c.h*0.3))
			watch.x = c.w * 0.12
		}
		gear = gear.with(standing(watch, c.h*0.24, 0.02))
		foot := c.h * 0.86
		sh := gear.warp(func(p pt) pt {
			d := (foot - p.y) * 0.55
			return pt{p.x + (p.x-s.sun.x)*0.0016*d + (c.w*0.5-s.sun.x)*d*0.0015, foot + d*0.62}
		}).reversed()
		c.soft(sh, 3, flat(dark.mix(ground, 0.25)).a(0.55))
		c.fill(gear, flat(dark))
		c.blades(700, func(x float32) float32 { return c.h + 14 }, 46, ramp{[]colour{dark, ground.scale(0.5), s.halo.mix(ground, 0.5)}, []float32{0, 0.7, 1}})
		c.sunWash(s, 0.16)
		c.photo(lens{bloom: 0.5, knee: 0.6, vignette: 0.45, grain: 6, warm: 0.8, contrast: 0.38})
	}
}

// swingSet stands at p, h tall; a child flies high on it.
func (c *canvas) swingSet(p pt, h float32) shape {
	w := h * 0.55
	s := line(h*0.028, pt{p.x - w*1.1, p.y}, pt{p.x - w*0.9, p.y - h}).with(
		line(h*0.028, pt{p.x - w*0.7, p.y}, pt{p.x - w*0.9, p.y - h}),
		line(h*0.028, pt{p.x + w*1.1, p.y}, pt{p.x + w*0.9, p.y - h}),
		line(h*0.028, pt{p.x + w*0.7, p.y}, pt{p.x + w*0.9, p.y - h}),
		line(h*0.03, pt{p.x - w*0.95, p.y - h}, pt{p.x + w*0.95, p.y - h}))
	top := pt{p.x + w*0.2, p.y - h}
	seat := polar(top, h*0.74, pi/2-0.75)
	s = s.with(line(h*0.01, top.add(pt{-h * 0.02, 0}), seat.add(pt{-h * 0.03, 0})), line(h*0.01, top.add(pt{h * 0.06, 0}), seat.add(pt{h * 0.05, 0})))
	kid := loop(pt{-0.1, -0.02}, pt{-0.1, -0.24}, pt{-0.03, -0.3}, pt{0.05, -0.26}, pt{0.07, -0.06}, pt{0.24, -0.1}, pt{0.42, -0.2},
		pt{0.44, -0.15}, pt{0.26, 0.0}, pt{0.05, 0.05}).with(circle(pt{-0.03, -0.38}, 0.085), line(0.04, pt{0.03, -0.24}, pt{0.14, -0.32}),
		leaf(0.06, pt{-0.1, -0.4}, pt{-0.2, -0.42}, pt{-0.26, -0.34}))
	s = s.with(kid.place(seat, h*0.55, -0.35), line(h*0.022, seat.add(pt{-h * 0.06, h * 0.03}), seat.add(pt{h * 0.07, -h * 0.02})))
	still := pt{p.x - w*0.5, p.y - h}
	return s.with(line(h*0.01, still.add(pt{-h * 0.05, 0}), still.add(pt{-h * 0.05, h * 0.7})), line(h*0.01, still.add(pt{h * 0.05, 0}), still.add(pt{h * 0.05, h * 0.7})),
		rect(still.x-h*0.07, still.y+h*0.7, h*0.14, h*0.02))
}

func (c *canvas) slideSet(p pt, h float32) shape {
	s := line(h*0.04, pt{p.x + h*0.5, p.y}, pt{p.x + h*0.36, p.y - h*0.8}).with(line(h*0.04, pt{p.x + h*0.72, p.y}, pt{p.x + h*0.56, p.y - h*0.8}))
	for i := range 5 {
		t := float32(i+1) / 6
		y := p.y - h*0.8*t
		s = s.with(line(h*0.025, pt{p.x + h*(0.5-0.14*t), y}, pt{p.x + h*(0.72-0.16*t), y}))
	}
	s = s.with(rect(p.x+h*0.2, p.y-h*0.82, h*0.38, h*0.04),
		line(h*0.06, curve(pt{p.x + h*0.24, p.y - h*0.8}, pt{p.x - h*0.1, p.y - h*0.45}, pt{p.x - h*0.5, p.y - h*0.08}, pt{p.x - h*0.75, p.y - h*0.05})...),
		line(h*0.03, pt{p.x + h*0.24, p.y - h*0.8}, pt{p.x + h*0.24, p.y - h*1.1}, pt{p.x + h*0.56, p.y - h*1.1}, pt{p.x + h*0.56, p.y - h*0.8}))
	return s.with(toddler(pt{p.x + h*0.4, p.y - h*0.8}, h*0.52, 0, false))
}

// silhouettes are people on a ridge against the evening; what they do is act.
func silhouettes(s sky, dark colour, act func(c *canvas, ground func(float32) float32) shape) func(*canvas) {
	return func(c *canvas) {
		hz := c.h * 0.8
		s := s.on(c)
		c.paintSky(s, c.h)
		haze := s.air.at(1)
		for i := range 3 {
			y := ridgeline(c.wave(), hz+6+16*float32(i), c.h*0.1, 0.004, 4)
			c.fill(c.under(4, y), c.ridgePaint(y, hz, c.h*0.1, haze.mix(dark, 0.2+0.18*float32(i)), haze, 0.5))
			c.mist(hz+10+14*float32(i), 14, haze.mix(s.halo, 0.4), 0.4)
		}
		n := c.wave()
		ground := func(x float32) float32 { return hz + c.h*0.075 + 16*n.fbm(x*0.003, 2) - 10*sin(x/c.w*pi) }
		c.fill(c.under(4, ground), fade(hz, dark.mix(s.halo, 0.12), c.h, dark))
		c.blades(900, ground, 15, ramp{[]colour{dark, dark.mix(s.halo, 0.3)}, []float32{0, 1}})
		c.fill(act(c, ground), flat(dark))
		c.blades(260, func(float32) float32 { return c.h + 10 }, 60, ramp{[]colour{dark.scale(0.7), dark.mix(s.halo, 0.2)}, []float32{0, 1}})
		c.photo(lens{bloom: 0.6, knee: 0.55, vignette: 0.4, grain: 6, warm: 0.6, contrast: 0.3})
	}
}
