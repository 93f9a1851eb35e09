package media

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// errStopWalk ends walkChunks early.
var errStopWalk = errors.New("media: seen enough")

// span is a piece of a file.
type span struct{ offset, size int64 }

// frame is the first picture of a WebP file. In a still one it fills the
// canvas; in an animation it may be smaller and lie anywhere on it.
type frame struct {
	id            string // "VP8 " or "VP8L"
	image, alpha  span
	width, height int
	x, y          int // of its upper left corner on the canvas
}

// probeWebP walks the RIFF chunks. It reads the size from the picture itself,
// so a small canvas cannot hide a huge picture.
func probeWebP(r io.ReadSeeker) (header, error) {
	if _, err := r.Seek(12, io.SeekStart); err != nil {
		return header{}, fmt.Errorf("rewind: %w", err)
	}
	var h header
	err := walkChunks(r, binary.LittleEndian, 0, func(id string, size int64) error {
		return h.readWebPChunk(r, id, size)
	})
	switch f := h.frame; {
	case err != nil:
		return header{}, err
	case f.id == "":
		return header{}, damaged("webp: no picture")
	case h.Width == 0:
		h.Width, h.Height = f.width, f.height
	case f.x+f.width > h.Width || f.y+f.height > h.Height:
		return header{}, damaged("webp: a %d × %d picture outside its %d × %d canvas", f.width, f.height, h.Width, h.Height)
	}
	return h, nil
}

func (h *header) readWebPChunk(r io.ReadSeeker, id string, size int64) error {
	switch id {
	case "VP8X":
		var body [10]byte
		if _, err := io.ReadFull(r, body[:]); err != nil {
			return err
		}
		h.Width, h.Height = 1+uint24(body[4:]), 1+uint24(body[7:])
	case "ANMF":
		return h.readWebPAnimation(r)
	case "ALPH", "VP8 ", "VP8L":
		return h.readWebPPicture(r, id, size)
	case "ICCP":
		h.ICC, _ = io.ReadAll(io.LimitReader(r, min(size, maxMetadata)))
	case "EXIF":
		data, _ := io.ReadAll(io.LimitReader(r, min(size, maxMetadata)))
		h.Orientation = exifOrientation(bytes.TrimPrefix(data, []byte(exifPrefix)))
	}
	return nil
}

// readWebPAnimation looks into the first frame of an animation: 16 bytes of
// place and size, then chunks.
func (h *header) readWebPAnimation(r io.ReadSeeker) error {
	if h.frame.id != "" {
		return nil
	}
	var body [16]byte
	if _, err := io.ReadFull(r, body[:]); err != nil {
		return err
	}
	h.frame.x, h.frame.y = 2*uint24(body[0:]), 2*uint24(body[3:])
	return walkChunks(r, binary.LittleEndian, 0, func(id string, size int64) error {
		if err := h.readWebPPicture(r, id, size); err != nil {
			return err
		}
		if h.frame.id != "" {
			return errStopWalk
		}
		return nil
	})
}

// readWebPPicture notes where the first picture is and how large.
func (h *header) readWebPPicture(r io.ReadSeeker, id string, size int64) error {
	if h.frame.id != "" || id != "ALPH" && id != "VP8 " && id != "VP8L" {
		return nil
	}
	pos, err := r.Seek(0, io.SeekCurrent)
	if err != nil {
		return fmt.Errorf("find the webp picture: %w", err)
	}
	if id == "ALPH" {
		h.frame.alpha = span{pos, size}
		return nil
	}
	var b [10]byte
	if _, err := io.ReadFull(r, b[:]); err != nil {
		return err
	}
	h.frame.id, h.frame.image = id, span{pos, size}
	if id == "VP8L" { // RFC 9649 section 3.4: signature, 14 + 14 bits
		bits := int(binary.LittleEndian.Uint32(b[1:]))
		h.frame.width, h.frame.height = 1+bits&0x3fff, 1+bits>>14&0x3fff
		return nil
	}
	// RFC 6386 section 9.1: frame tag, start code, 14 bits each
	h.frame.width = int(binary.LittleEndian.Uint16(b[6:])) & 0x3fff
	h.frame.height = int(binary.LittleEndian.Uint16(b[8:])) & 0x3fff
	return nil
}

func uint24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }

// firstFrame returns the first picture as a WebP file of its own, which is
// all that the decoder knows to read.
func firstFrame(r io.ReadSeeker, f frame) (io.Reader, error) {
	picture, err := readSpan(r, f.image)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	chunk := func(id string, data []byte) {
		out.WriteString(id)
		_ = binary.Write(&out, binary.LittleEndian, uint32(len(data)))
		out.Write(data)
		out.Write(make([]byte, len(data)&1))
	}
	if f.alpha.size > 0 && f.id == "VP8 " {
		alpha, err := readSpan(r, f.alpha)
		if err != nil {
			return nil, err
		}
		w, h := f.width-1, f.height-1
		chunk("VP8X", []byte{0x10, 0, 0, 0, byte(w), byte(w >> 8), byte(w >> 16), byte(h), byte(h >> 8), byte(h >> 16)})
		chunk("ALPH", alpha)
	}
	chunk(f.id, picture)
	head := binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(out.Len()+4))
	return io.MultiReader(bytes.NewReader(append(head, "WEBP"...)), &out), nil
}

// readSpan reads a piece of a file, or what is left of it where the file was
// cut off.
func readSpan(r io.ReadSeeker, s span) ([]byte, error) {
	if _, err := r.Seek(s.offset, io.SeekStart); err != nil {
		return nil, fmt.Errorf("seek: %w", err)
	}
	data, err := io.ReadAll(io.LimitReader(r, s.size))
	if err != nil {
		return nil, fmt.Errorf("read the webp picture: %w", err)
	}
	return data, nil
}
