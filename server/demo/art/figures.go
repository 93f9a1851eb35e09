package art

// standing is the outline of a standing person seen from behind, in a coat,
// with feet at p, h tall; lean tips the body sideways.
func standing(p pt, h, lean float32) shape {
	u := func(x, y float32) pt { return pt{p.x + (x+lean*y)*h, p.y - y*h} }
	body := loop(u(-0.06, 0.835), u(0.06, 0.835), u(0.135, 0.79), u(0.155, 0.66), u(0.17, 0.5), u(0.135, 0.47), u(0.145, 0.34),
		u(0.085, 0.32), u(0.08, 0.14), u(0.1, 0), u(0.02, 0), u(0.0, 0.3), u(-0.02, 0), u(-0.1, 0), u(-0.08, 0.14),
		u(-0.085, 0.32), u(-0.145, 0.34), u(-0.135, 0.47), u(-0.17, 0.5), u(-0.155, 0.66), u(-0.135, 0.79))
	return body.with(ellipse(u(0, 0.92).x, u(0, 0.92).y, h*0.07, h*0.082), taper(h*0.07, h*0.07, u(0, 0.8), u(0, 0.9)))
}

// toddler is a small child: a larger head, a skirt or short coat, plaits if
// girl.
func toddler(p pt, h, lean float32, girl bool) shape {
	u := func(x, y float32) pt { return pt{p.x + (x+lean*y)*h, p.y - y*h} }
	body := loop(u(-0.07, 0.73), u(0.07, 0.73), u(0.13, 0.66), u(0.17, 0.48), u(0.2, 0.3), u(0.09, 0.28), u(0.09, 0.12), u(0.1, 0),
		u(0.025, 0), u(0, 0.24), u(-0.025, 0), u(-0.1, 0), u(-0.09, 0.12), u(-0.09, 0.28), u(-0.2, 0.3), u(-0.17, 0.48), u(-0.13, 0.66))
	s := body.with(circle(u(0, 0.86), h*0.125), taper(h*0.1, h*0.1, u(0, 0.68), u(0, 0.8)))
	if girl {
		for _, k := range []float32{-1, 1} {
			s = s.with(leaf(h*0.08, u(0.1*k, 0.9), u(0.21*k, 0.87), u(0.2*k, 0.7)))
		}
	}
	return s
}

// arm reaches from the shoulder of a person of height h.
func arm(h float32, shoulder, elbow, hand pt) shape {
	return taper(h*0.07, h*0.045, curve(shoulder, elbow, hand)...).with(circle(hand, h*0.03))
}

// handInHand is a grown-up with feet at p and a child at the side.
func handInHand(p pt, h float32, side float32, girl bool) shape {
	kid := p.add(pt{side * h * 0.4, h * 0.015})
	k := h * 0.58
	grip := p.add(pt{side * h * 0.22, -h * 0.42})
	return standing(p, h, 0.01*side).with(toddler(kid, k, -0.05*side, girl),
		arm(h, p.add(pt{side * h * 0.13, -h * 0.78}), p.add(pt{side * h * 0.2, -h * 0.6}), grip),
		arm(k, kid.add(pt{-side * k * 0.13, -k * 0.66}), kid.add(pt{-side * k * 0.25, -k * 0.64}), grip))
}

// seated is a person sitting on a low stool at p, facing right if side is 1.
func seated(p pt, h, side float32) shape {
	u := func(x, y float32) pt { return pt{p.x + x*h*side, p.y - y*h} }
	o := loop(u(-0.1, 0.62), u(0.03, 0.62), u(0.09, 0.55), u(0.1, 0.35), u(0.28, 0.32), u(0.34, 0.28), u(0.33, 0.02), u(0.4, 0),
		u(0.24, 0), u(0.23, 0.2), u(0.0, 0.17), u(-0.14, 0.2), u(-0.17, 0.34), u(-0.16, 0.54))
	stool := rect(min(u(-0.13, 0).x, u(0.08, 0).x), u(0, 0.19).y, h*0.21, h*0.04).with(
		line(h*0.03, u(-0.1, 0.17), u(-0.12, 0)), line(h*0.03, u(0.05, 0.17), u(0.07, 0)))
	return o.with(ellipse(u(0.0, 0.72).x, u(0, 0.72).y, h*0.07, h*0.08), stool, arm(h, u(0.02, 0.56), u(0.1, 0.42), u(0.25, 0.4)))
}
