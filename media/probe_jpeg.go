package media

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
)

// JPEG markers, ITU-T T.81 table B.1.
const (
	markSOF0 = 0xC0 // baseline
	markSOF1 = 0xC1 // extended sequential
	markSOF2 = 0xC2 // progressive
	markDHT  = 0xC4
	markJPG  = 0xC8
	markDAC  = 0xCC
	markSOI  = 0xD8
	markEOI  = 0xD9
	markSOS  = 0xDA
	markAPP1 = 0xE1
	markAPP2 = 0xE2
)

// probeJPEG reads the segments before the first scan. Of a file with several
// pictures (MPO, Ultra HDR) that is the main one.
func probeJPEG(r io.ReadSeeker) (header, error) {
	in := bufio.NewReader(r)
	var h header
	var profile iccChunks
	for range maxChunks {
		mark, body, err := nextSegment(in)
		if err != nil {
			return header{}, err
		}
		switch {
		case mark == markAPP1 && h.Orientation == 0 && bytes.HasPrefix(body, []byte(exifPrefix)):
			h.Orientation = exifOrientation(body[len(exifPrefix):])
		case mark == markAPP2:
			profile.add(body)
		case mark >= markSOF0 && mark <= 0xCF && mark != markDHT && mark != markJPG && mark != markDAC:
			if err := h.readFrame(mark, body); err != nil {
				return header{}, err
			}
		case mark == markEOI, mark == markSOS:
			if h.Width == 0 {
				return header{}, damaged("jpeg: a scan without a frame header")
			}
			h.ICC = profile.join()
			return h, nil
		}
	}
	return header{}, damaged("jpeg: more than %d segments", maxChunks)
}

// nextSegment returns the next marker and its payload (nil for SOI, EOI, TEM).
// Bytes between segments are skipped, as decoders do.
func nextSegment(in *bufio.Reader) (mark byte, body []byte, err error) {
	for mark == 0 || mark == 0xFF {
		if mark == 0 {
			if _, err := in.ReadSlice(0xFF); err == bufio.ErrBufferFull {
				continue
			} else if err != nil {
				return 0, nil, err
			}
		}
		if mark, err = in.ReadByte(); err != nil {
			return 0, nil, err
		}
	}
	if mark == markSOI || mark == markEOI || mark == 0x01 || mark >= 0xD0 && mark < markSOI {
		return mark, nil, nil
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
	h.channels = int(body[5])
	h.progressive = mark == markSOF2
	if h.Width == 0 || h.Height == 0 || h.channels != 1 && h.channels != 3 && h.channels != 4 {
		return damaged("jpeg: %d × %d with %d components", h.Width, h.Height, h.channels)
	}
	return nil
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
