package art

// avenue is a road between two rows of trees that meet in the distance.
// poplars are tall and narrow, others (ginkgos) round and wide.
func avenue(s sky, road, grass colour, leaves ramp, poplars, carpet bool) func(*canvas) {
	return func(c *canvas) {
		hz := c.h * 0.58
		vx := c.w * 0.5
		s := s.on(c)
		c.paintSky(s, hz+10)
		haze := s.air.at(1).mix(s.halo, 0.4)
		g := plane{vx, hz, c.h - hz}
		cloud := cloudTile()
		c.fill(rect(-5, hz, c.w+10, c.h), shaded(func(x, y float32) colour {
			d := (y - hz) / (c.h - hz)
			v := cloud.near(int((x-vx)/(d+0.05)*0.3), int(80/(d+0.08)))
			return grass.shift((v-0.5)*0.2).mix(haze, clamp01(1-d*2.4))
		}))
		half := c.w * 0.3
		c.fill(area(g.at(-half, 0), g.at(half, 0), g.at(half*1.1, 1.1), g.at(-half*1.1, 1.1)), shaded(func(x, y float32) colour {
			d := (y - hz) / (c.h - hz)
			v := cloud.near(int((x-vx)/(d+0.03)*0.2), int(90/(d+0.07)))
			return road.shift((v-0.5)*0.1).mix(haze, clamp01(0.95-d*2))
		}))
		c.avenueShade(g, half, haze, s)
		c.glow(pt{vx, hz - 12}, c.w*0.3, s.halo, 0.75)
		for d := float32(0.07); d < 1.3; d *= 1.3 {
			for _, side := range []float32{-1, 1} {
				if side > 0 || d < 1.2 {
					c.avenueTree(g, side*half*1.25, d, leaves, haze, poplars)
				}
			}
		}
		if carpet {
			c.fallen(g, half, leaves)
		}
		c.passers(g, road.scale(0.22))
		c.sunWash(s, 0.28)
		c.photo(lens{bloom: 0.5, knee: 0.6, vignette: 0.45, grain: 5, warm: 0.6, contrast: 0.3})
	}
}

// avenueShade throws the shadows of one row of trees across the road.
func (c *canvas) avenueShade(g plane, half float32, haze colour, s sky) {
	dir := float32(1)
	if s.sun.x > c.w/2 {
		dir = -1
	}
	for d := float32(0.1); d < 1.2; d *= 1.3 {
		a, b := g.at(-dir*half*1.3, d), g.at(dir*half*1.6, d*1.12)
		c.soft(taper(16*d, 34*d, a, a.mix(b, 0.5), b), 5*d+0.6, flat(hex(0x1c2430)).a(0.34*clamp01(d*2.5)))
	}
}

func (c *canvas) avenueTree(g plane, r, d float32, leaves ramp, haze colour, poplar bool) {
	foot := g.at(r*c.f(0.97, 1.05), d)
	far := clamp01(0.85 - d*1.5)
	tall := c.h * 0.98 * d * c.f(0.9, 1.1)
	bark := leaves.at(0).mix(hex(0x3a2f28), 0.6).mix(haze, far)
	lean := c.f(-0.02, 0.02) * tall
	top := foot.add(pt{lean, -tall * 0.75})
	c.fill(taper(tall*0.045, tall*0.014, curve(foot.add(pt{0, tall * 0.012}), foot.mix(top, 0.5), top)...), flat(bark))
	tones := ramp{nil, leaves.pos}
	for _, l := range leaves.cols {
		tones.cols = append(tones.cols, l.mix(haze, far*0.8))
	}
	size := max(tall*0.0075, 1.2)
	count := int(160 + 1700*min(d, 0.9))
	if poplar {
		for i := range 5 {
			t := float32(i) / 4
			p := foot.mix(top, 0.36).add(pt{c.f(-0.02, 0.02) * tall, -tall * 0.62 * t})
			c.foliage(p, tall*(0.115-0.06*abs(t-0.35)), tall*0.13, count/3, size, tones)
		}
		return
	}
	for range 6 {
		a := c.f(-1, 1)
		q := top.add(pt{a * tall * 0.24, tall * c.f(-0.12, 0.2)})
		c.fill(taper(tall*0.016, tall*0.005, curve(foot.mix(top, 0.6), foot.mix(q, 0.8).add(pt{0, -tall * 0.05}), q)...), flat(bark))
		c.foliage(q, tall*0.19, tall*0.14, count/4, size, tones)
	}
}

// fallen spreads leaves on the road and lets a few drift in the air.
func (c *canvas) fallen(g plane, half float32, leaves ramp) {
	for range 1500 {
		d := pow(c.f(0, 1), 0.75)
		p := g.at(half*c.f(-1.5, 1.5)*lerp(1, sqrt(c.f(0, 1)), 0.3), d)
		c.dab(p, 7*d+0.5, 2.6*d+0.3, c.f(-0.5, 0.5), 0.1, leaves.at(c.f(0.3, 1)), 0.85)
	}
	for range 26 {
		p := pt{c.f(0.1, 0.9) * c.w, c.f(0.3, 0.9) * c.h}
		c.dab(p, c.f(3, 7), c.f(1.5, 3.5), c.f(0, pi), 0.15, leaves.at(c.f(0.6, 1)), 0.9)
	}
}

// passers are a grown-up and a child walking away hand in hand.
func (c *canvas) passers(g plane, col colour) {
	d := c.f(0.24, 0.32)
	p := g.at(c.w*c.f(-0.12, 0.12), d)
	k := c.h * 0.34 * d
	c.soft(ellipse(p.x+k*0.2, p.y, k*0.5, k*0.07), k*0.06, flat(col).a(0.6))
	c.fill(handInHand(p, k, 1, c.n(2) == 0), flat(col))
}
