package art

// sky is a gradient with clouds and a sun that lights them.
type sky struct {
	air    ramp    // from the zenith down to the horizon
	lit    colour  // clouds towards the sun
	shade  colour  // clouds away from it
	cover  float32 // 0 clear .. 1 overcast
	scale  float32 // size of clouds; 1 is usual
	sun    pt      // share of width and height until on is called
	disc   float32 // radius of the sun's disc, 0 for none
	halo   colour
	spread float32 // radius of the halo
}

// on places the sun, given as a share of width and height, on the canvas.
func (s sky) on(c *canvas) sky {
	s.sun = pt{s.sun.x * c.w, s.sun.y * c.h}
	return s
}

// paintSky fills the canvas from the top to the horizon line.
func (c *canvas) paintSky(s sky, horizon float32) {
	seed := c.rnd.Uint32()
	scale := float32(0.0042)
	if s.scale > 0 {
		scale /= s.scale
	}
	density := func(x, y float32, octaves int) float32 {
		// Clouds flatten towards the horizon.
		p := 1 / (0.22 + clamp01(1-y/horizon))
		u, v := (x-c.w/2)*scale*lerp(1, p, 0.4), y*scale*p*1.7
		bend := noise2(u*0.8+9, v*0.8, seed+7)
		return clamp01((fbm2(u+bend*1.2, v+bend*0.5, octaves, seed)-0.5)*1.7 + 0.5)
	}
	th := 1 - s.cover
	c.field(0, horizon, 2.6, func(x, y float32) colour {
		base := s.air.at(y / horizon)
		d := hypot(x-s.sun.x, y-s.sun.y)
		near := exp(-d / max(s.spread, 1) * 1.6)
		base = base.mix(s.halo, clamp01(near*0.9))
		if s.cover <= 0 {
			return base
		}
		v := density(x, y, 5)
		a := step01(th*0.75+0.08, th*0.75+0.4, v) * step01(1.02, 0.8, y/horizon)
		if a <= 0 {
			return base
		}
		dx, dy := s.sun.x-x, s.sun.y-y
		l := max(hypot(dx, dy), 1)
		ahead := density(x+dx/l*22, y+dy/l*22, 3)
		light := clamp01(0.5 + (v-ahead)*2.2 + near*0.5)
		return base.mix(s.shade.mix(s.lit, light), a*0.92)
	})
	if s.disc > 0 {
		c.glow(s.sun, s.disc*7, s.halo, 0.5)
		c.glow(s.sun, s.disc*2.6, s.lit, 0.7)
		c.dab(s.sun, s.disc, s.disc, 0, 0.15, s.lit.mix(hex(0xffffff), 0.5), 1)
	}
}

// stars scatters points of light above the horizon.
func (c *canvas) stars(n int, horizon float32) {
	for range n {
		p := pt{c.f(0, c.w), c.f(0, horizon)}
		m := pow(c.f(0, 1), 5)
		col := c.pick(0xffffff, 0xdfe8ff, 0xfff1d8, 0xcfdcff)
		c.dab(p, 0.5+m*1.1, 0.5+m*1.1, 0, 0.3, col, 0.25+0.75*c.f(0, 1)*(1-0.6*p.y/horizon))
		if m > 0.75 {
			c.glow(p, 4.5, col, 0.6)
		}
	}
}

// mist lays a soft bank of haze around height y.
func (c *canvas) mist(y, thick float32, col colour, alpha float32) {
	n := c.wave()
	var top, bottom []pt
	for x := float32(-100); x <= c.w+100; x += 40 {
		t := thick * (0.5 + 0.5*n.fbm(x/260, 3))
		top = append(top, pt{x, y - t})
		bottom = append([]pt{{x, y + t*0.8}}, bottom...)
	}
	c.soft(area(append(top, bottom...)...), thick*0.6, flat(col).a(alpha))
}

// ridgeline is a mountain outline: height y around base, amp high.
func ridgeline(n wave, base, amp, freq float32, octaves int) func(x float32) float32 {
	return func(x float32) float32 {
		v := n.fbm(x*freq, octaves)
		return base - amp*(0.5+v)
	}
}

// trees paints a far tree line along y(x): a crowd of dabs.
func (c *canvas) trees(y func(x float32) float32, size, gap float32, dark, light colour) {
	n := c.wave()
	for x := -size; x < c.w+size; x += gap * c.f(0.6, 1.4) {
		k := size * (0.7 + 0.5*n.at(x/60)) * c.f(0.7, 1.2)
		base := y(x)
		col := dark.mix(light, c.f(0, 0.5))
		if k > 30 {
			tones := ramp{[]colour{dark, col, light}, []float32{0, 0.5, 1}}
			c.foliage(pt{x, base - k*0.55}, k*0.6, k*0.7, 110, k*0.06, tones)
			continue
		}
		c.dab(pt{x, base - k*0.5}, k*0.5, k*0.75, 0, 0.1, col, 1)
		for range 5 {
			p := pt{x + c.f(-0.4, 0.4)*k, base - k*c.f(0.3, 1.2)}
			c.dab(p, k*0.2, k*0.16, 0, 0.2, dark.mix(light, clamp01((base-p.y)/k*0.7)), 0.9)
		}
	}
}

// foliage is a crown of leaves lit from the upper left: dark within, light on
// the side of the sun.
func (c *canvas) foliage(p pt, rx, ry float32, count int, leafSize float32, tones ramp) {
	for i := range count {
		a, r := c.f(0, 2*pi), sqrt(c.f(0, 1))
		q := pt{p.x + rx*r*cos(a), p.y + ry*r*sin(a)}
		lightness := 0.5 - 0.35*(q.x-p.x)/rx - 0.45*(q.y-p.y)/ry
		t := clamp01(lightness*(0.35+0.65*float32(i)/float32(count)) + c.f(-0.18, 0.18))
		c.dab(q, leafSize*c.f(0.7, 1.5), leafSize*c.f(0.5, 0.9), c.f(0, pi), 0.05, tones.at(t), 0.92)
	}
}

// blades grows grass: count blades along y(x), each up to tall.
func (c *canvas) blades(count int, y func(x float32) float32, tall float32, tones ramp) {
	wind := c.wave()
	for range count {
		x := c.f(-20, c.w+20)
		h := tall * c.f(0.4, 1)
		base := y(x) + c.f(0, tall*0.25)
		bend := (wind.at(x/150)*0.5 + c.f(-0.3, 0.5)) * h * 0.6
		s := taper(max(h*0.045, 0.9), 0.3, curve(pt{x, base}, pt{x + bend*0.3, base - h*0.6}, pt{x + bend, base - h})...)
		c.fill(s, flat(tones.at(c.f(0, 1))))
	}
}
