package art

// kiteDay lets a kite pull somebody small off the ground.
func kiteDay(c *canvas, t float32) {
	c.fill(c.frame(), fade(0, hex(0x5fb4e6), c.h*0.8, hex(0xe9f6f2)))
	gust := step01(2.2, 3, t) * (1 - step01(4.6, 5.4, t))
	for i := range 4 {
		x := c.f(-200, c.w) + t*(26+70*gust)*(0.6+0.2*float32(i))
		y := c.h * (0.1 + 0.17*float32(i))
		c.fill(circle(pt{x, y}, 36).with(circle(pt{x + 48, y - 16}, 46), circle(pt{x + 100, y}, 34), rect(x, y-2, 100, 36)), flat(hex(0xffffff)).a(0.85))
	}
	n := c.wave()
	hill := func(x float32) float32 { return c.h*0.84 - 34*sin(x/c.w*pi) + 5*n.fbm(x*0.02, 2) }
	c.fill(c.under(8, func(x float32) float32 { return c.h*0.8 - 20*sin(x*0.012+2) }), flat(hex(0x9fd08a)))
	c.fill(c.under(6, hill), fade(c.h*0.8, hex(0x79bb5c), c.h, hex(0x4b9447)))
	for i := range 30 {
		x, y := c.f(0, c.w), c.f(c.h*0.87, c.h)
		lean := 5*sin(t*3+float32(i)) + 12*gust
		c.fill(line(2.4, pt{x, y}, pt{x + lean, y - 17}), flat(hex(0x3c8040)))
		if i%3 == 0 {
			c.fill(circle(pt{x + lean, y - 18}, 5), flat(c.pick(0xffffff, 0xf7d34a, 0xf08aa0)))
		}
	}
	at := pt{c.w*0.58 + 34*sin(t*1.7) + 60*gust, c.h*0.2 + 22*cos(t*2.1) - 50*gust}
	lift := 150 * gust
	feet := pt{c.w*0.3 + 40*gust, hill(c.w*0.3) + 4 - lift}
	hand := feet.add(pt{40, -142})
	c.fill(line(1.6, curve(hand, hand.mix(at, 0.5).add(pt{10, 46 * (1 - gust)}), at)...), flat(hex(0xffffff)))
	c.swallow(at, 66, 0.22*sin(t*2.6)-0.25, t)
	c.girl(feet, 150, t, gust)
	c.fill(dog(pt{c.w*0.72 - 46*gust, hill(c.w*0.72) + 6 - 26*gust*abs(sin(t*8))}, 42).mirror(c.w*0.72-46*gust), flat(hex(0x8a5a34)))
}

// swallow is a kite with two tails.
func (c *canvas) swallow(p pt, r, angle, t float32) {
	for i, s := range []float32{-1, 1} {
		var tail []pt
		for j := range 14 {
			k := float32(j) / 13
			tail = append(tail, pt{s*r*0.35 + r*0.3*k*sin(t*5-k*6+float32(i)), r*0.7 + r*2.1*k})
		}
		c.fill(taper(r*0.13, r*0.05, tail...).place(p, 1, angle), flat(hex([]uint32{0xf7c93c, 0x3f7fc1}[i])))
	}
	wing := loop(pt{0, -r * 0.55}, pt{r * 0.7, -r * 0.8}, pt{r * 1.35, -r * 0.2}, pt{r * 0.6, -r * 0.02}, pt{r * 0.25, r * 0.35}, pt{r * 0.5, r * 1.1}, pt{0, r * 0.5})
	for _, half := range []shape{wing, wing.mirror(0)} {
		c.fill(half.place(p, 1, angle), flat(hex(0xd9382e)))
	}
	c.fill(circle(pt{r * 0.68, -r * 0.42}, r*0.17).with(circle(pt{-r * 0.68, -r * 0.42}, r*0.17)).place(p, 1, angle), flat(hex(0xf7c93c)))
	c.fill(ellipse(0, -r*0.15, r*0.2, r*0.45).place(p, 1, angle), flat(hex(0xfff2dc)))
	for _, s := range []float32{-1, 1} {
		c.fill(circle(pt{s * r * 0.08, -r * 0.34}, r*0.045).place(p, 1, angle), flat(hex(0x2a2320)))
	}
}

// girl holds a line with both hands; in the air she kicks.
func (c *canvas) girl(p pt, h, t, air float32) {
	u := func(x, y float32) pt { return p.add(pt{x * h, -y * h}) }
	kick := air * sin(t*14) * 0.12
	for _, s := range []float32{-1, 1} {
		foot := u(0.1*s+kick*s-0.1*air, 0.02+0.05*air*s)
		c.fill(taper(h*0.09, h*0.07, u(0.07*s, 0.32), foot).with(ellipse(foot.x+h*0.03, foot.y, h*0.075, h*0.045)), flat(hex(0x3a4f8a)))
	}
	c.fill(loop(u(-0.08, 0.62), u(0.08, 0.62), u(0.24, 0.26), u(-0.24-0.06*air, 0.26)), flat(hex(0xf2637e)))
	skin, hair := flat(hex(0xfbd6b8)), flat(hex(0x3a2a22))
	for _, s := range []float32{-1, 1} {
		c.fill(taper(h*0.075, h*0.06, curve(u(0.07*s, 0.56), u(0.2, 0.7), u(0.27, 0.94))...), skin)
		c.fill(leaf(h*0.1, u(0.14*s, 0.86), u(0.26*s-0.08*air, 0.78), u((0.26-0.1*air)*s-0.1*air, 0.6+0.12*air)), hair)
	}
	c.fill(circle(u(0, 0.8), h*0.2), hair)
	c.fill(ellipse(u(0.02, 0.77).x, u(0, 0.77).y, h*0.17, h*0.165), skin)
	c.fill(loop(u(-0.17, 0.84), u(0, 0.99), u(0.19, 0.85), u(0.06, 0.88)), hair)
	for _, s := range []float32{-1, 1} {
		c.fill(circle(u(0.02+0.07*s, 0.78), h*(0.02+0.009*air)), flat(hex(0x2a2320)))
		c.fill(ellipse(u(0.02+0.12*s, 0).x, u(0, 0.72).y, h*0.03, h*0.02), flat(hex(0xf58f96)).a(0.7))
	}
	c.fill(ellipse(u(0.02, 0).x, u(0, 0.69).y, h*0.045, h*(0.015+0.03*air)), flat(hex(0xb5443c)))
}

// rainyNight is a cat that waits under the eaves.
func rainyNight(c *canvas, t float32) {
	floorLine := c.h * 0.78
	c.fill(c.frame(), fade(0, hex(0x121b33), floorLine, hex(0x2b3350)))
	c.fill(rect(c.w*0.1, c.h*0.14, c.w*0.8, c.h), flat(hex(0x3a2b2c)))
	c.fill(rect(c.w*0.42, c.h*0.3, c.w*0.3, floorLine-c.h*0.3), fade(c.h*0.3, hex(0xffc877), floorLine, hex(0xf09a4a)))
	for i := range 3 {
		x := c.w * (0.42 + 0.1*float32(i+1))
		c.fill(rect(x-3, c.h*0.3, 6, floorLine-c.h*0.3).with(rect(c.w*0.42, c.h*(0.3+0.12*float32(i)), c.w*0.3, 5)), flat(hex(0x4a2f24)))
	}
	c.fill(area(pt{-20, c.h * 0.17}, pt{c.w * 0.16, c.h * 0.02}, pt{c.w * 0.84, c.h * 0.02}, pt{c.w + 20, c.h * 0.17}, pt{c.w + 20, c.h * 0.205}, pt{-20, c.h * 0.205}), flat(hex(0x1a1a26)))
	c.fill(c.under(40, func(float32) float32 { return floorLine }), fade(floorLine, hex(0x27304a), c.h, hex(0x151c30)))
	for i := range 3 {
		x := c.w * (0.18 + 0.32*float32(i))
		swing := 0.09 * sin(t*1.7+float32(i)*1.3)
		p := pt{x + 90*sin(swing), c.h*0.2 + 90*cos(swing)}
		c.fill(line(2, pt{x, c.h * 0.2}, p), flat(hex(0x140c0c)))
		c.lantern(p, 78)
		c.glow(pt{p.x, floorLine + 66}, 110, hex(0xff7a3a), 0.2+0.05*sin(t*3+float32(i)))
		c.fill(ellipse(p.x+6*sin(t*4), floorLine+60, 46, 8), flat(hex(0xff9a4a)).a(0.35))
	}
	c.waitingCat(pt{c.w * 0.34, floorLine + 4}, 120, t)
	for range 90 { // rain, and rings where it falls
		x, phase, speed := c.f(-60, c.w+60), c.f(0, 1), c.f(1.7, 2.4)
		fall := phase + t*speed
		fall -= floor(fall)
		end := c.f(floorLine+10, c.h+20)
		y := lerp(-40, end, fall)
		c.fill(line(1.3, pt{x - 12*fall, y}, pt{x - 12*fall - 3, y + 26}), flat(hex(0xbcd0ee)).a(0.42))
		if fall > 0.86 {
			k := (fall - 0.86) / 0.14
			c.fill(ring(pt{}, 1, 0.16).warp(func(q pt) pt { return pt{x - 14 + q.x*22*k, end + q.y*6*k} }), flat(hex(0xcfe0f6)).a(0.5*(1-k)))
		}
	}
}

// waitingCat sits at p; its tail keeps time, and now and then it blinks.
func (c *canvas) waitingCat(p pt, h, t float32) {
	u := func(x, y float32) pt { return p.add(pt{x * h, -y * h}) }
	fur, white := flat(hex(0xe08a3a)), flat(hex(0xfff4e2))
	sway := 0.12 * sin(t*2.2)
	c.fill(taper(h*0.13, h*0.09, curve(u(-0.3, 0.08), u(-0.56, 0.1), u(-0.62+sway, 0.38), u(-0.5+sway*2, 0.56))...), fur)
	c.fill(loop(u(-0.34, 0.02), u(-0.3, 0.4), u(-0.08, 0.62), u(0.14, 0.6), u(0.3, 0.3), u(0.3, 0.02)), fur)
	c.fill(ellipse(u(0.08, 0).x, u(0, 0.26).y, h*0.14, h*0.24), white)
	look := 0.03 * step01(2, 2.3, t) * (1 - step01(4, 4.3, t)) // up, at a lantern
	head := u(0.08, 0.78+look)
	for _, s := range []float32{-1, 1} {
		c.fill(area(head.add(pt{s * h * 0.05, -h * 0.16}), head.add(pt{s * h * 0.24, -h * 0.36}), head.add(pt{s * h * 0.26, -h * 0.04})), fur)
		c.fill(ellipse(u(0.08+0.12*s, 0).x, u(0, 0.03).y, h*0.09, h*0.05), white)
	}
	c.fill(ellipse(head.x, head.y, h*0.28, h*0.235), fur)
	c.fill(ellipse(head.x, head.y+h*0.09, h*0.14, h*0.1), white)
	blink := t > 1.5 && t < 1.66 || t > 4.7 && t < 4.84 || t > 5 && t < 5.12
	for _, s := range []float32{-1, 1} {
		eye := head.add(pt{s * h * 0.115, -h * (0.03 + look)})
		if blink {
			c.fill(line(h*0.02, eye.add(pt{-h * 0.05, 0}), eye.add(pt{h * 0.05, 0})), flat(hex(0x4a2a14)))
		} else {
			c.fill(ellipse(eye.x, eye.y, h*0.052, h*0.066), flat(hex(0x9fdc6a)))
			c.fill(ellipse(eye.x, eye.y, h*0.022, h*0.06), flat(hex(0x241a14)))
		}
		for i := range 2 {
			c.fill(line(h*0.01, head.add(pt{s * h * 0.13, h * 0.09}), head.add(pt{s * h * 0.36, h * (0.05 + 0.08*float32(i))})), white.a(0.8))
		}
	}
	c.fill(area(head.add(pt{-h * 0.03, h * 0.055}), head.add(pt{h * 0.03, h * 0.055}), head.add(pt{0, h * 0.09})), flat(hex(0xe2707a)))
	c.fill(line(h*0.016, curve(head.add(pt{-h * 0.07, h * 0.11}), head.add(pt{-h * 0.035, h * 0.135}), head.add(pt{0, h * 0.1}), head.add(pt{h * 0.035, h * 0.135}), head.add(pt{h * 0.07, h * 0.11}))...), flat(hex(0x6a3a1c)))
}
