package art

// patchwork is hills of small fields in fresh washes, a village in the fold.
func patchwork(skyTone uint32, fields []uint32) func(*canvas) {
	return func(c *canvas) {
		c.waterPaper()
		c.glaze(0, c.w, 0, c.h*0.42, hex(skyTone), 0.7)
		for i := range 4 {
			p := pt{c.w * (0.1 + 0.27*float32(i)), c.h * c.f(0.07, 0.2)}
			c.soft(loop(p.add(pt{-70, 6}), p.add(pt{-20, -22}), p.add(pt{40, -16}), p.add(pt{84, 8}), p.add(pt{0, 20})), 12, flat(hex(0xfdfcf8)).a(0.85))
		}
		for i := range 3 {
			y := ridgeline(c.wave(), c.h*(0.34+0.05*float32(i)), c.h*0.12, 0.004, 4)
			c.wash(c.under(8, y), hex([]uint32{0x8fa6bf, 0x7f9fa8, 0x86a58a}[i]), 0.5, 0.5, 0)
			c.fill(c.under(8, func(x float32) float32 { return y(x) + c.h*0.1 }), flat(hex(0xfcfaf4)).a(0.6))
		}
		n := c.wave()
		rows := 7
		for i := range rows {
			t0, t1 := float32(i)/float32(rows), float32(i+1)/float32(rows)
			line := func(t float32) func(x float32) float32 {
				return func(x float32) float32 {
					return lerp(c.h*0.43, c.h*1.02, pow(t, 1.4)) + lerp(14, 60, t)*n.fbm(x*0.0026+t*1.4, 2)
				}
			}
			top, low := line(t0), line(t1)
			for x := -c.f(0, 80); x < c.w; {
				w := lerp(60, 250, t0) * c.f(0.7, 1.5)
				sl := lerp(10, 70, t0)
				field := area(append(sample(top, x, x+w-3), pt{x + w + sl - 4, low(x+w+sl) - 3}, pt{x + w/2 + sl, low(x+w/2+sl) - 3}, pt{x + sl, low(x+sl) - 3})...)
				c.fill(field, flat(hex(0xfcfaf4)))
				tone := c.pick(fields...)
				c.wash(c.washEdge(field, 1.6), tone, 0.7, 0.6, 0)
				c.furrows(top, low, x, w, sl, t0, tone)
				x += w
			}
			if i == 1 || i == 3 {
				c.washTrees(top, lerp(16, 46, t0))
			}
			if i == 2 {
				for j := range 5 {
					c.washHouse(pt{c.w * (0.46 + 0.09*float32(j)), top(c.w*(0.46+0.09*float32(j))) + 6}, 54*c.f(0.8, 1.2))
				}
			}
		}
		c.paper(0.09, 0.03)
	}
}

func sample(y func(x float32) float32, x0, x1 float32) []pt {
	var o []pt
	for i := range 9 {
		x := lerp(x0, x1, float32(i)/8)
		o = append(o, pt{x, y(x)})
	}
	return o
}

func (c *canvas) furrows(top, low func(float32) float32, x, w, sl, t float32, tone colour) {
	n := 3 + c.n(6)
	for i := range n {
		f := (float32(i) + 0.5) / float32(n)
		a := pt{x + w*f, top(x+w*f) + 3}
		b := pt{x + w*f + sl, low(x+w*f+sl) - 5}
		c.fill(line(lerp(1, 3, t), curve(a, a.mix(b, 0.5).add(pt{-sl * 0.1, 0}), b)...), flat(tone.scale(0.62)).as(multiply).a(0.45))
	}
}

func (c *canvas) washTrees(y func(float32) float32, k float32) {
	for x := c.f(0, 40); x < c.w; x += k * c.f(0.7, 3.2) {
		p := pt{x, y(x)}
		h := k * c.f(0.8, 1.4)
		c.wash(loop(p.add(pt{-h * 0.35, -h * 0.2}), p.add(pt{-h * 0.2, -h}), p.add(pt{h * 0.15, -h * 1.1}), p.add(pt{h * 0.38, -h * 0.4}), p.add(pt{0, -h * 0.02})), c.pick(0x4f7a4a, 0x6a8f4a, 0x3f6a5a), 0.85, 0.4, 1.5)
		c.fill(line(h*0.06, p.add(pt{0, -h * 0.3}), p.add(pt{0, 4})), flat(hex(0x4a3a30)).a(0.8))
	}
}

func (c *canvas) washHouse(p pt, w float32) {
	c.fill(rect(p.x-w/2, p.y-w*0.45, w, w*0.45), flat(hex(0xfbf6ea)))
	c.wash(c.washEdge(rect(p.x-w/2, p.y-w*0.45, w, w*0.45), 1), hex(0xd9c8a8), 0.4, 0.9, 0)
	c.fill(area(pt{p.x - w*0.62, p.y - w*0.42}, pt{p.x - w*0.36, p.y - w*0.78}, pt{p.x + w*0.36, p.y - w*0.78}, pt{p.x + w*0.62, p.y - w*0.42}), flat(hex(0xfbf6ea)))
	c.wash(c.washEdge(area(pt{p.x - w*0.62, p.y - w*0.42}, pt{p.x - w*0.36, p.y - w*0.78}, pt{p.x + w*0.36, p.y - w*0.78}, pt{p.x + w*0.62, p.y - w*0.42}), 1), hex(0xc0573f), 0.95, 0.4, 0)
	c.wash(rect(p.x-w*0.1, p.y-w*0.3, w*0.2, w*0.3), hex(0x5a4a44), 0.8, 0.3, 0)
}

// umbrellas are children in the rain: bright umbrellas, wet street.
func umbrellas(c *canvas) {
	c.waterPaper()
	kerb := c.h * 0.6
	c.glaze(0, c.w, 0, kerb, hex(0x8fa3b8), 0.75)
	c.wetBlobs(10, 0, c.h*0.25, c.w, kerb-30, 110, 0x9fb0a8, 0xa8a6b8, 0xb8a89a, 0x8fa6b8)
	c.glaze(0, c.w, kerb, c.h, hex(0x7f8fa3), 0.75)
	cols := []uint32{0xe2483d, 0xf2b632, 0x3f8fb8, 0xd96a94}
	xs := []float32{0.2, 0.42, 0.62, 0.82}
	for i, x := range xs {
		p := pt{c.w * x, c.h * (0.76 + 0.05*float32(i%2))}
		k := c.h * (0.3 - 0.05*float32((i+1)%2))
		col := hex(cols[i])
		c.wash(ellipse(p.x+6, p.y+k*0.75, k*0.34, k*0.3), col, 0.55, 0, 22)
		c.wash(taper(k*0.3, k*0.2, p, p.add(pt{0, k * 0.6})), hex(0x5a6070), 0.4, 0, 10)
		for _, s := range []float32{-1, 1} {
			c.wash(line(k*0.09, p.add(pt{s * k * 0.07, -k * 0.3}), p.add(pt{s * k * 0.08, -k * 0.04})), hex(0x4a5068), 0.9, 0.3, 0)
			c.wash(loop(p.add(pt{s*k*0.08 - k*0.07, -k * 0.14}), p.add(pt{s*k*0.08 + k*0.06, -k * 0.14}), p.add(pt{s*k*0.08 + k*0.1, 0}), p.add(pt{s*k*0.08 - k*0.07, 0})), hex(cols[(i+1)%4]), 0.95, 0.4, 0)
		}
		coat := loop(p.add(pt{-k * 0.11, -k * 0.66}), p.add(pt{k * 0.11, -k * 0.66}), p.add(pt{k * 0.23, -k * 0.25}), p.add(pt{-k * 0.23, -k * 0.25}))
		c.fill(coat, flat(hex(0xfbf8f0)))
		c.wash(coat, hex(cols[(i+2)%4]), 0.9, 0.5, 0)
		c.fill(line(k*0.018, p.add(pt{k * 0.14, -k * 0.4}), p.add(pt{k * 0.1, -k * 1.2})), flat(hex(0x5a4438)))
		head := circle(p.add(pt{0, -k * 0.76}), k*0.13)
		c.fill(head, flat(hex(0x6a5448)))
		c.wash(head, hex(0x4a382f), 0.95, 0.4, 0)
		c.umbrella(p.add(pt{k * 0.06, -k * 0.86}), k*0.52, col)
	}
	for range 150 {
		p := pt{c.f(0, c.w), c.f(0, c.h)}
		l := c.f(14, 36)
		c.fill(line(1.2, p, p.add(pt{-l * 0.2, l})), flat(hex(0xffffff)).a(0.5))
	}
	for range 24 {
		p := pt{c.f(0, c.w), c.f(kerb+30, c.h)}
		o := ellipse(p.x, p.y, c.f(8, 20), c.f(2, 5))[0]
		c.fill(line(1.1, append(o, o[0])...), flat(hex(0xffffff)).a(0.6))
	}
	c.paper(0.09, 0.03)
}

func (c *canvas) umbrella(p pt, r float32, col colour) {
	o := []pt{}
	for i := range 13 {
		a := pi + pi*float32(i)/12
		o = append(o, pt{p.x + r*cos(a), p.y + r*0.8*sin(a)})
	}
	for i := range 4 {
		x := p.x + r - r*0.5*float32(i)
		o = append(o, pt{x - r*0.12, p.y - r*0.06}, pt{x - r*0.25, p.y - r*0.1}, pt{x - r*0.38, p.y - r*0.06})
		if i < 3 {
			o = append(o, pt{x - r*0.5, p.y})
		}
	}
	c.fill(area(o...), flat(hex(0xfcfaf4)))
	c.wash(area(o...), col, 0.95, 0.45, 0)
	for i := range 5 {
		x := p.x + r*(float32(i)-2)*0.5
		c.fill(line(1.4, curve(pt{p.x, p.y - r*0.8}, pt{(p.x+x)/2 + (x-p.x)*0.22, p.y - r*0.55}, pt{x, p.y})...), flat(col.scale(0.55)).a(0.7))
	}
	c.wash(loop(pt{p.x + r*0.25, p.y - r*0.66}, pt{p.x + r*0.7, p.y - r*0.4}, pt{p.x + r*0.85, p.y - r*0.1}, pt{p.x + r*0.45, p.y - r*0.2}), col.scale(0.6), 0.5, 0, 4)
}

// jarOfFlowers is a loose bouquet in a glass of water.
func jarOfFlowers(ground uint32, hues []uint32) func(*canvas) {
	return func(c *canvas) {
		c.waterPaper()
		c.wetBlobs(13, c.w*0.1, c.h*0.05, c.w*0.9, c.h*0.75, c.w*0.2, ground)
		c.glaze(0, c.w, c.h*0.8, c.h, hex(ground).scale(0.8), 0.6)
		p := pt{c.w * 0.5, c.h * 0.9}
		mouth := pt{p.x, c.h * 0.62}
		jar := loop(pt{p.x - c.w*0.13, mouth.y}, pt{p.x - c.w*0.16, mouth.y + 40}, pt{p.x - c.w*0.155, p.y - 20}, pt{p.x - c.w*0.1, p.y}, pt{p.x + c.w*0.1, p.y}, pt{p.x + c.w*0.155, p.y - 20}, pt{p.x + c.w*0.16, mouth.y + 40}, pt{p.x + c.w*0.13, mouth.y})
		c.wash(ellipse(p.x+c.w*0.12, p.y, c.w*0.26, 20), hex(0x6a7a8a), 0.6, 0, 16)
		type head struct {
			p pt
			r float32
		}
		var heads []head
		for i := range 17 {
			a := -pi/2 + (float32(i%9)-4)*0.3 + c.f(-0.1, 0.1)
			l := c.h * c.f(0.2, 0.5)
			if i > 8 {
				l *= 0.62
			}
			q := pt{mouth.x + l*cos(a)*0.9, mouth.y + l*sin(a)}
			q.x = min(max(q.x, c.w*0.1), c.w*0.9)
			foot := pt{p.x - (q.x-p.x)*0.22, p.y - 24}
			c.fill(taper(2, 4, curve(q, pt{mouth.x + (q.x-mouth.x)*0.3, mouth.y - 20}, foot)...), flat(hex(0x5a7a44)).as(multiply).a(0.8))
			for j := range 2 {
				b := q.mix(mouth, 0.3+0.3*float32(j))
				s := c.f(-1, 1)
				c.wash(leaf(20, b, b.add(pt{s * 34, -18}), b.add(pt{s * 66, -8})), c.pick(0x5f8a4a, 0x86a85a, 0x3f6a4a), 0.8, 0.5, 0)
			}
			heads = append(heads, head{q, min(c.w, c.h) * c.f(0.06, 0.1)})
		}
		for i, h := range heads {
			c.looseFlower(h.p, h.r, hex(hues[i%len(hues)]), i%3)
		}
		c.wash(jar, hex(0x8fb3c0), 0.32, 1, 0)
		c.wash(rect(p.x-c.w*0.15, mouth.y+70, c.w*0.3, p.y-mouth.y-84), hex(0x9cc4cc), 0.4, 0.5, 3)
		c.soft(taper(8, 5, pt{p.x - c.w*0.11, mouth.y + 40}, pt{p.x - c.w*0.11, p.y - 60}), 3, flat(hex(0xffffff)).a(0.9))
		c.paper(0.09, 0.03)
	}
}

func (c *canvas) looseFlower(p pt, r float32, col colour, kind int) {
	switch kind {
	case 0:
		for i := range 6 {
			a := 2*pi*float32(i)/6 + c.f(-0.2, 0.2)
			c.wash(leaf(r*0.75, p, polar(p, r*0.6, a), polar(p, r*1.15, a+0.1)), col.mix(hex(0xffffff), c.f(0, 0.3)), 0.85, 0.7, 0)
		}
		c.wash(circle(p, r*0.24), hex(0xd9962a), 0.95, 0.4, 1)
	case 1:
		for i := range 4 {
			var o []pt
			for j := range 8 {
				o = append(o, polar(p.add(pt{c.f(-0.2, 0.2) * r, c.f(-0.2, 0.2) * r}), r*(1-0.22*float32(i))*c.f(0.75, 1.1), 2*pi*float32(j)/8))
			}
			c.wash(loop(o...), col, 0.5, 0.8, float32(3-i))
		}
	default:
		for range 22 {
			q := polar(p, r*c.f(0.1, 1), c.f(0, 2*pi))
			c.wash(circle(q, r*c.f(0.12, 0.24)), col.mix(hex(0xffffff), c.f(0, 0.4)), 0.8, 0.6, 0)
		}
	}
}
