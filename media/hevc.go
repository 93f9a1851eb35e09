package media

import (
	"bytes"
	"encoding/binary"
)

// hevcColour returns what the sequence parameter set in a hvcC box says of
// colours (ITU-T H.265, 7.3.2.2 and annex E); the zero value where it says
// nothing, or is of a kind that still pictures do not have.
func hevcColour(hvcC []byte) cicp {
	const spsUnit = 33
	b := hvcC[22:]
	arrays := int(b[0])
	for b = b[1:]; arrays > 0 && len(b) >= 3; arrays-- {
		kind, count := b[0]&63, int(binary.BigEndian.Uint16(b[1:]))
		for b = b[3:]; count > 0 && len(b) >= 2; count-- {
			size := int(binary.BigEndian.Uint16(b))
			if size > len(b)-2 {
				return cicp{}
			}
			if kind == spsUnit && size > 2 {
				// An emulation prevention byte stands behind two zeros.
				unit := bytes.ReplaceAll(b[4:2+size], []byte{0, 0, 3}, []byte{0, 0})
				return spsColour(&bitReader{b: unit})
			}
			b = b[2+size:]
		}
	}
	return cicp{}
}

func spsColour(r *bitReader) cicp {
	r.bits(4)
	layers := int(r.bits(3))
	r.bits(1)
	skipProfile(r, layers)
	r.golomb() // sps_seq_parameter_set_id
	if r.golomb() == 3 {
		r.bits(1) // separate_colour_plane_flag
	}
	r.golomb()
	r.golomb()          // size
	if r.bits(1) == 1 { // conformance window
		r.golombs(4)
	}
	r.golombs(2) // bit depths
	order := int(r.golomb()) + 4
	from := layers
	if r.bits(1) == 1 {
		from = 0
	}
	for range layers - from + 1 {
		r.golombs(3)
	}
	r.golombs(6)        // block sizes
	if r.bits(1) == 1 { // scaling lists
		if own := r.bits(1) == 1; own {
			skipScalingLists(r)
		}
	}
	r.bits(2)
	if r.bits(1) == 1 { // PCM
		r.bits(8)
		r.golombs(2)
		r.bits(1)
	}
	if !skipReferences(r, order) {
		return cicp{}
	}
	r.bits(2)
	if r.bits(1) == 0 { // vui_parameters_present_flag
		return cicp{}
	}
	if r.bits(1) == 1 && r.bits(8) == 255 { // shape of a pixel
		r.bits(32)
	}
	if r.bits(1) == 1 { // overscan
		r.bits(1)
	}
	var c cicp
	if r.bits(1) == 1 { // video_signal_type_present_flag
		r.bits(3)
		c.full = r.bits(1) == 1
		if r.bits(1) == 1 {
			c.primaries, c.transfer, c.matrix = int(r.bits(8)), int(r.bits(8)), int(r.bits(8))
		}
	}
	if r.short {
		return cicp{}
	}
	return c
}

// skipProfile skips profile_tier_level.
func skipProfile(r *bitReader, layers int) {
	r.skip(88 + 8)
	var flags [8]uint64
	for i := range layers {
		flags[i] = r.bits(2)
	}
	if layers > 0 {
		r.skip(2 * (8 - layers))
	}
	for _, f := range flags[:layers] {
		if f&2 != 0 {
			r.skip(88)
		}
		if f&1 != 0 {
			r.skip(8)
		}
	}
}

func skipScalingLists(r *bitReader) {
	for size := range 4 {
		step := 1
		if size == 3 {
			step = 3
		}
		for matrix := 0; matrix < 6; matrix += step {
			if r.bits(1) == 0 {
				r.golomb()
				continue
			}
			if size > 1 {
				r.golomb()
			}
			r.golombs(min(64, 1<<(4+size<<1)))
		}
	}
}

// skipReferences skips what is said of other pictures, unless they refer to
// each other.
func skipReferences(r *bitReader, order int) bool {
	sets := r.golomb()
	for i := range sets {
		if r.short || i > 0 && r.bits(1) == 1 {
			return false
		}
		before, after := r.golomb(), r.golomb()
		for range min(before+after, 32) {
			r.golomb()
			r.bits(1)
		}
	}
	if r.bits(1) == 1 { // long-term ones
		for range min(r.golomb(), 33) {
			r.skip(order + 1)
		}
	}
	return !r.short
}

// bitReader reads bits from the highest on, zeros behind the end.
type bitReader struct {
	b     []byte
	at    int
	short bool
}

func (r *bitReader) bits(n int) (v uint64) {
	for range n {
		v <<= 1
		if r.at>>3 < len(r.b) {
			v |= uint64(r.b[r.at>>3]>>(7-r.at&7)) & 1
		} else {
			r.short = true
		}
		r.at++
	}
	return v
}

func (r *bitReader) skip(n int) { r.at += n }

// golomb reads an unsigned Exp-Golomb code (section 9.2); a signed one is as long.
func (r *bitReader) golomb() uint64 {
	zeros := 0
	for r.bits(1) == 0 {
		if zeros++; zeros > 32 || r.short {
			r.short = true
			return 0
		}
	}
	return r.bits(zeros) + 1<<zeros - 1
}

func (r *bitReader) golombs(n int) {
	for range n {
		r.golomb()
	}
}
