package heif

import (
	"math"

	"plaudit/media"
)

// Of high dynamic range: how bright the white of paper is in it (ITU-R BT.2408),
// and from which part of that on what is brighter is pressed together.
const (
	paperWhite = 203.0 // cd/m²
	knee       = 0.6
)

// toneTable maps the values of a curve to 8-bit sRGB.
func toneTable(curve string, steps int) []byte {
	table := make([]byte, steps)
	for i := range table {
		v := float64(i) / float64(steps-1)
		switch curve {
		case media.CurvePQ:
			v = shown(pqLight(v))
		case media.CurveHLG:
			v = shown(hlgLight(v))
		}
		table[i] = byte(v*255 + 0.5)
	}
	return table
}

// shown presses light in cd/m² into what sRGB shows: dark and middle tones
// stay, what is brighter than paper comes near to white.
func shown(light float64) float64 {
	v := light / paperWhite
	if v > knee {
		v = knee + (1-knee)*(1-math.Exp(-(v-knee)/(1-knee)))
	}
	if v <= 0.0031308 {
		return 12.92 * v
	}
	return min(1, 1.055*math.Pow(v, 1/2.4)-0.055)
}

// pqLight is the perceptual quantiser (SMPTE ST 2084), in cd/m².
func pqLight(v float64) float64 {
	const m1, m2, c1, c2, c3 = 2610.0 / 16384, 2523.0 / 32, 3424.0 / 4096, 2413.0 / 128, 2392.0 / 128
	p := math.Pow(v, 1/m2)
	return 10_000 * math.Pow(max(0, p-c1)/(c2-c3*p), 1/m1)
}

// hlgLight is hybrid log-gamma on a screen of 1000 cd/m² (ITU-R BT.2100), its
// system gamma taken for each channel by itself.
func hlgLight(v float64) float64 {
	const a, b, c = 0.17883277, 0.28466892, 0.55991073
	scene := v * v / 3
	if v > 0.5 {
		scene = (math.Exp((v-c)/a) + b) / 12
	}
	return 1000 * math.Pow(scene, 1.2)
}
