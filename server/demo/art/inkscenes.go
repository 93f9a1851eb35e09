package art

// bamboo is stalks and leaves in three tones, far to near.
func bamboo(paper uint32, tint colour, sparrows bool) func(*canvas) {
	return func(c *canvas) {
		c.ricePaper(paper)
		c.soft(circle(pt{c.w * 0.72, c.h * 0.2}, c.w*0.13), 5, flat(hex(0xe9d9c0)).a(0.9))
		c.soft(circle(pt{c.w * 0.72, c.h * 0.2}, c.w*0.122), 2, flat(hex(paper).shift(0.02)))
		low := float32(0.75)
		if sparrows {
			low = 0.5
		}
		for layer := range 3 {
			t := float32(layer) / 2
			tone := inkTone(0.25+0.62*t).mix(tint, 0.3*(1-t))
			for range 2 {
				x := c.w * (0.16 + 0.24*t + c.f(-0.12, 0.14))
				c.bambooStalk(x, lerp(15, 34, t)*c.f(0.8, 1.1), c.f(-0.05, 0.09), tone)
			}
			for range 6 + 5*layer {
				p := pt{c.w * c.f(0.1, 0.9), c.h * c.f(0.06, low)}
				c.bambooLeaves(p, lerp(70, 135, t)*c.f(0.7, 1.1), tone)
			}
			c.soft(rect(-10, c.h*0.76, c.w+20, c.h*0.3), 70, flat(hex(paper)).a(0.35))
		}
		if sparrows {
			c.sparrow(pt{c.w * 0.66, c.h * 0.66}, c.w*0.11, 1)
			c.sparrow(pt{c.w * 0.8, c.h * 0.69}, c.w*0.085, -1)
			c.brush(inkTone(0.8), 9, 0.3, thin, pt{c.w * 1.02, c.h * 0.74}, pt{c.w * 0.75, c.h * 0.735}, pt{c.w * 0.52, c.h * 0.7})
		}
		c.seal(pt{c.w * 0.86, c.h * 0.88}, c.w*0.06)
		c.paper(0.06, 0.07)
	}
}

func (c *canvas) bambooStalk(x, w, lean float32, tone colour) {
	y := c.h + 20
	seg := w * 5.2
	for y > -seg {
		top := y - seg
		x2 := x + lean*seg
		c.brush(tone, w, 0.35, func(t float32) float32 { return 0.92 + 0.16*sq(2*t-1) }, pt{x, y}, pt{(x + x2) / 2, (y + top) / 2}, pt{x2, top + w*0.25})
		c.brush(tone.scale(0.55), w*0.18, 0.1, drop, pt{x2 - w*0.55, top + w*0.1}, pt{x2, top + w*0.24}, pt{x2 + w*0.55, top + w*0.05})
		if c.n(3) == 0 {
			tip := pt{x2 + c.f(-1, 1)*seg*0.9, top - seg*0.45}
			c.brush(tone.scale(0.8), w*0.13, 0.1, thin, pt{x2, top}, pt{x2, top}.mix(tip, 0.5).add(pt{0, -8}), tip)
			c.bambooLeaves(tip, w*3.4, tone)
		}
		x, y = x2, top
		seg *= 0.98
	}
}

// bambooLeaves is one spray: leaves that hang from a twig like the sign 个.
func (c *canvas) bambooLeaves(p pt, l float32, tone colour) {
	for i := range 4 + c.n(3) {
		a := pi/2 + (float32(i)-2)*0.42 + c.f(-0.16, 0.16)
		k := l * c.f(0.7, 1.1)
		tip := polar(p, k, a)
		mid := polar(p, k*0.5, a-0.12)
		c.fill(ribbon(curve(p, mid, tip), func(t float32) float32 { return k * 0.17 * max(sin(pi*min(0.05+t*0.95, 1)), 0) * (1.15 - 0.5*t) }),
			flat(tone.mix(hex(0xffffff), c.f(0, 0.2))).as(multiply).dry(0.3, 0.75))
	}
}

// sparrow is a round bird of length l, looking to the right if side is 1.
func (c *canvas) sparrow(p pt, l, side float32) {
	u := func(x, y float32) pt { return pt{p.x + x*l*side, p.y + y*l} }
	c.fill(loop(u(-0.3, 0.05), u(-0.1, -0.24), u(0.2, -0.3), u(0.36, -0.12), u(0.3, 0.16), u(0.05, 0.3), u(-0.2, 0.24)), flat(hex(0xf3ead9)))
	c.wash(loop(u(-0.4, 0.1), u(-0.15, -0.22), u(0.15, -0.28), u(0.2, -0.05), u(0.0, 0.14), u(-0.3, 0.22)), hex(0x8a5a34), 0.85, 0.5, 1)
	c.wash(loop(u(0.1, -0.26), u(0.22, -0.44), u(0.42, -0.4), u(0.46, -0.24), u(0.3, -0.16)), hex(0x9a5f35), 0.95, 0.4, 1)
	for i := range 3 {
		t := 0.06 * float32(i)
		c.brush(inkTone(0.85), l*0.06, 0.2, thin, u(0.05, -0.16+t), u(-0.2, 0.02+t), u(-0.52, 0.2+t))
	}
	ink := flat(inkTone(0.95))
	c.fill(area(u(0.44, -0.34), u(0.56, -0.28), u(0.43, -0.25)), ink)
	c.fill(circle(u(0.37, -0.33), l*0.026).with(ellipse(u(0.33, -0.19).x, u(0.33, -0.19).y, l*0.055, l*0.05)), ink)
	c.fill(line(l*0.02, u(0.02, 0.28), u(0.04, 0.4)).with(line(l*0.02, u(0.12, 0.26), u(0.14, 0.39))), ink)
}

// plum is a gnarled branch in blossom.
func plum(paper, blossom uint32, moon bool) func(*canvas) {
	return func(c *canvas) {
		c.ricePaper(paper)
		if moon {
			c.soft(circle(pt{c.w * 0.66, c.h * 0.3}, c.w*0.2), 34, flat(inkTone(0.18)).as(multiply).a(0.8))
			c.soft(circle(pt{c.w * 0.66, c.h * 0.3}, c.w*0.145), 2, flat(hex(paper).shift(0.03)))
		}
		a, l := float32(-0.55), c.w*0.36
		if c.h > c.w {
			a, l = -0.92, c.h*0.36
		}
		ends := c.plumLimb(pt{-20, c.h * 0.86}, a, l, 46, 4)
		ends = append(ends, c.plumLimb(pt{c.w * 0.1, c.h * 1.02}, -1.15, c.h*0.26, 28, 3)...)
		for _, p := range ends {
			for range 1 + c.n(3) {
				c.blossom(p.add(pt{c.f(-40, 40), c.f(-34, 34)}), c.f(13, 25), hex(blossom), hex(paper))
			}
		}
		for range 14 {
			p := pt{c.f(0.3, 0.95) * c.w, c.f(0.5, 0.97) * c.h}
			c.wash(ellipse(p.x, p.y, 6, 3.4).place(pt{}, 1, 0), hex(blossom), 0.8, 0.5, 0)
		}
		c.seal(pt{c.w * 0.84, c.h * 0.87}, min(c.w, c.h)*0.06)
		c.paper(0.06, 0.07)
	}
}

// plumLimb grows a crooked branch and returns places for blossoms.
func (c *canvas) plumLimb(p pt, a, l, w float32, depth int) []pt {
	mid := polar(p, l*0.5, a+c.f(-0.3, 0.3))
	end := polar(p, l, a)
	c.brush(inkTone(lerp(0.6, 0.92, float32(depth)/4)), w, 0.6, func(t float32) float32 { return 1 - 0.38*t + 0.1*sin(t*17) }, p, mid, end)
	for range depth * 2 {
		q := p.mix(end, c.f(0, 1)).add(pt{c.f(-0.4, 0.4) * w, c.f(-0.4, 0.4) * w})
		c.wash(circle(q, w*c.f(0.08, 0.18)), inkTone(0.95), 0.8, 0.4, 1)
	}
	out := []pt{end, p.mix(end, 0.6)}
	if depth == 0 {
		return out
	}
	for i := range 2 {
		turn := c.f(0.3, 0.75) * float32(i*2-1)
		out = append(out, c.plumLimb(p.mix(end, 0.72+0.28*float32(i)), a+turn, l*c.f(0.5, 0.75), w*0.56, depth-1)...)
	}
	return out
}

func (c *canvas) blossom(p pt, r float32, col, paper colour) {
	col = col.mix(hex(0xffffff), c.f(0, 0.4))
	a := c.f(0, pi)
	sq := c.f(0.75, 1)
	for i := range 5 {
		q := polar(pt{}, r*0.56, a+2*pi*float32(i)/5)
		petal := circle(pt{p.x + q.x, p.y + q.y*sq}, r*0.47)
		c.fill(petal, flat(paper.shift(0.03)))
		c.wash(petal, col, 0.85, 0.9, 0)
	}
	dark := flat(hex(0x5a1a20)).a(0.9)
	for i := range 9 {
		q := polar(pt{}, r*c.f(0.35, 0.6), a+2*pi*float32(i)/9)
		e := pt{p.x + q.x, p.y + q.y*sq}
		c.fill(line(0.9, p, e).with(circle(e, 1.5)), dark)
	}
}

// lotus is broad wet leaves and one or two flowers.
func lotus(paper uint32, leafTone, petal colour, fish bool) func(*canvas) {
	return func(c *canvas) {
		c.ricePaper(paper)
		c.lotusBud(pt{c.w * 0.84, c.h * 0.2}, min(c.w, c.h)*0.09, petal)
		spots := []pt{{0.22, 0.55}, {0.76, 0.5}, {0.46, 0.72}, {0.1, 0.82}, {0.9, 0.79}}
		for i, q := range spots {
			p := pt{q.x*c.w + c.f(-20, 20), q.y*c.h + c.f(-20, 20)}
			c.brush(leafTone.mix(inkTone(0.7), 0.4), 6, 0.3, even, p, p.add(pt{c.f(-20, 20), c.h * 0.2}), pt{p.x + c.f(-30, 30), c.h + 10})
			c.lotusLeaf(p, min(c.w, c.h)*c.f(0.2, 0.27)*(1-0.1*float32(i%2)), leafTone)
		}
		c.lotusFlower(pt{c.w * 0.52, c.h * 0.3}, min(c.w, c.h)*0.19, petal)
		if fish {
			for i := range 3 {
				c.inkFish(pt{c.w * (0.36 + 0.15*float32(i)), c.h * (0.93 - 0.05*float32(i%2))}, c.w*0.09, -0.3+0.3*float32(i))
			}
		}
		c.seal(pt{c.w * 0.07, c.h * 0.07}, min(c.w, c.h)*0.06)
		c.paper(0.06, 0.07)
	}
}

func (c *canvas) lotusLeaf(p pt, r float32, tone colour) {
	n := c.wave()
	var o []pt
	for i := range 26 {
		a := 2 * pi * float32(i) / 26
		k := r * (1 + 0.2*n.fbm(float32(i)*0.5, 2))
		o = append(o, pt{p.x + k*cos(a), p.y + k*0.55*sin(a)})
	}
	c.wash(loop(o...), tone, 0.75, 0.35, 5)
	c.wash(loop(o...).place(pt{p.x * 0.35, p.y * 0.35}, 0.65, 0), tone.mix(inkTone(0.8), 0.4), 0.5, 0.1, 22)
	for i := range 11 {
		a := 2*pi*float32(i)/11 + c.f(-0.1, 0.1)
		e := pt{p.x + r*0.86*cos(a), p.y + r*0.48*sin(a)}
		c.brush(inkTone(0.75), 2.6, 0.5, thin, p, p.mix(e, 0.5).add(pt{c.f(-5, 5), c.f(-4, 4)}), e)
	}
}

func (c *canvas) lotusFlower(p pt, r float32, petal colour) {
	c.brush(hex(0x5a6a4a), 6, 0.2, even, p.add(pt{0, r * 0.4}), p.add(pt{r * 0.1, r * 1.6}), pt{p.x - r*0.1, c.h * 0.9})
	for ring := range 2 {
		for _, i := range []int{0, 6, 1, 5, 2, 4, 3} {
			a := -pi/2 + (float32(i)-3)*(0.42+0.1*float32(1-ring))
			l := r * (1.02 - 0.2*float32(ring)) * (0.85 + 0.15*cos(float32(i)-3))
			tip := polar(p.add(pt{0, r * 0.3}), l, a)
			s := leaf(r*0.46, p.add(pt{0, r * 0.35}), polar(p.add(pt{0, r * 0.25}), l*0.55, a+0.03), tip)
			c.fill(s, flat(hex(0xfbf3ea)))
			c.wash(s, petal.mix(hex(0xffffff), 0.45), 0.7, 0.9, 0)
			c.wash(circle(tip.mix(p, 0.1), r*0.12), petal, 0.75, 0, 9)
			for k := range 3 {
				b := a + 0.06*(float32(k)-1)
				c.fill(line(0.8, polar(p.add(pt{0, r * 0.3}), l*0.4, b), polar(p.add(pt{0, r * 0.3}), l*0.9, b)), flat(petal.scale(0.7)).a(0.5))
			}
		}
	}
	c.fill(ellipse(p.x, p.y+r*0.12, r*0.16, r*0.1), flat(hex(0xd9b84a)))
	for i := range 14 {
		q := polar(p.add(pt{0, r * 0.12}), r*c.f(0.18, 0.3), pi+pi*float32(i)/13)
		c.fill(line(1, p.add(pt{0, r * 0.15}), q).with(circle(q, 2)), flat(hex(0xb8862a)))
	}
}

func (c *canvas) lotusBud(p pt, r float32, petal colour) {
	c.brush(hex(0x5a6a4a), 4.5, 0.2, even, p.add(pt{0, r}), p.add(pt{-r * 0.4, r * 3}), pt{p.x - r*0.3, c.h + 10})
	for i := range 3 {
		k := float32(i - 1)
		c.wash(leaf(r*0.8, p.add(pt{0, r}), p.add(pt{k * r * 0.3, 0}), p.add(pt{k * r * 0.12, -r * 1.1})), petal.mix(hex(0xffffff), 0.2), 0.8, 0.8, 0)
	}
}

func (c *canvas) inkFish(p pt, l, a float32) {
	body := ribbon(curve(pt{-0.5, 0}, pt{-0.1, -0.04}, pt{0.5, 0}), func(t float32) float32 { return 0.26 * sin(pi*(0.1+t*0.85)) })
	c.wash(body.place(p, l, a), inkTone(0.9), 0.85, 0.4, 1.5)
	for _, s := range []float32{-1, 1} {
		c.wash(leaf(0.16, pt{-0.46, 0}, pt{-0.65, s * 0.1}, pt{-0.85, s * 0.2}).place(p, l, a), inkTone(0.7), 0.7, 0.3, 1.5)
		c.wash(leaf(0.09, pt{0.15, s * 0.06}, pt{0.1, s * 0.2}, pt{-0.05, s * 0.26}).place(p, l, a), inkTone(0.6), 0.6, 0.3, 1)
	}
}
