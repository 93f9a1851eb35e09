package media

import (
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"runtime/debug"

	"github.com/gen2brain/jpegn"
	"golang.org/x/image/webp"
)

// decoder is one way to get the pixels of a file.
type decoder struct {
	name   string
	scale  int   // the result has 1/scale of the sides, rounded up
	cost   int64 // bytes that it holds at its peak, the result included
	decode func(io.Reader) (image.Image, error)
	config func(io.Reader) (image.Config, error) // reads the size alone
}

// decoders lists the ways to decode a file of size bytes, the best first. The
// result needs at least width × height pixels, in stored orientation.
//
// jpegn is called by name and four times as fast as the standard library, but
// young: whatever it refuses or stumbles over is tried with the standard
// decoder. It misplaces the chroma of subsampled CMYK, so that goes to the
// standard decoder at once.
func decoders(h header, size int64, width, height int) []decoder {
	pixels := int64(h.Width) * int64(h.Height)
	switch h.Format {
	case PNG:
		perPixel := int64(6) // 4, or 1 and 4 with a palette
		if h.interlaced {
			perPixel = 8 // the passes are as much again
		}
		if h.deep {
			perPixel *= 2
		}
		return []decoder{{"png", 1, pixels * perPixel, png.Decode, png.DecodeConfig}}
	case HEIC, AVIF: // in a child, which sends what is needed
		scale := reduction(h, width, height)
		return []decoder{{string(h.Format), scale, 4 * pixels / int64(scale*scale), nil, nil}}
	case WebP:
		return []decoder{{"webp", 1, size + pixels*8, webp.Decode, nil}}
	}
	samples := int64(float64(pixels) * h.jpeg.samples)
	standard := decoder{"jpeg", 1, size + samples, jpeg.Decode, jpeg.DecodeConfig}
	scale := reduction(h, width, height)
	scaled := func(r io.Reader) (image.Image, error) {
		return jpegn.Decode(r, &jpegn.Options{ScaleDenom: scale})
	}
	fast := decoder{"jpegn", scale, size + samples/int64(scale*scale), scaled, jpegn.DecodeConfig}
	if h.jpeg.progressive {
		standard.cost += 4 * samples
		fast.cost += 4 * samples
	}
	if h.jpeg.components == 4 {
		standard.cost += 4 * pixels
		return []decoder{standard}
	}
	return []decoder{fast, standard}
}

// leastCost returns what the most thrifty way to decode a picture costs.
func (h header) leastCost() int64 {
	if min(h.Width, h.Height) < 1 {
		return 0
	}
	width, height := h.target()
	return decoders(h, 0, width, height)[0].cost
}

// reduction returns the largest of 8, 4, 2 and 1 by which the picture may be
// divided while it keeps at least width × height pixels.
func reduction(h header, width, height int) int {
	for _, s := range []int{8, 4, 2} {
		if h.Width/s >= width && h.Height/s >= height {
			return s
		}
	}
	return 1
}

// decodeWith decodes the file in r. An error of r itself comes back as it is;
// everything else that goes wrong, a panic included, is a refusal.
func decodeWith(d decoder, r io.ReadSeeker, size int64, h header) (image.Image, error) {
	var in io.Reader = r
	want := image.Pt(h.Width, h.Height)
	if h.Format == WebP {
		var err error
		if in, err = firstFrame(r, h.frame); err != nil {
			return nil, err
		}
		want = image.Pt(h.frame.width, h.frame.height)
	} else if err := secondOpinion(d, r, size, want); err != nil {
		return nil, err
	}
	img, err := watch(d.name, in, size, d.decode)
	if err != nil {
		return nil, err
	}
	want = want.Add(image.Pt(d.scale-1, d.scale-1)).Div(d.scale)
	if img.Bounds().Size() != want {
		return nil, damaged("%s: decoded to %v instead of %v", d.name, img.Bounds().Size(), want)
	}
	return plain(img, h)
}

// secondOpinion asks the decoder itself for the picture's size, and rewinds r.
// It guards against a header that reads one way here and another, huge way
// there.
func secondOpinion(d decoder, r io.ReadSeeker, size int64, want image.Point) error {
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("rewind the original: %w", err)
	}
	config, err := watch(d.name, r, size, d.config)
	if err != nil {
		return err
	}
	if got := image.Pt(config.Width, config.Height); got != want {
		return damaged("%s: the header reads as %v and as %v", d.name, want, got)
	}
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("rewind the original: %w", err)
	}
	return nil
}

// watch lets a library read r, and tells damage, a panic included, from an
// error of r.
func watch[T any](name string, r io.Reader, size int64, read func(io.Reader) (T, error)) (T, error) {
	in := &watchedReader{r: r, left: size}
	result, err := safely(func() (T, error) { return read(in) })
	switch {
	case in.err != nil:
		return result, fmt.Errorf("read the original: %w", in.err)
	case err != nil:
		return result, refuse(Damaged, fmt.Errorf("%s: %w", name, err))
	}
	return result, nil
}

// watchedReader remembers an error other than the end, so that a disk that
// fails is not taken for a damaged picture. It tells jpegn how much there is,
// which saves that growing its buffer.
type watchedReader struct {
	r    io.Reader
	left int64
	err  error
}

func (w *watchedReader) Len() int { return int(w.left) }

func (w *watchedReader) Read(p []byte) (int, error) {
	n, err := w.r.Read(p)
	w.left = max(0, w.left-int64(n))
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		w.err = err
	}
	return n, err
}

// errPanic marks a panic that was turned into an error.
var errPanic = errors.New("media: panic")

// safely calls f and turns a panic into an error. It cannot help where f's own
// goroutines panic; the decoders here start none.
func safely[T any](f func() (T, error)) (result T, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v\n%s", errPanic, p, debug.Stack())
		}
	}()
	return f()
}
