package video

import "fmt"

// standardRange are the filters that bring a high dynamic range (BT.2100: PQ
// or HLG) down to BT.709; none for other clips. What is white on a phone,
// 203 cd/m² (BT.2408), stays nearly white; lights above it are rolled off.
//
// Without zscale and tonemap, which ffmpeg lacks where it was built without
// zimg, a curve stands in: brightness is right, colours are a little off.
func standardRange(transfer string, tonemap bool) []string {
	curves := map[string]struct{ gain, power, chroma float64 }{
		"smpte2084":    {1.61, 2, 3},     // PQ
		"arib-std-b67": {1.1, 1.15, 1.9}, // HLG
	}
	curve, high := curves[transfer]
	switch {
	case !high:
		return nil
	case !tonemap:
		chroma := fmt.Sprintf("'128+%g*(val-128)'", curve.chroma)
		return []string{
			"format=yuv420p",
			fmt.Sprintf("lutyuv=y='16+219*min(1,pow(%g*max(0,val-16)/219,%g))':u=%s:v=%s", curve.gain, curve.power, chroma, chroma),
			"setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709",
		}
	}
	return []string{
		// A clip may leave out what goes without saying; zscale does not guess.
		"setparams=color_primaries=bt2020:color_trc=" + transfer + ":colorspace=bt2020nc",
		"zscale=t=linear:npl=203", "format=gbrpf32le", "zscale=p=bt709", "tonemap=mobius:param=0.6:desat=0", "zscale=t=bt709:m=bt709:r=tv",
	}
}
