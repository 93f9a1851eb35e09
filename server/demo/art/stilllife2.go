package art

// peonies stand in a blue-and-white vase; some petals have fallen.
func peonies(t table, petals []ramp) func(*canvas) {
	return func(c *canvas) {
		y := c.set(t)
		k := c.h * 0.17
		p := pt{c.w * 0.48, y + (c.h-y)*0.5}
		c.vase(p, k)
		mouth := pt{p.x, p.y - k*2.05}
		spots := []pt{{-0.95, -0.5}, {0.9, -0.35}, {-0.3, -1.35}, {0.62, -1.25}, {-1.3, -1.25}, {0.0, -0.45}}
		for _, q := range spots {
			at := mouth.add(pt{q.x * k, q.y * k})
			c.fill(taper(k*0.05, k*0.06, curve(mouth, mouth.mix(at, 0.5).add(pt{q.x * 6, -6}), at)...), flat(hex(0x3a5030)))
			for range 3 {
				a := atan2(q.y, q.x) + c.f(-1, 1)
				l := k * c.f(0.5, 0.85)
				c.fill(leaf(k*0.26, at, polar(at, l*0.55, a), polar(at, l, a+0.15)), fade(at.y-l, hex(0x6f8f52), at.y+l, hex(0x24381f)))
			}
		}
		for i, q := range spots {
			c.peony(mouth.add(pt{q.x * k, q.y * k}), k*c.f(0.5, 0.64), petals[i%len(petals)])
		}
		for i := range 5 {
			q := pt{p.x + c.w*(0.1+0.07*float32(i)), p.y + c.f(-0.02, 0.12)*c.h}
			c.soft(ellipse(q.x+4, q.y+4, 17, 7), 4, flat(hex(0x140c08)).a(0.5))
			c.fill(loop(q.add(pt{-16, 0}), q.add(pt{0, -8}), q.add(pt{15, -2}), q.add(pt{4, 7})), flat(petals[0].at(c.f(0.4, 0.9))))
		}
		c.film()
	}
}

func (c *canvas) vase(p pt, k float32) {
	white := hex(0xe6ebee)
	c.cast(p, k*0.5, k*0.13, k*1.4)
	body := lathe(p, pt{k * 0.4, 0}, pt{k * 0.5, k * 0.3}, pt{k * 0.72, k * 1.0}, pt{k * 0.66, k * 1.45}, pt{k * 0.3, k * 1.78}, pt{k * 0.26, k * 1.95}, pt{k * 0.36, k * 2.1})
	c.fill(body, turned(p.x, k*0.74, hex(0xffffff), white.scale(0.88), hex(0x4f5a6c)))
	blue := flat(hex(0x2c4c92)).a(0.82)
	for _, b := range []struct{ up, r float32 }{{0.16, 0.45}, {0.24, 0.475}, {1.5, 0.63}, {1.58, 0.555}, {1.94, 0.26}} {
		arc := ellipse(p.x, p.y-k*b.up, k*b.r*0.985, k*b.r*0.2)[0]
		c.fill(line(k*0.035, arc[:len(arc)/2+1]...), blue)
	}
	for i := range 5 {
		a := -1.15 + 0.575*float32(i)
		q := pt{p.x + k*0.66*sin(a), p.y - k*0.9 + k*0.06*cos(a)}
		sx := cos(a)*0.8 + 0.2
		for j := range 6 {
			b := 2 * pi * float32(j) / 6
			e := pt{q.x + k*0.16*cos(b)*sx, q.y + k*0.16*sin(b)}
			c.fill(leaf(k*0.1*sx, q, q.mix(e, 0.6), e), blue)
		}
		for _, s := range []float32{-1, 1} {
			e := pt{q.x + k*0.1*sx, q.y + s*k*0.36}
			c.fill(line(k*0.02, curve(q.add(pt{0, s * k * 0.16}), q.mix(e, 0.7).add(pt{-k * 0.08, 0}), e)...), blue)
			c.fill(leaf(k*0.08, q.mix(e, 0.75), e.add(pt{k * 0.06, 0}), e.add(pt{k * 0.13, -s * k * 0.05})), blue)
		}
	}
	c.fill(ellipse(p.x, p.y-k*2.1, k*0.36, k*0.08), flat(hex(0x2a3444)))
	c.gleam(pt{p.x - k*0.34, p.y - k*1.1}, k*0.09, k*0.36, 0.1, 0.75)
}

// peony is ring over ring of ruffled petals, dark within.
func (c *canvas) peony(p pt, r float32, tones ramp) {
	c.soft(circle(p.add(pt{r * 0.1, r * 0.14}), r), r*0.2, flat(hex(0x1a1210)).a(0.35))
	for ring := range 5 {
		t := float32(ring) / 4
		n := 11 - ring
		for i := range n {
			a := 2*pi*(float32(i)+0.5*float32(ring%2))/float32(n) + c.f(-0.14, 0.14)
			d := r * lerp(0.62, 0.12, t)
			q := pt{p.x + d*cos(a), p.y + d*0.86*sin(a)}
			w := r * lerp(0.44, 0.24, t) * c.f(0.9, 1.1)
			var o []pt
			for j := range 9 {
				b := a - 1.35 + 2.7*float32(j)/8
				o = append(o, polar(q, w*c.f(0.84, 1.1), b))
			}
			o = append(o, polar(q, -w*0.4, a))
			lightness := clamp01(0.62 - 0.25*cos(a)*0.6 - 0.3*sin(a) - 0.12*t + c.f(-0.08, 0.08))
			lit, dark := tones.at(lightness), tones.at(max(lightness-0.42, 0))
			far := polar(q, w, a)
			c.fill(loop(o...), shaded(func(x, y float32) colour {
				return lit.mix(dark, smooth01(hypot(x-far.x, y-far.y)/(w*1.9)))
			}))
		}
	}
	for range 12 {
		q := polar(p, r*0.15*c.f(0, 1), c.f(0, 2*pi))
		c.dab(q, r*0.025, r*0.025, 0, 0.1, hex(0xe9c04a), 0.9)
	}
}

// garlicBraid lies on the table: bulbs on plaited stems, a knife's width of
// light on each skin.
func garlicBraid(t table) func(*canvas) {
	return func(c *canvas) {
		y := c.set(t)
		k := min(c.w, c.h) * 0.085
		line0 := curve(pt{c.w * 0.94, y + (c.h-y)*0.14}, pt{c.w * 0.7, y + (c.h-y)*0.3}, pt{c.w * 0.44, y + (c.h-y)*0.46}, pt{c.w * 0.24, y + (c.h-y)*0.66})
		c.plait(line0, k*0.7)
		n := 11
		for i := range n {
			f := float32(i) / float32(n-1)
			q := line0[int(lerp(0.26, 1, f)*float32(len(line0)-1))]
			side := float32(i%2*2 - 1)
			p := q.add(pt{side * k * 0.35, side*k*0.85 + k*0.1})
			r := k * lerp(0.86, 1.18, f) * c.f(0.92, 1.06)
			c.cast(p.add(pt{0, r * 0.72}), r*0.8, r*0.26, r*1.1)
			c.garlic(p, r, atan2(q.y-p.y, q.x-p.x))
		}
		at := pt{c.w * 0.72, y + (c.h-y)*0.8}
		for i := range 4 {
			q := at.add(pt{k * (1.3*float32(i%2) + 0.3*float32(i)), k * 0.5 * float32(i/2)})
			c.cast(q.add(pt{0, k * 0.2}), k*0.34, k*0.13, k*0.6)
			c.fill(leaf(k*0.62, q.add(pt{-k * 0.5, k * 0.1}), q, q.add(pt{k * 0.5, -k * 0.16})), fade(q.y-k*0.35, hex(0xfbf1e6), q.y+k*0.3, hex(0xb99a90)))
		}
		c.film()
	}
}

// plait is the braid of dry stems.
func (c *canvas) plait(l []pt, w float32) {
	c.soft(line(w*1.2, l...).warp(func(p pt) pt { return p.add(pt{w * 0.35, w * 0.4}) }), w*0.3, flat(hex(0x120a06)).a(0.5))
	for strand := range 3 {
		var s []pt
		for i, p := range l {
			ph := float32(i)*0.75 + 2*pi*float32(strand)/3
			s = append(s, p.add(pt{w * 0.16 * sin(ph), w * 0.34 * sin(ph)}))
		}
		col := hex([]uint32{0xc9b078, 0xb3955c, 0xd9c391}[strand])
		c.fill(line(w*0.46, s...), flat(col.scale(0.55)))
		c.fill(line(w*0.34, s...), flat(col))
		c.fill(line(w*0.08, s...), flat(col.mix(hex(0xffffff), 0.4)))
	}
}

// garlic is one bulb of radius r whose stem points along angle.
func (c *canvas) garlic(p pt, r, angle float32) {
	at := func(s shape) shape { return s.place(p, r, angle) }
	body := loop(pt{-0.78, 0}, pt{-0.66, -0.62}, pt{-0.1, -0.96}, pt{0.5, -0.62}, pt{0.86, -0.18}, pt{1.35, -0.1}, pt{1.35, 0.1}, pt{0.86, 0.18}, pt{0.5, 0.62}, pt{-0.1, 0.96}, pt{-0.66, 0.62})
	c.fill(at(body), ball(p.x-r*0.4, p.y-r*0.5, r*2, hex(0xfffaf2), hex(0xe3cfcb), hex(0x7a5560)))
	for i := range 7 {
		v := (float32(i) - 3) / 3.2
		rib := curve(pt{-0.72 + 0.1*abs(v), v * 0.2}, pt{-0.2, v * 0.95}, pt{0.5, v * 0.6}, pt{1.2, v * 0.06})
		c.fill(at(line(0.03, rib...)), flat(hex(0xa8788a)).a(0.34))
		if i%2 == 0 {
			c.fill(at(line(0.07, rib...)), flat(hex(0xc79ab0)).a(0.22))
		}
	}
	for range 9 {
		a := pi + c.f(-0.7, 0.7)
		e := pt{-0.74 + 0.26*cos(a), c.f(-0.16, 0.16)}
		c.fill(at(line(0.02, pt{-0.74, 0}, e)), flat(hex(0xb59a72)))
	}
	c.gleam(p.add(pt{-r * 0.3, -r * 0.42}), r*0.24, r*0.16, -0.6, 0.6)
}

// redEggs are the eggs given when a child is a month old, in a basket lined
// with cloth.
func redEggs(t table) func(*canvas) {
	return func(c *canvas) {
		y := c.set(t)
		k := min(c.w, c.h) * 0.34
		p := pt{c.w * 0.48, y + (c.h-y)*0.42}
		red := ramp{[]colour{hex(0x5a0a10), hex(0xc4202a), hex(0xf2706a)}, []float32{0, 0.6, 1}}
		c.cast(p.add(pt{0, k * 0.28}), k*0.9, k*0.2, k*0.9)
		c.fill(ellipse(p.x, p.y-k*0.1, k*1.02, k*0.36), flat(hex(0x3a2414)))
		c.fill(ellipse(p.x, p.y-k*0.08, k*0.95, k*0.32), flat(hex(0xd8c3a0).scale(0.7)))
		for _, q := range []pt{{-0.5, -0.2}, {0, -0.28}, {0.48, -0.2}, {-0.66, -0.02}, {-0.24, -0.06}, {0.2, -0.06}, {0.62, -0.02}, {-0.02, -0.42}, {-0.42, 0.12}, {0.0, 0.14}, {0.42, 0.12}} {
			c.egg(pt{p.x + q.x*k, p.y + q.y*k - k*0.04}, k*0.2, c.f(-0.5, 0.5), red)
		}
		c.wicker(p, k)
		for i := range 2 {
			q := pt{c.w * (0.84 - 0.66*float32(i)), y + (c.h-y)*(0.72+0.08*float32(i))}
			c.cast(q.add(pt{0, k * 0.12}), k*0.19, k*0.07, k*0.3)
			c.egg(q, k*0.2, 1.2-2.6*float32(i), red)
		}
		c.film()
	}
}

func (c *canvas) egg(p pt, r, a float32, tones ramp) {
	s := loop(pt{0, -1.16}, pt{0.42, -0.98}, pt{0.74, -0.45}, pt{0.88, 0.15}, pt{0.66, 0.76}, pt{0, 1}, pt{-0.66, 0.76}, pt{-0.88, 0.15}, pt{-0.74, -0.45}, pt{-0.42, -0.98}).place(p, r, a)
	c.soft(s.warp(func(q pt) pt { return q.add(pt{r * 0.14, r * 0.16}) }), r*0.16, flat(hex(0x1a0808)).a(0.45))
	c.fill(s, ball(p.x-r*0.35, p.y-r*0.45, r*2, tones.at(1), tones.at(0.6), tones.at(0)))
	c.gleam(p.add(pt{-r * 0.32, -r * 0.42}), r*0.2, r*0.14, -0.5, 0.75)
}

// wicker is the woven front of a round basket.
func (c *canvas) wicker(p pt, k float32) {
	top := func(a float32) pt { return pt{p.x + k*1.02*cos(a), p.y - k*0.1 + k*0.36*sin(a)} }
	low := func(a float32) pt { return pt{p.x + k*0.82*cos(a), p.y + k*0.3 + k*0.26*sin(a)} }
	var o, back []pt
	for i := range 25 {
		a := pi * float32(i) / 24
		o = append(o, top(a))
		back = append([]pt{low(a)}, back...)
	}
	straw := hex(0xb98a4c)
	c.fill(area(append(o, back...)...), turned(p.x, k, straw.mix(hex(0xffffff), 0.2), straw.scale(0.7), straw.scale(0.3)))
	for row := range 7 {
		f := (float32(row) + 0.7) / 7.8
		for i := range 30 {
			a, b := pi*float32(i)/30, pi*(float32(i)+0.9)/30
			m := (a + b) / 2
			at := func(x float32) pt { return top(x).mix(low(x), f) }
			lift := k * 0.012
			light := clamp01(0.62-0.35*cos(m)) * (1 - 0.3*f)
			if (i+row)%2 == 0 {
				c.fill(leaf(k*0.044, at(a), at(m).add(pt{0, -lift}), at(b)), flat(straw.mix(hex(0xffe6b8), 0.4).scale(0.45+0.65*light)))
			} else {
				c.fill(leaf(k*0.036, at(a), at(m).add(pt{0, lift}), at(b)), flat(straw.scale(0.3+0.4*light)))
			}
		}
	}
	c.fill(line(k*0.05, o...), turned(p.x, k, straw.mix(hex(0xffe6b8), 0.6), straw, straw.scale(0.45)))
}
