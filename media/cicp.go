package media

// cicp is how numbers mean colours, in the code points of ITU-T H.273. The
// zero value says nothing of it.
type cicp struct {
	primaries, transfer, matrix int
	full                        bool // 0 to 255 and not 16 to 235
}

// The code points that matter here.
const (
	primariesBT2020 = 9
	primariesP3     = 12
	transferPQ      = 16
	transferHLG     = 18
)

// curve names how light is coded where it is more than sRGB can show.
func (c cicp) curve() string {
	switch c.transfer {
	case transferPQ:
		return CurvePQ
	case transferHLG:
		return CurveHLG
	}
	return ""
}

// transform returns what turns sRGB-coded values of the primaries into sRGB,
// nil where nothing needs to be done. The matrices are between linear RGB under
// D65: BT.2087 for BT.2020; for P3 from its primaries (SMPTE EG 432-1) and
// those of BT.709 in the same way.
func (c cicp) transform() *transform {
	var t transform
	switch c.primaries {
	case primariesBT2020:
		t.matrix = [3][3]float32{{1.6605, -0.5876, -0.0728}, {-0.1246, 1.1329, -0.0083}, {-0.0182, -0.1006, 1.1187}}
	case primariesP3:
		t.matrix = [3][3]float32{{1.2249, -0.2247, 0}, {-0.0420, 1.0419, 0}, {-0.0197, -0.0786, 1.0979}}
	default:
		return nil
	}
	for channel := range 3 {
		t.setCurve(channel, sRGBLight)
	}
	return &t
}

// colours returns what turns the decoded picture into sRGB; nil: nothing. A
// profile says more than code points, but not of high dynamic range, which the
// decoder has brought down to sRGB's curve by the code points.
func (h header) colours() *transform {
	if h.heif.colour.curve() == "" {
		if t, err := newTransform(h.ICC); err == nil {
			if t != nil || len(h.ICC) > 0 {
				return t
			}
		}
	}
	return h.heif.colour.transform()
}
