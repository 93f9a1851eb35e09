package corpus

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
)

// segment is a JPEG segment.
func segment(mark byte, body string) []byte {
	n := len(body) + 2
	return append([]byte{0xff, mark, byte(n >> 8), byte(n)}, body...)
}

// jpegWith puts segments behind the SOI of a good JPEG.
func jpegWith(width, height int, segments ...[]byte) []byte {
	good := goodJPEG(width, height)
	return slices.Concat(good[:2], slices.Concat(segments...), good[2:])
}

// jpegSized is a good JPEG whose frame header lies about the size.
func jpegSized(width, height uint16) []byte {
	data := goodJPEG(64, 48)
	at := bytes.Index(data, []byte{0xff, 0xc0})
	binary.BigEndian.PutUint16(data[at+5:], height)
	binary.BigEndian.PutUint16(data[at+7:], width)
	return data
}

func (m *maker) jpegs() {
	well := taken(64, 48)
	large := refused("side_too_long", "too_many_pixels", "too_elongated", "damaged")
	m.add("enormous.jpg", jpegSized(65_535, 65_535), large)
	m.add("side.jpg", jpegSized(12_001, 1_000), large)
	m.add("pixels.jpg", jpegSized(11_000, 5_500), large)
	m.add("thin.jpg", jpegSized(2_100, 100), large)
	m.add("none.jpg", jpegSized(0, 0), large)
	m.add("no-height.jpg", jpegSized(64, 0), refused("damaged"))
	m.add("short-pixels.jpg", jpegSized(9_000, 6_000), Want{})
	frame := func(mark byte, precision string) []byte {
		return segment(mark, precision+"\x00\x30\x00\x40\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01")
	}
	m.add("twelve-bit.jpg", jpegOf(frame(0xc1, "\x0c")), refused("format_not_taken"))
	m.add("lossless.jpg", jpegOf(frame(0xc3, "\x08")), refused("format_not_taken"))
	m.add("arithmetic.jpg", jpegOf(frame(0xc9, "\x08")), refused("format_not_taken"))
	m.add("two-frames.jpg", jpegOf(frame(0xc0, "\x08"), segment(0xc0, "\x08\xff\xff\xff\xff\x01\x01\x11\x00")), refused("damaged"))
	m.add("components.jpg", jpegOf(segment(0xc0, "\x08\x00\x10\x00\x10\xff"+strings.Repeat("\x01\x44\x00", 255))), refused())
	m.add("sampling-0.jpg", jpegOf(segment(0xc0, "\x08\x00\x10\x00\x10\x03\x01\x00\x00\x02\x00\x00\x03\x00\x00"), segment(0xda, "\x01\x01\x00\x00\x3f\x00")), refused())
	m.add("sampling-4.jpg", jpegOf(segment(0xc2, "\x08\x1b\x58\x1b\x58\x03\x01\x44\x00\x02\x11\x00\x03\x44\x00"), segment(0xda, "\x01\x01\x00\x00\x00\x00")), refused())
	m.add("no-tables.jpg", jpegOf(frame(0xc0, "\x08"), segment(0xda, "\x03\x01\x00\x02\x11\x03\x11\x00\x3f\x00"), []byte("pixels")), Want{})
	m.add("only-soi.jpg", []byte("\xff\xd8\xff"), refused("damaged"))
	m.add("fill.jpg", append([]byte("\xff\xd8"), bytes.Repeat([]byte{0xff}, 10<<20)...), refused("damaged"))
	m.add("comments.jpg", jpegWith(64, 48, bytes.Repeat(segment(0xfe, m.script()), m.many(5_000, 60_000))), well)
	m.add("segments.jpg", jpegWith(64, 48, bytes.Repeat(segment(0xef, ""), 1<<17)), refused("damaged"))
	m.add("icc-parts.jpg", jpegWith(64, 48, iccParts(255, 65_000)), well)
	m.add("icc-missing.jpg", jpegWith(64, 48, segment(0xe2, "ICC_PROFILE\x00\x07\xff"+strings.Repeat("x", 500))), well)
	m.add("icc-nonsense.jpg", jpegWith(64, 48, segment(0xe2, "ICC_PROFILE\x00\x01\x01"+iccNonsense())), well)
	m.add("trailer.jpg", append(goodJPEG(64, 48), bytes.Repeat([]byte(m.script()), 1<<14)...), well)
	scans := m.many(4_000, 200_000)
	m.add("scans.jpg", scanBomb(7_000, 7_000, scans), refused("damaged"))
	m.add("scans-few.jpg", scanBomb(2_000, 2_000, 6), taken(2_000, 2_000))
}

// jpegOf is a JPEG of these segments, ended well.
func jpegOf(segments ...[]byte) []byte {
	return slices.Concat([]byte("\xff\xd8"), slices.Concat(segments...), []byte("\xff\xd9"))
}

// iccParts is a profile in as many parts as there may be.
func iccParts(count, size int) (out []byte) {
	for i := 1; i <= count && i*size < 16<<20; i++ {
		out = append(out, segment(0xe2, "ICC_PROFILE\x00"+string([]byte{byte(i), byte(count)})+strings.Repeat("p", size))...)
	}
	return out
}

// iccNonsense is an RGB profile whose table of tags leads nowhere and whose
// curves claim four thousand million points.
func iccNonsense() string {
	head := strings.Repeat("\x00", 16) + "RGB XYZ " + strings.Repeat("\x00", 104)
	tags := "\xff\xff\xff\xff"
	for _, name := range []string{"rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC"} {
		tags += name + "\x00\x00\x00\xd0\x00\x00\x00\x20"
	}
	return head + tags + strings.Repeat("\x00", 208-len(head)-len(tags)) + "curv\x00\x00\x00\x00\xff\xff\xff\xff" + strings.Repeat("\xff", 40)
}

// scanBomb is a progressive grey JPEG that is blank, and goes over all of its
// blocks again and again: a scan of 55 bytes costs the decoder a walk over
// hundreds of thousands of blocks.
func scanBomb(width, height, scans int) []byte {
	blocks := ((width + 7) / 8) * ((height + 7) / 8)
	quant := segment(0xdb, "\x00"+strings.Repeat("\x01", 64))
	size := string([]byte{byte(height >> 8), byte(height), byte(width >> 8), byte(width)})
	frame := segment(0xc2, "\x08"+size+"\x01\x01\x11\x00")
	one := "\x01" + strings.Repeat("\x00", 15) // one code, of one bit
	tables := slices.Concat(segment(0xc4, "\x00"+one+"\x00"), segment(0xc4, "\x10"+one+"\xe0"))
	first := append(segment(0xda, "\x01\x01\x00\x00\x00\x00"), make([]byte, (blocks+7)/8)...)
	var bits bitWriter
	for left := blocks; left > 0; {
		run := min(left, 1<<15-1)
		if run < 1<<14 { // EOB14 has at least so many: the last run may be longer than what is left
			run = 1 << 14
		}
		bits.write(0, 1)
		bits.write(uint32(run-1<<14), 14)
		left -= run
	}
	again := append(segment(0xda, "\x01\x01\x00\x01\x3f\x00"), bits.bytes()...)
	return jpegOf(quant, frame, tables, first, bytes.Repeat(again, scans))
}

// bitWriter writes bits as JPEG has them: the highest first, a zero behind
// every 0xff, ones to fill the last byte.
type bitWriter struct {
	out  []byte
	now  uint32
	have int
}

func (w *bitWriter) write(value uint32, bits int) {
	for i := bits - 1; i >= 0; i-- {
		w.now = w.now<<1 | value>>i&1
		if w.have++; w.have == 8 {
			w.flush()
		}
	}
}

func (w *bitWriter) flush() {
	w.out = append(w.out, byte(w.now))
	if byte(w.now) == 0xff {
		w.out = append(w.out, 0)
	}
	w.now, w.have = 0, 0
}

func (w *bitWriter) bytes() []byte {
	for w.have > 0 {
		w.write(1, 1)
	}
	return w.out
}
