package art

// inkHills is a river landscape: washes of mountains, a boat, a pavilion among
// pines, much empty paper.
func inkHills(paper uint32, cool colour, sun bool) func(*canvas) {
	return func(c *canvas) {
		c.ricePaper(paper)
		if sun {
			c.wash(circle(pt{c.w * 0.72, c.h * 0.17}, c.w*0.055), hex(0xd0402c), 0.95, 0.3, 1)
		}
		far := inkTone(0.45).mix(cool, 0.6)
		for i := range 4 {
			t := float32(i) / 3
			base := c.h * lerp(0.42, 0.86, t)
			x0 := c.w * []float32{0.5, 0.15, 0.75, 0.1}[i]
			tone := far.mix(inkTone(0.85), t*0.75)
			c.inkPeak(x0, base, c.w*lerp(0.42, 0.34, t), c.h*lerp(0.26, 0.3, t)*(1-0.2*float32(i/3)), tone, t)
			for range 3 {
				c.mist(base+34, c.h*0.05+16, hex(paper), 0.85)
			}
		}
		for range 9 {
			x := c.w * c.f(0.0, 0.32)
			c.inkPine(pt{x, c.h * c.f(0.86, 0.92)}, c.h*c.f(0.07, 0.14))
		}
		c.pavilion(pt{c.w * 0.24, c.h * 0.87}, c.w*0.085)
		c.inkBoat(pt{c.w * 0.66, c.h * 0.82}, c.w*0.15)
		for range 16 {
			p := pt{c.w * c.f(0.35, 0.95), c.h * c.f(0.84, 0.95)}
			c.brush(inkTone(0.3), 2.4, 0.6, drop, p, p.add(pt{c.f(20, 50), c.f(-2, 2)}), p.add(pt{c.f(60, 110), 0}))
		}
		for i := range 6 {
			p := pt{c.w * (0.42 + 0.035*float32(i)), c.h * (0.2 - 0.012*float32(i%3)*float32(i))}
			c.brush(inkTone(0.75), 2.2, 0.1, drop, p.add(pt{-11, -5}), p, p.add(pt{11, -6}))
		}
		c.seal(pt{c.w * 0.06, c.h * 0.06}, min(c.w, c.h)*0.065)
		c.paper(0.06, 0.07)
	}
}

// inkPeak is one mountain: a wash that pales to the foot, dry texture strokes
// down its flanks and dots of scrub on its crest.
func (c *canvas) inkPeak(x0, base, half, tall float32, tone colour, near float32) {
	n := c.wave()
	y := func(x float32) float32 {
		d := abs(x-x0) / half
		return base - tall*max(1-pow(d, 1.25), -0.4)*(0.86+0.3*n.fbm(x*0.012, 4))
	}
	var o []pt
	for x := x0 - half*1.25; x <= x0+half*1.25; x += 5 {
		o = append(o, pt{x, min(y(x), base+30)})
	}
	o = append(o, pt{x0 + half*1.25, base + 40}, pt{x0 - half*1.25, base + 40})
	c.wash(area(o...), tone, 0.5, 0.12, 3)
	k := shaded(func(px, py float32) colour { return tone.mix(hex(0xffffff), clamp01((py-y(px))/(tall*0.55))) })
	c.soft(area(o...), 2, k.as(multiply).a(0.8))
	for range 34 + int(40*near) {
		x := x0 + half*c.f(-0.9, 0.9)
		p := pt{x, y(x) + tall*c.f(0.01, 0.25)}
		side := float32(1)
		if x < x0 {
			side = -1
		}
		l := tall * c.f(0.1, 0.3)
		c.brush(tone.scale(0.8), lerp(5, 11, near), 0.85, thin, p, p.add(pt{side * l * 0.25, l * 0.5}), p.add(pt{side * l * 0.4, l}))
	}
	for range int(46 * (0.3 + near)) {
		x := x0 + half*c.f(-0.8, 0.8)
		c.wash(ellipse(x, y(x)+c.f(-2, 7), c.f(2, 5), c.f(1.5, 3.2)), tone.scale(0.5), 0.85, 0, 1)
	}
}

func (c *canvas) inkPine(p pt, h float32) {
	lean := c.f(-0.15, 0.2) * h
	top := p.add(pt{lean, -h})
	c.brush(inkTone(0.88), h*0.06, 0.4, thin, p, p.mix(top, 0.5).add(pt{c.f(-0.06, 0.06) * h, 0}), top)
	for i := range 7 {
		t := 0.35 + 0.65*float32(i)/6
		q := p.mix(top, t).add(pt{c.f(-0.3, 0.3) * h * (1.15 - t), c.f(-0.03, 0.03) * h})
		for j := range 11 {
			a := pi + pi*float32(j)/10
			c.fill(taper(1.5, 0.5, q, polar(q, h*0.1, a)), flat(inkTone(0.85)).as(multiply).a(0.8))
		}
		c.wash(ellipse(q.x, q.y-h*0.025, h*0.11, h*0.05), hex(0x4a6a5a), 0.55, 0.1, 2)
	}
}

func (c *canvas) pavilion(p pt, w float32) {
	ink := flat(inkTone(0.85)).as(multiply)
	for _, s := range []float32{-0.36, -0.14, 0.14, 0.36} {
		c.fill(line(w*0.035, pt{p.x + s*w, p.y}, pt{p.x + s*w, p.y - w*0.5}), ink)
	}
	for i := range 2 {
		k := 1 - 0.38*float32(i)
		y := p.y - w*(0.46+0.34*float32(i))
		roof := append(curve(pt{p.x - w*0.66*k, y - w*0.06}, pt{p.x - w*0.4*k, y + w*0.03}, pt{p.x + w*0.4*k, y + w*0.03}, pt{p.x + w*0.66*k, y - w*0.06}),
			curve(pt{p.x + w*0.3*k, y - w*0.2*k}, pt{p.x, y - w*0.38*k}, pt{p.x - w*0.3*k, y - w*0.2*k})...)
		c.wash(area(roof...), inkTone(0.8), 0.85, 0.4, 0)
	}
	c.fill(line(w*0.03, pt{p.x - w*0.5, p.y}, pt{p.x + w*0.5, p.y}), ink)
}

func (c *canvas) inkBoat(p pt, l float32) {
	c.brush(inkTone(0.85), l*0.055, 0.25, drop, p.add(pt{-l * 0.5, -l * 0.07}), p, p.add(pt{l * 0.5, -l * 0.08}))
	c.wash(loop(p.add(pt{-l * 0.2, -l * 0.03}), p.add(pt{-l * 0.16, -l * 0.16}), p.add(pt{0, -l * 0.2}), p.add(pt{l * 0.16, -l * 0.16}), p.add(pt{l * 0.2, -l * 0.03})), hex(0x8a6a44), 0.7, 0.6, 0)
	fig := standing(p.add(pt{l * 0.33, -l * 0.05}), l*0.3, 0.05)
	c.wash(fig, inkTone(0.9), 0.85, 0.2, 0)
	c.fill(line(1.6, p.add(pt{l * 0.27, -l * 0.34}), p.add(pt{l * 0.46, l * 0.09})), flat(inkTone(0.85)).as(multiply))
}

// henAndChicks is ink with a little yellow and red: a hen, her chicks, grass.
func henAndChicks(c *canvas) {
	c.ricePaper(0xf6efe0)
	c.hen(pt{c.w * 0.34, c.h * 0.5}, min(c.w, c.h)*0.46)
	spots := []pt{{0.62, 0.62}, {0.76, 0.56}, {0.7, 0.75}, {0.86, 0.7}, {0.5, 0.8}, {0.34, 0.82}}
	for i, q := range spots {
		c.chick(pt{q.x * c.w, q.y * c.h}, min(c.w, c.h)*c.f(0.085, 0.1), float32(i%2*2-1), i%3 == 2)
	}
	for range 30 {
		p := pt{c.w * c.f(0.4, 0.85), c.h * c.f(0.84, 0.94)}
		c.fill(ellipse(p.x, p.y, 2.4, 1.7), flat(hex(0xb8862a)))
	}
	for i := range 13 {
		p := pt{c.w * (0.03 + 0.022*float32(i)), c.h * 0.98}
		tip := p.add(pt{c.f(-60, 90), -c.h * c.f(0.1, 0.3)})
		c.brush(inkTone(0.7).mix(hex(0x5a7a4a), 0.5), 8, 0.4, thin, p, p.mix(tip, 0.5).add(pt{-12, -20}), tip)
	}
	for i := range 3 {
		c.brush(inkTone(0.4), 3, 0.4, thin, pt{c.w * 0.62, -10}, pt{c.w * (0.68 + 0.09*float32(i)), c.h * 0.12}, pt{c.w * (0.66 + 0.11*float32(i)), c.h * (0.2 + 0.05*float32(i))})
		for j := range 13 {
			p := pt{c.w*(0.66+0.1*float32(i)) + c.f(-24, 24), c.h*(0.1+0.03*float32(i)) + c.h*0.018*float32(j)}
			c.wash(ellipse(p.x, p.y, 11-0.5*float32(j), 7), hex(0x8a6ab0).mix(hex(0xc9a3d9), c.f(0, 1)), 0.8, 0.7, 0)
		}
	}
	c.seal(pt{c.w * 0.88, c.h * 0.89}, min(c.w, c.h)*0.065)
	c.paper(0.06, 0.07)
}

func (c *canvas) hen(p pt, k float32) {
	u := func(x, y float32) pt { return pt{p.x + x*k, p.y + y*k} }
	tail := []pt{u(-0.42, -0.12), u(-0.62, -0.32), u(-0.66, -0.14), u(-0.6, 0.0)}
	for i := range 7 {
		e := tail[1].mix(tail[3], float32(i)/6).add(pt{c.f(-8, 8), c.f(-8, 8)})
		c.brush(inkTone(0.9), k*0.085, 0.45, thin, u(-0.25, -0.02), u(-0.45, -0.14).mix(e, 0.3), e)
	}
	c.wash(loop(u(-0.45, -0.05), u(-0.2, -0.2), u(0.1, -0.16), u(0.22, -0.42), u(0.36, -0.44), u(0.4, -0.3), u(0.34, -0.05), u(0.28, 0.18), u(0.0, 0.3), u(-0.3, 0.2)), inkTone(0.55), 0.85, 0.4, 4)
	for range 70 {
		q := u(c.f(-0.35, 0.2), c.f(-0.12, 0.2))
		c.brush(inkTone(c.f(0.5, 0.9)), k*0.035, 0.4, drop, q, q.add(pt{-k * 0.04, k * 0.02}), q.add(pt{-k * 0.09, k * 0.035}))
	}
	for i := range 6 {
		q := u(0.05, 0.02+0.03*float32(i))
		c.brush(inkTone(0.88), k*0.05, 0.4, thin, q, u(-0.12, 0.06+0.03*float32(i)), u(-0.38, 0.04+0.04*float32(i)))
	}
	red := hex(0xc9301f)
	for i := range 4 {
		c.wash(circle(u(0.24+0.05*float32(i), -0.5+0.02*abs(float32(i)-1.2)), k*0.042), red, 0.95, 0.6, 0)
	}
	c.wash(ellipse(u(0.37, -0.27).x, u(0.37, -0.27).y, k*0.035, k*0.06).with(ellipse(u(0.34, -0.36).x, u(0.34, -0.36).y, k*0.05, k*0.045)), red, 0.95, 0.5, 0)
	c.fill(area(u(0.4, -0.4), u(0.51, -0.35), u(0.4, -0.32)), flat(hex(0xb8862a)))
	c.fill(circle(u(0.345, -0.385), k*0.02), flat(hex(0xf6efe0)))
	c.fill(circle(u(0.35, -0.385), k*0.013), flat(inkTone(1)))
	for _, x := range []float32{-0.08, 0.08} {
		c.brush(hex(0xb8862a).scale(0.8), k*0.028, 0.1, even, u(x, 0.26), u(x+0.01, 0.36), u(x+0.02, 0.44))
		for _, d := range []float32{-0.07, 0.03, 0.1} {
			c.brush(hex(0xb8862a).scale(0.8), k*0.02, 0.1, thin, u(x+0.02, 0.44), u(x+0.02+d*0.6, 0.455), u(x+0.02+d, 0.47))
		}
	}
}

func (c *canvas) chick(p pt, r, side float32, dark bool) {
	col := hex(0xe9b93a)
	if dark {
		col = inkTone(0.75)
	}
	u := func(x, y float32) pt { return pt{p.x + x*r*side, p.y + y*r} }
	for _, x := range []float32{-0.15, 0.2} {
		c.brush(hex(0xa8702a), r*0.07, 0.1, even, u(x, 0.6), u(x+0.03, 0.8), u(x+0.06, 1.0))
		c.brush(hex(0xa8702a), r*0.06, 0.1, thin, u(x+0.06, 1), u(x+0.16, 1.02), u(x+0.28, 1.04))
	}
	c.wash(ellipse(p.x, p.y+r*0.15, r*0.8, r*0.6), col, 0.9, 0.2, r*0.1)
	c.wash(circle(u(0.52, -0.42), r*0.45), col, 0.9, 0.2, r*0.07)
	c.brush(col.scale(0.55), r*0.22, 0.5, thin, u(0.1, 0.0), u(-0.25, 0.2), u(-0.6, 0.15))
	ink := flat(inkTone(0.98))
	c.fill(circle(u(0.62, -0.5), r*0.075), ink)
	c.fill(area(u(0.92, -0.5), u(1.15, -0.38), u(0.92, -0.32)), flat(hex(0xc97a2a)))
}
