package art

// misty stacks ridges that pale into the distance, with mist between them.
func misty(s sky, far, near colour, layers int, horizon float32, pines bool) func(*canvas) {
	return func(c *canvas) {
		hz := c.h * horizon
		s := s.on(c)
		c.paintSky(s, hz+120)
		haze := s.air.at(1).mix(s.halo, 0.35)
		c.fill(rect(0, hz+100, c.w, c.h), flat(haze))
		for i := range layers {
			t := float32(i) / float32(layers-1)
			base := lerp(hz+20, c.h*0.93, pow(t, 1.15))
			amp := lerp(c.h*0.11, c.h*0.3, 1-abs(t-0.45)*1.6) * c.f(0.85, 1.15)
			y := ridgeline(c.wave(), base, amp, lerp(0.0055, 0.0036, t)*1.1, 6)
			body := far.mix(near, pow(t, 1.25))
			if pines && t > 0.55 {
				c.pineRidge(y, lerp(9, 38, step01(0.5, 1, t)), body)
			}
			c.fill(c.under(3, y), c.ridgePaint(y, base, amp, body, haze, lerp(0.8, 0.25, t)))
			if i < layers-1 {
				c.mist(base+8, lerp(22, 46, t), haze, lerp(0.75, 0.4, t))
			}
		}
		c.photo(lens{bloom: 0.35, knee: 0.6, vignette: 0.35, grain: 5, warm: 0.5, contrast: 0.25})
	}
}

// ridgePaint is a slope: its own colour at the crest, with lit flanks, that
// dissolves in haze at the foot.
func (c *canvas) ridgePaint(y func(float32) float32, base, amp float32, body, haze colour, dissolve float32) paint {
	cloud := cloudTile()
	ox := c.f(0, 500)
	return shaded(func(px, py float32) colour {
		t := clamp01((py - base + amp*0.75) / (amp * 1.1))
		gully := cloud.near(int(px*0.9+py*0.55+ox), int(py*0.35+ox)) - 0.5
		return body.shift(gully*0.055*(1-t)).mix(haze, t*dissolve)
	})
}

// pineRidge sets pines along a ridge.
func (c *canvas) pineRidge(y func(float32) float32, size float32, col colour) {
	n := c.wave()
	for x := float32(-10); x < c.w+10; x += size * c.f(0.18, 0.5) {
		if n.at(x/(size*4)) < -0.25 {
			continue
		}
		h := size * c.f(0.5, 1.25)
		c.pine(pt{x, y(x) + size*0.12}, h, col.scale(c.f(0.82, 1.02)))
	}
}

// pine is a small conifer with its foot at p.
func (c *canvas) pine(p pt, h float32, col colour) {
	var left, right []pt
	const tiers = 6
	for i := range tiers {
		t := float32(i) / tiers
		y := p.y - h*(1-t)
		w := h * (0.03 + 0.2*t)
		left = append(left, pt{p.x - w*0.35, y}, pt{p.x - w*c.f(0.8, 1.15), y + h*0.13})
		right = append(right, pt{p.x + w*0.35, y}, pt{p.x + w*c.f(0.8, 1.15), y + h*0.13})
	}
	o := []pt{{p.x, p.y - h*1.06}}
	o = append(o, right...)
	o = append(o, pt{p.x, p.y})
	for i := range left {
		o = append(o, left[len(left)-1-i])
	}
	c.fill(shape{o}, flat(col))
}

func abs(v float32) float32 { return max(v, -v) }

// terraces are flooded rice steps that hold the sky.
func terraces(s sky, bank, grass colour, steps int) func(*canvas) {
	return func(c *canvas) {
		hz := c.h * 0.3
		s := s.on(c)
		c.paintSky(s, hz+40)
		haze := s.air.at(1)
		for i := range 3 {
			y := ridgeline(c.wave(), hz+float32(i)*18+14, c.h*0.1, 0.005, 5)
			c.fill(c.under(3, y), c.ridgePaint(y, hz+20, c.h*0.1, haze.mix(bank, 0.35+0.2*float32(i)), haze, 0.5))
			c.mist(hz+30+float32(i)*16, 16, haze, 0.5)
		}
		n, m := c.wave(), c.wave()
		for i := range steps {
			t := float32(i) / float32(steps)
			c.terraceStep(t, hz, n, m, s, bank, grass)
		}
		c.photo(lens{bloom: 0.4, knee: 0.6, vignette: 0.4, grain: 5, warm: 0.6, contrast: 0.3})
	}
}

func (c *canvas) terraceStep(t, hz float32, n, m wave, s sky, bank, grass colour) {
	depth := pow(t, 1.5)
	base := lerp(hz+30, c.h+20, depth)
	swing := lerp(16, 150, depth)
	tall := lerp(4, 30, depth)
	own := c.wave()
	edge := func(x float32) float32 {
		big := n.fbm(x*0.0026+t*2.3, 2) + 0.5*own.fbm(x*0.006, 2)*(0.4+0.6*depth)
		return base + swing*big + 4*depth*m.fbm(x*0.03+t*9, 2)
	}
	wide := func(x float32) float32 { return edge(x) + tall*(0.55+0.45*own.at(x*0.011+5)) }
	pool := func(x float32) float32 { return base + swing + c.h*0.16 }
	far := s.air.at(1)
	c.fill(c.band(5, edge, pool), flat(bank.mix(far, (1-depth)*0.45)))
	cloud := cloudTile()
	c.fill(c.band(5, wide, pool), shaded(func(x, y float32) colour {
		v := cloud.near(int(x*0.32+t*200), int(y*0.8+t*90))
		col := s.air.at(clamp01(0.2 + t*0.25 + v*0.55))
		d := abs(x-s.sun.x) / (c.w * 0.34)
		return col.mix(s.halo, clamp01(0.8-d)*0.85).shift((v-0.5)*0.1 - 0.06*depth)
	}))
	rim := func(x float32) float32 { return edge(x) + tall*0.22 }
	c.fill(c.band(5, edge, rim), flat(grass.mix(far, (1-depth)*0.5)))
	for range int(26 + 60*depth) {
		x := c.f(-10, c.w+10)
		h := tall * c.f(0.3, 0.8)
		c.fill(taper(max(h*0.1, 0.7), 0.3, pt{x, edge(x) + h*0.2}, pt{x + c.f(-0.3, 0.3)*h, edge(x) - h}),
			flat(grass.scale(c.f(0.6, 1.1))))
	}
	if c.n(3) == 0 && depth > 0.04 {
		x := c.f(c.w*0.1, c.w*0.9)
		k := lerp(8, 52, depth)
		c.dab(pt{x, edge(x)}, k*0.5, k*0.12, 0, 0.6, bank.scale(0.4), 0.7)
		c.foliage(pt{x, edge(x) - k*0.55}, k*0.45, k*0.5, 70, k*0.09, ramp{[]colour{bank.scale(0.45), grass, grass.mix(s.halo, 0.5)}, []float32{0, 0.6, 1}})
	}
}
