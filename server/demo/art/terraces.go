package art

// terraces are flooded rice steps that follow the contours of a slope and hold
// the sky.
func terraces(s sky, bank, grass colour, steps float32) func(*canvas) {
	return func(c *canvas) {
		hz := c.h * 0.27
		s := s.on(c)
		c.paintSky(s, hz+50)
		haze := s.air.at(1).mix(s.halo, 0.3)
		for i := range 3 {
			y := ridgeline(c.wave(), hz+float32(i)*20+16, c.h*0.12, 0.0045, 5)
			c.fill(c.under(3, y), c.ridgePaint(y, hz+24, c.h*0.12, haze.mix(bank, 0.3+0.2*float32(i)), haze, 0.6))
			c.mist(hz+34+float32(i)*18, 18, haze, 0.6)
		}
		height := c.contours(hz, steps)
		c.paintSteps(height, hz, s, bank, grass, haze)
		c.terraceLife(hz, bank, grass, s)
		for i := range 3 {
			c.mist(hz+24+50*float32(i), 26, haze, 0.5-0.13*float32(i))
		}
		c.photo(lens{bloom: 0.4, knee: 0.6, vignette: 0.4, grain: 5, warm: 0.6, contrast: 0.3})
	}
}

// contours is the height of the slope, in steps, on a coarse grid below hz:
// the first channel is height, the second a slow noise for the water.
func (c *canvas) contours(hz, steps float32) *small {
	k := max(int(5*c.s), 1)
	top := int(hz * c.s)
	g := &small{w: c.img.Rect.Dx()/k + 2, h: (c.img.Rect.Dy()-top)/k + 2, k: float32(k)}
	g.pix = make([]float32, g.w*g.h*3)
	seed := c.rnd.Uint32()
	for y := range g.h {
		for x := range g.w {
			px, py := float32(x*k)/c.s, float32(y*k)/c.s
			d := py / (c.h - hz)
			z := 1 / (d + 0.3)
			u := (px - c.w*0.5) * z
			bump := fbm2(u*0.0021+3, z*1.1, 4, seed)
			o := g.pix[(y*g.w+x)*3:]
			o[0] = steps*(1-pow(clamp01(d), 0.72)) + (bump-0.5)*steps*0.62
			o[1] = fbm2(u*0.006, z*5, 3, seed+9)
		}
	}
	return g
}

// paintSteps turns heights into banks, grassy rims and sheets of water.
func (c *canvas) paintSteps(g *small, hz float32, s sky, bank, grass, haze colour) {
	top, w := int(hz*c.s)+int(20*c.s), c.img.Rect.Dx()
	row := make([]float32, w*3)
	cloud := cloudTile()
	for y := top; y < c.img.Rect.Dy(); y++ {
		g.row(row, y-int(hz*c.s))
		uy := float32(y) / c.s
		d := (uy - hz) / (c.h - hz)
		air := clamp01(0.85 - d*2.4)
		for x := range w {
			h := row[x*3]
			level := floor(h)
			f := h - level
			ux := float32(x) / c.s
			var col colour
			switch {
			case f > 0.76:
				v := cloud.near(int(ux*1.7), int(uy*2.6)) - 0.5
				col = bank.scale(lerp(0.55, 1.1, (f-0.76)/0.24)).shift(v * 0.12)
			case f < 0.07:
				col = grass.shift((cloud.near(int(ux*3), int(uy*3)) - 0.5) * 0.2)
			default:
				v := row[x*3+1]
				tone := lattice(int(level), 5, 3)
				col = s.air.at(clamp01(v*1.1 - 0.1 + (tone-0.5)*0.7))
				glare := exp(-abs(ux-s.sun.x) / (c.w * 0.11))
				col = col.mix(s.halo, clamp01(glare*0.9)).scale(0.95 - 0.25*step01(0.55, 0.76, f))
			}
			col = col.mix(haze, air)
			i := c.img.PixOffset(x, y)
			r, gr, b := col.bytes()
			c.img.Pix[i], c.img.Pix[i+1], c.img.Pix[i+2] = uint8(r), uint8(gr), uint8(b)
		}
	}
}

// terraceLife puts trees, huts and a farmer with an ox on the slope.
func (c *canvas) terraceLife(hz float32, bank, grass colour, s sky) {
	for range 11 {
		d := c.f(0.16, 0.95)
		k := lerp(9, 40, d)
		p := pt{c.f(0, 1) * c.w, hz + (c.h-hz)*d}
		tones := ramp{[]colour{bank.scale(0.4), grass.scale(0.9), grass.mix(s.halo, 0.5)}, []float32{0, 0.6, 1}}
		c.dab(p, k*0.5, k*0.1, 0, 0.6, bank.scale(0.35), 0.6)
		c.foliage(p.add(pt{0, -k * 0.5}), k*0.34, k*0.5, 120, max(k*0.045, 1), tones)
	}
	p := pt{c.w * 0.62, hz + (c.h-hz)*0.62}
	k := c.h * 0.06
	dark := flat(bank.scale(0.25))
	c.fill(standing(p, k, 0.05), dark)
	c.fill(toddler(p.add(pt{k * 0.4, 0}), k*0.6, 0, true), dark)
}
