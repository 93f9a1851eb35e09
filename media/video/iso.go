package video

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"time"
)

// Caps on what a container may make us read.
const (
	maxIndex = 16 << 20 // bytes of a moov box
	maxBoxes = 1 << 16
	maxDepth = 8
)

// errDamaged is a container whose structure is wrong.
var errDamaged = errors.New("video: the container is damaged")

// track is one track of a container.
type track struct {
	kind          string // "video", "audio" or ""
	codec         string // our own name of it, or the container's where we have none
	width, height int    // px, as stored
	pixelAspect   [2]int // width : height of a pixel; 0:0 is square
	turn          int    // degrees clockwise to turn it upright
	outside       bool   // its data are in another file
}

// container is what a file says about itself.
type container struct {
	tracks   []track
	duration time.Duration // 0 where it does not say
}

// readISO reads the boxes of an MP4 or QuickTime file (ISO/IEC 14496-12): the
// index, wherever it is, and nothing of the data.
func readISO(r io.ReadSeeker) (c container, err error) {
	var head [16]byte
	for at, n := int64(0), 0; ; n++ {
		if _, err := r.Seek(at, io.SeekStart); err != nil {
			return c, fmt.Errorf("video: seek: %w", err)
		}
		if _, err := io.ReadFull(r, head[:8]); err != nil || n > maxBoxes {
			return c, fmt.Errorf("%w: no index (%w)", errDamaged, orEOF(err))
		}
		size, skip := int64(binary.BigEndian.Uint32(head[:])), int64(8)
		if size == 1 {
			if _, err := io.ReadFull(r, head[8:]); err != nil {
				return c, fmt.Errorf("%w: %w", errDamaged, err)
			}
			size, skip = int64(binary.BigEndian.Uint64(head[8:])), 16
		}
		kind := string(head[4:8])
		if size == 0 || size < skip || size > math.MaxInt64-at {
			return c, fmt.Errorf("%w: box %q at %d has the size %d", errDamaged, kind, at, size)
		}
		if kind != "moov" {
			at += size
			continue
		}
		if size > maxIndex {
			return c, fmt.Errorf("%w: an index of %d bytes", errDamaged, size)
		}
		index := make([]byte, size-skip)
		if _, err := io.ReadFull(r, index); err != nil {
			return c, fmt.Errorf("%w: %w", errDamaged, err)
		}
		return c, c.readMovie(index)
	}
}

func orEOF(err error) error {
	if err == nil {
		return io.ErrUnexpectedEOF
	}
	return err
}

// boxes calls f for each box in b.
func boxes(b []byte, f func(kind string, body []byte) error) error {
	for n := 0; len(b) >= 8; n++ {
		size, skip := uint64(binary.BigEndian.Uint32(b)), uint64(8)
		switch {
		case size == 0:
			size = uint64(len(b))
		case size == 1 && len(b) >= 16:
			size, skip = binary.BigEndian.Uint64(b[8:]), 16
		}
		if size < skip || size > uint64(len(b)) || n > maxBoxes {
			return fmt.Errorf("%w: box %q of %d bytes in %d", errDamaged, b[4:8], size, len(b))
		}
		if err := f(string(b[4:8]), b[skip:size]); err != nil {
			return err
		}
		b = b[size:]
	}
	return nil
}

func (c *container) readMovie(index []byte) error {
	return boxes(index, func(kind string, body []byte) error {
		switch kind {
		case "mvhd":
			c.duration = max(c.duration, duration(body))
		case "mvex":
			return nil // fragments: mvhd may say 0, and ffprobe will know
		case "trak":
			t := track{}
			if err := t.read(body, 0); err != nil {
				return err
			}
			c.tracks = append(c.tracks, t)
		}
		return nil
	})
}

// duration reads mvhd or mdhd, which begin alike; 0 is unknown.
func duration(b []byte) time.Duration {
	var scale, length uint64
	switch {
	case len(b) >= 32 && b[0] == 1:
		scale, length = uint64(binary.BigEndian.Uint32(b[20:])), binary.BigEndian.Uint64(b[24:])
	case len(b) >= 20 && b[0] == 0:
		scale, length = uint64(binary.BigEndian.Uint32(b[12:])), uint64(binary.BigEndian.Uint32(b[16:]))
	}
	if scale == 0 || length == math.MaxUint32 || length == math.MaxUint64 {
		return 0
	}
	return seconds(float64(length) / float64(scale))
}

// seconds makes a duration of at most a year.
func seconds(s float64) time.Duration {
	if !(s > 0) {
		return 0
	}
	return time.Duration(min(s, 366*24*3600) * float64(time.Second))
}

// read goes through the boxes of a track.
func (t *track) read(b []byte, depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("%w: boxes nest too deep", errDamaged)
	}
	return boxes(b, func(kind string, body []byte) error {
		switch kind {
		case "mdia", "minf", "stbl", "dinf":
			return t.read(body, depth+1)
		case "tkhd":
			t.turn = turnOf(body)
		case "hdlr":
			if len(body) >= 12 && t.kind == "" { // QuickTime has another one in minf
				t.kind = map[string]string{"vide": "video", "soun": "audio"}[string(body[8:12])]
			}
		case "dref":
			return t.readReferences(body)
		case "stsd":
			return t.readSample(body)
		}
		return nil
	})
}

// turnOf reads the display matrix of a tkhd.
func turnOf(b []byte) int {
	at := 40
	if len(b) > 0 && b[0] == 1 {
		at = 52
	}
	if len(b) < at+36 {
		return 0
	}
	cell := func(i int) int32 { return int32(binary.BigEndian.Uint32(b[at+4*i:])) }
	switch {
	case cell(0) == 0 && cell(1) > 0:
		return 90
	case cell(0) == 0 && cell(1) < 0:
		return 270
	case cell(0) < 0:
		return 180
	}
	return 0
}

// readReferences looks whether all data are in this file.
func (t *track) readReferences(b []byte) error {
	if len(b) < 8 {
		return fmt.Errorf("%w: dref", errDamaged)
	}
	return boxes(b[8:], func(_ string, body []byte) error {
		if len(body) < 4 || body[3]&1 == 0 {
			t.outside = true
		}
		return nil
	})
}

// readSample reads the first sample description.
func (t *track) readSample(b []byte) error {
	if len(b) < 8 {
		return fmt.Errorf("%w: stsd", errDamaged)
	}
	return boxes(b[8:], func(kind string, body []byte) error {
		if t.codec != "" {
			return nil
		}
		t.codec = kind
		if name, ok := isoCodecs()[kind]; ok {
			t.codec = name
		}
		const visual = 78 // bytes of a VisualSampleEntry before its boxes
		if t.kind != "video" || len(body) < visual {
			return nil
		}
		t.width, t.height = int(binary.BigEndian.Uint16(body[24:])), int(binary.BigEndian.Uint16(body[26:]))
		// Some recorders end the entry with bytes that are no boxes.
		_ = boxes(body[visual:], func(kind string, body []byte) error {
			if kind == "pasp" && len(body) >= 8 {
				t.pixelAspect = [2]int{int(binary.BigEndian.Uint32(body)), int(binary.BigEndian.Uint32(body[4:]))}
			}
			return nil
		})
		return nil
	})
}

// isoCodecs names what is taken; "mp4a" may be AAC or MP3, which ffprobe tells.
func isoCodecs() map[string]string {
	return map[string]string{
		"avc1": "h264", "avc3": "h264", "hvc1": "hevc", "hev1": "hevc", "vp08": "vp8", "vp09": "vp9", "av01": "av1",
		"mp4a": "aac", ".mp3": "mp3", "Opus": "opus",
	}
}
