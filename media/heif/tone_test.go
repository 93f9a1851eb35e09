package heif

import (
	"bytes"
	"image"
	"testing"

	"plaudit/media"
)

func TestToneTable(t *testing.T) {
	for _, c := range []struct {
		curve     string
		value     float64 // coded, 0 to 1
		low, high byte
	}{
		{"", 0.5, 127, 128},
		{media.CurvePQ, 0, 0, 0},
		{media.CurvePQ, 0.5807, 220, 245}, // 203 cd/m², paper
		{media.CurvePQ, 0.36, 80, 100},    // 20 cd/m², a tenth of paper
		{media.CurvePQ, 1, 254, 255},
		{media.CurveHLG, 0, 0, 0},
		{media.CurveHLG, 0.75, 220, 245}, // paper again (BT.2408)
		{media.CurveHLG, 1, 250, 255},
	} {
		for _, steps := range []int{1 << 8, 1 << 16} {
			table := toneTable(c.curve, steps)
			got := table[int(c.value*float64(steps-1)+0.5)]
			if got < c.low || got > c.high {
				t.Errorf("%q at %.2f is %d, want %d to %d", c.curve, c.value, got, c.low, c.high)
			}
			for i := range steps - 1 {
				if table[i+1] < table[i] {
					t.Fatalf("%q falls at %d of %d", c.curve, i, steps)
				}
			}
		}
	}
}

func TestMatrix(t *testing.T) {
	for _, c := range []struct {
		order     media.Still
		y, cb, cr byte
		want      [3]byte
	}{
		{media.Still{Full: true, Matrix: 6}, 0, 128, 128, [3]byte{0, 0, 0}},
		{media.Still{Full: true, Matrix: 6}, 255, 128, 128, [3]byte{255, 255, 255}},
		{media.Still{Matrix: 1}, 16, 128, 128, [3]byte{0, 0, 0}},
		{media.Still{Matrix: 1}, 235, 128, 128, [3]byte{255, 255, 255}},
		{media.Still{Full: true, Matrix: 6}, 76, 85, 255, [3]byte{254, 0, 0}}, // JFIF's red
		{media.Still{Matrix: 1}, 63, 102, 240, [3]byte{255, 1, 0}},            // BT.709's
		{media.Still{Matrix: 9, Full: true}, 67, 92, 255, [3]byte{255, 0, 0}}, // BT.2020's
	} {
		r, g, b := newMatrix(c.order).rgb(c.y, c.cb, c.cr)
		for i, got := range [3]byte{r, g, b} {
			if d := int(got) - int(c.want[i]); d < -3 || d > 3 {
				t.Errorf("%+v: %d %d %d is %v, want %v", c.order, c.y, c.cb, c.cr, [3]byte{r, g, b}, c.want)
				break
			}
		}
	}
}

// Rows are averaged, cut out, and what is left at the edges counts as well.
func TestRows(t *testing.T) {
	d := &decoded{width: 5, height: 3, stride: 20, rgba: true, pix: make([]byte, 60)}
	for i := range d.pix {
		d.pix[i] = byte(i / 4 * 10) // pixel n is 10 n in all channels
	}
	for _, c := range []struct {
		order media.Still
		want  []byte
	}{
		{media.Still{Width: 5, Height: 3, Scale: 2}, []byte{30, 50, 65, 105, 125, 140}},
		{media.Still{Width: 2, Height: 2, Left: 3, Top: 1, Scale: 1}, []byte{80, 90, 130, 140}},
	} {
		c.order.Format = media.AVIF
		var out bytes.Buffer
		if err := d.write(&out, c.order); err != nil {
			t.Fatal(err)
		}
		img := image.NewRGBA(image.Rect(0, 0, shrunk(c.order.Width, c.order.Scale), shrunk(c.order.Height, c.order.Scale)))
		copy(img.Pix, out.Bytes())
		if out.Len() != len(img.Pix) {
			t.Fatalf("%d bytes for %v", out.Len(), img.Rect)
		}
		for i, want := range c.want {
			if img.Pix[4*i] != want || img.Pix[4*i+3] != want {
				t.Errorf("%+v: pixel %d is %v, want %d", c.order, i, img.Pix[4*i:4*i+4], want)
			}
		}
	}
	if err := d.write(new(bytes.Buffer), media.Still{Format: media.AVIF, Width: 6, Height: 3, Scale: 1}); err == nil {
		t.Error("more was sent than is there")
	}
}
