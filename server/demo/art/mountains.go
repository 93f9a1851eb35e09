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
