package heif

import (
	"bytes"
	"context"
	"errors"
	"fmt"
)

// decoded is a picture in the decoder's memory.
type decoded struct {
	width, height int
	// AVIF: RGBA, alpha multiplied in, 8 or 16 bits in the machine's order
	// HEIC: luma, or RGBA, alpha not multiplied in
	pix    []byte
	stride int // bytes
	deep   bool
	// HEIC: chroma, nil where there is none
	cb, cr         []byte
	chromaStride   int
	subX, subY     int // shifts
	rgba, straight bool
}

// What libheif calls things (heif.h).
const (
	heifYCbCr = 0
	heifRGB   = 1
	heifGrey  = 2

	heif420 = 1
	heif422 = 2
	heif444 = 3
)

// decodeHEIC is what lib/heif.c in gen2brain/heic is to be called with: the
// first time for the size, the second for the pixels, whose rows libheif
// aligns to 16 bytes.
func decodeHEIC(ctx context.Context, file []byte) (*decoded, error) {
	e, err := start(ctx, heicProgram)
	if err != nil {
		return nil, err
	}
	in, err := e.put(ctx, file)
	if err != nil {
		return nil, err
	}
	told, err := e.room(ctx, 5*4)
	if err != nil {
		return nil, err
	}
	args := []uint64{in, uint64(len(file)), 1, told, told + 4, told + 8, told + 12, told + 16, 0}
	if err := e.call(ctx, args...); err != nil {
		return nil, err
	}
	d := &decoded{width: e.number(told), height: e.number(told + 4), straight: e.number(told+16) == 0}
	chromaHeight, err := d.layout(e.number(told+8), e.number(told+12))
	if err != nil {
		return nil, err
	}
	luma, chroma := d.stride*d.height, d.chromaStride*chromaHeight
	out, err := e.room(ctx, luma+2*chroma)
	if err != nil {
		return nil, err
	}
	args[2], args[8] = 0, out
	if err := e.call(ctx, args...); err != nil {
		return nil, err
	}
	pix, err := e.view(out, luma+2*chroma)
	if err != nil {
		return nil, err
	}
	d.pix = pix[:luma]
	if chroma > 0 {
		d.cb, d.cr = pix[luma:luma+chroma], pix[luma+chroma:]
	}
	return d, nil
}

// layout sets how rows lie in memory.
func (d *decoded) layout(space, chroma int) (chromaHeight int, err error) {
	aligned := func(n int) int { return (n + 15) &^ 15 }
	if d.width < 1 || d.height < 1 || d.width > 1<<15 || d.height > 1<<15 {
		return 0, fmt.Errorf("%w: %d × %d", errDamaged, d.width, d.height)
	}
	switch {
	case space == heifRGB:
		d.rgba, d.stride = true, aligned(4*d.width)
		return 0, nil
	case space == heifGrey:
		d.stride = aligned(d.width)
		return 0, nil
	case space != heifYCbCr || chroma < heif420 || chroma > heif444:
		return 0, fmt.Errorf("%w: colour space %d, chroma %d", errDamaged, space, chroma)
	}
	if chroma != heif444 {
		d.subX = 1
	}
	if chroma == heif420 {
		d.subY = 1
	}
	d.stride, d.chromaStride = aligned(d.width), aligned(shrunk(d.width, 1<<d.subX))
	return shrunk(d.height, 1<<d.subY), nil
}

// decodeAVIF is what lib/decode.c in gen2brain/avif is to be called with.
func decodeAVIF(ctx context.Context, file []byte) (*decoded, error) {
	e, err := start(ctx, avifProgram)
	if err != nil {
		return nil, err
	}
	in, err := e.put(ctx, file)
	if err != nil {
		return nil, err
	}
	told, err := e.room(ctx, 4*4+8)
	if err != nil {
		return nil, err
	}
	args := []uint64{in, uint64(len(file)), 1, 0, told, told + 4, told + 8, told + 12, told + 16, 0}
	if err := e.call(ctx, args...); err != nil {
		return nil, err
	}
	d := &decoded{width: e.number(told), height: e.number(told + 4), deep: e.number(told+8) > 8, rgba: true}
	if d.width < 1 || d.height < 1 || d.width > 1<<15 || d.height > 1<<15 {
		return nil, fmt.Errorf("%w: %d × %d", errDamaged, d.width, d.height)
	}
	d.stride = 4 * d.width
	if d.deep {
		d.stride *= 2
	}
	out, err := e.room(ctx, d.stride*d.height)
	if err != nil {
		return nil, err
	}
	args[2], args[9] = 0, out
	untold := bytes.Repeat([]byte{0xff}, 8)
	if !e.mod.Memory().Write(uint32(told+16), untold) {
		return nil, errDamaged
	}
	if err := e.call(ctx, args...); err != nil {
		return nil, err
	}
	// It answers 1 even when no picture could be decoded; with one it says for
	// how long to show it.
	if shown, err := e.view(told+16, 8); err != nil || bytes.Equal(shown, untold) {
		return nil, errors.Join(errDamaged, err)
	}
	d.pix, err = e.view(out, d.stride*d.height)
	return d, err
}
