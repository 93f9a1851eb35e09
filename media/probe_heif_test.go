package media

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"testing"
)

// box is one box of a made-up file.
func box(kind string, parts ...[]byte) []byte {
	body := slices.Concat(parts...)
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(len(body)+8)), kind...), body...)
}

func be(n, bytes int) []byte {
	return binary.BigEndian.AppendUint64(nil, uint64(n))[8-bytes:]
}

func ispe(width, height int) []byte { return box("ispe", be(0, 4), be(width, 4), be(height, 4)) }

// still is a HEIF file without pixels: one item of a kind, with properties, and
// an EXIF block that says the given orientation, where that is not 0.
func still(brand, kind string, exif int, properties ...[]byte) []byte {
	entry := func(id int, kind string) []byte {
		return box("infe", be(2<<24, 4), be(id, 2), be(0, 2), []byte(kind), be(0, 1))
	}
	places := []byte{}
	for i := range properties {
		places = append(places, byte(i+1))
	}
	block := "\x00\x00\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string(rune(exif)) + "\x00\x00\x00\x00\x00\x00"
	entries, references := [][]byte{be(0, 4), be(1, 2), entry(1, kind)}, []byte{}
	if exif > 0 {
		entries = [][]byte{be(0, 4), be(2, 2), entry(1, kind), entry(2, "Exif")}
		references = box("iref", be(0, 4), box("cdsc", be(2, 2), be(1, 2), be(1, 2)))
	}
	meta := box("meta", be(0, 4), box("pitm", be(0, 4), be(1, 2)), box("iinf", entries...), references,
		box("iloc", be(1<<24, 4), be(0x4400, 2), be(1, 2), be(2, 2), be(1, 2), be(0, 2), be(1, 2), be(0, 4), be(len(block), 4)),
		box("idat", []byte(block)),
		box("iprp", box("ipco", properties...), box("ipma", be(0, 4), be(1, 4), be(1, 2), be(len(places), 1), places)))
	return slices.Concat(box("ftyp", []byte(brand), be(0, 4), []byte("mif1"+brand)), meta, box("mdat"))
}

func nclx(primaries, transfer, matrix, full int) []byte {
	return box("colr", []byte("nclx"), be(primaries, 2), be(transfer, 2), be(matrix, 2), be(full<<7, 1))
}

func TestProbeHEIF(t *testing.T) {
	irot := func(n int) []byte { return box("irot", be(n, 1)) }
	imir := func(n int) []byte { return box("imir", be(n, 1)) }
	clap := func(w, h, x, y int) []byte {
		return box("clap", be(w, 4), be(1, 4), be(h, 4), be(1, 4), be(x, 4), be(1, 4), be(y, 4), be(1, 4))
	}
	for _, c := range []struct {
		name string
		file []byte
		want string // format, size and orientation of what the decoder returns, depth, where cropped
	}{
		{"HEIC", still("heic", "hvc1", 0, ispe(400, 300)), "heic 400×300 1 false 0,0"},
		{"EXIF where the picture says nothing", still("heic", "hvc1", 6, ispe(400, 300)), "heic 400×300 6 false 0,0"},
		{"irot and not EXIF", still("heic", "hvc1", 6, ispe(400, 300), irot(3)), "heic 300×400 1 false 0,0"},
		{"irot of AVIF is left to us", still("avif", "av01", 6, ispe(400, 300), irot(1)), "avif 400×300 8 false 0,0"},
		{"imir of AVIF", still("avif", "av01", 0, ispe(400, 300), imir(0)), "avif 400×300 4 false 0,0"},
		{"turned, then mirrored", still("avif", "av01", 0, ispe(400, 300), irot(1), imir(1)), "avif 400×300 7 false 0,0"},
		{"cropped AVIF", still("avif", "av01", 0, ispe(400, 300), clap(200, 100, 10, 0)), "avif 200×100 1 false 110,100"},
		{"cropped and turned HEIC", still("heic", "hvc1", 0, ispe(400, 300), clap(200, 100, 0, 0), irot(1)), "heic 100×200 1 false 100,100"},
		{"AVIF under a general brand", still("mif1", "av01", 0, ispe(40, 30)), "avif 40×30 1 false 0,0"},
		{"10 bits", still("avif", "av01", 0, ispe(40, 30), box("pixi", be(0, 4), be(3, 1), be(10, 1))), "avif 40×30 1 true 0,0"},
		{"a JPEG inside", still("mif1", "jpeg", 0, ispe(40, 30)), FormatNotTaken},
		{"no size", still("heic", "hvc1", 0), Damaged},
		{"too large", still("heic", "hvc1", 0, ispe(20_000, 300)), SideTooLong},
		{"of 36 megapixels", still("heic", "hvc1", 0, ispe(6000, 6000)), TooManyPixels},
		{"of 15 deep megapixels", still("avif", "av01", 0, ispe(5000, 3000), box("pixi", be(0, 4), be(3, 1), be(12, 1))), TooManyPixels},
		{"cropped outside", still("avif", "av01", 0, ispe(40, 30), clap(50, 20, 0, 0)), Damaged},
		{"a strip", still("heic", "hvc1", 0, ispe(4200, 200)), TooElongated},
		{"only a beginning", still("heic", "hvc1", 0, ispe(40, 30))[:40], Damaged},
		{"a sequence", slices.Concat(box("ftyp", []byte("msf1"), be(0, 4), []byte("hevc")), box("moov")), FormatNotTaken},
	} {
		t.Run(c.name, func(t *testing.T) {
			format, err := sniff(c.file)
			if err != nil {
				t.Fatal(err)
			}
			h, err := probe(bytes.NewReader(c.file), format, DefaultLimits())
			got := fmt.Sprintf("%s %d×%d %d %v %d,%d", h.Format, h.Width, h.Height, h.Orientation, h.deep, h.heif.crop.left, h.heif.crop.top)
			if refusal, ok := err.(*Error); ok {
				got = refusal.Code
			} else if err != nil {
				t.Fatal(err)
			}
			if got != c.want {
				t.Errorf("read as %s, want %s", got, c.want)
			}
		})
	}
}

func TestHEIFColours(t *testing.T) {
	for _, c := range []struct {
		name       string
		properties [][]byte
		want       cicp
	}{
		{"said", [][]byte{nclx(9, 16, 9, 1)}, cicp{9, 16, 9, true}},
		{"not said", nil, cicp{}},
	} {
		h, err := probe(bytes.NewReader(still("avif", "av01", 0, append(c.properties, ispe(40, 30))...)), AVIF, DefaultLimits())
		if err != nil || h.heif.colour != c.want {
			t.Errorf("%s: %+v, %v", c.name, h.heif.colour, err)
		}
	}
}

// A turn and its opposite leave a picture as it was; the eight are a group.
func TestTurnsTogether(t *testing.T) {
	opposite := [9]int{1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 8, 7: 7, 8: 6}
	for o := 1; o <= 8; o++ {
		if got := thenTurn(o, opposite[o]); got != 1 {
			t.Errorf("%d and %d together are %d", o, opposite[o], got)
		}
		img := turn(turn(waves(5, 3), o), 6)
		if want := turn(waves(5, 3), thenTurn(o, 6)); !bytes.Equal(img.Pix, want.Pix) {
			t.Errorf("%d and then 6 is not %d", o, thenTurn(o, 6))
		}
	}
}

// FuzzHEIF reads the index of any file: the answer is a refusal, or a picture
// within the limits.
func FuzzHEIF(f *testing.F) {
	f.Add(still("heic", "hvc1", 6, ispe(400, 300), box("hvcC", make([]byte, 40))))
	f.Add(still("avif", "av01", 0, ispe(400, 300), box("irot", be(1, 1)), nclx(12, 16, 6, 1)))
	f.Add(still("mif1", "grid", 0, ispe(400, 300)))
	f.Fuzz(func(t *testing.T, data []byte) {
		h, err := probe(bytes.NewReader(data), HEIC, DefaultLimits())
		if err != nil {
			wantRefusal(t, err)
			return
		}
		if order := h.order(1); order.Width < 1 || order.Height < 1 || order.Left < 0 || order.Top < 0 || h.Width > 12_000 {
			t.Errorf("%+v", order)
		}
		h.colours()
	})
}
