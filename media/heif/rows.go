package heif

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"

	"plaudit/media"
)

// write sends the part of the picture that was ordered, made smaller by
// averaging Scale × Scale pixels.
func (d *decoded) write(out io.Writer, order media.Still) error {
	if order.Left < 0 || order.Top < 0 || order.Left+order.Width > d.width || order.Top+order.Height > d.height ||
		order.Format == media.HEIC && (order.Width != d.width || order.Height != d.height) {
		return fmt.Errorf("%w: decoded to %d × %d instead of %d × %d", errDamaged, d.width, d.height, order.Width, order.Height)
	}
	read := d.reader(order)
	row, result := make([]byte, 4*order.Width), make([]byte, 4*shrunk(order.Width, order.Scale))
	sums := make([]uint32, len(result))
	for y := 0; y < order.Height; y += order.Scale {
		rows := min(order.Scale, order.Height-y)
		clear(sums)
		for i := range rows {
			read(row, y+i)
			for x := range order.Width {
				at := x / order.Scale * 4
				for c := range 4 {
					sums[at+c] += uint32(row[4*x+c])
				}
			}
		}
		for i := range result {
			columns := min(order.Scale, order.Width-i/4*order.Scale)
			n := uint32(rows * columns)
			result[i] = byte((sums[i] + n/2) / n)
		}
		if _, err := out.Write(result); err != nil {
			return fmt.Errorf("send the pixels: %w", err)
		}
	}
	return nil
}

// reader returns what fills a row with RGBA, alpha multiplied in.
func (d *decoded) reader(order media.Still) func(row []byte, y int) {
	switch {
	case d.rgba && d.deep:
		tone := toneTable(order.Curve, 1<<16)
		return func(row []byte, y int) {
			line := d.pix[(order.Top+y)*d.stride+8*order.Left:]
			for i := range row {
				v := binary.LittleEndian.Uint16(line[2*i:])
				if row[i] = tone[v]; i%4 == 3 {
					row[i] = byte(v >> 8)
				}
			}
		}
	case d.rgba:
		tone := toneTable(order.Curve, 1<<8)
		return func(row []byte, y int) {
			copy(row, d.pix[(order.Top+y)*d.stride+4*order.Left:])
			for i := 0; i < len(row); i += 4 {
				p := row[i : i+4]
				for c := range 3 {
					if p[c] = tone[p[c]]; d.straight {
						p[c] = byte((int(p[c])*int(p[3]) + 127) / 255)
					}
				}
			}
		}
	}
	m := newMatrix(order)
	tone := toneTable(order.Curve, 1<<8)
	return func(row []byte, y int) {
		luma := d.pix[y*d.stride:]
		for x := range len(row) / 4 {
			cb, cr := byte(128), byte(128)
			if d.cb != nil {
				at := y>>d.subY*d.chromaStride + x>>d.subX
				cb, cr = d.cb[at], d.cr[at]
			}
			r, g, b := m.rgb(luma[x], cb, cr)
			p := row[4*x : 4*x+4]
			p[0], p[1], p[2], p[3] = tone[r], tone[g], tone[b], 255
		}
	}
}

// matrix turns luma and chroma into RGB, in 65536ths.
type matrix struct {
	luma                            [256]int32
	redCr, greenCb, greenCr, blueCb [256]int32
}

// newMatrix follows ITU-T H.273 section 8.3: what red and blue weigh in luma.
func newMatrix(order media.Still) *matrix {
	red, blue := 0.299, 0.114
	switch order.Matrix {
	case 1:
		red, blue = 0.2126, 0.0722
	case 4:
		red, blue = 0.30, 0.11
	case 7:
		red, blue = 0.212, 0.087
	case 9, 10:
		red, blue = 0.2627, 0.0593
	}
	green := 1 - red - blue
	black, lumaRange, chromaRange := 16.0, 219.0, 224.0
	if order.Full {
		black, lumaRange, chromaRange = 0, 255, 255
	}
	var m matrix
	const one = 1 << 16
	for i := range 256 {
		y, c := (float64(i)-black)*255/lumaRange, (float64(i)-128)*255/chromaRange
		m.luma[i] = int32(math.Round(y*one)) + one/2
		m.redCr[i] = int32(math.Round(c * 2 * (1 - red) * one))
		m.blueCb[i] = int32(math.Round(c * 2 * (1 - blue) * one))
		m.greenCb[i] = int32(math.Round(-c * 2 * (1 - blue) * blue / green * one))
		m.greenCr[i] = int32(math.Round(-c * 2 * (1 - red) * red / green * one))
	}
	return &m
}

func (m *matrix) rgb(y, cb, cr byte) (r, g, b byte) {
	l := m.luma[y]
	return level(l + m.redCr[cr]), level(l + m.greenCb[cb] + m.greenCr[cr]), level(l + m.blueCb[cb])
}

func level(v int32) byte { return byte(min(max(v>>16, 0), 255)) }
