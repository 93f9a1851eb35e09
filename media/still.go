package media

import (
	"context"
	"errors"
	"image"
	"io"
)

// Stills is the port to what decodes HEIC and AVIF outside of this process:
// media/heif.
type Stills interface {
	// Decode returns the pixels of the primary picture of a file, or a
	// refusal. It decodes one at a time; ctx ends the wait and the work.
	Decode(ctx context.Context, file io.Reader, order Still) (*image.RGBA, error)
}

// Still is what is known of a picture before it is decoded, and what is wanted
// of it.
type Still struct {
	Format        Format
	Width, Height int // px, of the whole picture as it is to come out, before Scale
	Left, Top     int // px; from where, in what the decoder of AVIF returns
	Scale         int // the result has 1/Scale of the sides, rounded up
	Matrix        int // of HEIC's luma and chroma, a code point of ITU-T H.273
	Full          bool
	Curve         string // CurvePQ, CurveHLG or "": what is to be brought down to sRGB's
}

// The curves of high dynamic range.
const (
	CurvePQ  = "pq"
	CurveHLG = "hlg"
)

// stillMemory is what decoding may take in the child beside the decoder itself;
// media/heif gives it a little more.
const stillMemory = 330 << 20

// mostStill returns how many pixels of its kind can be decoded in a child, 0
// for what is decoded here. The bytes per pixel were measured: libheif holds a
// picture and a turned copy, libavif several frames and twice RGBA.
func (h header) mostStill() int {
	switch {
	case h.Format == HEIC && h.deep:
		return stillMemory / 16
	case h.Format == HEIC:
		return stillMemory / 11
	case h.Format == AVIF && h.deep:
		return stillMemory / 29
	case h.Format == AVIF:
		return stillMemory / 20
	}
	return 0
}

// order says what is wanted of a picture.
func (h header) order(scale int) Still {
	c := h.heif.colour
	return Still{
		Format: h.Format, Width: h.Width, Height: h.Height, Left: h.heif.crop.left, Top: h.heif.crop.top, Scale: scale,
		Matrix: c.matrix, Full: c.full, Curve: c.curve(),
	}
}

// pixels decodes a picture, here or in a child.
func (w *Worker) pixels(ctx context.Context, d decoder, r io.ReadSeeker, size int64, h header) (image.Image, error) {
	if !h.Format.heif() {
		return decodeWith(d, r, size, h)
	}
	if w.Stills == nil {
		return nil, errors.New("HEIC and AVIF are off")
	}
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	return w.Stills.Decode(ctx, r, h.order(d.scale))
}
