package art

// plane is the ground seen in perspective: rows run to the vanishing point.
type plane struct {
	vx, hz, depth float32 // vanishing point; depth is the height of the ground on the picture
}

// at is the picture point of row position r (units at the near edge) at
// nearness d in 0..1 (0 is the horizon).
func (g plane) at(r, d float32) pt { return pt{g.vx + r*d, g.hz + g.depth*d} }

// lay paints the ground as stripes that run to the vanishing point.
func (c *canvas) lay(g plane, soil, green, haze colour, gap float32) {
	cloud := cloudTile()
	c.fill(rect(-5, g.hz, c.w+10, c.h-g.hz+5), shaded(func(x, y float32) colour {
		d := max((y-g.hz)/g.depth, 0.004)
		r := (x - g.vx) / d / gap
		f := abs(r-floor(r)-0.5) * 2
		soft := clamp01(0.02/d + 0.15)
		v := cloud.near(int((x-g.vx)/d*0.25), int(60/d))
		col := soil.mix(green, step01(0.5-soft, 0.5+soft, f)).shift((v - 0.5) * 0.12)
		return col.mix(haze, clamp01(1-d*3.2)*0.75)
	}))
}

// fieldBackdrop is sky, far hills and a line of trees at the horizon.
func (c *canvas) fieldBackdrop(s sky, hz float32, hill colour) (haze colour) {
	c.paintSky(s, hz+6)
	haze = s.air.at(1).mix(s.halo, 0.25)
	y := ridgeline(c.wave(), hz+5, c.h*0.05, 0.004, 4)
	c.fill(c.under(4, y), flat(haze.mix(hill, 0.4)))
	c.trees(func(float32) float32 { return hz + 3 }, 11, 8, hill.mix(haze, 0.35), hill.mix(haze, 0.7))
	return haze
}

// garlicField is rows of young garlic under a big sky. walkers adds two small
// people on the headland.
func garlicField(s sky, hill, soil, green, bright colour, horizon, vanish float32, walkers bool) func(*canvas) {
	return func(c *canvas) {
		hz := c.h * horizon
		s := s.on(c)
		haze := c.fieldBackdrop(s, hz, hill)
		g := plane{c.w * vanish, hz, c.h - hz}
		gap := c.w * 0.15
		c.lay(g, soil, green.scale(0.8), haze, gap)
		tones := ramp{[]colour{green.scale(0.55), green, bright}, []float32{0, 0.55, 1}}
		if walkers {
			k := c.h * 0.1
			p := pt{c.w * (1 - vanish), hz + 15}
			c.fill(handInHand(p, k, 1, true), flat(hill.scale(0.25)))
		}
		for d := float32(0.1); d < 1.25; d *= 1.07 {
			c.garlicRow(g, d, gap, tones, haze)
		}
		c.sunWash(s, 0.3)
		c.photo(lens{bloom: 0.4, knee: 0.65, vignette: 0.4, grain: 5, warm: 0.5, contrast: 0.3})
	}
}

// garlicRow plants one line of garlic across all rows at nearness d.
func (c *canvas) garlicRow(g plane, d, gap float32, tones ramp, haze colour) {
	n := int(max(g.vx, c.w-g.vx)/(gap*d)) + 2
	for i := -n; i <= n; i++ {
		p := g.at((float32(i)+c.f(-0.07, 0.07))*gap, d*c.f(0.98, 1.02))
		if p.x < -60 || p.x > c.w+60 {
			continue
		}
		h := 78 * d * c.f(0.75, 1.15)
		c.dab(p.add(pt{h * 0.1, 0}), h*0.5, h*0.12, 0, 0.6, tones.at(0).scale(0.5), 0.45)
		blades := 4 + int(5*min(d, 0.9))
		for j := range blades {
			side := c.f(-1, 1)
			tip := pt{p.x + side*h*0.75, p.y - h*c.f(0.55, 1.1)*(1.1-0.5*abs(side))}
			mid := pt{p.x + side*h*0.16, p.y - h*0.6}
			col := tones.at(clamp01(c.f(0.1, 0.8)+0.2*side*-1)).mix(haze, clamp01(0.7-d*2.2))
			c.fill(ribbon(curve(p, mid, tip), func(t float32) float32 { return max(h*0.085*(1-t*t), 0.5) }), flat(col.scale(0.9+0.1*float32(j)/float32(blades))))
		}
	}
}

// sunWash lets the sun's colour spill over the whole picture.
func (c *canvas) sunWash(s sky, strength float32) {
	c.glow(s.sun, c.w*0.75, s.halo, strength)
}

// wheat is ripe grain up to the lower edge, with a path to the horizon.
func wheat(s sky, hill colour, gold ramp, horizon float32, reaper bool) func(*canvas) {
	return func(c *canvas) {
		hz := c.h * horizon
		s := s.on(c)
		haze := c.fieldBackdrop(s, hz, hill)
		cloud := cloudTile()
		c.fill(rect(-5, hz, c.w+10, c.h), shaded(func(x, y float32) colour {
			d := (y - hz) / (c.h - hz)
			v := cloud.near(int((x-c.w/2)/(d+0.12)*0.2), int(50/(d+0.06)))
			return gold.at(clamp01(0.75-d*0.55+(v-0.5)*0.9)).mix(haze, clamp01(0.5-d*2))
		}))
		track := c.f(0.3, 0.7)
		path := area(pt{c.w*track - 3, hz}, pt{c.w*track + 3, hz}, pt{c.w * (track + 0.13), c.h + 5}, pt{c.w * (track - 0.2), c.h + 5})
		c.soft(path, 5, fade(hz, gold.at(0.5).mix(haze, 0.5), c.h, gold.at(0.1).scale(0.8)))
		if reaper {
			k := c.h * 0.17
			p := pt{c.w * track, hz + k*0.55}
			c.fill(handInHand(p, k, 1, false), flat(hill.scale(0.3)))
			hat := ellipse(p.x+k*0.03, p.y-k*0.95, k*0.17, k*0.035)
			c.fill(hat, flat(gold.at(0.9)))
		}
		for d := float32(0.06); d < 1.2; d += 0.012 + d*0.03 {
			c.wheatRow(hz, d, track, gold, haze)
		}
		c.sunWash(s, 0.35)
		c.photo(lens{bloom: 0.45, knee: 0.62, vignette: 0.4, grain: 5, warm: 0.7, contrast: 0.3})
	}
}

func (c *canvas) wheatRow(hz, d, track float32, gold ramp, haze colour) {
	step := 3.2 + 15*d
	base := hz + (c.h-hz)*d
	wind := c.wave()
	half := lerp(0.004, 0.165, d) * c.w
	for x := -step; x < c.w+step; x += step * c.f(0.6, 1.4) {
		if abs(x-c.w*(track-0.035*d)) < half*c.f(0.8, 1.1) {
			continue
		}
		h := (8 + 90*d) * c.f(0.75, 1.15)
		bend := (0.25 + 0.2*wind.at(x/90)) * h
		p := pt{x, base + h*0.35}
		tip := pt{x + bend, p.y - h}
		col := gold.at(clamp01(c.f(0.15, 0.95))).mix(haze, clamp01(0.45-d*1.6))
		c.fill(taper(max(h*0.025, 0.7), 0.7, curve(p, pt{x + bend*0.3, p.y - h*0.6}, tip)...), flat(col.scale(0.82)))
		a := atan2(-h*0.4, bend*0.7)
		for i := range 5 {
			q := polar(tip, h*(0.05*float32(i)-0.04), a)
			c.dab(q.add(pt{h * 0.012 * float32(i%2*2-1), 0}), h*0.04, h*0.017, a, 0, col.shift(0.04*float32(i)-0.06), 1)
		}
	}
}

// sunflowers looks over a field of them; the near ones are large and sharp.
func sunflowers(s sky, hill, green colour, petals ramp, horizon float32) func(*canvas) {
	return func(c *canvas) {
		hz := c.h * horizon
		s := s.on(c)
		haze := c.fieldBackdrop(s, hz, hill)
		c.fill(rect(-5, hz, c.w+10, c.h), fade(hz, green.mix(haze, 0.5), c.h, green.scale(0.45)))
		for d := float32(0.05); d < 1.05; d *= 1.19 {
			step := 105*d + 4
			for x := c.f(-step, 0); x < c.w+step; x += step * c.f(0.75, 1.35) {
				y := hz + (c.h-hz)*d*c.f(0.93, 1.05)
				c.sunflower(pt{x, y}, (8+72*d)*c.f(0.8, 1.12), green, petals, haze, clamp01(0.5-d*1.7))
			}
		}
		c.sunWash(s, 0.25)
		c.photo(lens{bloom: 0.35, knee: 0.66, vignette: 0.45, grain: 5, warm: 0.5, contrast: 0.3})
	}
}

func (c *canvas) sunflower(p pt, r float32, green colour, petals ramp, haze colour, far float32) {
	g := green.mix(haze, far)
	c.fill(taper(r*0.13, r*0.17, p, pt{p.x + r*0.1, p.y + r*2.6}), flat(g.scale(0.7)))
	for i := range 6 {
		q := p.add(pt{0, r * (0.7 + 0.45*float32(i/2))})
		dx := r * c.f(0.8, 1.4) * float32(i%2*2-1)
		mid := q.add(pt{dx * 0.5, -r*0.2 + c.f(0, 0.3)*r})
		c.fill(leaf(r*0.62, q, mid, q.add(pt{dx, r * c.f(0.1, 0.5)})), flat(g.scale(c.f(0.62, 1.15))))
	}
	turn := c.f(-0.25, 0.25)
	squash := c.f(0.8, 1)
	if r < 14 {
		c.dab(p, r, r*squash, turn, 0, petals.at(0.6).mix(haze, far), 1)
		c.dab(p, r*0.45, r*0.42*squash, turn, 0, hex(0x5a3413).mix(haze, far), 1)
		return
	}
	for layer := range 2 {
		n := 12
		if r > 34 {
			n = 17
		}
		for i := range n {
			a := turn + 2*pi*(float32(i)+0.5*float32(layer))/float32(n) + c.f(-0.07, 0.07)
			l := r * c.f(0.92, 1.1) * (1 - 0.1*float32(layer))
			f := func(q pt) pt { return pt{p.x + q.x, p.y + q.y*squash} }
			tip, mid := polar(pt{}, l, a), polar(pt{}, l*0.6, a+c.f(-0.1, 0.1))
			col := petals.at(clamp01(0.25+0.35*float32(layer)+0.3*sin(-a)+c.f(-0.1, 0.1))).mix(haze, far)
			c.fill(leaf(r*0.27, polar(pt{}, r*0.25, a), mid, tip).warp(f), flat(col))
		}
	}
	c.fill(ellipse(p.x, p.y, r*0.47, r*0.47*squash), ball(p.x-r*0.12, p.y-r*0.16, r*0.6, hex(0x8a5a24).mix(haze, far), hex(0x4c2b10).mix(haze, far), hex(0x2a1709)))
	for i := range 60 {
		a, k := float32(i)*2.39996, sqrt(float32(i)/60)*r*0.43
		c.dab(pt{p.x + k*cos(a), p.y + k*sin(a)*squash}, r*0.022, r*0.022, 0, 0, hex(0xc08a3a).mix(haze, far), 0.55)
	}
}
