package video

import "fmt"

// standardRange are the filters that bring a high dynamic range (BT.2100: PQ
// or HLG) down to BT.709, none for other clips. What a phone shows as white,
// 203 cd/m² (BT.2408), stays near white; lights above it are rolled off.
//
// Without zscale and tonemap, which ffmpeg may lack where it was built without
// zimg, a curve on brightness stands in: nothing is washed out, and colours
// are a little off.
func standardRange(transfer string, tonemap bool) []string {
	curves := map[string]struct{ gain, power float64 }{
		"smpte2084":    {1.61, 1.75}, // PQ
		"arib-std-b67": {1.15, 1.1},  // HLG
	}
	curve, high := curves[transfer]
	switch {
	case !high:
		return nil
	case !tonemap:
		return []string{
			"format=yuv420p",
			fmt.Sprintf("lutyuv=y='16+219*pow(min(1,max(0,%g*(val-16)/219)),%g)':u='128+1.4*(val-128)':v='128+1.4*(val-128)'", curve.gain, curve.power),
			"setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709",
		}
	}
	return []string{
		// Named, because a clip may leave out what goes without saying.
		"zscale=tin=" + transfer + ":pin=bt2020:min=bt2020nc:t=linear:npl=203", "format=gbrpf32le", "zscale=p=bt709",
		"tonemap=mobius:param=0.6:desat=0", "zscale=t=bt709:m=bt709:r=tv",
	}
}
