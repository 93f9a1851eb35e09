package art

// dab stamps a turned ellipse with soft or crisp edge straight into the
// pixels; it is far cheaper than fill and made for thousands of leaves.
// feather is 0 for crisp to 1 for all haze.
func (c *canvas) dab(p pt, rx, ry, angle, feather float32, col colour, alpha float32) {
	c.dabs(p, rx, ry, angle, feather, paint{col: col, alpha: alpha})
}

func (c *canvas) dabs(p pt, rx, ry, angle, feather float32, k paint) {
	cx, cy, prx, pry := p.x*c.s, p.y*c.s, max(rx*c.s, 0.5), max(ry*c.s, 0.5)
	cs, sn := cos(angle), sin(angle)
	ex := sqrt(prx*prx*cs*cs+pry*pry*sn*sn) + 1
	ey := sqrt(prx*prx*sn*sn+pry*pry*cs*cs) + 1
	box := c.img.Rect
	x0, x1 := max(int(cx-ex), box.Min.X), min(int(cx+ex)+1, box.Max.X)
	y0, y1 := max(int(cy-ey), box.Min.Y), min(int(cy+ey)+1, box.Max.Y)
	if x0 >= x1 {
		return
	}
	edge := lerp(max(min(prx, pry)*0.5, 0.6), 1, feather)
	r, g, b := k.col.bytes()
	alpha := k.alpha * 256
	for y := y0; y < y1; y++ {
		dy := float32(y) + 0.5 - cy
		row := c.img.Pix[c.img.PixOffset(x0, y):]
		for x := x0; x < x1; x++ {
			dx := float32(x) + 0.5 - cx
			u, v := (dx*cs+dy*sn)/prx, (dy*cs-dx*sn)/pry
			q := 1 - u*u - v*v
			if q*edge <= -0.5+0.5*feather {
				continue
			}
			a := min(q*edge+0.5*(1-feather), 1)
			if feather > 0 {
				a *= lerp(1, a, feather)
			}
			q4 := (x - x0) * 4
			put(row[q4:q4+3:q4+3], r, g, b, int32(a*alpha), k.mode)
		}
	}
}

// glow adds light around p that fades out at radius r.
func (c *canvas) glow(p pt, r float32, col colour, strength float32) {
	c.dabs(p, r, r, 0, 1, paint{col: col, alpha: strength, mode: screen})
}

// field paints the whole canvas between y0 and y1 with f, asked only every
// step units and interpolated: for skies and water, whose colours are dear to
// compute and change slowly.
func (c *canvas) field(y0, y1, step float32, f func(x, y float32) colour) {
	k := max(int(step*c.s), 1)
	top, bottom := max(int(y0*c.s), 0), min(int(y1*c.s)+1, c.img.Rect.Dy())
	if bottom <= top {
		return
	}
	w := c.img.Rect.Dx()
	s := &small{w: w/k + 2, h: (bottom-top)/k + 2, k: float32(k)}
	s.pix = make([]float32, s.w*s.h*3)
	for y := range s.h {
		for x := range s.w {
			v := f((float32(x*k)+float32(k)/2)/c.s, (float32(top+y*k)+float32(k)/2)/c.s)
			o := s.pix[(y*s.w+x)*3:]
			o[0], o[1], o[2] = v.r*255, v.g*255, v.b*255
		}
	}
	row := make([]float32, w*3)
	for y := top; y < bottom; y++ {
		s.row(row, y-top)
		p := c.img.Pix[y*c.img.Stride:]
		for x := range w {
			n := lattice(x, y, 5)
			for ch := range 3 {
				p[x*4+ch] = uint8(min(max(row[x*3+ch]+n, 0), 255))
			}
		}
	}
}

// mirrorDown repeats the picture above the waterline in the water, squeezed,
// darkened towards tint and broken by ripples.
func (c *canvas) mirrorDown(line float32, tint colour, keep, ripple float32) {
	h, w := c.img.Rect.Dy(), c.img.Rect.Dx()
	y0 := int(line * c.s)
	tr, tg, tb := tint.bytes()
	n := c.wave()
	cloud := cloudTile()
	for y := y0; y < h; y++ {
		d := (float32(y) + 0.5 - float32(y0)) / c.s
		depth := d / (c.h - line)
		k := int32(256 * keep * (1 - 0.35*depth))
		swell := n.fbm(28*pow(depth+0.02, 0.45), 2) * ripple * (0.25 + depth*1.3)
		p := c.img.Pix[y*c.img.Stride:]
		ty := int(90*pow(depth+0.01, 0.5)) * 3
		for x := range w {
			ux := float32(x) / c.s
			fine := (cloud.near(int(ux*0.5/(0.3+depth)), ty) - 0.5) * ripple * (0.4 + depth)
			sy := min(max(y0-1-int((d*0.9+(swell+fine)*9)*c.s), 0), y0-1)
			sx := min(max(x+int((swell*5+fine*6)*c.s), 0), w-1)
			q := c.img.Pix[sy*c.img.Stride+sx*4:]
			p[x*4] = uint8((int32(q[0])*k + tr*(256-k)) >> 8)
			p[x*4+1] = uint8((int32(q[1])*k + tg*(256-k)) >> 8)
			p[x*4+2] = uint8((int32(q[2])*k + tb*(256-k)) >> 8)
		}
	}
}
