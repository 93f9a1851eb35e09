package art

// cut is a paper-cut in the making: one sheet of coloured paper on a ground.
type cut struct {
	*canvas
	sheet, ground colour
}

// lay puts shapes of the sheet on the ground, with the shadow that paper
// throws.
func (k cut) lay(s shape) {
	shadow := s.warp(func(p pt) pt { return p.add(pt{3.2, 4.5}) })
	k.soft(shadow, 5, flat(k.ground.scale(0.45)).a(0.5).as(multiply))
	cloud := cloudTile()
	k.fill(s, shaded(func(x, y float32) colour {
		return k.sheet.shift((cloud.near(int(x*0.6), int(y*0.6)) - 0.5) * 0.07)
	}))
}

// snip cuts shapes out of the sheet, down to the ground.
func (k cut) snip(s shape) {
	k.fill(s, flat(k.ground.scale(0.9)))
	k.fill(s.warp(func(p pt) pt { return p.add(pt{1.2, 1.7}) }), flat(k.ground))
}

// around repeats s n times about p, every second mirrored if flip.
func around(s shape, p pt, n int) shape {
	var out shape
	for i := range n {
		out = out.with(s.place(p, 1, 2*pi*float32(i)/float32(n)))
	}
	return out
}

// moon is the crescent that paper-cutters call a moon mark; it lies along the
// x axis, l long and w wide.
func moon(l, w float32) shape {
	return area(append(curve(pt{-l / 2, 0}, pt{0, -w}, pt{l / 2, 0}), curve(pt{l / 2, 0}, pt{0, -w * 0.35}, pt{-l / 2, 0})...)...)
}

// teeth is a row of n saw-tooth cuts along the line from a to b, d deep.
func teeth(a, b pt, n int, d float32) shape {
	var s shape
	dx, dy := b.x-a.x, b.y-a.y
	l := hypot(dx, dy)
	nx, ny := -dy/l*d, dx/l*d
	for i := range n {
		p, q := a.mix(b, (float32(i)+0.2)/float32(n)), a.mix(b, (float32(i)+0.75)/float32(n))
		m := p.mix(q, 0.5)
		s = s.with(area(p, q, pt{m.x + nx, m.y + ny}))
	}
	return s
}

// ring is the band between two circles.
func ring(p pt, r, w float32) shape {
	return circle(p, r).with(circle(p, r-w).reversed())
}

// papercut lays the ground and hands over the scissors.
func papercut(sheet, ground uint32, work func(k cut, p pt, r float32)) func(*canvas) {
	return func(c *canvas) {
		k := cut{c, hex(sheet), hex(ground)}
		c.fill(c.frame(), flat(k.ground))
		work(k, pt{c.w / 2, c.h / 2}, min(c.w, c.h)*0.43)
		c.paper(0.05, 0.06)
	}
}

// windowFlower is a folded rosette with n-fold symmetry.
func windowFlower(n int) func(k cut, p pt, r float32) {
	return func(k cut, p pt, r float32) {
		turn := 2 * pi / float32(n)
		petal := leaf(r*2.1/float32(n)*2.2, pt{r * 0.2, 0}, pt{r * 0.62, 0}, pt{r, 0})
		s := around(petal, p, n).with(circle(p, r*0.62))
		for i := range n {
			q := polar(p, r*0.8, turn*(float32(i)+0.5))
			s = s.with(circle(q, r*0.085), line(r*0.05, polar(p, r*0.55, turn*(float32(i)+0.5)), q))
		}
		k.lay(s)
		var holes shape
		holes = holes.with(around(leaf(r*0.15, pt{r * 0.66, 0}, pt{r * 0.79, 0}, pt{r * 0.92, 0}), p, n))
		for _, side := range []float32{-1, 1} {
			holes = holes.with(around(moon(r*0.26, r*0.075).place(pt{r * 0.66, side * r * 0.13}, 1, side*0.5), p, n))
		}
		holes = holes.with(around(circle(pt{r * 0.8, 0}, r*0.036).place(pt{}, 1, turn/2), p, n))
		holes = holes.with(around(area(pt{r * 0.34, 0}, pt{r * 0.43, -r * 0.07}, pt{r * 0.52, 0}, pt{r * 0.43, r * 0.07}).place(pt{}, 1, turn/2), p, n))
		holes = holes.with(around(leaf(r*0.11, pt{r * 0.24, 0}, pt{r * 0.38, 0}, pt{r * 0.54, 0}), p, n))
		for i := range 2 * n {
			a := turn * (float32(i) + 0.5) / 2
			holes = holes.with(moon(r*0.09, r*0.03).place(polar(p, r*0.2, a), 1, a+pi/2))
		}
		holes = holes.with(around(area(pt{0, 0}, pt{r * 0.13, -r * 0.03}, pt{r * 0.13, r * 0.03}), p, n))
		k.snip(holes)
	}
}

// snowflake is a folded star of six branching arms.
func snowflake(k cut, p pt, r float32) {
	arm := taper(r*0.12, r*0.05, pt{0, 0}, pt{r * 1.02, 0}).with(area(pt{r * 0.93, -r * 0.08}, pt{r * 1.1, 0}, pt{r * 0.93, r * 0.08}))
	for i := range 4 {
		x, l := r*(0.3+0.17*float32(i)), r*(0.36-0.055*float32(i))
		for _, s := range []float32{-1, 1} {
			e := pt{x + l*0.6, s * l * 0.85}
			arm = arm.with(taper(r*0.07, r*0.035, pt{x, 0}, e), circle(e, r*0.034))
		}
	}
	s := around(arm, p, 6).with(circle(p, r*0.27), around(circle(pt{r * 0.62, 0}, r*0.05).place(pt{}, 1, pi/6), p, 6))
	k.lay(s)
	holes := around(leaf(r*0.09, pt{r * 0.07, 0}, pt{r * 0.15, 0}, pt{r * 0.24, 0}), p, 6).with(around(circle(pt{r * 0.19, 0}, r*0.022).place(pt{}, 1, pi/6), p, 6))
	for i := range 4 {
		holes = holes.with(around(leaf(r*0.035, pt{r * (0.36 + 0.17*float32(i)), 0}, pt{r * (0.41 + 0.17*float32(i)), 0}, pt{r * (0.46 + 0.17*float32(i)), 0}), p, 6))
	}
	k.snip(holes)
	for range 38 {
		q := polar(p, r*k.f(0.9, 1.5), k.f(0, 2*pi))
		k.lay(around(line(1.6, pt{-4, 0}, pt{4, 0}), q, 6))
	}
}

// twoFish is the wish for plenty: two carp that turn round a lotus.
func twoFish(k cut, p pt, r float32) {
	s := ring(p, r, r*0.07).with(ring(p, r*0.89, r*0.025))
	for i := range 32 {
		a := 2 * pi * float32(i) / 32
		s = s.with(circle(polar(p, r*1.03, a), r*0.055))
	}
	fish := loop(pt{0.5, -0.02}, pt{0.42, -0.17}, pt{0.15, -0.3}, pt{-0.15, -0.26}, pt{-0.35, -0.1}, pt{-0.62, -0.24}, pt{-0.56, 0.02}, pt{-0.6, 0.26}, pt{-0.34, 0.08}, pt{-0.1, 0.14}, pt{0.2, 0.14}, pt{0.42, 0.08}).with(
		loop(pt{0.1, -0.26}, pt{-0.05, -0.44}, pt{-0.22, -0.34}, pt{-0.12, -0.22}), loop(pt{0.05, 0.1}, pt{-0.08, 0.3}, pt{-0.2, 0.2}, pt{-0.1, 0.1}))
	cuts := circle(pt{0.34, -0.08}, 0.045).with(moon(0.2, 0.05).place(pt{0.22, -0.06}, 1, pi/2+0.1))
	for row := range 3 {
		for j := range 3 {
			cuts = cuts.with(moon(0.12, 0.05).place(pt{0.08 - 0.14*float32(row), -0.16 + 0.1*float32(j) + 0.03*float32(row%2)}, 1, -pi/2))
		}
	}
	for j := range 4 {
		cuts = cuts.with(leaf(0.025, pt{-0.42, -0.05 + 0.04*float32(j)}, pt{-0.5, -0.08 + 0.06*float32(j)}, pt{-0.57, -0.13 + 0.09*float32(j)}))
	}
	var lotusCut shape
	for i := range 2 {
		a := pi * float32(i)
		at := polar(p, r*0.44, a)
		s = s.with(fish.place(at, r*1.12, a+pi/2))
		lotusCut = lotusCut.with(cuts.place(at, r*1.12, a+pi/2))
		for j := range 5 {
			b := a + pi/2 + (float32(j)-2)*0.2
			s = s.with(leaf(r*0.13, polar(p, r*0.4, b), polar(p, r*0.66, b), polar(p, r*0.9, b)))
			lotusCut = lotusCut.with(leaf(r*0.04, polar(p, r*0.5, b), polar(p, r*0.65, b), polar(p, r*0.8, b)))
		}
	}
	s = s.with(circle(p, r*0.14), around(leaf(r*0.12, pt{r * 0.08, 0}, pt{r * 0.17, 0}, pt{r * 0.25, 0}), p, 8))
	k.lay(s)
	k.snip(lotusCut.with(around(leaf(r*0.035, pt{r * 0.1, 0}, pt{r * 0.15, 0}, pt{r * 0.21, 0}), p, 8), ring(p, r*0.07, r*0.02), around(circle(pt{r * 0.965, 0}, r*0.017), p, 32)))
}

// motherAndChild stand in a frame of peonies and birds.
func motherAndChild(k cut, p pt, r float32) {
	s := ring(p, r*1.08, r*0.06)
	for i := range 40 {
		a := 2 * pi * float32(i) / 40
		s = s.with(area(polar(p, r*1.06, a-0.06), polar(p, r*1.16, a), polar(p, r*1.06, a+0.06)))
	}
	foot := pt{p.x - r*0.14, p.y + r*0.86}
	u := func(x, y float32) pt { return pt{foot.x + x*r, foot.y - y*r} }
	s = s.with(loop(u(-0.1, 1.02), u(0.1, 1.02), u(0.24, 0.8), u(0.2, 0.6), u(0.42, 0.2), u(0.46, 0), u(-0.42, 0), u(-0.36, 0.25), u(-0.2, 0.6), u(-0.24, 0.8)),
		circle(u(0.02, 1.2), r*0.2), circle(u(-0.13, 1.4), r*0.11), loop(u(-0.2, 1.25), u(-0.05, 1.43), u(0.17, 1.38), u(0.2, 1.22), u(0.0, 1.3)))
	s = s.with(loop(u(0.1, 0.86), u(0.3, 0.84), u(0.5, 0.72), u(0.56, 0.6), u(0.4, 0.5), u(0.2, 0.55), u(0.0, 0.66)), circle(u(0.44, 0.86), r*0.155), circle(u(0.48, 1.03), r*0.04), line(r*0.1, u(0.2, 0.95), u(0.05, 0.62), u(0.36, 0.5)))
	s = s.with(line(r*0.05, pt{p.x - r*0.62, foot.y}, pt{p.x + r*0.62, foot.y}).with(loop(pt{p.x - r*0.62, foot.y + r*0.02}, pt{p.x, foot.y - r*0.05}, pt{p.x + r*0.62, foot.y + r*0.02}, pt{p.x, foot.y + r*0.18})))
	flower := around(circle(pt{r * 0.12, 0}, r*0.09), pt{}, 6).with(circle(pt{}, r*0.1))
	spots := []pt{{-0.7, 0.25}, {-0.74, -0.28}, {0.72, -0.2}, {0.7, 0.4}}
	holes := shape{}
	for i, q := range spots {
		at := pt{p.x + q.x*r, p.y + q.y*r}
		s = s.with(flower.place(at, 1, float32(i)), line(r*0.025, at, at.mix(p, -0.32)), leaf(r*0.12, at, at.add(pt{r * 0.1, r * 0.16}), at.add(pt{r * 0.06, r * 0.32})))
		holes = holes.with(around(moon(r*0.08, r*0.03).place(pt{r * 0.14, 0}, 1, pi/2), at, 6), circle(at, r*0.035))
	}
	for _, d := range []float32{-1, 1} {
		b := loop(pt{-0.3, 0.02}, pt{-0.05, -0.08}, pt{0.12, -0.06}, pt{0.24, 0.0}, pt{0.1, 0.07}, pt{-0.08, 0.06}).with(leaf(0.11, pt{0, 0}, pt{-0.06, -0.2}, pt{-0.22, -0.32}))
		if d < 0 {
			b = b.mirror(0)
		}
		s = s.with(b.place(pt{p.x + d*r*0.5, p.y - r*0.56}, r*0.8, -d*0.25))
	}
	k.lay(s)
	for i := range 5 {
		y := 0.12 + 0.09*float32(i)
		w := 0.3 - 0.05*float32(i)
		for j := range 4 {
			holes = holes.with(moon(r*w*0.4, r*0.035).place(u(-w+w*2*(float32(j)+0.5)/4, y), 1, 0))
		}
	}
	holes = holes.with(moon(r*0.1, r*0.03).place(u(0.09, 1.2), 1, 0.2), moon(r*0.08, r*0.026).place(u(0.07, 1.11), 1, pi), moon(r*0.08, r*0.026).place(u(0.42, 0.87), 1, 0), moon(r*0.07, r*0.022).place(u(0.43, 0.8), 1, pi))
	holes = holes.with(around(circle(pt{0, r * 0.05}, r*0.018), u(0.28, 0.66), 5), teeth(u(-0.34, 0.04), u(0.38, 0.04), 16, -r*0.04), moon(r*0.4, r*0.03).place(u(0.12, 0.78), 1, 0.9))
	k.snip(holes)
}

// treeOfBirds is a spreading tree with birds and fruit, cut from one sheet.
func treeOfBirds(k cut, p pt, r float32) {
	foot := pt{p.x, p.y + r*1.06}
	s := taper(r*0.22, r*0.09, curve(foot, pt{p.x - r*0.06, p.y + r*0.5}, pt{p.x, p.y})...).with(loop(pt{p.x - r*0.85, foot.y + r*0.05}, pt{p.x, foot.y - r*0.1}, pt{p.x + r*0.85, foot.y + r*0.05}, pt{p.x, foot.y + r*0.12}))
	holes := shape{}
	bird := loop(pt{-0.5, 0.16}, pt{-0.2, -0.04}, pt{0.1, -0.16}, pt{0.26, -0.26}, pt{0.4, -0.2}, pt{0.55, -0.12}, pt{0.36, -0.06}, pt{0.25, 0.14}, pt{0, 0.2}, pt{-0.2, 0.14})
	for _, side := range []float32{-1, 1} {
		for i := range 4 {
			y0 := p.y + r*(0.42-0.3*float32(i))
			a := []float32{0.12, -0.3, -0.75, -1.2}[i]
			l := r * []float32{0.78, 0.92, 0.9, 0.8}[i]
			end := pt{p.x + side*l*cos(a), y0 + l*sin(a)*0.75}
			mid := pt{(p.x + end.x) / 2, (y0+end.y)/2 + r*0.08}
			br := curve(pt{p.x, y0}, mid, end)
			s = s.with(taper(r*0.075, r*0.025, br...))
			for j := 3; j < len(br); j += 2 {
				up := float32(j%4) - 1
				if up == 0 {
					up = -1
				}
				base := br[j]
				tip := base.add(pt{side * r * 0.11, -up * r * 0.15})
				lf := leaf(r*0.085, base, base.mix(tip, 0.5).add(pt{side * r * 0.02, 0}), tip)
				s = s.with(lf)
				holes = holes.with(line(r*0.012, base.mix(tip, 0.3), base.mix(tip, 0.75)))
			}
			b := bird
			if side > 0 {
				b = b.mirror(0)
			}
			at := end.add(pt{0, -r * 0.1})
			s = s.with(b.place(at, r*0.3, 0))
			holes = holes.with(circle(at.add(pt{-side * r * 0.1, -r * 0.055}), r*0.014), moon(r*0.13, r*0.04).place(at.add(pt{side * r * 0.01, r * 0.01}), 1, -0.4*side))
		}
	}
	top := pt{p.x, p.y - r*0.85}
	s = s.with(taper(r*0.09, r*0.03, curve(pt{p.x, p.y}, pt{p.x + r*0.03, p.y - r*0.4}, top)...), around(leaf(r*0.11, pt{0, 0}, pt{r * 0.12, 0}, pt{r * 0.22, 0}), top, 7))
	k.lay(s)
	for i := range 5 {
		holes = holes.with(moon(r*0.14, r*0.025).place(pt{p.x - r*0.02, p.y + r*(0.25+0.15*float32(i))}, 1, pi/2+0.1*float32(i%2)))
	}
	k.snip(holes.with(teeth(pt{p.x - r*0.5, foot.y + r*0.06}, pt{p.x + r*0.5, foot.y + r*0.06}, 15, -r*0.06)))
}
