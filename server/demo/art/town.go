package art

// gateTower is an old town gate with two tiers of curved roofs over a brick
// wall, its arch lit from behind; lanterns hang under the eaves at night.
func gateTower(s sky, brick, roof colour, night bool) func(*canvas) {
	return func(c *canvas) {
		base := c.h * 0.9
		s := s.on(c)
		c.paintSky(s, base)
		if night {
			c.stars(170, c.h*0.5)
		}
		haze := s.air.at(1)
		c.trees(func(x float32) float32 { return base - 30 + 6*sin(x*0.01) }, c.h*0.1, 20, roof.mix(haze, 0.5), brick.mix(haze, 0.7))
		cx := c.w * 0.5
		u := min(c.w, c.h*1.1) * 0.001
		wallTop := base - 330*u
		c.gateWall(cx, base, wallTop, u, brick, s)
		c.roofTier(pt{cx, wallTop}, 640*u, 120*u, 118*u, roof, brick, s, night)
		c.roofTier(pt{cx, wallTop - 205*u}, 470*u, 92*u, 120*u, roof, brick, s, night)
		c.gateGround(base, cx, u, brick, s)
		c.photo(lens{bloom: 0.6, knee: 0.52, vignette: 0.45, grain: 6, warm: 0.6, contrast: 0.32})
	}
}

func (c *canvas) gateWall(cx, base, top, u float32, brick colour, s sky) {
	cloud := cloudTile()
	k := shaded(func(x, y float32) colour {
		row := (y - top) / (15 * u)
		col := (x-cx)/(38*u) + 0.5*float32(int(row+100)&1)
		v := lattice(int(floor(col)), int(floor(row)), 9)*0.09 + cloud.near(int(x*0.8), int(y*0.8))*0.2 - 0.15
		joint := min(row-floor(row), (col-floor(col))*2.4)
		b := brick.shift(v).scale(lerp(0.8, 1, step01(0, 0.16, joint)))
		return b.mix(s.halo, 0.25*clamp01((y-top)/(base-top)-0.35))
	})
	c.fill(area(pt{cx - 430*u, top}, pt{cx + 430*u, top}, pt{cx + 475*u, base + 2}, pt{cx - 475*u, base + 2}), k)
	for x := cx - 425*u; x < cx+420*u; x += 62 * u {
		c.fill(rect(x, top-30*u, 38*u, 31*u), k)
	}
	arch := func(w float32) shape {
		o := []pt{{cx - w, base + 3}, {cx - w, base - 130*u}}
		for i := range 17 {
			a := pi + pi*float32(i)/16
			o = append(o, pt{cx + w*cos(a), base - 130*u + w*sin(a)})
		}
		return area(append(o, pt{cx + w, base + 3})...)
	}
	c.fill(arch(108*u), flat(brick.scale(1.25)))
	c.fill(arch(92*u), fade(base-220*u, brick.scale(0.25), base, s.halo.mix(brick, 0.25)))
	c.soft(ellipse(cx, base, 70*u, 80*u), 30*u, flat(s.halo).a(0.8))
}

// roofTier is one hall with its roof: foot at p, roof w wide, hall hh high.
func (c *canvas) roofTier(p pt, w, hh, rh float32, roof, brick colour, s sky, night bool) {
	hall := w * 0.76
	red := hex(0x8e2f22).mix(s.halo, 0.12)
	if night {
		red = hex(0x6b2018)
	}
	c.fill(rect(p.x-hall/2, p.y-hh, hall, hh+1), flat(red.scale(0.6)))
	n := 7
	for i := range n {
		x := p.x - hall/2 + hall*(float32(i)+0.5)/float32(n)
		pane := hex(0x3d2118)
		if night {
			pane = hex(0xffbe5c)
		}
		c.fill(rect(x-hall*0.045, p.y-hh*0.82, hall*0.09, hh*0.66), flat(pane))
		for j := range 4 {
			c.fill(rect(x-hall*0.045+hall*0.03*float32(j)-0.7, p.y-hh*0.82, 1.6, hh*0.66), flat(red.scale(0.7)))
		}
	}
	for i := range n + 1 {
		x := p.x - hall/2 + hall*float32(i)/float32(n)
		c.fill(rect(x-hall*0.011, p.y-hh, hall*0.022, hh), flat(red))
	}
	c.fill(rect(p.x-hall/2, p.y-hh, hall, hh*0.14), flat(hex(0x2f5a63).mix(s.halo, 0.2)))
	e := p.y - hh // eaves
	h := w / 2
	o := curve(pt{p.x - h*1.05, e - rh*0.2}, pt{p.x - h*0.8, e + rh*0.04}, pt{p.x, e + rh*0.1}, pt{p.x + h*0.8, e + rh*0.04}, pt{p.x + h*1.05, e - rh*0.2})
	top := curve(pt{p.x + h*0.86, e - rh*0.24}, pt{p.x + h*0.7, e - rh*0.62}, pt{p.x + h*0.56, e - rh}, pt{p.x, e - rh*0.93}, pt{p.x - h*0.56, e - rh}, pt{p.x - h*0.7, e - rh*0.62}, pt{p.x - h*0.86, e - rh*0.24})
	full := area(append(append([]pt{}, o...), top...)...)
	c.fill(full, fade(e-rh, roof.mix(s.halo, 0.3), e+rh*0.1, roof.scale(0.62)))
	for i := range 33 {
		t := float32(i)/32*2 - 1
		c.fill(line(max(w*0.003, 0.6), curve(pt{p.x + t*h*0.56, e - rh*0.93}, pt{p.x + t*h*0.72, e - rh*0.45}, pt{p.x + t*h*0.97, e + rh*0.08*(1-t*t) - rh*0.1*t*t})...), flat(roof.scale(0.5)).a(0.75))
	}
	c.fill(line(w*0.018, pt{p.x - h*0.58, e - rh*1.02}, pt{p.x, e - rh*0.95}, pt{p.x + h*0.58, e - rh*1.02}), flat(roof.scale(0.7)))
	c.fill(line(w*0.008, o...), flat(roof.mix(s.halo, 0.5)))
	if night {
		for i := range 6 {
			x := p.x + (float32(i)-2.5)*hall*0.19
			c.lantern(pt{x, e + rh*0.36}, w*0.05)
		}
	}
}

func (c *canvas) gateGround(base, cx, u float32, brick colour, s sky) {
	cloud := cloudTile()
	c.fill(rect(-5, base, c.w+10, c.h), shaded(func(x, y float32) colour {
		d := (y - base) / (c.h - base)
		v := cloud.near(int((x-cx)/(d+0.4)*0.3), int(y*2))
		near := clamp01(1 - abs(x-cx)/(c.w*0.2+d*120))
		return brick.scale(0.62).shift((v-0.5)*0.12).mix(s.halo, near*0.6)
	}))
	for i := range 6 {
		x := cx + c.f(-1, 1)*c.w*0.4
		y := lerp(base, c.h, 0.15+0.13*float32(i))
		k := (62 + 12*float32(i)) * u
		c.soft(ellipse(x, y, k*0.3, k*0.05), k*0.05, flat(hex(0x000000)).a(0.5))
		dark := brick.scale(0.28)
		if i%2 == 0 {
			c.fill(handInHand(pt{x, y}, k*1.3, 1, i == 2), flat(dark))
		} else {
			c.fill(standing(pt{x, y}, k*1.35, 0), flat(dark))
		}
	}
}

// nightWindows is a block of flats after dark: every window its own evening.
func nightWindows(s sky, wall colour, tones []uint32, floors, bays int) func(*canvas) {
	return func(c *canvas) {
		c.paintSky(s, c.h)
		c.stars(90, c.h*0.4)
		top := c.h * 0.12
		c.fill(rect(c.w*0.06, top, c.w*0.88, c.h), fade(top, wall, c.h, wall.scale(0.72)))
		c.fill(rect(c.w*0.04, top-9, c.w*0.92, 11), flat(wall.scale(1.25)))
		fw, fh := c.w*0.86/float32(bays), (c.h-top)/(float32(floors)+0.25)
		for i := range floors {
			for j := range bays {
				x, y := c.w*0.07+fw*float32(j), top+fh*float32(i)
				c.flatWindow(x+fw*0.13, y+fh*0.2, fw*0.74, fh*0.6, tones, wall)
			}
		}
		c.photo(lens{bloom: 0.8, knee: 0.45, vignette: 0.4, grain: 7, warm: 0.4, contrast: 0.25})
	}
}

func (c *canvas) flatWindow(x, y, w, h float32, tones []uint32, wall colour) {
	frame := wall.scale(0.5)
	c.fill(rect(x-3, y-3, w+6, h+8), flat(wall.scale(1.18)))
	lit := c.n(100) < 66
	if !lit {
		c.fill(rect(x, y, w, h), fade(y, hex(0x2b3a58), y+h, hex(0x141c30)))
	} else {
		warm := c.pick(tones...)
		c.fill(rect(x, y, w, h), fade(y, warm.mix(hex(0xffffff), 0.25), y+h, warm.scale(0.8)))
		c.windowStory(x, y, w, h, warm)
	}
	c.fill(rect(x+w*0.5-1.6, y, 3.2, h), flat(frame))
	c.fill(rect(x, y+h*0.3, w, 2.6), flat(frame))
	c.fill(rect(x-5, y+h, w+10, 6), flat(wall.scale(1.35)))
}

// windowStory puts somebody behind the window.
func (c *canvas) windowStory(x, y, w, h float32, warm colour) {
	dark := flat(warm.scale(0.28))
	foot := y + h*1.25
	switch c.n(7) {
	case 0:
		c.clip(rect(x, y, w, h), func() { c.fill(handInHand(pt{x + w*0.35, foot}, h*1.05, 1, true), dark) })
	case 1:
		c.clip(rect(x, y, w, h), func() {
			c.fill(standing(pt{x + w*0.3, foot}, h*1.1, 0).with(circle(pt{x + w*0.42, y + h*0.48}, h*0.1)), dark)
		})
	case 2:
		c.fill(rect(x+w*0.16, y+h*0.62, w*0.68, h*0.07), dark)
		for i := range 3 {
			c.fill(circle(pt{x + w*(0.27+0.23*float32(i)), y + h*(0.44+0.05*float32(i%2))}, h*0.1), dark)
			c.fill(ellipse(x+w*(0.27+0.23*float32(i)), y+h*0.66, h*0.16, h*0.15), dark)
		}
	case 3:
		for i := range 5 {
			t := float32(i) / 4
			c.fill(leaf(h*0.12, pt{x + w*0.75, y + h}, pt{x + w*(0.6+0.3*t), y + h*0.7}, pt{x + w*(0.5+0.5*t), y + h*(0.5+0.3*abs(t-0.5))}), dark)
		}
	case 4, 5:
		curtain := flat(warm.mix(hex(0xb0453a), 0.45))
		c.fill(rect(x, y, w*0.22, h), curtain)
		c.fill(rect(x+w*0.78, y, w*0.22, h), curtain)
	}
}
