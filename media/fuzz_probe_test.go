package media

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"testing"
)

// FuzzSniff holds the table of what is taken to files that begin as they
// should, and every refusal to a sentence that can be shown.
func FuzzSniff(f *testing.F) {
	for _, head := range []string{
		"", "\xff\xd8\xff\xe0", pngSignature, "RIFF\x00\x00\x00\x00WEBPVP8 ", "RIFF\x00\x00\x00\x00AVI LIST",
		"\x00\x00\x00\x18ftypisom", "\x00\x00\x00\x14ftypqt  ", "\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "\x00\x00\x00\x20ftypavif",
		"\x00\x00\x00\x08wide\x00\x00\x00\x00mdat", "\x1a\x45\xdf\xa3\x87\x42\x82\x84webm", "\x1a\x45\xdf\xa3\x87\x42\x82\x88matroska",
		"GIF89a", "BM", "II\x2a\x00", "%PDF-1.7", "<svg xmlns='http://www.w3.org/2000/svg'>", "ffconcat version 1.0\nfile x", "#EXTM3U\n",
		"PK\x03\x04", "\x7fELF", "<html><script>", "v=0\no=- 0 0 IN IP4 127.0.0.1", "MIME-Version: 1.0\nContent-Type: multipart/related",
	} {
		f.Add([]byte(head))
	}
	f.Fuzz(func(t *testing.T, head []byte) {
		head = head[:min(len(head), sniffBytes)]
		format, err := sniff(head)
		if err != nil {
			wantRefusal(t, err)
			if text := err.Error(); strings.Contains(text, "{{") || strings.ContainsAny(text, "<>\n") {
				t.Errorf("the refusal reads %q", text)
			}
			return
		}
		text := string(head)
		begins := strings.HasPrefix(text, "\xff\xd8\xff") || strings.HasPrefix(text, pngSignature) || strings.HasPrefix(text, "RIFF") ||
			strings.HasPrefix(text, "\x1a\x45\xdf\xa3") || len(text) >= 8 && slices.Contains([]string{"ftyp", "moov", "mdat", "wide"}, text[4:8])
		if !begins {
			t.Errorf("%q was taken for %s", head[:min(len(head), 16)], format)
		}
	})
}

// FuzzProbe reads headers alone, so that it gets through many more files than
// FuzzFile: a header is taken within the limits, or refused, and cannot make
// the probe read without end.
func FuzzProbe(f *testing.F) {
	kinds := []Format{JPEG, PNG, WebP}
	for _, s := range append(seeds(f), probeSeeds()...) {
		for kind := range kinds {
			f.Add(uint8(kind), s[:min(len(s), 8<<10)])
		}
	}
	limits := DefaultLimits()
	f.Fuzz(func(t *testing.T, kind uint8, data []byte) {
		r := &readMeter{Reader: bytes.NewReader(data)}
		h, err := probe(r, kinds[int(kind)%len(kinds)], limits)
		if most := int64(len(data))*2 + 4<<20; r.read > most {
			t.Errorf("%d bytes were read of a file of %d", r.read, len(data))
		}
		if err != nil {
			wantRefusal(t, err)
			return
		}
		if max(h.Width, h.Height) > limits.Side || min(h.Width, h.Height) < 1 || h.Width*h.Height > limits.Pixels ||
			h.leastCost() > limits.Memory || h.Orientation < 1 || h.Orientation > 8 || len(h.ICC) > maxMetadata {
			t.Errorf("taken: %d × %d, orientation %d, %d bytes of profile", h.Width, h.Height, h.Orientation, len(h.ICC))
		}
	})
}

// readMeter counts what is read.
type readMeter struct {
	*bytes.Reader
	read int64
}

func (m *readMeter) Read(p []byte) (int, error) {
	n, err := m.Reader.Read(p)
	m.read += int64(n)
	return n, err
}

// probeSeeds are headers with every part that a probe looks into.
func probeSeeds() [][]byte {
	chunk := func(order binary.AppendByteOrder, id string, body []byte) []byte {
		if order == binary.LittleEndian {
			return append(order.AppendUint32([]byte(id), uint32(len(body))), body...)
		}
		return append(append(order.AppendUint32(nil, uint32(len(body))), id...), append(body, 0, 0, 0, 0)...)
	}
	segment := func(mark byte, body string) string {
		return string([]byte{0xff, mark, byte((len(body) + 2) >> 8), byte(len(body) + 2)}) + body
	}
	tiff := "MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00"
	jpeg := "\xff\xd8" + segment(markAPP1, exifPrefix+tiff) + segment(markAPP2, "ICC_PROFILE\x00\x01\x01"+string(displayP3())) +
		segment(markSOF2, "\x08\x00\x10\x00\x10\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01") + segment(0xda, "") + "\xff\x00\xff\xd0\xff\xd9"
	little, big := binary.LittleEndian, binary.BigEndian
	still := slices.Concat([]byte("RIFF\x00\x00\x00\x00WEBP"), chunk(little, "VP8X", []byte{0x2c, 0, 0, 0, 15, 0, 0, 15, 0, 0}),
		chunk(little, "ICCP", displayP3()[:200]), chunk(little, "EXIF", []byte(tiff)), chunk(little, "VP8L", []byte("\x2f\x0f\xc0\x03\x00\x00\x00\x00\x00\x00")))
	frame := slices.Concat(make([]byte, 16), chunk(little, "ALPH", []byte{0, 1}), chunk(little, "VP8 ", []byte("\x10\x00\x00\x9d\x01\x2a\x08\x00\x08\x00")))
	moving := slices.Concat([]byte("RIFF\x00\x00\x00\x00WEBP"), chunk(little, "VP8X", []byte{0x02, 0, 0, 0, 15, 0, 0, 15, 0, 0}), chunk(little, "ANMF", frame))
	// The sum behind IHDR is right: without it nothing more is looked at.
	head := "\x00\x00\x00\x0dIHDR\x00\x00\x00\x20\x00\x00\x00\x20\x10\x06\x00\x00\x00\x23\xea\xa6\xb7"
	deep := slices.Concat([]byte(pngSignature+head), chunk(big, "eXIf", []byte(tiff)), chunk(big, "iCCP", []byte("p\x00\x00x\x9c\x03\x00\x00\x00\x00\x01")), chunk(big, "acTL", make([]byte, 8)))
	return [][]byte{[]byte(jpeg), still, moving, deep}
}
