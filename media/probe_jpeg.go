package media

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
)

// JPEG markers, ITU-T T.81 table B.1.
const (
	markTEM  = 0x01
	markSOF0 = 0xC0 // baseline
	markSOF2 = 0xC2 // progressive
	markDHT  = 0xC4
	markJPG  = 0xC8
	markDAC  = 0xCC
	markRST0 = 0xD0
	markRST7 = 0xD7
	markSOI  = 0xD8
	markEOI  = 0xD9
	markSOS  = 0xDA
	markAPP1 = 0xE1
	markAPP2 = 0xE2
)

// maxScans is how often a picture may go over its pixels. Encoders make about
// ten scans; one of 55 bytes can walk over all of a large picture, and a file of
// 20 MB kept a core busy for more than six minutes.
const maxScans = 100

// probeJPEG reads the segments of the main picture: of MPO and Ultra HDR files,
// the first. It goes through to the end, because a picture that was cut off
// would be decoded as a strip above a grey field, and nobody wants that shown.
func probeJPEG(r io.ReadSeeker) (header, error) {
	in := bufio.NewReaderSize(r, 1<<16)
	var h header
	var profile iccChunks
	scans := 0
	for range maxChunks {
		mark, body, err := nextSegment(in)
		if err != nil {
			return header{}, err
		}
		switch {
		case mark == markAPP1 && h.Orientation == 0 && bytes.HasPrefix(body, []byte(exifPrefix)):
			h.Orientation = exifOrientation(body[len(exifPrefix):])
		case mark == markSOS:
			if scans++; scans > maxScans {
				return header{}, damaged("jpeg: more than %d scans", maxScans)
			}
		case mark == markAPP2:
			profile.add(body)
		case mark >= markSOF0 && mark <= 0xCF && mark != markDHT && mark != markJPG && mark != markDAC:
			if err := h.readFrame(mark, body); err != nil {
				return header{}, err
			}
		case mark == markEOI:
			if h.Width == 0 {
				return header{}, damaged("jpeg: no frame header")
			}
			h.ICC = profile.join()
			return h, nil
		}
	}
	return header{}, damaged("jpeg: more than %d segments", maxChunks)
}

// nextSegment returns the next marker and its payload (nil for SOI and EOI).
// Pixel data and bytes that belong to no segment are skipped.
func nextSegment(in *bufio.Reader) (mark byte, body []byte, err error) {
	if mark, err = nextMarker(in); err != nil || mark == markSOI || mark == markEOI {
		return mark, nil, err
	}
	var size [2]byte
	if _, err := io.ReadFull(in, size[:]); err != nil {
		return 0, nil, err
	}
	n := int(binary.BigEndian.Uint16(size[:])) - 2
	if n < 0 {
		return 0, nil, damaged("jpeg: segment %#x is too short", mark)
	}
	body = make([]byte, n)
	_, err = io.ReadFull(in, body)
	return mark, body, err
}

// nextMarker skips to the next marker. In pixel data 0xFF is followed by zero
// or a restart marker, and a marker may have more than one 0xFF before it.
func nextMarker(in *bufio.Reader) (mark byte, err error) {
	for {
		if _, err := in.ReadSlice(0xFF); err == bufio.ErrBufferFull {
			continue
		} else if err != nil {
			return 0, err
		}
		for mark = 0xFF; mark == 0xFF; {
			if mark, err = in.ReadByte(); err != nil {
				return 0, err
			}
		}
		if mark > markTEM && (mark < markRST0 || mark > markRST7) {
			return mark, nil
		}
	}
}

// readFrame reads a frame header (T.81 B.2.2): precision, height, width, components.
func (h *header) readFrame(mark byte, body []byte) error {
	if len(body) < 6 {
		return damaged("jpeg: short frame header")
	}
	if mark > markSOF2 || body[0] != 8 {
		return refuse(FormatNotTaken, nil, "Format", "JPEG (lossless, arithmetic or 12-bit)")
	}
	if h.Width != 0 {
		return damaged("jpeg: two frame headers")
	}
	h.Height = int(binary.BigEndian.Uint16(body[1:]))
	h.Width = int(binary.BigEndian.Uint16(body[3:]))
	components := int(body[5])
	if h.Width == 0 || h.Height == 0 || components == 0 || len(body) < 6+3*components {
		return damaged("jpeg: %d × %d with %d components", h.Width, h.Height, components)
	}
	h.jpeg = jpegFrame{components: components, progressive: mark == markSOF2, samples: 1}
	if components > 1 {
		h.jpeg.samples = samplesPerPixel(body[6 : 6+3*components])
	}
	return nil
}

// jpegFrame is what a JPEG's frame header says beyond its size.
type jpegFrame struct {
	components  int
	progressive bool    // decoders hold it whole as coefficients
	samples     float64 // per pixel: 1.5 at 4:2:0, 3 at 4:4:4
}

// samplesPerPixel adds up the components' shares of the largest sampling
// factors (T.81 A.1.1).
func samplesPerPixel(components []byte) float64 {
	sum, horizontal, vertical := 0, 1, 1
	for i := 1; i < len(components); i += 3 {
		h, v := int(components[i]>>4), int(components[i]&15)
		sum += h * v
		horizontal, vertical = max(horizontal, h), max(vertical, v)
	}
	return float64(sum) / float64(horizontal*vertical)
}

// iccChunks gathers a colour profile that is spread over APP2 segments, each
// with its number and the count (ICC.1:2022 annex B.4).
type iccChunks struct {
	parts [256][]byte
	count int
	size  int
}

func (c *iccChunks) add(body []byte) {
	data, found := bytes.CutPrefix(body, []byte("ICC_PROFILE\x00"))
	if !found || len(data) < 2 || c.size+len(data) > maxMetadata {
		return
	}
	c.parts[data[0]] = data[2:]
	c.count = int(data[1])
	c.size += len(data)
}

// join returns the whole profile, nil where a part is missing.
func (c *iccChunks) join() []byte {
	var out []byte
	for i := 1; i <= c.count; i++ {
		if c.parts[i] == nil {
			return nil
		}
		out = append(out, c.parts[i]...)
	}
	return out
}
