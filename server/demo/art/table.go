package art

// table is the set of a still life: a wall, a wooden top and the light of a
// window to the left.
type table struct {
	wall, wallDark colour
	wood           colour
	edge           float32 // height of the table's far edge, share of the picture
	light          colour
	pane           bool // sun falls through window panes onto the wall
}

// set paints wall, table and light, and returns the height of the far edge.
func (c *canvas) set(t table) float32 {
	y := c.h * t.edge
	cloud := cloudTile()
	c.field(0, y+2, 5, func(px, py float32) colour {
		d := hypot(px-c.w*0.2, (py-c.h*0.12)*1.2) / (c.w * 0.95)
		v := (cloud.at(px*0.6, py*0.6) - 0.5) * 0.05
		return t.wall.mix(t.wallDark, smooth01(d)).shift(v)
	})
	if t.pane {
		c.paneLight(t.light)
	}
	grain := grainTile()
	ox := c.f(0, 400)
	c.fill(rect(-5, y, c.w+10, c.h), shaded(func(px, py float32) colour {
		d := (py - y) / (c.h - y)
		u := (px - c.w/2) / (0.75 + 0.5*d)
		row := d * 5.2 * (0.7 + 0.3*d)
		plank := floor(row)
		v := cloud.near(int(u*0.16+plank*140+ox), int(d*420+plank*90)) - 0.5
		w := grain.near(int(u*0.05+plank*33), int(d*300)) - 0.5
		col := t.wood.shift(v*0.2 + w*0.08 + (lattice(int(plank), 3, 9)-0.5)*0.05)
		col = col.scale(0.72 + 0.28*step01(0, 0.035, min(row-plank, plank+1-row)))
		lit := 1 - smooth01(hypot(px-c.w*0.3, (py-y)*1.4)/(c.w*0.9))
		return col.scale(0.6+0.55*lit).mix(t.light, lit*0.14)
	}))
	c.soft(rect(-20, y-5, c.w+40, 8), 5, flat(t.wallDark.scale(0.5)).a(0.5))
	return y
}

// paneLight throws the window's bright panes on the wall, with leaves' shadows.
func (c *canvas) paneLight(light colour) {
	x, y := c.w*c.f(0.42, 0.5), c.h*0.04
	w, h := c.w*0.16, c.h*0.2
	for i := range 2 {
		for j := range 2 {
			px, py := x+float32(i)*w*1.14, y+float32(j)*h*1.12
			sl := w * 0.3
			c.soft(area(pt{px + sl, py}, pt{px + w + sl, py + h*0.1}, pt{px + w, py + h*1.1}, pt{px, py + h}), 7, flat(light).as(screen).a(0.5))
		}
	}
	for range 26 {
		p := pt{x + c.f(-0.2, 2.4)*w, y + c.f(-0.1, 2.3)*h}
		a := c.f(0.3, 1.2)
		c.soft(leaf(15, p, polar(p, 26, a), polar(p, 54, a+0.2)), 6, flat(hex(0x3a3028)).as(multiply).a(0.26))
	}
}

// cast is the shadow of a thing whose foot is an ellipse at p: a dark contact
// and a long soft tail away from the window.
func (c *canvas) cast(p pt, rx, ry, long float32) {
	dark := hex(0x140c08)
	c.soft(loop(p.add(pt{-rx, 0}), p.add(pt{0, -ry}), p.add(pt{rx + long*0.7, -ry*0.7 + long*0.04}), p.add(pt{rx + long, ry*0.6 + long*0.1}), p.add(pt{rx*0.4 + long*0.3, ry + long*0.12}), p.add(pt{0, ry})), rx*0.16, flat(dark).a(0.42))
	c.soft(ellipse(p.x+rx*0.05, p.y, rx*0.96, ry*0.85), rx*0.07, flat(dark).a(0.6))
}

// gleam is a soft highlight.
func (c *canvas) gleam(p pt, rx, ry, angle, strength float32) {
	c.dabs(p, rx, ry, angle, 0.9, paint{col: hex(0xffffff), alpha: strength, mode: screen})
}

// turned shades a thing from a lathe, standing at x, r wide: light from the
// left, dark to the right, a faint rim of reflected light.
func turned(x, r float32, lit, mid, dark colour) paint {
	return shaded(func(px, _ float32) colour {
		t := (px - x) / r
		if t < -0.45 {
			return mid.mix(lit, step01(-1.15, -0.45, t))
		}
		if t < 0.75 {
			return lit.mix(mid, step01(-0.45, 0.05, t)).mix(dark, step01(-0.05, 0.75, t))
		}
		return dark.mix(mid, step01(0.75, 1.1, t)*0.4)
	})
}

// lathe is the outline of a turned vessel: profile gives half-widths and
// heights above p, from foot to rim.
func lathe(p pt, profile ...pt) shape {
	var right []pt
	for _, q := range profile {
		right = append(right, pt{p.x + q.x, p.y - q.y})
	}
	r := curve(right...)
	o := append([]pt{}, r...)
	for i := range r {
		q := r[len(r)-1-i]
		o = append(o, pt{2*p.x - q.x, q.y})
	}
	foot := profile[0].x
	return area(o...).with(ellipse(p.x, p.y, foot, foot*0.22))
}

// steam rises in thin veils from p.
func (c *canvas) steam(p pt, h float32) {
	for i := range 3 {
		n := c.wave()
		var l []pt
		for j := range 12 {
			t := float32(j) / 11
			l = append(l, pt{p.x + h*0.1*(float32(i)-1) + h*0.16*n.at(t*2.4)*t, p.y - h*t})
		}
		c.soft(ribbon(curve(l...), func(t float32) float32 { return h * 0.09 * (0.3 + t) * (1 - t) * 1.6 }), h*0.035, flat(hex(0xffffff)).as(screen).a(0.3))
	}
}

// bokeh is lights far out of focus.
func (c *canvas) bokeh(n int, x0, y0, x1, y1 float32, r float32, hues ...uint32) {
	for range n {
		p := pt{c.f(x0, x1), c.f(y0, y1)}
		k := r * c.f(0.5, 1.2)
		col := c.pick(hues...)
		a := c.f(0.12, 0.4)
		c.dabs(p, k, k, 0, 0.1, paint{col: col, alpha: a, mode: screen})
		c.dabs(p, k*0.9, k*0.9, 0, 0.3, paint{col: col.scale(0.4), alpha: a * 0.25})
	}
}

// film develops a still life.
func (c *canvas) film() {
	c.photo(lens{bloom: 0.45, knee: 0.62, vignette: 0.55, grain: 6, warm: 0.5, contrast: 0.3})
}
