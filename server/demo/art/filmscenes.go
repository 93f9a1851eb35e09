package art

// ducks is a mother with three ducklings on a pond; the last one dreams, and
// has to hurry.
func ducks(c *canvas, t float32) {
	shore := c.h * 0.3
	c.fill(c.frame(), fade(0, hex(0xcfe8ee), shore, hex(0xf3efd2)))
	n := c.wave()
	c.fill(c.under(8, func(x float32) float32 { return shore - 40 - 26*n.fbm(x*0.006, 2) }), flat(hex(0xa9cf9c)))
	c.fill(c.under(8, func(x float32) float32 { return shore - 12 - 16*n.fbm(x*0.011+7, 2) }), flat(hex(0x7fb57c)))
	c.fill(rect(-5, shore, c.w+10, c.h), fade(shore, hex(0x9bd3d0), c.h, hex(0x3f95a5)))
	for i := range 26 { // light on the water
		y := shore + 12 + (c.h-shore)*sq(c.f(0, 1))
		k := 0.35 + (y-shore)/(c.h-shore)
		x := c.f(-80, c.w+80) + 14*sin(t*1.1+float32(i))
		c.fill(ellipse(x, y, 56*k, 2.6*k), flat(hex(0xffffff)).a(0.22+0.12*sin(t*2+float32(i)*1.7)))
	}
	for i := range 3 {
		c.lily(pt{c.w * (0.14 + 0.36*float32(i)), c.h * (0.9 + 0.03*sin(float32(i)*4))}, 54, t+float32(i))
	}
	mother := lerp(430, 830, t/FilmSeconds)
	y := shore + (c.h-shore)*0.45
	c.duck(pt{mother, y + 3*sin(t*3)}, 1.35, t, false)
	for i := range 2 {
		c.duck(pt{mother - 188 - 118*float32(i), y + 12 + 3*sin(t*4+float32(i)*2)}, 0.66, t, true)
	}
	// The last one stays where it is, notices, and runs.
	behind := remap(t, 0.3, 2.3, 0, 130) - remap(t, 3, 5, 0, 130)
	hurry := step01(2.9, 3.1, t) * (1 - step01(4.9, 5.1, t))
	hop := abs(sin(t*11)) * 34 * hurry
	last := pt{mother - 424 - behind, y + 14 + 3*sin(t*4+4) - hop}
	for i := range 9 {
		if hurry < 0.5 {
			break
		}
		a := float32(i)*0.9 + t*23
		c.fill(circle(pt{last.x - 40 - 26*abs(sin(a)), y + 24 - 40*abs(sin(a*1.3))}, 4.5), flat(hex(0xffffff)).a(0.8))
	}
	c.duck(last, 0.66, t*(1+hurry), true)
	if t > 2.3 && t < 3.1 {
		top := pt{last.x + 46, last.y - 118}
		c.fill(taper(13, 7, top.add(pt{5, -36}), top).with(circle(top.add(pt{-2, 16}), 6)), flat(hex(0xd9482b)))
	}
}

// duck swims to the right with its middle at p; k is its size.
func (c *canvas) duck(p pt, k, t float32, young bool) {
	u := func(x, y float32) pt { return p.add(pt{x * k, y * k}) }
	down, wing := hex(0xfdfaf2), hex(0xe9e2d2)
	if young {
		down, wing = hex(0xffd958), hex(0xf4bf38)
	}
	for i := range 3 { // the wake
		w := float32(i)
		c.fill(ellipse(p.x-k*(50+40*w), p.y+k*24, k*(62-12*w), k*5), flat(hex(0xffffff)).a(0.3-0.08*w))
	}
	c.fill(ellipse(p.x, p.y+30*k, 84*k, 9*k), flat(hex(0x2c7786)).a(0.35))
	c.fill(loop(u(-96, -22), u(-62, -30), u(-10, -44), u(48, -38), u(80, -8), u(64, 22), u(0, 32), u(-62, 22)), flat(down))
	neck := taper(44*k, 34*k, curve(u(52, -14), u(66, -52), u(62, -84))...)
	c.fill(neck.with(circle(u(66, -92), 34*k)), flat(down))
	flap := 10 * sin(t*5)
	c.fill(loop(u(-50, -26+flap*0.4), u(-8, -32), u(28, -16), u(6, 8), u(-36, 2+flap*0.3)), flat(wing))
	c.fill(loop(u(92, -98), u(126, -92), u(128, -84), u(94, -78)), flat(hex(0xf08a24)))
	c.fill(circle(u(76, -102), 5.6*k), flat(hex(0x2a2320)))
	c.fill(circle(u(78, -104), 1.8*k), flat(hex(0xffffff)))
	c.fill(ellipse(u(66, 0).x, u(0, -84).y, 7*k, 4.5*k), flat(hex(0xf7a08a)).a(0.55))
}

// lily is a leaf on the water with a flower.
func (c *canvas) lily(p pt, r, t float32) {
	p.y += 2 * sin(t*2)
	c.fill(ellipse(p.x, p.y, r, r*0.34), flat(hex(0x4f9a58)))
	c.fill(area(p, pt{p.x + r, p.y - r*0.16}, pt{p.x + r, p.y + r*0.1}), flat(hex(0x4da0ab)))
	for i := range 5 {
		a := pi + pi*float32(i)/4
		c.fill(leaf(r*0.2, p.add(pt{-r * 0.2, -4}), polar(p.add(pt{-r * 0.2, -4}), r*0.5, a)), flat(hex(0xf6a9bd).mix(hex(0xffffff), 0.12*float32(i))))
	}
}

// garlicBaby sleeps in the soil until it rains.
func garlicBaby(c *canvas, t float32) {
	soil := c.h * 0.56
	grey := step01(0.8, 1.6, t) * (1 - step01(3.2, 4.2, t))
	c.fill(c.frame(), fade(0, hex(0xa9ddf2).mix(hex(0x9fb1bd), grey), soil, hex(0xfdf3cf).mix(hex(0xd5d9d3), grey)))
	sun := step01(3.4, 4.6, t)
	c.fill(circle(pt{c.w * 0.84, lerp(-130, 120, sun)}, 66), flat(hex(0xffd24a)))
	c.happy(pt{c.w * 0.84, lerp(-130, 126, sun)}, 44, true, 1)
	n := c.wave()
	ground := func(x float32) float32 { return soil + 9*n.fbm(x*0.012, 2) }
	c.fill(c.under(6, ground), fade(soil, hex(0x8a5a34), c.h, hex(0x5a371f)))
	for range 40 {
		c.fill(ellipse(c.f(0, c.w), c.f(soil+40, c.h), c.f(4, 14), c.f(3, 7)), flat(c.pick(0x6f4527, 0xa87646, 0x4d2f1a)).a(0.6))
	}
	for i := range 4 { // the neighbours come up as well
		x := c.w * (0.08 + 0.25*float32(i) + 0.06*float32(i/2))
		c.sprout(pt{x, ground(x)}, 92*step01(3.3+0.25*float32(i), 4.6+0.25*float32(i), t), t+float32(i))
	}
	x := lerp(-320, c.w*0.46, smooth01(t/1.6)) + 900*sq(step01(3.2, 4.6, t))
	c.rain(x, 190, ground(c.w/2), step01(1.3, 1.6, t)*(1-step01(3, 3.3, t)), t)
	c.fill(circle(pt{x - 92, 150}, 62).with(circle(pt{x - 10, 112}, 84), circle(pt{x + 84, 140}, 66), rect(x-120, 146, 236, 64)), flat(hex(0xf4f6f8).mix(hex(0xb7c3cc), grey)))
	c.happy(pt{x - 4, 150}, 52, true, 1)

	awake := step01(2.4, 2.7, t)
	p := pt{c.w * 0.5, soil + 168}
	wiggle := 0.07 * sin(t*9) * step01(4.2, 4.5, t)
	hop := 16 * abs(sin(t*6)) * step01(4.4, 4.6, t)
	p.y -= hop
	c.sprout(pt{p.x, p.y - 116}, 330*step01(2.7, 4.3, t), t)
	bulb := loop(pt{0, -132}, pt{26, -96}, pt{92, -44}, pt{112, 24}, pt{74, 84}, pt{0, 100}, pt{-74, 84}, pt{-112, 24}, pt{-92, -44}, pt{-26, -96})
	c.fill(bulb.place(p, 1, wiggle), ball(p.x-30, p.y-30, 190, hex(0xffffff), hex(0xf4ecf0), hex(0xcdb4c8)))
	for _, s := range []float32{-1, 1} {
		c.fill(line(3, curve(pt{s * 14, -100}, pt{s * 62, -28}, pt{s * 66, 40}, pt{s * 34, 92})...).place(p, 1, wiggle), flat(hex(0xc9a2c4)).a(0.7))
		c.fill(taper(7, 2, curve(pt{s * 22, 96}, pt{s * 34, 124}, pt{s * 52, 140})...).place(p, 1, 0), flat(hex(0xe5d8c0)))
	}
	c.happy(p.add(pt{0, 12}), 74, awake > 0.5, awake)
	for i := range 3 {
		if awake > 0 {
			break
		}
		s := 12 + 8*float32(i)
		q := pt{p.x + 118 + 34*float32(i), p.y - 92 - 40*float32(i) - 10*sin(t*3+float32(i))}
		c.fill(line(4.5, q, q.add(pt{s, 0}), q.add(pt{0, s}), q.add(pt{s, s})), flat(hex(0xf6e7c8)))
	}
}

// happy is a face of radius r: asleep, or with eyes open and a smile.
func (c *canvas) happy(p pt, r float32, open bool, smile float32) {
	ink := flat(hex(0x4a3340))
	for _, s := range []float32{-1, 1} {
		x := p.x + s*r*0.46
		if open {
			c.fill(ellipse(x, p.y-r*0.1, r*0.1, r*0.15), ink)
			c.fill(circle(pt{x + r*0.03, p.y - r*0.16}, r*0.035), flat(hex(0xffffff)))
		} else {
			c.fill(line(r*0.055, curve(pt{x - r*0.15, p.y - r*0.1}, pt{x, p.y - r*0.02}, pt{x + r*0.15, p.y - r*0.1})...), ink)
		}
		c.fill(ellipse(p.x+s*r*0.76, p.y+r*0.2, r*0.16, r*0.1), flat(hex(0xf58f96)).a(0.6))
	}
	d := r * (0.1 + 0.22*smile)
	c.fill(line(r*0.065, curve(pt{p.x - d, p.y + r*0.22}, pt{p.x, p.y + r*(0.24+0.2*smile)}, pt{p.x + d, p.y + r*0.22})...), ink)
}

// sprout is green garlic, h tall, waving.
func (c *canvas) sprout(p pt, h, t float32) {
	if h < 3 {
		return
	}
	for i, bend := range []float32{-0.34, 0.3, -0.04} {
		sway := 0.05 * sin(t*2.4+float32(i))
		tip := p.add(pt{h * (bend + sway), -h * (0.84 + 0.16*float32(i/2))})
		c.fill(leaf(h*0.1+5, p, p.mix(tip, 0.55).add(pt{-h * bend * 0.3, 0}), tip), flat(hex(0x5fae4a).mix(hex(0x3d8a3e), 0.4*float32(i%2))))
	}
}

// rain falls from a cloud at x, y to the ground.
func (c *canvas) rain(x, y, ground, much, t float32) {
	for range 34 {
		dx, speed, phase := c.f(-130, 130), c.f(1.5, 2), c.f(0, 1)
		fall := phase + t*speed
		fall -= floor(fall)
		q := pt{x + dx, lerp(y, ground, fall)}
		c.fill(leaf(8, q, q.add(pt{0, -15}), q.add(pt{0, -30})), flat(hex(0x5a9fd4)).a(0.85*much))
	}
}
