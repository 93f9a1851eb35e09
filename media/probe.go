package media

import (
	"errors"
	"fmt"
	"io"
)

// header is what a file says about itself before any pixel is decoded.
// Width and Height are as stored, not yet upright.
type header struct {
	Format        Format
	Width, Height int
	Orientation   int    // EXIF, 1 to 8
	ICC           []byte // colour profile, nil where there is none
	deep          bool   // 16 bits in a channel
	interlaced    bool   // PNG: decoders hold its passes beside the picture
	jpeg          jpegFrame
	frame         frame // WebP: where the first picture is
	heif          heifFrame
}

// Caps on what a header may make us read.
const (
	maxMetadata = 1 << 20 // bytes of one EXIF block or colour profile
	maxChunks   = 1 << 16 // segments or chunks that are looked at
)

// probe reads the header of a file in the given format and refuses what is
// damaged or beyond the limits. It leaves r anywhere.
func probe(r io.ReadSeeker, format Format, limits Limits) (header, error) {
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return header{}, fmt.Errorf("rewind to probe: %w", err)
	}
	readers := map[Format]func(io.ReadSeeker) (header, error){
		JPEG: probeJPEG, PNG: probePNG, WebP: probeWebP, HEIC: probeHEIF, AVIF: probeHEIF,
	}
	h, err := readers[format](r)
	var refusal *Error
	switch {
	case errors.As(err, &refusal):
		return header{}, refusal
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return header{}, refuse(Damaged, err)
	case err != nil:
		return header{}, fmt.Errorf("probe %s: %w", format, err)
	}
	if h.Format == "" {
		h.Format = format // HEIC and AVIF can only be told apart by what is inside
	}
	if h.Orientation < 1 || h.Orientation > 8 {
		h.Orientation = 1
	}
	return h, limits.check(h)
}

// turned reports whether turning the picture upright swaps its sides.
func (h header) turned() bool { return h.Orientation >= 5 }

// upright returns the size that a viewer sees.
func (h header) upright() (width, height int) {
	if h.turned() {
		return h.Height, h.Width
	}
	return h.Width, h.Height
}

// damaged makes the refusal for a file whose structure is wrong.
func damaged(format string, args ...any) error {
	return refuse(Damaged, fmt.Errorf(format, args...))
}
