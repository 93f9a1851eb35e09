package art

// colour is sRGB in 0..1 per channel; mixing happens in that space, as a
// painter's eye would.
type colour struct{ r, g, b float32 }

// hex makes a colour from 0xRRGGBB.
func hex(v uint32) colour {
	return colour{float32(v>>16&255) / 255, float32(v>>8&255) / 255, float32(v&255) / 255}
}

func (c colour) mix(d colour, t float32) colour {
	return colour{lerp(c.r, d.r, t), lerp(c.g, d.g, t), lerp(c.b, d.b, t)}
}

// scale multiplies the light of c: below 1 darkens, above 1 brightens.
func (c colour) scale(k float32) colour {
	return colour{clamp01(c.r * k), clamp01(c.g * k), clamp01(c.b * k)}
}

// shift adds v to every channel.
func (c colour) shift(v float32) colour {
	return colour{clamp01(c.r + v), clamp01(c.g + v), clamp01(c.b + v)}
}

func (c colour) bytes() (r, g, b int32) {
	return clampByte(int32(c.r*255 + 0.5)), clampByte(int32(c.g*255 + 0.5)), clampByte(int32(c.b*255 + 0.5))
}

func clampByte(v int32) int32 { return min(max(v, 0), 255) }

// ramp is a gradient: colours at evenly spaced stops, or at the positions pos.
type ramp struct {
	cols []colour
	pos  []float32
}

func evenRamp(cols ...uint32) ramp {
	r := ramp{}
	for i, v := range cols {
		r.cols = append(r.cols, hex(v))
		r.pos = append(r.pos, float32(i)/float32(max(len(cols)-1, 1)))
	}
	return r
}

// at is the colour at t in 0..1.
func (r ramp) at(t float32) colour {
	for i := 1; i < len(r.pos); i++ {
		if t <= r.pos[i] {
			return r.cols[i-1].mix(r.cols[i], clamp01((t-r.pos[i-1])/(r.pos[i]-r.pos[i-1])))
		}
	}
	return r.cols[len(r.cols)-1]
}

// mode is how a paint meets what is already there.
type mode uint8

const (
	over     mode = iota // opaque paint
	multiply             // transparent pigment, ink
	screen               // light
)

// paint says what a shape is filled with. Coordinates are canvas units.
type paint struct {
	col   colour
	row   func(y float32) colour    // if set, the colour of a whole row
	at    func(x, y float32) colour // if set, the colour of a point
	alpha float32                   // opacity, 0..1
	mode  mode
	tooth float32 // how much the paper's tooth shows through, 0..1
	press float32 // 0..1: how far the stroke fills the tooth
}

func flat(c colour) paint { return paint{col: c, alpha: 1} }

// fade runs from one colour at y0 to another at y1.
func fade(y0 float32, a colour, y1 float32, b colour) paint {
	return paint{alpha: 1, row: func(y float32) colour { return a.mix(b, clamp01((y-y0)/(y1-y0))) }}
}

// shaded asks f for the colour of every point.
func shaded(f func(x, y float32) colour) paint { return paint{at: f, alpha: 1} }

// ball is light falling on a round thing: lit at (x, y), dark at distance r.
func ball(x, y, r float32, lit, mid, dark colour) paint {
	return shaded(func(px, py float32) colour {
		d := hypot(px-x, py-y) / r
		if d < 0.5 {
			return lit.mix(mid, smooth01(d*2))
		}
		return mid.mix(dark, smooth01(d*2-1))
	})
}

func (p paint) a(alpha float32) paint { p.alpha *= alpha; return p }
func (p paint) as(m mode) paint       { p.mode = m; return p }

// dry lets the paper's tooth show: tooth 0..1 how much, press 0..1 how hard.
func (p paint) dry(tooth, press float32) paint { p.tooth, p.press = tooth, press; return p }
