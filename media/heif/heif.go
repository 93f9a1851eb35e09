// Package heif decodes HEIC and AVIF pictures: it is media.Stills.
//
// The decoders are libheif with libde265, and libavif with libaom, as
// WebAssembly: their memory is bounded and their own (engine.go). They run in
// a child of the server, which is our own program again, in a sandbox
// (media/sandbox): what is used up there, or goes wrong there, ends with it.
// The file goes to the child's standard input; rows of RGBA come back, already
// smaller, upright as far as the decoder turns by itself, and with the range
// that a screen shows (rows.go, tone.go).
package heif

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"io"
	"strings"
	"time"

	"golang.org/x/sync/semaphore"

	"plaudit/media"
	"plaudit/media/sandbox"
)

// Command is the hidden first argument with which the server's own program
// becomes the decoder: main hands the rest to Child.
const Command = "heif-decode"

const wallTime = 2 * time.Minute // of one child; then it is killed

// Decoder decodes one picture at a time. Its methods may be called at the same
// time.
type Decoder struct {
	self string
	turn *semaphore.Weighted
}

// Open tries the sandbox.
func Open(ctx context.Context) (*Decoder, error) {
	self, err := sandbox.Self()
	if err != nil {
		return nil, err
	}
	d := &Decoder{self: self, turn: semaphore.NewWeighted(1)}
	if err := d.run(ctx, strings.NewReader(""), io.Discard, tryOut); err != nil {
		return nil, fmt.Errorf("HEIC and AVIF are off: the decoder cannot be locked in here: %w", err)
	}
	return d, nil
}

func (d *Decoder) run(ctx context.Context, in io.Reader, out io.Writer, order string) error {
	return sandbox.Run(ctx, d.self, sandbox.Job{
		Profile: sandbox.Picture, Dir: "/", In: in, Out: out, Time: wallTime,
		Program: d.self, Args: []string{Command, order},
	})
}

// Decode implements media.Stills.
func (d *Decoder) Decode(ctx context.Context, file io.Reader, order media.Still) (*image.RGBA, error) {
	if err := d.turn.Acquire(ctx, 1); err != nil {
		return nil, fmt.Errorf("heif: wait: %w", err)
	}
	defer d.turn.Release(1)
	text, err := json.Marshal(order)
	if err != nil {
		return nil, fmt.Errorf("heif: %w", err)
	}
	img := image.NewRGBA(image.Rect(0, 0, shrunk(order.Width, order.Scale), shrunk(order.Height, order.Scale)))
	out := &filler{left: img.Pix}
	err = d.run(ctx, file, out, string(text))
	child, ended := errors.AsType[*sandbox.Error](err)
	switch {
	case ended && child.Unsafe():
		return nil, err
	case ended && child.Killed():
		return nil, media.Refuse(media.CannotProcess, err)
	case ended:
		return nil, media.Refuse(media.Damaged, err)
	case err != nil:
		return nil, err
	case len(out.left) > 0:
		return nil, media.Refuse(media.Damaged, errors.New("heif: too few pixels came"))
	}
	return img, nil
}

// shrunk is a side at 1/scale, rounded up.
func shrunk(side, scale int) int { return (side + scale - 1) / scale }

// filler fills a picture's pixels with what is written.
type filler struct{ left []byte }

func (f *filler) Write(p []byte) (int, error) {
	if len(p) > len(f.left) {
		return 0, errors.New("heif: too many pixels")
	}
	copy(f.left, p)
	f.left = f.left[len(p):]
	return len(p), nil
}
