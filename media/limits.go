package media

import "time"

// Limits are the caps on one file, checked before anything is decoded.
type Limits struct {
	Bytes       int64 // of the file
	Side        int   // px of the longer side
	Pixels      int   // width × height
	Pixels16    int   // the same where a channel has 16 bits
	Aspect      int   // longer side : shorter side
	Memory      int64 // bytes that decoding may take: a small file can need a lot
	MinFreeDisk int64 // bytes that must stay free: below, uploads stop

	ClipBytes    int64 // of a video file
	ClipDuration time.Duration
	ClipSide     int // px of the longer side of a video
	ClipPixels   int // width × height of a video
}

// DefaultLimits returns the limits that hold unless settings say otherwise.
func DefaultLimits() Limits {
	return Limits{
		Bytes:       20 << 20,
		Side:        12_000,
		Pixels:      60_000_000,
		Pixels16:    24_000_000,
		Aspect:      20,
		Memory:      384 << 20, // the whole server then stays below 512 MB: bench/hostile
		MinFreeDisk: 1_000_000_000,

		ClipBytes:    200 << 20,
		ClipDuration: time.Minute,
		ClipSide:     4096,
		ClipPixels:   4096 * 2304, // 4K of films and of screens
	}
}

// check refuses a picture whose header declares more than is allowed. Kinds
// that take much memory per pixel (a progressive JPEG is held as coefficients,
// 12 bytes each at worst) have fewer pixels.
func (l Limits) check(h header) error {
	pixels := l.Pixels
	if h.deep {
		pixels = l.Pixels16
	}
	if most := h.mostStill(); most > 0 {
		pixels = min(pixels, most)
	}
	if cost := h.leastCost(); cost > l.Memory {
		pixels = min(pixels, int(float64(h.Width*h.Height)*float64(l.Memory)/float64(cost)))
	}
	size := []any{"Width", h.Width, "Height", h.Height}
	long, short := max(h.Width, h.Height), min(h.Width, h.Height)
	switch {
	case short < 1:
		return refuse(Damaged, nil)
	case long > l.Side:
		return refuse(SideTooLong, nil, append(size, "LimitPixels", l.Side)...)
	case h.Width*h.Height > pixels:
		return refuse(TooManyPixels, nil, append(size, "LimitMP", max(1, pixels/1_000_000))...)
	case long > short*l.Aspect:
		return refuse(TooElongated, nil, append(size, "LimitAspect", l.Aspect)...)
	}
	return nil
}

// Largest is the most bytes that a file of any kind may have: what can be said
// before its first bytes have been seen.
func (l Limits) Largest() int64 { return max(l.Bytes, l.ClipBytes) }
