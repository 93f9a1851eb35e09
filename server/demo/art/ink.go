package art

// inkTone is diluted ink: 1 is black, 0 is water. The warm black is pine soot.
func inkTone(k float32) colour { return hex(0xffffff).mix(hex(0x1c1a1b), k) }

// ricePaper is soft, warm and fibrous.
func (c *canvas) ricePaper(col uint32) {
	c.fill(c.frame(), flat(hex(col)))
	for range 260 {
		p := pt{c.f(0, c.w), c.f(0, c.h)}
		a := c.f(0, pi)
		q := polar(p, c.f(8, 34), a)
		c.fill(line(0.8, curve(p, p.mix(q, 0.5).add(pt{c.f(-3, 3), c.f(-3, 3)}), q)...), flat(hex(col).scale(0.93)).a(0.6))
	}
}

// brush draws one stroke of a loaded brush: bristle by bristle, so that it
// runs dry (dry 0..1) towards its end and leaves flying white.
func (c *canvas) brush(col colour, w float32, dry float32, swell func(t float32) float32, pts ...pt) {
	l := c.wobble(curve(pts...), w*0.06)
	n := max(int(w/1.6), 5)
	if n > 40 {
		n = 40
	}
	var all shape
	for i := range n {
		off := (float32(i)+0.5)/float32(n)*2 - 1
		load := 1 - dry*c.f(0, 1.1)
		grain := c.wave()
		last := len(l) - 1
		from := 0
		for from < last {
			to := from
			for to < last && (grain.fbm(float32(to)*0.16, 2)*0.5+0.5) > dry*(0.15+0.75*float32(to)/float32(last))*(1.35-load) {
				to++
			}
			if to-from > 1 {
				all = append(all, bristle(l, from, to, off, w, n, swell)...)
			}
			from = to + 1
		}
	}
	c.fill(all, flat(col).as(multiply).dry(0.35*dry, 0.7))
}

// bristle is the ribbon that one hair leaves between two indices of the line.
func bristle(l []pt, from, to int, off, w float32, n int, swell func(t float32) float32) shape {
	part := make([]pt, 0, to-from+1)
	last := float32(len(l) - 1)
	for i := from; i <= to; i++ {
		a, b := l[max(i-1, 0)], l[min(i+1, len(l)-1)]
		d := max(hypot(b.x-a.x, b.y-a.y), 1e-3)
		k := off * w * 0.5 * swell(float32(i)/last)
		part = append(part, pt{l[i].x - (b.y-a.y)/d*k, l[i].y + (b.x-a.x)/d*k})
	}
	span := float32(to-from) / last
	start := float32(from) / last
	return ribbon(part, func(t float32) float32 { return max(w/float32(n)*1.75*swell(start+t*span), 0.5) })
}

// even, thin and drop are common courses of a stroke's width.
func even(float32) float32   { return 1 }
func thin(t float32) float32 { return 1 - 0.75*t }
func drop(t float32) float32 { return sin(pi * min(0.06+t*0.94, 1)) }

// wash is transparent colour that dries with a darker rim and uneven pigment:
// strength 0..1, rim how much darker the edge dries, wet how far it bleeds.
func (c *canvas) wash(s shape, col colour, strength, rim, wet float32) {
	b := c.pixels(s, wet*2+2)
	if b.Empty() {
		return
	}
	crisp := c.cover(s, b, 1)
	if wet > 0 {
		crisp = c.softMask(s, b, wet)
	} else {
		crisp = cloneAlpha(crisp)
	}
	inner := c.softMask(s, b, 5+wet)
	cloud, grain := cloudTile(), grainTile()
	r, g, bl := col.bytes()
	ox, oy := c.n(tileSize), c.n(tileSize)
	for y := range b.Dy() {
		row := c.img.Pix[c.img.PixOffset(b.Min.X, b.Min.Y+y):]
		uy := float32(b.Min.Y+y) / c.s
		for x := range b.Dx() {
			m := crisp.Pix[y*crisp.Stride+x]
			if m == 0 {
				continue
			}
			ux := float32(b.Min.X+x) / c.s
			e := 1 - float32(inner.Pix[y*inner.Stride+x])/255
			pool := cloud.near(int(ux*0.9)+ox, int(uy*0.9)+oy)
			pig := 0.55 + 0.65*pool + 0.22*(grain.near(int(ux), int(uy))-0.5)
			a := clamp01(strength * pig * (0.8 + rim*e*e*1.6))
			put(row[x*4:x*4+3:x*4+3], r, g, bl, int32(float32(m)*a), multiply)
		}
	}
}

// washEdge gives an outline the small irregularities of a wet brush.
func (c *canvas) washEdge(s shape, amp float32) shape {
	out := make(shape, len(s))
	for i, o := range s {
		out[i] = c.wobble(append(append([]pt{}, o...), o[0]), amp)
	}
	return out
}

// seal is the red stamp of the painter, its signs left abstract.
func (c *canvas) seal(p pt, k float32) {
	red := hex(0xb3231c)
	c.fill(c.washEdge(rect(p.x, p.y, k, k), 1.2), flat(red).a(0.9).dry(0.5, 0.74))
	pale := flat(hex(0xf6ece0)).a(0.9)
	for i := range 2 {
		x := p.x + k*(0.2+0.36*float32(i))
		c.fill(line(k*0.07, pt{x, p.y + k*0.2}, pt{x + k*0.24, p.y + k*0.2}, pt{x + k*0.24, p.y + k*0.42}), pale)
		c.fill(line(k*0.07, pt{x + k*0.12, p.y + k*0.16}, pt{x + k*0.12, p.y + k*0.84}), pale)
		c.fill(line(k*0.07, pt{x, p.y + k*(0.58+0.1*float32(i))}, pt{x + k*0.25, p.y + k*(0.58+0.1*float32(i))}), pale)
	}
}
