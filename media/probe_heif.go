package media

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// Caps on what a HEIF file may make us read.
const (
	maxHEIFMeta  = 4 << 20 // bytes of the index
	maxHEIFBoxes = 64      // boxes of the file before it
	maxHEIFTiles = 1 << 12 // of one picture
)

// probeHEIF reads the index of a HEIC or AVIF file (ISO/IEC 23008-12) and what
// it says of the primary picture; sequences and all other pictures in the file
// are left alone. Width and Height are those that the decoder returns: that of
// HEIC crops, turns and mirrors by itself, that of AVIF does not.
func probeHEIF(r io.ReadSeeker) (header, error) {
	meta, err := findHEIFMeta(r)
	if err != nil {
		return header{}, err
	}
	var f heifIndex
	if err := f.read(meta); err != nil {
		return header{}, err
	}
	h, err := f.describe()
	if err == nil {
		err = f.checkGrid(r, h)
	}
	if err != nil {
		return header{}, err
	}
	if len(h.heif.turns) == 0 {
		h.Orientation = f.exifOrientation(r)
	}
	return h.upTo(h.Format), nil
}

// heifFrame is what a HEIF file says of its primary picture beyond its size.
type heifFrame struct {
	crop   clean // zero where all is shown
	turns  []int // EXIF orientations, one after the other
	colour cicp
}

// clean is a clean aperture in pixels.
type clean struct{ left, top, width, height int }

// upTo takes into account what the decoder of the format does by itself.
func (h header) upTo(f Format) header {
	orientation := 1
	for _, turn := range h.heif.turns {
		orientation = thenTurn(orientation, turn)
	}
	if c := h.heif.crop; c != (clean{}) {
		h.Width, h.Height = c.width, c.height
	}
	switch {
	case len(h.heif.turns) == 0:
	case f == HEIC:
		h.Orientation = orientation
		h.Width, h.Height = h.upright()
		h.Orientation = 1
	default:
		h.Orientation = orientation
	}
	return h
}

// thenTurn returns the EXIF orientation that does what two of them do, one
// after the other. Each is a matrix over x to the right and y downwards.
func thenTurn(first, then int) int {
	matrices := [9][4]int{
		1: {1, 0, 0, 1}, 2: {-1, 0, 0, 1}, 3: {-1, 0, 0, -1}, 4: {1, 0, 0, -1},
		5: {0, 1, 1, 0}, 6: {0, -1, 1, 0}, 7: {0, -1, -1, 0}, 8: {0, 1, -1, 0},
	}
	a, b := matrices[then], matrices[first]
	product := [4]int{a[0]*b[0] + a[1]*b[2], a[0]*b[1] + a[1]*b[3], a[2]*b[0] + a[3]*b[2], a[2]*b[1] + a[3]*b[3]}
	for o, m := range matrices {
		if m == product {
			return o
		}
	}
	return 1 // not reached: the eight are a group
}

// findHEIFMeta returns the content of the file's meta box.
func findHEIFMeta(r io.ReadSeeker) ([]byte, error) {
	var head [16]byte
	at := int64(0)
	for range maxHEIFBoxes {
		if _, err := r.Seek(at, io.SeekStart); err != nil {
			return nil, fmt.Errorf("seek: %w", err)
		}
		if _, err := io.ReadFull(r, head[:8]); err != nil {
			if errors.Is(err, io.EOF) && at > 0 { // a film in a picture's name, or half a file
				err = io.ErrUnexpectedEOF
			}
			return nil, err
		}
		size, skip := int64(binary.BigEndian.Uint32(head[:])), int64(8)
		if size == 1 {
			if _, err := io.ReadFull(r, head[8:]); err != nil {
				return nil, err
			}
			size, skip = int64(binary.BigEndian.Uint64(head[8:])), 16
		}
		switch kind := string(head[4:8]); {
		case size < skip || size > math.MaxInt64-at:
			return nil, damaged("heif: box %q of %d bytes", kind, size)
		case kind == "moov":
			return nil, refuse(FormatNotTaken, nil, "Format", "HEIF (sequence)")
		case kind == "meta" && size > maxHEIFMeta:
			return nil, damaged("heif: an index of %d bytes", size)
		case kind == "meta":
			meta := make([]byte, size-skip)
			_, err := io.ReadFull(r, meta)
			return meta, err
		}
		at += size
	}
	return nil, damaged("heif: no index in %d boxes", maxHEIFBoxes)
}

// describe gathers what concerns the primary picture.
func (f *heifIndex) describe() (header, error) {
	var h header
	kind := f.kinds[f.primary]
	coded := f.primary
	if kind == "grid" {
		tiles := f.tiles[f.primary]
		if len(tiles) == 0 || len(tiles) > maxHEIFTiles {
			return h, damaged("heif: a grid of %d tiles", len(tiles))
		}
		coded = tiles[0]
		kind = f.kinds[coded]
	}
	switch kind {
	case "hvc1":
		h.Format = HEIC
	case "av01":
		h.Format = AVIF
	case "":
		return h, damaged("heif: no primary picture")
	default:
		return h, refuse(FormatNotTaken, nil, "Format", "HEIF (neither HEVC nor AV1)")
	}
	if coded != f.primary { // colours and depth may be said of the tiles alone
		for _, p := range f.properties(coded) {
			if p.kind != "ispe" && p.kind != "irot" && p.kind != "imir" && p.kind != "clap" {
				h.readHEIFProperty(p)
			}
		}
	}
	for _, p := range f.properties(f.primary) {
		h.readHEIFProperty(p)
	}
	if c := h.heif.crop; c.left < 0 || c.top < 0 || c.left+c.width > h.Width || c.top+c.height > h.Height {
		return h, damaged("heif: a clean aperture %+v outside %d × %d", c, h.Width, h.Height)
	}
	return h, nil
}

// readHEIFProperty takes in one property of the primary picture.
func (h *header) readHEIFProperty(p heifProperty) {
	b := p.body
	switch {
	case p.kind == "ispe" && len(b) >= 12:
		h.Width, h.Height = side(b[4:]), side(b[8:])
	case p.kind == "irot" && len(b) >= 1:
		h.heif.turns = append(h.heif.turns, [4]int{1, 8, 3, 6}[b[0]&3]) // against the clock
	case p.kind == "imir" && len(b) >= 1:
		h.heif.turns = append(h.heif.turns, [2]int{4, 2}[b[0]&1]) // top and bottom, left and right
	case p.kind == "clap" && len(b) >= 32:
		h.heif.crop = aperture(b, h.Width, h.Height)
	case p.kind == "pixi" && len(b) >= 6:
		h.deep = h.deep || b[5] > 8
	case p.kind == "av1C" && len(b) >= 4:
		h.deep = h.deep || b[2]&0x40 != 0
	case p.kind == "hvcC" && len(b) >= 23:
		h.deep = h.deep || b[17]&7 > 0
		if h.heif.colour == (cicp{}) {
			h.heif.colour = hevcColour(b)
		}
	case p.kind == "colr" && len(b) >= 11 && string(b[:4]) == "nclx":
		h.heif.colour = cicp{
			primaries: int(binary.BigEndian.Uint16(b[4:])), transfer: int(binary.BigEndian.Uint16(b[6:])),
			matrix: int(binary.BigEndian.Uint16(b[8:])), full: b[10]&0x80 != 0,
		}
	case p.kind == "colr" && len(b) > 4 && (string(b[:4]) == "prof" || string(b[:4]) == "rICC"):
		h.ICC = b[4:]
	}
}

// side reads a length in pixels that may be too large for an int.
func side(b []byte) int { return int(min(binary.BigEndian.Uint32(b), 1<<30)) }

// aperture reads a clean aperture (ISO/IEC 14496-12 section 12.1.4): size and
// the distance of its middle from the picture's, as fractions. What is no whole
// number of pixels is rounded.
func aperture(b []byte, width, height int) clean {
	ratio := func(at int) float64 {
		d := float64(int32(binary.BigEndian.Uint32(b[at+4:])))
		if d <= 0 {
			return math.NaN()
		}
		return float64(int32(binary.BigEndian.Uint32(b[at:]))) / d
	}
	w, h := ratio(0), ratio(8)
	left := (float64(width)-w)/2 + ratio(16)
	top := (float64(height)-h)/2 + ratio(24)
	for _, v := range []float64{w - 1, h - 1, left, top} {
		if !(v >= 0 && v <= 1<<30) {
			return clean{left: -1}
		}
	}
	return clean{int(left + 0.5), int(top + 0.5), int(w + 0.5), int(h + 0.5)}
}
