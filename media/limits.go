package media

// Limits are the caps on one file, checked before anything is decoded.
type Limits struct {
	Bytes       int64 // of the file
	Side        int   // px of the longer side
	Pixels      int   // width × height
	Pixels16    int   // the same where a channel has 16 bits
	Aspect      int   // longer side : shorter side
	MinFreeDisk int64 // bytes that must stay free: below, uploads stop
}

// DefaultLimits returns the limits that hold unless settings say otherwise.
func DefaultLimits() Limits {
	return Limits{
		Bytes:       20 << 20,
		Side:        12_000,
		Pixels:      60_000_000,
		Pixels16:    24_000_000,
		Aspect:      20,
		MinFreeDisk: 1_000_000_000,
	}
}

// check refuses a picture whose header declares more than is allowed.
func (l Limits) check(h header) error {
	pixels := l.Pixels
	if h.deep {
		pixels = l.Pixels16
	}
	size := []any{"Width", h.Width, "Height", h.Height}
	long, short := max(h.Width, h.Height), min(h.Width, h.Height)
	switch {
	case short < 1:
		return refuse(Damaged, nil)
	case long > l.Side:
		return refuse(SideTooLong, nil, append(size, "LimitPixels", l.Side)...)
	case h.Width*h.Height > pixels:
		return refuse(TooManyPixels, nil, append(size, "LimitMP", pixels/1_000_000)...)
	case long > short*l.Aspect:
		return refuse(TooElongated, nil, append(size, "LimitAspect", l.Aspect)...)
	}
	return nil
}
