package video

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
)

// Elements of EBML (RFC 8794) and WebM that are read.
const (
	idHeader       = 0x1a45dfa3
	idSegment      = 0x18538067
	idInfo         = 0x1549a966
	idScale        = 0x2ad7b1
	idDuration     = 0x4489
	idTracks       = 0x1654ae6b
	idTrack        = 0xae
	idTrackType    = 0x83
	idCodec        = 0x86
	idVideo        = 0xe0
	idPixelWidth   = 0xb0
	idPixelHeight  = 0xba
	idCluster      = 0x1f43b675
	unknownSize    = math.MaxUint64
	maxElement     = 1 << 20 // bytes of Info or Tracks
	maxEBMLElement = 1 << 12 // elements before the first cluster
)

// readWebM reads the elements of a WebM file up to its first cluster.
func readWebM(r io.ReadSeeker) (c container, err error) {
	id, size, err := element(r)
	if err != nil || id != idHeader || size > 1<<10 {
		return c, fmt.Errorf("%w: no EBML header", errDamaged)
	}
	header := make([]byte, size)
	if _, err := io.ReadFull(r, header); err != nil {
		return c, fmt.Errorf("%w: %w", errDamaged, err)
	}
	if id, _, err = element(r); err != nil || id != idSegment {
		return c, fmt.Errorf("%w: no segment", errDamaged)
	}
	for range maxEBMLElement {
		id, size, err := element(r)
		if err != nil || id == idCluster {
			return c, done(&c, err)
		}
		if id != idInfo && id != idTracks {
			if size > math.MaxInt32 {
				return c, fmt.Errorf("%w: element %x of %d bytes", errDamaged, id, size)
			}
			if _, err := r.Seek(int64(size), io.SeekCurrent); err != nil {
				return c, fmt.Errorf("video: seek: %w", err)
			}
			continue
		}
		if size > maxElement {
			return c, fmt.Errorf("%w: element %x of %d bytes", errDamaged, id, size)
		}
		body := make([]byte, size)
		if _, err := io.ReadFull(r, body); err != nil {
			return c, fmt.Errorf("%w: %w", errDamaged, err)
		}
		if err := c.readElement(id, body); err != nil {
			return c, err
		}
	}
	return c, fmt.Errorf("%w: no cluster", errDamaged)
}

// done accepts a file that ended, or whose first cluster came, once its
// tracks are known.
func done(c *container, err error) error {
	if err == nil && len(c.tracks) > 0 {
		return nil
	}
	return fmt.Errorf("%w: no tracks (%w)", errDamaged, orEOF(err))
}

func (c *container) readElement(id uint32, body []byte) error {
	if id == idTracks {
		return elements(body, func(id uint32, body []byte) error {
			if id != idTrack {
				return nil
			}
			t, err := readTrack(body)
			c.tracks = append(c.tracks, t)
			return err
		})
	}
	scale, length := 1e6, 0.0 // nanoseconds per tick, ticks
	err := elements(body, func(id uint32, body []byte) error {
		switch {
		case id == idScale:
			scale = float64(number(body))
		case id == idDuration && len(body) == 4:
			length = float64(math.Float32frombits(binary.BigEndian.Uint32(body)))
		case id == idDuration && len(body) == 8:
			length = math.Float64frombits(binary.BigEndian.Uint64(body))
		}
		return nil
	})
	c.duration = seconds(length * scale / 1e9)
	return err
}

func readTrack(body []byte) (t track, err error) {
	err = elements(body, func(id uint32, body []byte) error {
		switch id {
		case idTrackType:
			t.kind = map[uint64]string{1: "video", 2: "audio"}[number(body)]
		case idCodec:
			t.codec = string(body[:min(len(body), 32)])
			if name, ok := webmCodecs()[t.codec]; ok {
				t.codec = name
			}
		case idVideo:
			return elements(body, func(id uint32, body []byte) error {
				switch id {
				case idPixelWidth:
					t.width = int(min(number(body), math.MaxInt32))
				case idPixelHeight:
					t.height = int(min(number(body), math.MaxInt32))
				}
				return nil
			})
		}
		return nil
	})
	return t, err
}

func webmCodecs() map[string]string {
	return map[string]string{
		"V_VP8": "vp8", "V_VP9": "vp9", "V_AV1": "av1", "V_MPEG4/ISO/AVC": "h264", "V_MPEGH/ISO/HEVC": "hevc",
		"A_OPUS": "opus", "A_VORBIS": "vorbis", "A_AAC": "aac", "A_MPEG/L3": "mp3",
	}
}

// element reads the head of the next element.
func element(r io.Reader) (id uint32, size uint64, err error) {
	var b [8]byte
	read := func(strip bool) (uint64, error) {
		if _, err := io.ReadFull(r, b[:1]); err != nil {
			return 0, err
		}
		n := vintLength(b[0])
		if n > 8 {
			return 0, errDamaged
		}
		if _, err := io.ReadFull(r, b[1:n]); err != nil {
			return 0, err
		}
		v, _ := vint(b[:n], strip)
		return v, nil
	}
	v, err := read(false)
	if err != nil || v > math.MaxUint32 {
		return 0, 0, orEOF(err)
	}
	size, err = read(true)
	return uint32(v), size, err
}

// elements calls f for each element in b.
func elements(b []byte, f func(id uint32, body []byte) error) error {
	for len(b) > 0 {
		id, n := vint(b, false)
		if n == 0 || n > 4 || n >= len(b) {
			return fmt.Errorf("%w: EBML", errDamaged)
		}
		size, m := vint(b[n:], true)
		if m == 0 || size > uint64(len(b)-n-m) {
			return fmt.Errorf("%w: EBML element %x of %d bytes", errDamaged, id, size)
		}
		if err := f(uint32(id), b[n+m:][:size]); err != nil {
			return err
		}
		b = b[uint64(n+m)+size:]
	}
	return nil
}

// vintLength is how many bytes a variable-length number has by its first.
func vintLength(first byte) int {
	n := 1
	for bit := byte(0x80); bit != 0 && first&bit == 0; bit >>= 1 {
		n++
	}
	return n
}

// vint reads a variable-length number, with its length marker or without; n is
// 0 where b is too short.
func vint(b []byte, strip bool) (v uint64, n int) {
	if len(b) == 0 {
		return 0, 0
	}
	n = vintLength(b[0])
	if n > 8 || n > len(b) {
		return 0, 0
	}
	for _, c := range b[:n] {
		v = v<<8 | uint64(c)
	}
	if !strip {
		return v, n
	}
	mask := uint64(1)<<(7*n) - 1
	if v &= mask; v == mask {
		return unknownSize, n
	}
	return v, n
}

// number reads an unsigned integer of up to 8 bytes.
func number(b []byte) (v uint64) {
	for _, c := range b[:min(len(b), 8)] {
		v = v<<8 | uint64(c)
	}
	return v
}
