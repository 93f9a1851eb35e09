package art

// pt is a point in canvas units; the longer side of a picture is 1000.
type pt struct{ x, y float32 }

func (p pt) add(q pt) pt              { return pt{p.x + q.x, p.y + q.y} }
func (p pt) mix(q pt, t float32) pt   { return pt{lerp(p.x, q.x, t), lerp(p.y, q.y, t)} }
func polar(c pt, r, angle float32) pt { return pt{c.x + r*cos(angle), c.y + r*sin(angle)} }

// shape is one or more closed outlines. Outlines of the same direction unite,
// of opposite direction cut holes.
type shape [][]pt

// area is a shape of one outline. Whatever the order of the points, it runs
// clockwise, so that areas unite; reversed makes a hole of one.
func area(outline ...pt) shape {
	twice := float32(0)
	for i, p := range outline {
		q := outline[(i+1)%len(outline)]
		twice += p.x*q.y - q.x*p.y
	}
	if twice < 0 {
		return shape{outline}.reversed()
	}
	return shape{outline}
}

func (s shape) with(more ...shape) shape {
	for _, m := range more {
		s = append(s, m...)
	}
	return s
}

// warp returns the shape with every point moved by f.
func (s shape) warp(f func(pt) pt) shape {
	out := make(shape, len(s))
	for i, o := range s {
		out[i] = make([]pt, len(o))
		for j, p := range o {
			out[i][j] = f(p)
		}
	}
	return out
}

// place turns the shape by angle, scales it by k and moves it to c.
func (s shape) place(c pt, k, angle float32) shape {
	cs, sn := cos(angle)*k, sin(angle)*k
	return s.warp(func(p pt) pt { return pt{c.x + p.x*cs - p.y*sn, c.y + p.x*sn + p.y*cs} })
}

// mirror flips the shape left to right about x, keeping outline directions.
func (s shape) mirror(x float32) shape {
	return s.warp(func(p pt) pt { return pt{2*x - p.x, p.y} }).reversed()
}

// reversed turns every outline's direction, so that the shape cuts holes.
func (s shape) reversed() shape {
	out := make(shape, len(s))
	for i, o := range s {
		out[i] = make([]pt, len(o))
		for j, p := range o {
			out[i][len(o)-1-j] = p
		}
	}
	return out
}

func (s shape) bounds() (x0, y0, x1, y1 float32) {
	x0, y0, x1, y1 = 1e9, 1e9, -1e9, -1e9
	for _, o := range s {
		for _, p := range o {
			x0, x1 = min(x0, p.x), max(x1, p.x)
			y0, y1 = min(y0, p.y), max(y1, p.y)
		}
	}
	return
}

func rect(x, y, w, h float32) shape {
	return area(pt{x, y}, pt{x + w, y}, pt{x + w, y + h}, pt{x, y + h})
}

// ellipse runs clockwise on screen, like rect.
func ellipse(cx, cy, rx, ry float32) shape {
	n := 16 + int(min(rx+ry, 400)/8)
	o := make([]pt, n)
	for i := range o {
		a := 2 * pi * float32(i) / float32(n)
		o[i] = pt{cx + rx*cos(a), cy + ry*sin(a)}
	}
	return shape{o}
}

func circle(c pt, r float32) shape { return ellipse(c.x, c.y, r, r) }

// curve draws a smooth line through the points (Catmull-Rom).
func curve(pts ...pt) []pt { return spline(pts, false) }

// loop is the smooth closed outline through the points.
func loop(pts ...pt) shape { return area(spline(pts, true)...) }

func spline(p []pt, closed bool) []pt {
	const sub = 8
	n := len(p)
	get := func(i int) pt {
		if closed {
			return p[(i+n)%n]
		}
		return p[min(max(i, 0), n-1)]
	}
	segs := n
	if !closed {
		segs = n - 1
	}
	out := make([]pt, 0, segs*sub+1)
	for i := range segs {
		a, b, c, d := get(i-1), get(i), get(i+1), get(i+2)
		for j := range sub {
			t := float32(j) / sub
			out = append(out, pt{catmull(a.x, b.x, c.x, d.x, t), catmull(a.y, b.y, c.y, d.y, t)})
		}
	}
	if !closed {
		out = append(out, p[n-1])
	}
	return out
}

func catmull(a, b, c, d, t float32) float32 {
	return b + 0.5*t*(c-a+t*(2*a-5*b+4*c-d+t*(3*(b-c)+d-a)))
}

// ribbon gives the line a body: width(t) is its full width at t in 0..1.
func ribbon(line []pt, width func(t float32) float32) shape {
	n := len(line)
	if n < 2 {
		return nil
	}
	o := make([]pt, 2*n)
	for i, p := range line {
		a, b := line[max(i-1, 0)], line[min(i+1, n-1)]
		dx, dy := b.x-a.x, b.y-a.y
		l := max(hypot(dx, dy), 1e-4)
		h := width(float32(i)/float32(n-1)) / 2
		nx, ny := -dy/l*h, dx/l*h
		o[i] = pt{p.x - nx, p.y - ny}
		o[2*n-1-i] = pt{p.x + nx, p.y + ny}
	}
	return shape{o}
}

// line is a ribbon of even width.
func line(w float32, pts ...pt) shape {
	return ribbon(pts, func(float32) float32 { return w })
}

// taper is a ribbon from width a to width b.
func taper(a, b float32, pts ...pt) shape {
	return ribbon(pts, func(t float32) float32 { return lerp(a, b, t) })
}

// leaf is a ribbon that swells in the middle and ends in points.
func leaf(w float32, pts ...pt) shape {
	return ribbon(curve(pts...), func(t float32) float32 { return w * sin(pi*min(0.04+t*0.96, 1)) })
}
