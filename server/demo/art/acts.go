package art

// The acts are what the people in silhouettes do.

// onShoulders is a father who carries a child on his shoulders, mother beside.
func onShoulders(c *canvas, ground func(float32) float32) shape {
	k := c.h * 0.26
	p := pt{c.w * 0.38, ground(c.w*0.38) + 3}
	u := func(x, y float32) pt { return pt{p.x + x*k, p.y - y*k} }
	kid := loop(u(-0.055, 0.96), u(-0.1, 1.08), u(-0.075, 1.2), u(0.075, 1.2), u(0.1, 1.08), u(0.055, 0.96))
	s := standing(p, k, 0).with(kid, circle(u(0, 1.31), k*0.08), line(k*0.05, u(0, 1.18), u(0, 1.3)),
		leaf(k*0.06, u(-0.06, 1.35), u(-0.14, 1.33), u(-0.15, 1.22)), leaf(k*0.06, u(0.06, 1.35), u(0.14, 1.33), u(0.15, 1.22)),
		arm(k*0.8, u(-0.07, 1.17), u(-0.22, 1.2), u(-0.36, 1.27)), arm(k*0.8, u(0.07, 1.17), u(0.22, 1.2), u(0.37, 1.26)),
		arm(k, u(-0.12, 0.77), u(-0.25, 0.86), u(-0.1, 1.0)), arm(k, u(0.12, 0.77), u(0.25, 0.86), u(0.1, 1.0)))
	q := pt{c.w * 0.48, ground(c.w*0.48) + 3}
	return s.with(skirted(q, k*0.93, 1), dog(pt{c.w * 0.58, ground(c.w*0.58) + 3}, k*0.3))
}

// skirted is a woman in a dress, her hair in a bun, a bag in one hand.
func skirted(p pt, h, side float32) shape {
	u := func(x, y float32) pt { return pt{p.x + x*h*side, p.y - y*h} }
	o := loop(u(-0.05, 0.83), u(0.05, 0.83), u(0.11, 0.78), u(0.09, 0.6), u(0.13, 0.45), u(0.21, 0.2), u(0.07, 0.18), u(0.08, 0),
		u(0.02, 0), u(0.0, 0.18), u(-0.03, 0), u(-0.08, 0), u(-0.07, 0.18), u(-0.2, 0.2), u(-0.13, 0.45), u(-0.09, 0.6), u(-0.11, 0.78))
	hand := u(0.2, 0.44)
	return o.with(ellipse(u(0, 0.915).x, u(0, 0.915).y, h*0.065, h*0.078), circle(u(-0.06, 0.985), h*0.04), taper(h*0.06, h*0.06, u(0, 0.8), u(0, 0.9)),
		arm(h, u(0.1, 0.77), u(0.17, 0.6), hand), arm(h, u(-0.1, 0.77), u(-0.16, 0.6), u(-0.17, 0.44)),
		rect(hand.x-h*0.05, hand.y+h*0.02, h*0.1, h*0.11))
}

// dog trots at p, h high at the shoulder, facing right.
func dog(p pt, h float32) shape {
	u := func(x, y float32) pt { return pt{p.x + x*h, p.y - y*h} }
	return loop(u(-0.7, 0.9), u(-0.2, 0.86), u(0.35, 0.95), u(0.55, 1.2), u(0.72, 1.28), u(0.98, 1.08), u(0.95, 0.99), u(0.72, 0.98), u(0.55, 0.65), u(0.3, 0.5), u(-0.2, 0.5), u(-0.6, 0.5)).with(
		taper(h*0.14, h*0.09, u(-0.6, 0.6), u(-0.75, 0.3), u(-0.65, 0)), taper(h*0.14, h*0.09, u(-0.5, 0.6), u(-0.4, 0)),
		taper(h*0.13, h*0.09, u(0.35, 0.6), u(0.3, 0)), taper(h*0.13, h*0.09, u(0.45, 0.6), u(0.65, 0.02)),
		taper(h*0.1, h*0.04, curve(u(-0.66, 0.82), u(-0.92, 1.05), u(-0.95, 1.3))...), leaf(h*0.16, u(0.62, 1.2), u(0.58, 1.36), u(0.66, 1.42)))
}

// bench is two grandparents on a bench under a tree, a child in front.
func bench(c *canvas, ground func(float32) float32) shape {
	k := c.h * 0.3
	p := pt{c.w * 0.56, ground(c.w*0.56) + 2}
	s := rect(p.x-k*0.5, p.y-k*0.22, k*1.1, k*0.045).with(rect(p.x-k*0.5, p.y-k*0.5, k*1.1, k*0.04), rect(p.x-k*0.5, p.y-k*0.4, k*1.1, k*0.035),
		line(k*0.035, pt{p.x - k*0.44, p.y - k*0.5}, pt{p.x - k*0.44, p.y}), line(k*0.035, pt{p.x + k*0.54, p.y - k*0.5}, pt{p.x + k*0.54, p.y}))
	for i := range 2 {
		q := pt{p.x + k*(0.42*float32(i)-0.16), p.y}
		s = s.with(loop(pt{q.x - k*0.06, q.y - k*0.66}, pt{q.x + k*0.06, q.y - k*0.66}, pt{q.x + k*0.14, q.y - k*0.56}, pt{q.x + k*0.15, q.y - k*0.2}, pt{q.x - k*0.15, q.y - k*0.2}, pt{q.x - k*0.14, q.y - k*0.56}),
			ellipse(q.x+k*0.02*float32(1-2*i), q.y-k*0.75, k*0.07, k*0.08))
		if i == 1 {
			s = s.with(circle(pt{q.x + k*0.05, q.y - k*0.82}, k*0.04))
		} else {
			s = s.with(rect(q.x-k*0.07, q.y-k*0.84, k*0.17, k*0.05))
		}
	}
	s = s.with(toddler(pt{p.x - k*0.95, ground(p.x-k*0.95) + 2}, k*0.52, 0.06, true), arm(k*0.5, pt{p.x - k*0.9, p.y - k*0.36}, pt{p.x - k*0.78, p.y - k*0.42}, pt{p.x - k*0.7, p.y - k*0.52}))
	c.shadeTree(pt{c.w * 0.76, ground(c.w*0.76) + 4}, c.h*0.62)
	return s
}

// shadeTree is a broad old tree in silhouette, light between its leaves.
func (c *canvas) shadeTree(p pt, h float32) {
	dark := hex(0x1d1a1c)
	c.bareTree(p, h, dark, 4)
	tones := ramp{[]colour{dark, dark.shift(0.04), hex(0x7a4a2c)}, []float32{0, 0.75, 1}}
	for range 11 {
		q := p.add(pt{c.f(-0.42, 0.42) * h, -h * c.f(0.55, 0.98)})
		c.foliage(q, h*0.19, h*0.12, 240, h*0.011, tones)
	}
}

// bicycle is a parent who rides home with a child behind.
func bicycle(c *canvas, ground func(float32) float32) shape {
	k := c.h * 0.3
	x := c.w * 0.4
	p := pt{x, (ground(x-k*0.4)+ground(x+k*0.4))/2 + 1}
	u := func(x, y float32) pt { return pt{p.x + x*k, p.y - y*k} }
	ring := func(q pt, r float32) shape {
		return circle(q, r).with(circle(q, r*0.9).reversed())
	}
	s := ring(u(-0.38, 0.21), k*0.21).with(ring(u(0.42, 0.21), k*0.21))
	for i := range 8 {
		a := pi * float32(i) / 8
		for _, q := range []pt{u(-0.38, 0.21), u(0.42, 0.21)} {
			s = s.with(line(k*0.006, polar(q, k*0.2, a), polar(q, k*0.2, a+pi)))
		}
	}
	s = s.with(line(k*0.022, u(-0.38, 0.21), u(0.0, 0.2), u(0.33, 0.48), u(-0.1, 0.47), u(0.0, 0.2)), line(k*0.022, u(-0.1, 0.5), u(-0.38, 0.21)),
		line(k*0.024, u(0.42, 0.21), u(0.31, 0.6), u(0.24, 0.64)), line(k*0.02, u(-0.55, 0.46), u(-0.16, 0.46)))
	rider := loop(u(-0.17, 0.52), u(-0.14, 0.72), u(-0.02, 0.96), u(0.07, 0.98), u(0.11, 0.9), u(0.06, 0.7), u(0.04, 0.56), u(0.14, 0.44), u(0.1, 0.16), u(0.16, 0.1), u(0.02, 0.1), u(0.02, 0.4), u(-0.12, 0.46))
	s = s.with(rider, ellipse(u(0.09, 1.09).x, u(0.09, 1.09).y, k*0.07, k*0.08), arm(k, u(0.06, 0.92), u(0.14, 0.74), u(0.25, 0.65)))
	kid := loop(u(-0.52, 0.48), u(-0.5, 0.66), u(-0.44, 0.78), u(-0.35, 0.78), u(-0.3, 0.66), u(-0.26, 0.54), u(-0.24, 0.3), u(-0.31, 0.3), u(-0.34, 0.47))
	s = s.with(kid, circle(u(-0.39, 0.88), k*0.085), arm(k*0.8, u(-0.37, 0.72), u(-0.26, 0.7), u(-0.14, 0.66)))
	for _, t := range []float32{0, 1} {
		s = s.with(leaf(k*0.05, u(-0.46, 0.92), u(-0.56, 0.95+0.03*t), u(-0.64, 0.88-0.08*t)))
	}
	return s
}

// runners are children who chase a kite along the ridge.
func runners(c *canvas, ground func(float32) float32) shape {
	var s shape
	for i := range 3 {
		x := c.w * (0.26 + 0.14*float32(i))
		k := c.h * (0.18 - 0.02*float32(i%2))
		s = s.with(running(pt{x, ground(x) + 2}, k, i == 1))
	}
	hand := pt{c.w*0.54 + c.h*0.08, ground(c.w*0.54) - c.h*0.19}
	at := pt{c.w * 0.82, c.h * 0.2}
	c.fill(line(1, curve(hand, hand.mix(at, 0.5).add(pt{10, 40}), at)...), flat(hex(0x2a1d1a)).a(0.7))
	c.kite(at, c.h*0.055, 0, []uint32{0xd8432f, 0xe98b2a})
	return s
}

func running(p pt, k float32, girl bool) shape {
	u := func(x, y float32) pt { return pt{p.x + x*k, p.y - y*k} }
	s := loop(u(-0.08, 0.72), u(0.08, 0.76), u(0.15, 0.66), u(0.12, 0.46), u(0.1, 0.36), u(-0.1, 0.34), u(-0.13, 0.46)).with(
		circle(u(0.08, 0.89), k*0.12),
		taper(k*0.13, k*0.07, curve(u(0.04, 0.38), u(0.22, 0.28), u(0.2, 0.04))...), line(k*0.06, u(0.17, 0.03), u(0.29, 0.03)),
		taper(k*0.13, k*0.07, curve(u(-0.04, 0.38), u(-0.16, 0.22), u(-0.38, 0.2))...), line(k*0.06, u(-0.38, 0.24), u(-0.42, 0.13)),
		arm(k, u(0.1, 0.68), u(0.26, 0.72), u(0.42, 0.86)), arm(k, u(-0.06, 0.68), u(-0.22, 0.56), u(-0.36, 0.64)))
	if girl {
		s = s.with(leaf(k*0.1, u(0.0, 0.96), u(-0.16, 1.0), u(-0.3, 0.9)), area(u(-0.12, 0.46), u(0.12, 0.46), u(0.24, 0.26), u(-0.26, 0.28)))
	}
	return s
}

// storyTime is grandmother on her stool, with a fan, and two listeners, under
// the old tree.
func storyTime(c *canvas, ground func(float32) float32) shape {
	k := c.h * 0.36
	c.shadeTree(pt{c.w * 0.2, ground(c.w*0.2) + 4}, c.h*0.66)
	p := pt{c.w * 0.44, ground(c.w*0.44) + 2}
	hand := p.add(pt{k * 0.25, -k * 0.4})
	s := seated(p, k, 1).with(circle(p.add(pt{-k * 0.06, -k * 0.79}), k*0.035),
		loop(hand, hand.add(pt{k * 0.02, -k * 0.14}), hand.add(pt{k * 0.14, -k * 0.2}), hand.add(pt{k * 0.2, -k * 0.08}), hand.add(pt{k * 0.1, k * 0.0})))
	for i := range 2 {
		x := c.w * (0.6 + 0.1*float32(i))
		q := pt{x, ground(x) + 2}
		s = s.with(squatting(q, k*(0.52-0.06*float32(i)), i == 0))
	}
	return s
}

// squatting is a child on its heels, facing left, chin on its hands.
func squatting(p pt, h float32, girl bool) shape {
	u := func(x, y float32) pt { return pt{p.x - x*h, p.y - y*h} }
	s := loop(u(-0.2, 0.02), u(-0.28, 0.25), u(-0.18, 0.55), u(0.0, 0.62), u(0.12, 0.52), u(0.1, 0.36), u(0.26, 0.4), u(0.32, 0.3), u(0.22, 0.06), u(0.3, 0), u(0.06, 0)).with(
		circle(u(0.06, 0.78), h*0.17), arm(h, u(0.0, 0.52), u(0.2, 0.44), u(0.16, 0.6)))
	if girl {
		s = s.with(leaf(h*0.11, u(-0.06, 0.88), u(-0.2, 0.88), u(-0.24, 0.68)))
	}
	return s
}
