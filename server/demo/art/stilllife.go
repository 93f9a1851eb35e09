package art

// teaTime is a clay pot and two cups with steam.
func teaTime(t table, clay colour) func(*canvas) {
	return func(c *canvas) {
		y := c.set(t)
		k := c.w * 0.2
		p := pt{c.w * 0.4, y + (c.h-y)*0.42}
		c.cloth(pt{c.w * 0.46, p.y + k*0.1}, c.w*0.4, hex(0x3f5a66))
		c.teapot(p, k, clay)
		for i, q := range []pt{{0.68, 0.6}, {0.56, 0.84}} {
			cup := pt{c.w * q.x, y + (c.h-y)*q.y}
			c.cup(cup, k*0.34, hex(0xe9e4d8), hex(0xb8742a))
			c.steam(cup.add(pt{0, -k * 0.35}), k*(1.2-0.2*float32(i)))
		}
		c.film()
	}
}

// cloth is a round of linen under things.
func (c *canvas) cloth(p pt, r float32, col colour) {
	c.soft(ellipse(p.x+6, p.y+8, r*1.01, r*0.31), 8, flat(hex(0x120a06)).a(0.5))
	grain := grainTile()
	c.fill(ellipse(p.x, p.y, r, r*0.3), shaded(func(px, py float32) colour {
		l := 1 - (px-p.x+r)/(2.6*r)
		return col.scale(0.6 + 0.55*l).shift((grain.near(int(px), int(py*2.4)) - 0.5) * 0.09)
	}))
	o := ellipse(p.x, p.y, r*0.93, r*0.277)[0]
	c.fill(line(2.4, append(o, o[0])...), flat(col.mix(hex(0xffffff), 0.5)).a(0.55))
}

func (c *canvas) teapot(p pt, k float32, clay colour) {
	lit, mid, dark := clay.mix(hex(0xffe2c0), 0.4), clay, clay.scale(0.28)
	c.cast(p.add(pt{0, 0}), k*0.62, k*0.16, k*1.2)
	handle := curve(pt{p.x - k*0.6, p.y - k*0.92}, pt{p.x - k*1.08, p.y - k*1.0}, pt{p.x - k*1.16, p.y - k*0.6}, pt{p.x - k*0.9, p.y - k*0.3}, pt{p.x - k*0.66, p.y - k*0.26})
	c.fill(line(k*0.13, handle...), turned(p.x-k*0.95, k*0.3, lit, mid, dark))
	spout := ribbon(curve(pt{p.x + k*0.55, p.y - k*0.35}, pt{p.x + k*0.88, p.y - k*0.5}, pt{p.x + k*1.02, p.y - k*0.82}, pt{p.x + k*1.24, p.y - k*1.02}), func(t float32) float32 { return k * (0.4 - 0.27*t) })
	c.fill(spout, fade(p.y-k*1.05, mid.mix(lit, 0.4), p.y-k*0.3, dark))
	body := lathe(p, pt{k * 0.5, 0}, pt{k * 0.72, k * 0.2}, pt{k * 0.84, k * 0.55}, pt{k * 0.72, k * 0.9}, pt{k * 0.42, k * 1.08})
	c.fill(body, turned(p.x, k*0.84, lit, mid, dark))
	c.soft(ellipse(p.x, p.y-k*0.08, k*0.62, k*0.2), k*0.1, flat(dark).a(0.5))
	lid := lathe(pt{p.x, p.y - k*1.05}, pt{k * 0.46, 0}, pt{k * 0.44, k * 0.07}, pt{k * 0.26, k * 0.17}, pt{k * 0.07, k * 0.2})
	c.fill(lid, turned(p.x, k*0.46, lit, mid, dark))
	c.fill(circle(pt{p.x, p.y - k*1.31}, k*0.09), ball(p.x-k*0.03, p.y-k*1.34, k*0.14, lit, mid, dark))
	o := ellipse(p.x, p.y-k*1.05, k*0.47, k*0.1)[0]
	c.fill(line(k*0.025, o[1:len(o)/2]...), flat(dark).a(0.7))
	c.gleam(pt{p.x - k*0.4, p.y - k*0.68}, k*0.1, k*0.24, 0.3, 0.75)
}

// cup is a small handleless cup, r its radius, filled with drink.
func (c *canvas) cup(p pt, r float32, col, drink colour) {
	lit, mid, dark := col.mix(hex(0xffffff), 0.5), col.scale(0.86), col.scale(0.42)
	c.cast(p, r*0.62, r*0.18, r*1.5)
	h := r * 1.15
	c.fill(lathe(p, pt{r * 0.52, 0}, pt{r * 0.6, r * 0.12}, pt{r * 0.92, h * 0.6}, pt{r, h}), turned(p.x, r, lit, mid, dark))
	c.fill(ellipse(p.x, p.y-h, r, r*0.3), flat(lit))
	c.fill(ellipse(p.x, p.y-h+r*0.035, r*0.92, r*0.25), fade(p.y-h-r*0.25, drink.scale(0.5), p.y-h+r*0.28, drink.mix(hex(0xffe0a0), 0.3)))
	c.gleam(pt{p.x - r*0.3, p.y - h + r*0.06}, r*0.34, r*0.05, 0, 0.7)
	c.gleam(pt{p.x - r*0.55, p.y - h*0.5}, r*0.1, h*0.26, 0.2, 0.55)
}

// fruitBowl is a glazed bowl heaped with round things.
func fruitBowl(t table, glaze colour, fruit ramp, leafy bool) func(*canvas) {
	return func(c *canvas) {
		y := c.set(t)
		k := min(c.w, c.h) * 0.3
		p := pt{c.w * 0.47, y + (c.h-y)*0.5}
		c.cast(p, k*0.6, k*0.15, k*1.3)
		rim := p.y - k*0.62
		c.fill(ellipse(p.x, rim, k*1.05, k*0.27), flat(glaze.scale(0.35)))
		for _, q := range []pt{{-0.5, -0.12}, {0.5, -0.12}, {0, -0.2}, {-0.26, -0.4}, {0.3, -0.42}, {0.02, -0.62}} {
			c.persimmon(pt{p.x + q.x*k*1.1, rim + q.y*k + k*0.06}, k*c.f(0.31, 0.36), fruit, leafy)
		}
		front := area(append(curve(pt{p.x - k*1.05, rim}, pt{p.x - k*0.72, rim + k*0.19}, pt{p.x, rim + k*0.27}, pt{p.x + k*0.72, rim + k*0.19}, pt{p.x + k*1.05, rim}),
			curve(pt{p.x + k*1.04, rim + k*0.02}, pt{p.x + k*0.86, rim + k*0.4}, pt{p.x + k*0.5, p.y - k*0.06}, pt{p.x + k*0.48, p.y + k*0.08}, pt{p.x, p.y + k*0.15}, pt{p.x - k*0.48, p.y + k*0.08}, pt{p.x - k*0.5, p.y - k*0.06}, pt{p.x - k*0.86, rim + k*0.4}, pt{p.x - k*1.04, rim + k*0.02})...)...)
		c.fill(front, turned(p.x, k, glaze.mix(hex(0xffffff), 0.5), glaze, glaze.scale(0.25)))
		edge := curve(pt{p.x - k*1.05, rim}, pt{p.x - k*0.72, rim + k*0.19}, pt{p.x, rim + k*0.27}, pt{p.x + k*0.72, rim + k*0.19}, pt{p.x + k*1.05, rim})
		c.fill(line(k*0.035, edge...), flat(glaze.mix(hex(0xffffff), 0.65)))
		for i := range 9 {
			a := -1.1 + 0.275*float32(i)
			q := pt{p.x + k*0.86*sin(a), rim + k*0.42 - k*0.1*(1-cos(a))*1.4}
			c.fill(leaf(k*0.08, q.add(pt{-k * 0.05, k * 0.05}), q, q.add(pt{k * 0.06, -k * 0.07})), flat(glaze.scale(0.4)).a(0.7))
		}
		c.gleam(pt{p.x - k*0.55, rim + k*0.36}, k*0.08, k*0.2, -0.4, 0.7)
		for i, q := range []pt{{0.8, 0.72}, {0.18, 0.8}} {
			r := k * 0.33
			at := pt{c.w * q.x, y + (c.h-y)*q.y}
			c.cast(at.add(pt{0, r * 0.62}), r*0.72, r*0.2, r*1.2)
			c.persimmon(at, r, fruit, leafy && i == 0)
		}
		c.film()
	}
}

// persimmon is a squat round fruit with a four-leaved calyx.
func (c *canvas) persimmon(p pt, r float32, tones ramp, calyx bool) {
	s := loop(p.add(pt{-r, 0}), p.add(pt{-r * 0.74, -r * 0.66}), p.add(pt{0, -r * 0.82}), p.add(pt{r * 0.74, -r * 0.66}), p.add(pt{r, 0}), p.add(pt{r * 0.7, r * 0.66}), p.add(pt{0, r * 0.8}), p.add(pt{-r * 0.7, r * 0.66}))
	c.fill(s, ball(p.x-r*0.38, p.y-r*0.38, r*1.75, tones.at(1), tones.at(0.6), tones.at(0)))
	c.soft(ellipse(p.x+r*0.2, p.y+r*0.52, r*0.62, r*0.2), r*0.16, flat(tones.at(0).scale(0.6)).a(0.5))
	c.gleam(p.add(pt{-r * 0.4, -r * 0.36}), r*0.2, r*0.13, -0.6, 0.8)
	if !calyx {
		return
	}
	for i := range 4 {
		a := float32(i)*pi/2 + c.f(0.2, 0.5)
		q := p.add(pt{r * 0.05, -r * 0.66})
		tip := q.add(pt{r * 0.44 * cos(a), r * 0.2 * sin(a)})
		c.fill(leaf(r*0.2, q, q.mix(tip, 0.5).add(pt{0, -r * 0.04}), tip), flat(hex(0x5a5a2a).scale(c.f(0.7, 1.2))))
	}
	c.fill(line(r*0.09, p.add(pt{r * 0.05, -r * 0.66}), p.add(pt{r * 0.1, -r * 0.9})), flat(hex(0x4a3a1c)))
}
