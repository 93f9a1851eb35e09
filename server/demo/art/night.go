package art

// starryNight is the Milky Way over a tree on a hill, where two people look up.
func starryNight(s sky, land colour, hut bool) func(*canvas) {
	return func(c *canvas) {
		hz := c.h * 0.84
		c.paintSky(s, c.h)
		c.milkyWay(s)
		c.stars(1500, hz+40)
		c.glow(pt{c.w * 0.5, hz + 60}, c.w*0.6, s.halo, 0.5)
		for i := range 2 {
			y := ridgeline(c.wave(), hz+10+20*float32(i), c.h*0.08, 0.004, 4)
			c.fill(c.under(4, y), flat(s.air.at(1).mix(land, 0.55+0.3*float32(i))))
		}
		n := c.wave()
		hill := func(x float32) float32 { return hz + 62 - 52*exp(-sq((x-c.w*0.62)/(c.w*0.3))) + 5*n.fbm(x*0.01, 2) }
		c.fill(c.under(4, hill), flat(land))
		c.blades(420, hill, 17, ramp{[]colour{land, land.shift(0.03)}, []float32{0, 1}})
		if hut {
			c.litHut(pt{c.w * 0.68, hill(c.w*0.68) + 4}, c.w*0.1, land)
		} else {
			c.bareTree(pt{c.w * 0.72, hill(c.w*0.72) + 4}, c.h*0.3, land, 5)
		}
		k := c.h * 0.1
		p := pt{c.w * 0.47, hill(c.w*0.47) + 3}
		pair := standing(p, k, -0.02).with(toddler(p.add(pt{k * 0.38, 2}), k*0.58, -0.03, true),
			arm(k, p.add(pt{-k * 0.12, -k * 0.76}), p.add(pt{-k * 0.26, -k * 0.9}), p.add(pt{-k * 0.4, -k * 1.12})))
		c.fill(pair, flat(land))
		c.photo(lens{bloom: 0.6, knee: 0.5, vignette: 0.4, grain: 8, warm: 0.3, contrast: 0.25})
	}
}

func sq(v float32) float32 { return v * v }

// milkyWay lays the glowing band and its dark lanes across the sky.
func (c *canvas) milkyWay(s sky) {
	seed := c.rnd.Uint32()
	a := c.f(-1.15, -0.85)
	cs, sn := cos(a), sin(a)
	w := c.w * 0.13
	for range 2300 {
		u, v := c.f(-0.9, 0.9)*1000, (c.f(-1, 1)+c.f(-1, 1)+c.f(-1, 1))*0.4*w
		p := pt{c.w*0.46 + u*cs - v*sn, c.h*0.42 + u*sn + v*cs}
		dust := fbm2(p.x*0.012, p.y*0.012, 4, seed)
		lane := fbm2(u*0.006, v*0.02, 4, seed+5)
		k := clamp01(1.25-abs(v)/w) * step01(0.3, 0.55, lane) * dust
		r := c.f(14, 42)
		c.glow(p, r, s.lit.mix(s.halo, c.f(0, 0.7)), 0.11*k)
		if k > 0.3 {
			c.dab(p, 0.6, 0.6, 0, 0.3, hex(0xffffff), 0.5*k)
		}
	}
}

// bareTree grows limbs by halving, with a light crown of twigs.
func (c *canvas) bareTree(p pt, h float32, col colour, depth int) {
	c.limb(p, -pi/2+c.f(-0.06, 0.06), h*0.34, h*0.055, col, depth+2)
}

func (c *canvas) limb(p pt, angle, l, w float32, col colour, depth int) {
	end := polar(p, l, angle)
	mid := p.mix(end, 0.5).add(pt{c.f(-0.08, 0.08) * l, c.f(-0.08, 0.08) * l})
	c.fill(taper(max(w, 0.6), max(w*0.68, 0.5), curve(p, mid, end)...), flat(col))
	if depth == 0 {
		return
	}
	for i := range 2 + c.n(2) {
		spread := c.f(0.25, 0.62) * float32(i%2*2-1)
		if i == 2 {
			spread = c.f(-0.15, 0.15)
		}
		c.limb(end, angle+spread, l*c.f(0.66, 0.84), w*0.66, col, depth-1)
	}
}

// litHut is a small house with one bright window; p is the middle of its foot.
func (c *canvas) litHut(p pt, w float32, col colour) {
	c.fill(rect(p.x-w/2, p.y-w*0.42, w, w*0.45), flat(col.shift(0.02)))
	c.fill(area(pt{p.x - w*0.62, p.y - w*0.38}, pt{p.x - w*0.36, p.y - w*0.74}, pt{p.x + w*0.36, p.y - w*0.74}, pt{p.x + w*0.62, p.y - w*0.38}), flat(col.scale(0.8)))
	win := pt{p.x - w*0.15, p.y - w*0.22}
	c.glow(win, w*0.8, hex(0xffb347), 0.7)
	c.fill(rect(win.x-w*0.1, win.y-w*0.1, w*0.2, w*0.2), flat(hex(0xffd98a)))
	c.fill(rect(win.x-w*0.01, win.y-w*0.1, w*0.02, w*0.2).with(rect(win.x-w*0.1, win.y-w*0.01, w*0.2, w*0.02)), flat(col))
}

// snowVillage is a hamlet in blue snow: warm windows, smoke, bare trees.
func snowVillage(s sky, snow, dark colour) func(*canvas) {
	return func(c *canvas) {
		hz := c.h * 0.46
		s := s.on(c)
		c.paintSky(s, hz+30)
		for i := range 3 {
			t := float32(i) / 2
			y := ridgeline(c.wave(), hz+25*t+10, c.h*0.16*(1-t*0.3), 0.0045, 5)
			c.fill(c.under(4, y), c.ridgePaint(y, hz+20, c.h*0.15, s.air.at(1).mix(snow.scale(0.75), 0.4+0.5*t), s.air.at(1), 0.7))
		}
		c.trees(func(x float32) float32 { return hz + 34 + 5*sin(x*0.013) }, 26, 13, dark.mix(s.air.at(1), 0.45), snow.scale(0.85))
		for i := range 5 {
			t := float32(i) / 4
			base := lerp(hz+36, c.h*0.9, pow(t, 1.2))
			n := c.wave()
			y := func(x float32) float32 { return base + lerp(4, 26, t)*n.fbm(x*0.0045, 3) }
			c.fill(c.under(4, y), fade(base-20, snow.mix(s.halo, 0.25*(1-t)), base+c.h*0.2, snow.scale(lerp(0.8, 0.72, t))))
			if i < 4 {
				c.hamletRow(y, lerp(46, 150, pow(t, 1.3)), dark, snow, s)
			}
		}
		c.footprints(dark)
		c.bareTree(pt{c.w * 0.09, c.h * 0.92}, c.h*0.5, dark.scale(0.8), 4)
		c.snowfall(260)
		c.photo(lens{bloom: 0.55, knee: 0.6, vignette: 0.4, grain: 5, warm: 0.4, contrast: 0.25})
	}
}

func (c *canvas) hamletRow(y func(float32) float32, size float32, dark, snow colour, s sky) {
	for x := c.f(0.05, 0.25) * c.w; x < c.w*0.97; x += size * c.f(1.5, 3.4) {
		w := size * c.f(0.8, 1.2)
		c.snowHouse(pt{x, y(x) + size*0.06}, w, dark.mix(hex(0x7a5a48), 0.4), snow, s)
		if c.n(3) > 0 {
			tx := x + w*c.f(0.75, 0.95)
			c.bareTree(pt{tx, y(tx) + 3}, size*c.f(0.8, 1.3), dark, 2)
		}
	}
}

func (c *canvas) snowHouse(p pt, w float32, wall, snow colour, s sky) {
	h := w * 0.42
	c.soft(ellipse(p.x+w*0.1, p.y+w*0.02, w*0.62, w*0.07), w*0.05, flat(hex(0x2a3a5c)).a(0.4))
	c.fill(rect(p.x-w/2, p.y-h, w, h), fade(p.y-h, wall.scale(0.7), p.y, wall.mix(snow, 0.25)))
	roof := curve(pt{p.x - w*0.62, p.y - h*0.88}, pt{p.x - w*0.5, p.y - h*1.15}, pt{p.x - w*0.34, p.y - h*1.7}, pt{p.x, p.y - h*1.74},
		pt{p.x + w*0.34, p.y - h*1.7}, pt{p.x + w*0.5, p.y - h*1.15}, pt{p.x + w*0.62, p.y - h*0.88})
	c.fill(area(append(roof, pt{p.x + w*0.6, p.y - h*0.78}, pt{p.x - w*0.6, p.y - h*0.8})...), fade(p.y-h*1.8, snow.shift(0.06), p.y-h*0.8, snow.scale(0.8)))
	c.fill(rect(p.x-w*0.56, p.y-h*0.8, w*1.12, h*0.06), flat(wall.scale(0.35)))
	for i := range 3 {
		x := p.x + (float32(i)-1)*w*0.3
		if i == 1 {
			c.fill(rect(x-w*0.07, p.y-h*0.62, w*0.14, h*0.62), flat(hex(0x6d2b20).scale(0.8)))
			continue
		}
		c.glow(pt{x, p.y - h*0.42}, w*0.42, hex(0xffac4a), 0.55)
		c.fill(rect(x-w*0.08, p.y-h*0.6, w*0.16, h*0.36), flat(hex(0xffd282)))
		c.fill(rect(x-w*0.008, p.y-h*0.6, w*0.016, h*0.36).with(rect(x-w*0.08, p.y-h*0.44, w*0.16, h*0.04)), flat(wall.scale(0.5)))
	}
	cx, cy := p.x+w*0.26, p.y-h*1.75
	c.fill(rect(cx-w*0.045, cy-h*0.18, w*0.09, h*0.4), flat(wall.scale(0.6)))
	for i := range 9 {
		t := float32(i) / 8
		c.dab(pt{cx + w*(0.12*t+0.5*t*t), cy - h*(0.2+1.5*t)}, w*(0.05+0.13*t), w*(0.05+0.1*t), 0, 1, s.air.at(0.9).mix(hex(0xffffff), 0.4), 0.4*(1-t))
	}
}

// footprints lead from the lower edge into the picture.
func (c *canvas) footprints(dark colour) {
	for i := range 16 {
		t := pow(float32(i)/15, 0.7)
		p := pt{lerp(c.w*0.36, c.w*0.52, t) + 40*sin(t*4)*(1-t), lerp(c.h*1.0, c.h*0.62, t)}
		k := lerp(11, 2, t)
		p.x += k * float32(i%2*2-1)
		c.dab(p, k*0.7, k*0.36, -0.4, 0.4, hex(0x5a6c94).mix(dark, 0.2), 0.55)
	}
}
