package art

// lane looks down a village street at dusk, lanterns lit on both sides; in
// snow, the roofs are white and flakes fall.
func lane(s sky, wall, roof colour, snow bool) func(*canvas) {
	return func(c *canvas) {
		hz := c.h * 0.5
		vx := c.w * c.f(0.44, 0.56)
		s := s
		s.sun = pt{vx, hz}
		c.paintSky(s, hz+20)
		g := plane{vx, hz, c.h - hz}
		half := c.w * 0.36
		glow := s.halo
		stone := wall.scale(0.62)
		if snow {
			stone = hex(0xb9c4d8)
		}
		c.lanePaving(g, half, stone, glow)
		c.glow(pt{vx, hz}, c.w*0.2, glow, 0.5)
		for d := float32(0.1); d < 1.5; d *= 1.62 {
			for _, side := range []float32{-1, 1} {
				c.laneHouse(g, side, half, d, d*1.62, wall, roof, glow, snow)
			}
		}
		c.fill(handInHand(g.at(c.f(-40, 60), 0.34), c.h*0.13, 1, true), flat(roof.scale(0.35)))
		for d := float32(0.12); d < 1.0; d *= 1.5 {
			for _, side := range []float32{-1, 1} {
				p := pt{vx + side*half*0.82*d, hz - c.h*0.36*d}
				c.lantern(p, c.w*0.075*d*1.2)
			}
		}
		if snow {
			c.snowfall(520)
		}
		c.photo(lens{bloom: 0.75, knee: 0.5, vignette: 0.5, grain: 6, warm: 0.5, contrast: 0.3})
	}
}

func (c *canvas) lanePaving(g plane, half float32, stone, glow colour) {
	cloud := cloudTile()
	c.fill(rect(-5, g.hz, c.w+10, c.h), shaded(func(x, y float32) colour {
		d := max((y-g.hz)/g.depth, 0.004)
		row := 7 / (d + 0.12)
		r := (x-g.vx)/d/(half*0.24) + 0.5*float32(int(row)&1)
		slab := lattice(int(floor(r)), int(row), 3)
		v := cloud.near(int(x*0.9), int(y*1.3))
		col := stone.shift((slab-0.5)*0.1 + (v-0.5)*0.12)
		joint := min(min(r-floor(r), floor(r)+1-r)*d*3, min(row-floor(row), floor(row)+1-row)*d*1.6)
		col = col.scale(0.8 + 0.2*step01(0, 0.06, joint))
		shine := clamp01(1-abs(x-g.vx)/(half*d+26)) * (1 - d*0.5)
		return col.mix(glow, shine*shine*0.55)
	}))
}

// laneHouse is one house front between nearness d0 and d1 on one side.
func (c *canvas) laneHouse(g plane, side, half, d0, d1 float32, wall, roof, glow colour, snow bool) {
	at := func(d, up float32) pt { return pt{g.vx + side*half*d, g.hz + g.depth*d*1.0 - up*d*c.h} }
	tall := c.f(0.68, 0.85)
	near := clamp01(d1 * 0.8)
	w := wall.mix(glow, 0.45*(1-near)).scale(lerp(1, 0.72, near))
	c.fill(area(at(d0, tall), at(d1, tall), at(d1, -0.02), at(d0, -0.02)), lanePlaster(g, w, glow))
	mid := func(t float32) float32 { return d0 * pow(d1/d0, t) }
	c.laneOpening(at, mid(0.14), mid(0.42), 0.0, tall*0.55, roof, glow, false)
	lit := c.n(4) > 0
	c.laneOpening(at, mid(0.56), mid(0.86), tall*0.27, tall*0.6, roof, glow, lit)
	eave := func(d, out, up float32) pt { return at(d, up).add(pt{-side * out * d * half, 0}) }
	top := roof
	if snow {
		top = hex(0xdfe6f2).mix(glow, 0.1)
	}
	c.fill(area(eave(d0, 0.14, tall-0.03), eave(d1, 0.14, tall-0.03), at(d1, tall+0.2), at(d0, tall+0.2)), fade(at(d1, tall+0.2).y, top.scale(0.8), at(d0, tall).y, top.mix(glow, 0.15)))
	c.fill(area(eave(d0, 0.15, tall-0.01), eave(d1, 0.15, tall-0.01), eave(d1, 0.14, tall-0.05), eave(d0, 0.14, tall-0.05)), flat(roof.scale(0.5)))
	if snow {
		return
	}
	for i := range 15 {
		d := mid(float32(i) / 14)
		c.fill(line(max(3.2*d, 0.5), eave(d, 0.14, tall-0.02), at(d, tall+0.19)), flat(roof.scale(0.68)).a(0.7))
	}
}

// lanePlaster is an old wall: stained below, warm where lanterns hang.
func lanePlaster(g plane, w, glow colour) paint {
	cloud := cloudTile()
	return shaded(func(x, y float32) colour {
		d := max(abs(x-g.vx)/300, 0.05)
		up := (y - g.hz) / (g.depth * d)
		v := cloud.near(int(80/d), int(up*150))*0.6 + cloud.near(int(x*0.9), int(y*0.5))*0.4
		warm := exp(-sq((up+0.62)*2.2)) * 0.6
		col := w.shift((v - 0.5) * 0.16).scale(1 - 0.3*step01(0.45, 0.95, up)*v)
		return col.mix(glow, warm*(0.5+0.5*v))
	})
}

// laneOpening is a door (dark wood) or a window (lit paper).
func (c *canvas) laneOpening(at func(d, up float32) pt, a, b, lo, hi float32, roof, glow colour, lit bool) {
	frame := roof.mix(hex(0x6b2a1c), 0.55)
	o := area(at(a, hi), at(b, hi), at(b, lo), at(a, lo))
	if !lit {
		c.fill(o, flat(frame.scale(0.8)))
		m := (a + b) / 2
		c.fill(line(max(3*a, 0.6), at(m, hi), at(m, lo)), flat(frame.scale(0.4)))
		for _, e := range []float32{a - (b-a)*0.24, b + (b-a)*0.06} {
			c.fill(area(at(e, hi*0.92), at(e+(b-a)*0.17, hi*0.92), at(e+(b-a)*0.17, hi*0.22), at(e, hi*0.22)), flat(hex(0xb8281c)))
		}
		return
	}
	c.fill(o, flat(hex(0xffc968).mix(glow, 0.3)))
	for i := range 5 {
		t := float32(i) / 4
		d := a + (b-a)*t
		w := max(4.5*a, 0.6)
		c.fill(line(w, at(d, lo), at(d, hi)), flat(frame.scale(0.6)))
		u := lo + (hi-lo)*t
		c.fill(line(w, at(a, u), at(b, u)), flat(frame.scale(0.6)))
	}
}

// lantern is a red paper lantern of width w hanging from above p.
func (c *canvas) lantern(p pt, w float32) {
	c.glow(p, w*2.4, hex(0xff6a2a), 0.42)
	c.fill(line(max(w*0.03, 0.5), pt{p.x, p.y - w*1.3}, pt{p.x, p.y - w*0.4}), flat(hex(0x2a1410)))
	c.fill(ellipse(p.x, p.y, w*0.5, w*0.4), ball(p.x, p.y+w*0.06, w*0.52, hex(0xffd27a), hex(0xf0501f), hex(0xa81212)))
	for i := range 3 {
		rx := w * (0.14 + 0.15*float32(i))
		o := ellipse(p.x, p.y, rx, w*0.39)
		c.fill(line(max(w*0.012, 0.35), append(o[0], o[0][0])...), flat(hex(0x8a120c)).a(0.5))
	}
	gold := flat(hex(0xe8b04a))
	c.fill(rect(p.x-w*0.17, p.y-w*0.45, w*0.34, w*0.09), gold)
	c.fill(rect(p.x-w*0.17, p.y+w*0.36, w*0.34, w*0.09), gold)
	for i := range 5 {
		x := p.x + (float32(i)-2)*w*0.05
		c.fill(line(max(w*0.025, 0.4), pt{x, p.y + w*0.44}, pt{x + c.f(-0.02, 0.02)*w, p.y + w*0.85}), flat(hex(0xc9301c)))
	}
}

// snowfall lets n flakes fall, the near ones large and soft.
func (c *canvas) snowfall(n int) {
	for range n {
		k := pow(c.f(0, 1), 4)
		r := 0.9 + 6*k
		c.dab(pt{c.f(0, c.w), c.f(0, c.h)}, r, r*1.1, 0, 0.35+0.6*k, hex(0xffffff), lerp(0.8, 0.4, k))
	}
}
