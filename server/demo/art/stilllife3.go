package art

// babyKnits is grandmother's evening: wool, needles and two tiny shoes.
func babyKnits(t table, wool []ramp) func(*canvas) {
	return func(c *canvas) {
		y := c.set(t)
		k := min(c.w, c.h) * 0.16
		for i, q := range []pt{{0.24, 0.3}, {0.42, 0.16}, {0.36, 0.58}} {
			r := k * []float32{1.15, 0.9, 1}[i]
			p := pt{c.w * q.x, y + (c.h-y)*q.y}
			c.cast(p.add(pt{0, r * 0.75}), r*0.8, r*0.24, r)
			c.woolBall(p, r, wool[i%len(wool)])
		}
		end := pt{c.w * 0.36, y + (c.h-y)*0.58 + k}
		thread := curve(end.add(pt{-k * 0.5, 0}), end.add(pt{k * 0.6, k * 0.5}), end.add(pt{k * 1.6, k * 0.1}), end.add(pt{k * 2.2, k * 0.7}), pt{c.w * 1.02, c.h * 0.97})
		c.soft(line(7, thread...).warp(func(p pt) pt { return p.add(pt{3, 5}) }), 3, flat(hex(0x140c08)).a(0.5))
		c.fill(line(5, thread...), flat(wool[2%len(wool)].at(0.7)))
		for i := range 2 {
			a, b := pt{c.w * (0.1 + 0.04*float32(i)), y - k*(0.5-0.5*float32(i))}, pt{c.w * (0.5 + 0.03*float32(i)), y + (c.h-y)*(0.66-0.14*float32(i))}
			c.fill(taper(5, 7, a, b), fade(a.y, hex(0xe9cf9a), b.y, hex(0x9a7444)))
			c.fill(circle(a, 8), ball(a.x-3, a.y-3, 12, hex(0xf0a08a), hex(0xc9503c), hex(0x6a1c14)))
		}
		for i := range 2 {
			c.babyShoe(pt{c.w * (0.62 + 0.19*float32(i)), y + (c.h-y)*(0.5+0.12*float32(i))}, k*1.05, wool[0])
		}
		c.film()
	}
}

func (c *canvas) woolBall(p pt, r float32, tones ramp) {
	c.fill(circle(p, r), ball(p.x-r*0.4, p.y-r*0.45, r*1.9, tones.at(1), tones.at(0.55), tones.at(0)))
	for layer := range 4 {
		a := c.f(0, pi)
		for i := range 11 {
			v := (float32(i) - 5) / 5.6
			w := sqrt(max(1-v*v, 0.02))
			arc := curve(pt{-w, v}, pt{-w * 0.4, v - 0.16}, pt{w * 0.4, v - 0.16}, pt{w, v})
			s := line(0.035, arc[5:len(arc)-5]...).place(p, r*0.97, a)
			shade := tones.at(clamp01(0.35 + 0.5*c.rnd.Float32()))
			if (layer+i)%2 == 0 {
				c.fill(s, flat(shade).a(0.4))
			} else {
				c.fill(s, flat(tones.at(0)).a(0.3))
			}
		}
	}
	c.soft(circle(p.add(pt{r * 0.42, r * 0.42}), r*0.55), r*0.3, flat(tones.at(0).scale(0.5)).a(0.4))
	c.gleam(p.add(pt{-r * 0.36, -r * 0.42}), r*0.34, r*0.26, -0.6, 0.35)
}

// babyShoe is a knitted shoe with a ribbon, k long, its toe to the left.
func (c *canvas) babyShoe(p pt, k float32, tones ramp) {
	c.cast(p.add(pt{0, k * 0.02}), k*0.62, k*0.13, k*0.6)
	u := func(x, y float32) pt { return pt{p.x + x*k, p.y + y*k} }
	sole := loop(u(-0.62, -0.02), u(-0.5, 0.09), u(0, 0.11), u(0.5, 0.08), u(0.58, -0.04), u(0.2, -0.12), u(-0.3, -0.12))
	c.fill(sole, flat(tones.at(0.25)))
	body := loop(u(-0.62, -0.06), u(-0.56, -0.3), u(-0.3, -0.44), u(-0.05, -0.46), u(0.05, -0.66), u(0.3, -0.74), u(0.52, -0.64), u(0.55, -0.3), u(0.56, -0.04), u(0.1, 0.02), u(-0.4, 0.02))
	c.fill(body, ball(p.x-k*0.3, p.y-k*0.4, k*1.15, tones.at(1), tones.at(0.6), tones.at(0.1)))
	for row := range 6 {
		for i := range 15 {
			q := u(-0.52+0.07*float32(i), -0.03-0.07*float32(row))
			if row > 4 && i < 6 || row > 3 && i < 2 {
				continue
			}
			c.fill(leaf(k*0.026, q, q.add(pt{k * 0.018, k * 0.02}), q.add(pt{k * 0.036, 0})), flat(tones.at(0)).a(0.3))
			c.fill(leaf(k*0.022, q.add(pt{0, -k * 0.02}), q.add(pt{k * 0.018, 0}), q.add(pt{k * 0.036, -k * 0.02})), flat(hex(0xffffff)).a(0.35))
		}
	}
	c.fill(ellipse(u(0.28, -0.69).x, u(0.28, -0.69).y, k*0.25, k*0.085), flat(tones.at(0).scale(0.5)))
	cuff := ellipse(u(0.28, -0.69).x, u(0.28, -0.69).y, k*0.25, k*0.09)[0]
	c.fill(line(k*0.06, append(cuff, cuff[0])...), flat(hex(0xfbf4ea)))
	bow := u(0.04, -0.42)
	for _, s := range []float32{-1, 1} {
		c.fill(loop(bow, bow.add(pt{s * k * 0.16, -k * 0.1}), bow.add(pt{s * k * 0.2, k * 0.04})), flat(hex(0xfbf4ea)))
		c.fill(taper(k*0.04, k*0.03, curve(bow, bow.add(pt{s * k * 0.06, k * 0.1}), bow.add(pt{s * k * 0.1, k * 0.2}))...), flat(hex(0xf1e8da)))
	}
	c.fill(circle(bow, k*0.035), flat(hex(0xe3d6c4)))
}

// dumplings is a floured board from above: rows of dumplings, a rolling pin, a
// bowl of greens.
func dumplings(wood colour) func(*canvas) {
	return func(c *canvas) {
		cloud, grain := cloudTile(), grainTile()
		c.fill(c.frame(), shaded(func(x, y float32) colour {
			row := y / (c.h / 5)
			v := cloud.near(int(x*0.15+floor(row)*133), int(y*2.4)) - 0.5
			flour := clamp01(cloud.near(int(x*0.7+90), int(y*0.7))*1.9-0.75) * (0.4 + 0.5*grain.near(int(x), int(y)))
			lit := 1.12 - 0.5*hypot(x-c.w*0.25, y-c.h*0.2)/c.w
			return wood.shift(v*0.16).scale((0.8+0.2*step01(0, 0.03, row-floor(row)))*lit).mix(hex(0xfffaf0), flour*0.5)
		}))
		r := min(c.w, c.h) * 0.46
		tray := pt{c.w * 0.42, c.h * 0.5}
		c.soft(circle(tray.add(pt{12, 16}), r*1.01), 16, flat(hex(0x140c08)).a(0.55))
		c.fill(circle(tray, r), ball(tray.x-r*0.5, tray.y-r*0.5, r*2.3, hex(0xdcb888), hex(0xbb8f58), hex(0x7a5228)))
		for i := range 15 {
			o := circle(tray, r*(0.1+0.06*float32(i)))[0]
			c.fill(line(1.5, append(o, o[0])...), flat(hex(0x6a4520)).a(0.4))
		}
		c.fill(ring(tray, r, r*0.05), ball(tray.x-r*0.5, tray.y-r*0.5, r*2.3, hex(0xf2d6a8), hex(0xb98a50), hex(0x6a4520)))
		for ringNo, n := range []int{13, 8, 3} {
			for i := range n {
				a := 2*pi*float32(i)/float32(n) + 0.3*float32(ringNo)
				c.dumpling(polar(tray, r*(0.77-0.29*float32(ringNo)), a), r*0.15, a+pi/2+c.f(-0.12, 0.12))
			}
		}
		c.rollingPin(pt{c.w * 0.86, c.h * 0.3}, min(c.w, c.h)*0.52)
		bowl := pt{c.w * 0.87, c.h * 0.76}
		b := min(c.w, c.h) * 0.17
		c.soft(circle(bowl.add(pt{8, 12}), b), 12, flat(hex(0x140c08)).a(0.55))
		c.fill(circle(bowl, b), ball(bowl.x-b*0.4, bowl.y-b*0.4, b*2, hex(0xffffff), hex(0xd9e0e2), hex(0x7a8894)))
		c.fill(circle(bowl, b*0.86), flat(hex(0x3a4a26)))
		for range 240 {
			q := polar(bowl, b*0.8*sqrt(c.f(0, 1)), c.f(0, 2*pi))
			c.dab(q, c.f(3, 8), c.f(2, 4), c.f(0, pi), 0.1, c.pick(0x6f9a3c, 0x8fb84e, 0x4a7a2c, 0xe9d8b0, 0xc98a6a), 0.95)
		}
		c.film()
	}
}

func (c *canvas) dumpling(p pt, r, a float32) {
	s := loop(pt{-1.05, 0.25}, pt{-0.7, -0.42}, pt{0, -0.62}, pt{0.7, -0.42}, pt{1.05, 0.25}, pt{0.5, 0.5}, pt{0, 0.56}, pt{-0.5, 0.5}).place(p, r, a)
	c.soft(s.warp(func(q pt) pt { return q.add(pt{5, 7}) }), 5, flat(hex(0x1a0e06)).a(0.5))
	c.fill(s, ball(p.x-r*0.4, p.y-r*0.4, r*1.9, hex(0xfffaf0), hex(0xeedfc6), hex(0xa98a68)))
	var crest []pt
	for i := range 9 {
		t := float32(i)/8*2 - 1
		crest = append(crest, pt{t * 0.98, 0.16 - 0.34*(1-t*t) + 0.07*float32(i%2)})
	}
	c.fill(line(0.13, curve(crest...)...).place(p, r, a), flat(hex(0xc9b08c)).a(0.7))
	c.fill(line(0.08, curve(crest...)...).place(p.add(pt{-1, -1.5}), r, a), flat(hex(0xfffdf8)))
}

func (c *canvas) rollingPin(p pt, l float32) {
	a := float32(1.25)
	bar := line(l*0.105, polar(p, -l*0.36, a), polar(p, l*0.36, a))
	ends := taper(l*0.05, l*0.05, polar(p, -l*0.5, a), polar(p, l*0.5, a)).with(circle(polar(p, -l*0.5, a), l*0.033), circle(polar(p, l*0.5, a), l*0.033))
	c.soft(bar.with(ends).warp(func(q pt) pt { return q.add(pt{9, 11}) }), 8, flat(hex(0x140c08)).a(0.55))
	c.fill(ends, flat(hex(0x8a5a30)))
	nx, ny := -sin(a), cos(a)
	c.fill(bar, shaded(func(x, y float32) colour {
		v := ((x-p.x)*nx + (y-p.y)*ny) / (l * 0.0525)
		return hex(0xf0cf98).mix(hex(0x8a5a2c), smooth01(abs(v-0.35)*0.75))
	}))
}
