package media

import (
	"encoding/binary"
	"image"
	"math"
	"testing"
)

// profile builds an ICC profile of the given colour space from its tags.
func profile(space string, tags map[string][]byte) []byte {
	head := make([]byte, 132)
	copy(head[16:], space+"XYZ ")
	binary.BigEndian.PutUint32(head[128:], uint32(len(tags)))
	var data []byte
	for name, content := range tags {
		head = append(head, name...)
		head = binary.BigEndian.AppendUint32(head, uint32(132+12*len(tags)+len(data)))
		head = binary.BigEndian.AppendUint32(head, uint32(len(content)))
		data = append(data, content...)
	}
	return append(head, data...)
}

func fixedBytes(values ...float64) []byte {
	var out []byte
	for _, v := range values {
		out = binary.BigEndian.AppendUint32(out, uint32(int32(math.Round(v*65536))))
	}
	return out
}

func xyzTag(v ...float64) []byte { return append([]byte("XYZ \x00\x00\x00\x00"), fixedBytes(v...)...) }

// sRGBCurve is the sRGB curve as a parametric curve of type 3.
func sRGBCurve() []byte {
	return append([]byte("para\x00\x00\x00\x00\x00\x03\x00\x00"), fixedBytes(2.4, 1/1.055, 0.055/1.055, 1/12.92, 0.04045)...)
}

func gammaCurve(gamma float64) []byte {
	return binary.BigEndian.AppendUint16([]byte("curv\x00\x00\x00\x00\x00\x00\x00\x01"), uint16(gamma*256))
}

func rgbProfile(r, g, b, curve []byte) []byte {
	return profile("RGB ", map[string][]byte{"rXYZ": r, "gXYZ": g, "bXYZ": b, "rTRC": curve, "gTRC": curve, "bTRC": curve})
}

// displayP3 has the colorants of Apple's Display P3 profile.
func displayP3() []byte {
	return rgbProfile(xyzTag(0.51512, 0.2412, -0.00105), xyzTag(0.29198, 0.69225, 0.04189), xyzTag(0.1571, 0.06657, 0.78407), sRGBCurve())
}

func sRGB() []byte {
	return rgbProfile(xyzTag(0.43607, 0.22249, 0.01392), xyzTag(0.38515, 0.71687, 0.09708), xyzTag(0.14307, 0.06061, 0.7141), sRGBCurve())
}

func TestProfilesBecomeSRGB(t *testing.T) {
	table := make([]byte, 0, 12+2*1024)
	table = append(table, "curv\x00\x00\x00\x00\x00\x00\x04\x00"...)
	for i := range 1024 {
		table = binary.BigEndian.AppendUint16(table, uint16(math.Pow(float64(i)/1023, 2.2)*65535))
	}
	cases := []struct {
		name     string
		profile  []byte
		in, want [3]byte
	}{
		// By the primaries of CSS Color 4 section 10.2, under D65, worked out by hand.
		{"P3 grey stays grey", displayP3(), [3]byte{128, 128, 128}, [3]byte{128, 128, 128}},
		{"P3 red is clipped", displayP3(), [3]byte{255, 0, 0}, [3]byte{255, 0, 0}},
		{"P3 brick gains red", displayP3(), [3]byte{180, 100, 80}, [3]byte{193, 95, 74}},
		{"P3 leaf gains green", displayP3(), [3]byte{90, 150, 60}, [3]byte{67, 152, 42}},
		{"grey of gamma 1.8", profile("GRAY", map[string][]byte{"kTRC": gammaCurve(1.8)}), [3]byte{128, 128, 128}, [3]byte{146, 146, 146}},
		{"a table is a curve", profile("GRAY", map[string][]byte{"kTRC": table}), [3]byte{60, 60, 60}, [3]byte{57, 57, 57}},
	}
	for _, c := range cases {
		transform, err := newTransform(c.profile)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		img := image.NewNRGBA(image.Rect(0, 0, 1, 1))
		copy(img.Pix, []byte{c.in[0], c.in[1], c.in[2], 77})
		if transform != nil {
			transform.apply(img)
		}
		for i, want := range append(c.want[:], 77) {
			if d := int(img.Pix[i]) - int(want); d < -2 || d > 2 {
				t.Errorf("%s: %v became %v, want %v", c.name, c.in, img.Pix, c.want)
				break
			}
		}
	}
}

func TestProfileThatChangesNothing(t *testing.T) {
	if transform, err := newTransform(sRGB()); transform != nil || err != nil {
		t.Errorf("sRGB: %v, %v, want nothing to do", transform != nil, err)
	}
}

func TestProfilesThatAreNotRead(t *testing.T) {
	whole := displayP3()
	for name, p := range map[string][]byte{
		"none": nil, "empty": {}, "CMYK": profile("CMYK", nil), "no curves": profile("RGB ", nil), "cut off": whole[:len(whole)-30],
		"a curve without an end": profile("GRAY", map[string][]byte{"kTRC": []byte("curv\x00\x00\x00\x00\xff\xff\xff\xff")}),
	} {
		if transform, err := newTransform(p); transform != nil || err == nil {
			t.Errorf("%s: was read", name)
		}
	}
}
