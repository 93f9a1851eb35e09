package media

import (
	"encoding/binary"
	"errors"
	"image"
	"math"
)

// transform turns a picture from the colours of its profile into sRGB.
type transform struct {
	linear [3][256]float32 // device value → linear light, per channel
	matrix [3][3]float32   // linear device RGB → linear sRGB
}

var errProfile = errors.New("media: a colour profile that is not read")

// sRGBFromXYZ turns XYZ under D50, where profiles live, into linear sRGB: the
// inverse of the colorants in the sRGB profile (ICC.1:2022; B. Lindbloom,
// "RGB/XYZ matrices", Bradford-adapted to D50).
var sRGBFromXYZ = [3][3]float64{
	{3.1338561, -1.6168667, -0.4906146},
	{-0.9787684, 1.9161415, 0.0334540},
	{0.0719453, -0.2289914, 1.4052427},
}

// newTransform reads a matrix/TRC or grey profile (ICC.1:2022 section 8.3). It
// returns nil without an error where the colours are sRGB already, and
// errProfile for every other kind: such pictures are shown as they are.
func newTransform(profile []byte) (*transform, error) {
	p := iccProfile(profile)
	if len(p) < 132 || len(p) > maxMetadata {
		return nil, errProfile
	}
	var t *transform
	var err error
	switch string(p[16:20]) {
	case "RGB ":
		t, err = p.matrixTRC()
	case "GRAY":
		t, err = p.grey()
	default:
		err = errProfile
	}
	if err != nil || t.isIdentity() {
		return nil, err
	}
	return t, nil
}

type iccProfile []byte

// tag returns the content of a tag, nil where there is none.
func (p iccProfile) tag(name string) []byte {
	count := int(binary.BigEndian.Uint32(p[128:]))
	for i := range min(count, 100) {
		entry := 132 + 12*i
		if entry+12 > len(p) {
			return nil
		}
		if string(p[entry:entry+4]) == name {
			offset, size := int(binary.BigEndian.Uint32(p[entry+4:])), int(binary.BigEndian.Uint32(p[entry+8:]))
			if offset > len(p) || size > len(p)-offset {
				return nil
			}
			return p[offset : offset+size]
		}
	}
	return nil
}

func (p iccProfile) matrixTRC() (*transform, error) {
	var t transform
	for channel, letter := range []string{"r", "g", "b"} {
		xyz := p.tag(letter + "XYZ")
		if len(xyz) < 20 || string(xyz[:4]) != "XYZ " {
			return nil, errProfile
		}
		curve, err := parseCurve(p.tag(letter + "TRC"))
		if err != nil {
			return nil, err
		}
		t.setCurve(channel, curve)
		for row := range 3 {
			sum := 0.0
			for k := range 3 {
				sum += sRGBFromXYZ[row][k] * fixed(xyz[8+4*k:])
			}
			t.matrix[row][channel] = float32(sum)
		}
	}
	return &t, nil
}

func (p iccProfile) grey() (*transform, error) {
	curve, err := parseCurve(p.tag("kTRC"))
	if err != nil {
		return nil, err
	}
	var t transform
	for channel := range 3 {
		t.setCurve(channel, curve)
		t.matrix[channel][channel] = 1
	}
	return &t, nil
}

func (t *transform) setCurve(channel int, curve func(float64) float64) {
	for i := range t.linear[channel] {
		v := curve(float64(i) / 255)
		if !(v >= 0) { // NaN as well
			v = 0
		}
		t.linear[channel][i] = float32(min(v, 1))
	}
}

// fixed reads an s15Fixed16Number.
func fixed(b []byte) float64 { return float64(int32(binary.BigEndian.Uint32(b))) / 65536 }

// parseCurve reads a curveType or parametricCurveType (ICC.1:2022 sections
// 10.6 and 10.18) as a function of 0…1.
func parseCurve(tag []byte) (func(float64) float64, error) {
	if len(tag) < 12 {
		return nil, errProfile
	}
	switch string(tag[:4]) {
	case "para":
		return parametricCurve(int(binary.BigEndian.Uint16(tag[8:])), tag[12:])
	case "curv":
		return sampledCurve(int(binary.BigEndian.Uint32(tag[8:])), tag[12:])
	}
	return nil, errProfile
}

func sampledCurve(count int, data []byte) (func(float64) float64, error) {
	if count > len(data)/2 {
		return nil, errProfile
	}
	switch count {
	case 0:
		return func(x float64) float64 { return x }, nil
	case 1:
		gamma := float64(binary.BigEndian.Uint16(data)) / 256
		return func(x float64) float64 { return math.Pow(x, gamma) }, nil
	}
	sample := func(i int) float64 { return float64(binary.BigEndian.Uint16(data[2*i:])) / 65535 }
	return func(x float64) float64 {
		at := x * float64(count-1)
		i := min(int(at), count-2)
		return sample(i) + (sample(i+1)-sample(i))*(at-float64(i))
	}, nil
}

// parametricCurve reads function types 0 to 4: (a·x+b)^g + e above d, and
// c·x + f below it, of which a type has the first few parameters.
func parametricCurve(kind int, data []byte) (func(float64) float64, error) {
	counts := []int{1, 3, 4, 5, 7}
	if kind >= len(counts) || len(data) < 4*counts[kind] {
		return nil, errProfile
	}
	var v [7]float64
	for i := range counts[kind] {
		v[i] = fixed(data[4*i:])
	}
	g, a, b, c, d, e, f := v[0], v[1], v[2], v[3], v[4], v[5], v[6]
	switch kind {
	case 0:
		a, d = 1, math.Inf(-1)
	case 1: // Y = 0 below -b/a
		c, d = 0, -b/a
	case 2: // Y = c below -b/a
		c, d, e, f = 0, -b/a, c, c
	}
	return func(x float64) float64 {
		if x < d {
			return c*x + f
		}
		return math.Pow(a*x+b, g) + e
	}, nil
}

// sRGBLight is the linear light of an sRGB value (IEC 61966-2-1).
func sRGBLight(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

// lightSteps is how finely linear light is divided to look up its sRGB value.
// It keeps the error below half a level even where sRGB is steepest.
const lightSteps = 1 << 13

// sRGBTable maps linear light in lightSteps to 8-bit sRGB (IEC 61966-2-1).
func sRGBTable() *[lightSteps + 1]byte {
	var table [lightSteps + 1]byte
	for i := range table {
		v := float64(i) / lightSteps
		if v <= 0.0031308 {
			v *= 12.92
		} else {
			v = 1.055*math.Pow(v, 1/2.4) - 0.055
		}
		table[i] = byte(v*255 + 0.5)
	}
	return &table
}

// convert returns the sRGB value of a device colour.
func (t *transform) convert(table *[lightSteps + 1]byte, r, g, b byte) (out [3]byte) {
	lr, lg, lb := t.linear[0][r], t.linear[1][g], t.linear[2][b]
	for i, m := range t.matrix {
		v := m[0]*lr + m[1]*lg + m[2]*lb
		out[i] = table[int(min(max(v, 0), 1)*lightSteps+0.5)]
	}
	return out
}

// isIdentity reports whether no colour of a coarse grid moves by more than a level.
func (t *transform) isIdentity() bool {
	table := sRGBTable()
	for i := range 9 * 9 * 9 {
		in := [3]byte{level(i / 81), level(i / 9 % 9), level(i % 9)}
		for c, got := range t.convert(table, in[0], in[1], in[2]) {
			if d := int(got) - int(in[c]); d < -1 || d > 1 {
				return false
			}
		}
	}
	return true
}

func level(ninth int) byte { return byte(ninth * 255 / 8) }

// apply converts a picture in place; transparency stays.
func (t *transform) apply(img *image.NRGBA) {
	table := sRGBTable()
	for i := 0; i+3 < len(img.Pix); i += 4 {
		p := img.Pix[i : i+3 : i+3]
		c := t.convert(table, p[0], p[1], p[2])
		p[0], p[1], p[2] = c[0], c[1], c[2]
	}
}
