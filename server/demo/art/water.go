package art

// lakeDusk is still water under a wide sky: hills, their reflection, and reeds
// or a boat in front.
func lakeDusk(s sky, hill colour, line float32, boat, reeds bool) func(*canvas) {
	return func(c *canvas) {
		wl := c.h * line
		s := s.on(c)
		c.paintSky(s, wl)
		haze := s.air.at(1).mix(s.halo, 0.3)
		for i := range 3 {
			t := float32(i) / 2
			y := ridgeline(c.wave(), wl+4, c.h*lerp(0.17, 0.055, t), lerp(0.003, 0.006, t), 5)
			body := haze.mix(hill, 0.35+0.6*t)
			clip := func(x float32) float32 { return min(y(x), wl) }
			c.fill(c.under(3, clip), c.ridgePaint(y, wl, c.h*0.17, body, haze, 0.55*(1-t)))
			if i < 2 {
				c.mist(wl-6, 10, haze, 0.5)
			}
		}
		c.trees(func(float32) float32 { return wl + 1 }, 13, 9, hill.scale(0.5), hill.mix(s.halo, 0.25))
		c.mirrorDown(wl, hill.scale(0.45), 0.86, 1)
		c.sunPath(s, wl)
		c.fill(rect(0, wl-0.6, c.w, 1.6), flat(haze).a(0.5))
		if boat {
			c.rowBoat(pt{c.w * 0.33, lerp(wl, c.h, 0.42)}, c.w*0.13, hill.scale(0.22), true)
		}
		if reeds {
			c.reedBed(hill.scale(0.2))
		}
		c.photo(lens{bloom: 0.5, knee: 0.55, vignette: 0.4, grain: 5, warm: 0.6, contrast: 0.3})
	}
}

// sunPath is the glitter under the sun.
func (c *canvas) sunPath(s sky, wl float32) {
	for range 420 {
		t := pow(c.f(0, 1), 1.6)
		y := lerp(wl+2, c.h, t)
		spread := lerp(9, 70, t) * c.f(-1, 1) * c.f(0.2, 1)
		c.dabs(pt{s.sun.x + spread, y}, lerp(3, 17, t)*c.f(0.4, 1), lerp(0.5, 1.6, t), 0, 0.4,
			paint{col: s.lit, alpha: 0.5 * (1 - t*0.6) * c.f(0.3, 1), mode: screen})
	}
}

// rowBoat is a flat skiff with, if manned, a boatman; p is its middle at the
// waterline and l its length.
func (c *canvas) rowBoat(p pt, l float32, col colour, manned bool) {
	hull := loop(pt{p.x - l*0.5, p.y - l*0.1}, pt{p.x - l*0.3, p.y - l*0.03}, pt{p.x + l*0.3, p.y - l*0.03},
		pt{p.x + l*0.52, p.y - l*0.11}, pt{p.x + l*0.34, p.y + l*0.03}, pt{p.x - l*0.34, p.y + l*0.03})
	flip := func(q pt) pt { return pt{q.x, p.y + l*0.03 + (p.y+l*0.03-q.y)*0.8} }
	c.soft(hull.warp(flip).reversed(), l*0.02, flat(col).a(0.45))
	c.fill(hull, flat(col))
	c.fill(line(l*0.008, curve(pt{p.x - l*0.46, p.y - l*0.085}, pt{p.x, p.y - l*0.026}, pt{p.x + l*0.48, p.y - l*0.095})...), flat(col.mix(hex(0xffd9a0), 0.55)))
	for i := range 5 {
		w := l * (0.75 + 0.16*float32(i))
		c.dab(pt{p.x + c.f(-9, 9), p.y + l*(0.055+0.035*float32(i))}, w/2, l*0.006, 0, 0.5, col.mix(hex(0xffe0b0), 0.55), 0.28)
	}
	if manned {
		fig := standing(pt{p.x + l*0.26, p.y - l*0.04}, l*0.42, 0.06)
		c.soft(fig.warp(flip).reversed(), l*0.02, flat(col).a(0.35))
		c.fill(fig, flat(col))
		hat := area(pt{p.x + l*0.2, p.y - l*0.405}, pt{p.x + l*0.285, p.y - l*0.475}, pt{p.x + l*0.375, p.y - l*0.4})
		c.fill(hat, flat(col))
		c.fill(line(l*0.009, pt{p.x + l*0.17, p.y - l*0.52}, pt{p.x + l*0.42, p.y + l*0.1}), flat(col))
	}
}

// reedBed frames the picture with reeds out of the lower corners.
func (c *canvas) reedBed(col colour) {
	for range 95 {
		x := c.w * pow(c.f(0, 1), 2.2) * 0.42
		if c.n(4) == 0 {
			x = c.w - x*0.55
		}
		h := c.h * c.f(0.12, 0.36) * (1 - 1.3*min(x, c.w-x)/c.w)
		bend := c.f(-0.1, 0.32) * h
		top := pt{x + bend, c.h - h}
		c.fill(taper(2.6, 0.6, curve(pt{x, c.h + 5}, pt{x + bend*0.25, c.h - h*0.55}, top)...), flat(col.shift(c.f(0, 0.05))))
		if c.n(3) > 0 {
			c.dab(pt{top.x + h*0.01, top.y - 9}, 2.4, 12, bend/h*0.8, 0.2, col.shift(0.04), 1)
		}
		if c.n(2) == 0 {
			mid := pt{x + bend*0.3, c.h - h*0.5}
			c.fill(leaf(4, mid, mid.add(pt{h * 0.12, -h * 0.16}), mid.add(pt{h * 0.3, -h * 0.08})), flat(col))
		}
	}
}
