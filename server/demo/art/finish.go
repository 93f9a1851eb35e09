package art

import "image"

// blurAlpha blurs a mask by three box passes of radius r pixels.
func blurAlpha(m *image.Alpha, r int) {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	buf := make([]uint8, max(w, h))
	for range 3 {
		for y := range h {
			boxBlur(m.Pix[y*m.Stride:], buf[:w], 1, r)
		}
		for x := range w {
			boxBlur(m.Pix[x:], buf[:h], m.Stride, r)
		}
	}
}

// boxBlur averages each of len(buf) values, stride apart, with its r
// neighbours on either side; outside the picture the edge value goes on.
func boxBlur(p, buf []uint8, stride, r int) {
	n := len(buf)
	for i := range buf {
		buf[i] = p[i*stride]
	}
	sum := int(buf[0]) * r
	for i := range r + 1 {
		sum += int(buf[min(i, n-1)])
	}
	inv := (1 << 16) / (2*r + 1)
	for i := range n {
		p[i*stride] = uint8(sum * inv >> 16)
		sum += int(buf[min(i+r+1, n-1)]) - int(buf[max(i-r, 0)])
	}
}

// small is a reduced float copy of a picture, for bloom, blur and brushes.
type small struct {
	w, h int
	k    float32 // picture pixels per small pixel
	pix  []float32
	line []float32 // scratch of row
}

// reduce averages the picture in k×k blocks (values 0..255).
func (c *canvas) reduce(k int) *small {
	k = max(k, 1)
	w, h := (c.img.Rect.Dx()+k-1)/k, (c.img.Rect.Dy()+k-1)/k
	s := &small{w: w, h: h, k: float32(k), pix: make([]float32, w*h*3)}
	step := max(k/3, 1)
	for y := range h {
		for x := range w {
			var r, g, b, n int
			for yy := y * k; yy < min(y*k+k, c.img.Rect.Dy()); yy += step {
				for xx := x * k; xx < min(x*k+k, c.img.Rect.Dx()); xx += step {
					p := c.img.Pix[c.img.PixOffset(xx, yy):]
					r, g, b, n = r+int(p[0]), g+int(p[1]), b+int(p[2]), n+1
				}
			}
			o := s.pix[(y*w+x)*3:]
			o[0], o[1], o[2] = float32(r/n), float32(g/n), float32(b/n)
		}
	}
	return s
}

// blur spreads the copy by r small pixels, three box passes.
func (s *small) blur(r int) {
	buf := make([]float32, max(s.w, s.h))
	for range 3 {
		for y := range s.h {
			for ch := range 3 {
				boxFloat(s.pix[y*s.w*3+ch:], buf[:s.w], 3, r)
			}
		}
		for x := range s.w {
			for ch := range 3 {
				boxFloat(s.pix[x*3+ch:], buf[:s.h], s.w*3, r)
			}
		}
	}
}

func boxFloat(p, buf []float32, stride, r int) {
	n := len(buf)
	for i := range buf {
		buf[i] = p[i*stride]
	}
	sum := buf[0] * float32(r)
	for i := range r + 1 {
		sum += buf[min(i, n-1)]
	}
	inv := 1 / float32(2*r+1)
	for i := range n {
		p[i*stride] = sum * inv
		sum += buf[min(i+r+1, n-1)] - buf[max(i-r, 0)]
	}
}

// row fills dst (3 floats per picture pixel) with picture row y, bilinear:
// first down the two small rows, then along.
func (s *small) row(dst []float32, y int) {
	fy := max((float32(y)+0.5)/s.k-0.5, 0)
	y0 := min(int(fy), s.h-1)
	y1 := min(y0+1, s.h-1)
	v := fy - float32(y0)
	if s.line == nil {
		s.line = make([]float32, s.w*3+3)
	}
	a, b := s.pix[y0*s.w*3:], s.pix[y1*s.w*3:]
	for i := range s.w * 3 {
		s.line[i] = a[i] + (b[i]-a[i])*v
	}
	copy(s.line[s.w*3:], s.line[s.w*3-3:s.w*3])
	inv := 1 / s.k
	for x := range len(dst) / 3 {
		fx := (float32(x)+0.5)*inv - 0.5
		if fx < 0 {
			fx = 0
		}
		x0 := min(int(fx), s.w-1)
		u := fx - float32(x0)
		l := s.line[x0*3 : x0*3+6 : x0*3+6]
		d := dst[x*3 : x*3+3 : x*3+3]
		d[0] = l[0] + (l[3]-l[0])*u
		d[1] = l[1] + (l[4]-l[1])*u
		d[2] = l[2] + (l[5]-l[2])*u
	}
}

// lens is what a camera adds to a scene.
type lens struct {
	bloom    float32 // light bleeding from bright places, 0..1
	knee     float32 // brightness 0..1 from which light bleeds
	vignette float32 // darkening of the corners, 0..1
	grain    float32 // film grain in 1/255 steps
	warm     float32 // warm highlights and cool shadows, 0..1
	contrast float32 // S-curve strength, 0..1
}

// photo develops the picture: bloom, tone, vignette and grain in one pass.
func (c *canvas) photo(l lens) {
	glow := c.reduce(max(int(8*c.s), 1))
	for i, v := range glow.pix {
		glow.pix[i] = max(v-l.knee*255, 0) / (1 - l.knee*0.7) * l.bloom
	}
	glow.blur(3)
	tone := toneCurves(l)
	w, h := c.img.Rect.Dx(), c.img.Rect.Dy()
	row := make([]float32, w*3)
	grain := grainTile()
	vx := make([]float32, w)
	for x := range vx {
		u := float32(x)/float32(w)*2 - 1
		vx[x] = u * u
	}
	for y := range h {
		glow.row(row, y)
		u := float32(y)/float32(h)*2 - 1
		film := grain[(y&(tileSize-1))*tileSize:][:tileSize]
		p := c.img.Pix[y*c.img.Stride:]
		for x := range w {
			d := vx[x] + u*u
			vg := 1 - l.vignette*d*d*0.25
			n := (film[x&(tileSize-1)]-0.5)*l.grain*2 + 0.5
			px, add := p[x*4:x*4+3:x*4+3], row[x*3:x*3+3:x*3+3]
			for ch := range px {
				v := float32(px[ch])
				v += add[ch] * (1 - v*(1.0/300))
				px[ch] = tone[ch][uint8(clampByte(int32(v*vg+n)))]
			}
		}
	}
}

// toneCurves are per-channel tables of contrast and split toning.
func toneCurves(l lens) [3][256]uint8 {
	var t [3][256]uint8
	tint := [3]float32{1, 0.15, -1}
	for ch := range t {
		for i := range t[ch] {
			v := float32(i) / 255
			v = lerp(v, smooth01(v), l.contrast)
			v += tint[ch] * l.warm * (v - 0.35) * 0.12
			t[ch][i] = uint8(clamp01(v)*255 + 0.5)
		}
	}
	return t
}

// paper gives the finished sheet its tooth and its slightly uneven tone.
func (c *canvas) paper(tooth, uneven float32) {
	relief, cloud := toothTile(), cloudTile()
	w := c.img.Rect.Dx()
	k := 1 / c.s
	for y := range c.img.Rect.Dy() {
		p := c.img.Pix[y*c.img.Stride:]
		uy := float32(y) * k
		var broad float32
		for x := range w {
			ux := float32(x) * k
			if x&7 == 0 {
				broad = 1 - uneven*(1-cloud.at(ux*0.5, uy*0.5))
			}
			gx, gy := int(ux*toothScale), int(uy*toothScale)
			m := broad * (1 + tooth*(relief.near(gx, gy)-relief.near(gx+2, gy+2)))
			for ch := range 3 {
				p[x*4+ch] = uint8(min(float32(p[x*4+ch])*m+0.5, 255))
			}
		}
	}
}
