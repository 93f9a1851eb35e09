package video_test

import (
	"bytes"
	"image/jpeg"
	"math"
	"testing"

	"plaudit/media"
)

// TestHighDynamicRange films the same picture as a standard clip and in PQ and
// HLG, as telephones do it, and holds brightness and colour of what comes out
// against the standard one.
func TestHighDynamicRange(t *testing.T) {
	const picture = "testsrc2=size=320x180:rate=25:duration=1,format=yuv420p,setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv"
	s := studio(t)
	standard, err := film(t, s, draw(t, "a.mp4", "-f", "lavfi", "-i", picture, "-c:v", "libx264"), media.MP4)
	if err != nil {
		t.Fatal(err)
	}
	luma, colour := look(t, standard.Poster)
	for _, transfer := range []string{"smpte2084", "arib-std-b67"} {
		data := draw(t, "a.mov", "-f", "lavfi", "-i", picture+",zscale=t=linear:npl=203,format=gbrpf32le,zscale=p=bt2020,zscale=t="+transfer+":m=bt2020nc:r=tv:npl=203,format=yuv420p10le",
			"-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=error:colorprim=bt2020:colormatrix=bt2020nc:transfer="+transfer,
			"-color_primaries", "bt2020", "-color_trc", transfer, "-colorspace", "bt2020nc", "-tag:v", "hvc1")
		// Some cameras name the transfer alone.
		bare := draw(t, "b.mov", "-f", "lavfi", "-i", picture+",zscale=t=linear:npl=203,format=gbrpf32le,zscale=p=bt2020,zscale=t="+transfer+":m=bt2020nc:r=tv:npl=203,format=yuv420p10le,setparams=color_primaries=unknown:colorspace=unknown",
			"-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=error:transfer="+transfer, "-color_trc", transfer, "-tag:v", "hvc1")
		for _, c := range []struct {
			name    string
			data    []byte
			tonemap bool
			luma    float64 // most that brightness may be off, as a share
			colour  float64 // the same for colour
		}{
			{"tone mapped", data, true, 0.12, 0.25},
			{"named by its transfer alone", bare, true, 0.12, 0.25},
			{"by a curve", data, false, 0.12, 0.4},
		} {
			t.Run(transfer+" "+c.name, func(t *testing.T) {
				s.SetTonemap(c.tonemap)
				got, err := film(t, s, c.data, media.MOV)
				if err != nil {
					t.Fatal(err)
				}
				clip := got.streams[media.Video720]["video"]
				for _, tag := range []string{"color_space", "color_transfer", "color_primaries"} {
					if clip[tag] != "bt709" {
						t.Errorf("%s is %v", tag, clip[tag])
					}
				}
				if clip["pix_fmt"] != "yuv420p" {
					t.Errorf("its pixels are %v", clip["pix_fmt"])
				}
				l, k := look(t, got.Poster)
				t.Logf("brightness %.1f of %.1f, colour %.1f of %.1f", l, luma, k, colour)
				if math.Abs(l/luma-1) > c.luma {
					t.Errorf("its brightness is %.1f, of the standard clip %.1f", l, luma)
				}
				if math.Abs(k/colour-1) > c.colour {
					t.Errorf("its colour is %.1f strong, of the standard clip %.1f", k, colour)
				}
			})
		}
	}
}

// look returns a JPEG's mean brightness and the mean distance of its colours
// from grey.
func look(t *testing.T, data []byte) (luma, colour float64) {
	t.Helper()
	img, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	b := img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			r, g, b, _ := img.At(x, y).RGBA()
			grey := 0.299*float64(r) + 0.587*float64(g) + 0.114*float64(b)
			luma += grey / 257
			colour += math.Hypot(0.564*(float64(b)-grey), 0.713*(float64(r)-grey)) / 257
		}
	}
	n := float64(b.Dx() * b.Dy())
	return luma / n, colour / n
}

// TestShapes puts the odd sizes, rates and sounds of telephones in.
func TestShapes(t *testing.T) {
	s := studio(t)
	h264 := []string{"-c:v", "libx264", "-preset", "ultrafast"}
	lavfi := func(source string, rest ...string) []byte {
		return draw(t, "a.mov", append(append([]string{"-f", "lavfi", "-i", source}, rest...), h264...)...)
	}
	surround := func(layout string) []byte {
		return lavfi("testsrc2=size=320x240:rate=25:duration=1", "-f", "lavfi", "-i", "anoisesrc=duration=1:amplitude=.1", "-af", "aformat=channel_layouts="+layout, "-c:a", "aac")
	}
	for _, c := range []struct {
		name          string
		data          []byte
		width, height int
		rate          string // of the clip's pictures, "" for any
		channels      int
	}{
		{"odd sizes", lavfi("testsrc2=size=321x243:rate=25:duration=1,format=yuv444p"), 320, 242, "25/1", 0},
		{"pixels that are not square", lavfi("testsrc2=size=320x240:rate=25:duration=1,setsar=4/3"), 426, 240, "25/1", 0},
		{"slow motion at 120", lavfi("testsrc2=size=320x240:rate=120:duration=1"), 320, 240, "30/1", 0},
		{"60", lavfi("testsrc2=size=320x240:rate=60:duration=1"), 320, 240, "30/1", 0},
		{"a rate that changes", lavfi("testsrc2=size=320x240:rate=30:duration=2,select='gt(t,1)+not(mod(n,3))'", "-vsync", "vfr"), 320, 240, "", 0},
		{"10 bits, 4:2:2", lavfi("testsrc2=size=320x240:rate=25:duration=1,format=yuv422p10"), 320, 240, "25/1", 0},
		{"one channel", surround("mono"), 320, 240, "25/1", 2},
		{"six channels", surround("5.1"), 320, 240, "25/1", 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := film(t, s, c.data, media.MOV)
			if err != nil {
				t.Fatal(err)
			}
			clip, sound := got.streams[media.Video720]["video"], got.streams[media.Video720]["audio"]
			if clip["width"] != float64(c.width) || clip["height"] != float64(c.height) || clip["pix_fmt"] != "yuv420p" {
				t.Errorf("%v × %v %v, want %d × %d", clip["width"], clip["height"], clip["pix_fmt"], c.width, c.height)
			}
			if ratio, ok := clip["sample_aspect_ratio"]; ok && ratio != "1:1" {
				t.Errorf("its pixels are %v", ratio)
			}
			if c.rate != "" && clip["r_frame_rate"] != c.rate {
				t.Errorf("%v pictures a second, want %s", clip["r_frame_rate"], c.rate)
			}
			if c.channels == 0 != (sound == nil) {
				t.Fatalf("sound: %v", sound)
			}
			if sound != nil && (sound["channels"] != float64(c.channels) || sound["codec_name"] != "aac") {
				t.Errorf("%v channels of %v, want %d of aac", sound["channels"], sound["codec_name"], c.channels)
			}
			if long := got.Duration.Seconds(); long < 0.9 || long > 2.1 {
				t.Errorf("%.2f s long", long)
			}
		})
	}
}

// TestPosterIsSharp begins a clip out of focus and in the dark.
func TestPosterIsSharp(t *testing.T) {
	s := studio(t)
	const scene = "testsrc2=size=320x240:rate=25:duration=1"
	sharp, err := film(t, s, draw(t, "a.mp4", "-f", "lavfi", "-i", scene, "-c:v", "libx264"), media.MP4)
	if err != nil {
		t.Fatal(err)
	}
	for name, start := range map[string]string{
		"blurred": "testsrc2=size=320x240:rate=25:duration=2,boxblur=8",
		"dark":    "testsrc2=size=320x240:rate=25:duration=2,lutyuv=y='16+(val-16)/12'",
		"fading":  "testsrc2=size=320x240:rate=25:duration=2,fade=in:0:50",
	} {
		data := draw(t, "a.mp4", "-f", "lavfi", "-i", start, "-f", "lavfi", "-i", scene, "-filter_complex", "[0][1]concat", "-c:v", "libx264")
		got, err := film(t, s, data, media.MP4)
		if err != nil {
			t.Fatal(err)
		}
		if want, have := detail(t, sharp.Poster), detail(t, got.Poster); have < want*0.8 {
			t.Errorf("%s: the poster has a detail of %.1f, a sharp frame %.1f", name, have, want)
		}
	}
}

// detail returns the mean step between neighbours.
func detail(t *testing.T, data []byte) (sum float64) {
	t.Helper()
	img, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	b := img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X + 1; x < b.Max.X; x++ {
			_, now, _, _ := img.At(x, y).RGBA()
			_, before, _, _ := img.At(x-1, y).RGBA()
			sum += math.Abs(float64(now)-float64(before)) / 257
		}
	}
	return sum / float64(b.Dx()*b.Dy())
}
