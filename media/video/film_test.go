package video_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"image/jpeg"
	"io/fs"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"plaudit/media"
	"plaudit/media/video"
)

// studio opens one in a temporary folder, or skips where there is no ffmpeg.
func studio(t *testing.T) *video.Studio {
	t.Helper()
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("ffmpeg is not installed (apt install ffmpeg)")
	}
	s, err := video.Open(t.Context(), video.Config{FFmpeg: "ffmpeg", WorkDir: filepath.Join(t.TempDir(), "clips"), Limits: media.DefaultLimits()})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// draw lets ffmpeg make a test film from its own sources.
func draw(t *testing.T, name string, args ...string) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	out, err := exec.Command("ffmpeg", append(append([]string{"-v", "error", "-y"}, args...), path)...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

const (
	shortTest = "testsrc2=size=320x240:rate=25:duration=2"
	sound     = "sine=frequency=440:duration=2"
)

// shot is a finished film, looked at again.
type shot struct {
	*media.Film
	streams map[string]map[string]map[string]any // by reel, then by kind
}

func film(t *testing.T, s *video.Studio, data []byte, f media.Format) (shot, error) {
	t.Helper()
	if _, err := s.Probe(bytes.NewReader(data), f); err != nil {
		return shot{}, err
	}
	got, err := s.Film(t.Context(), bytes.NewReader(data), f, nil)
	if err != nil {
		return shot{}, err
	}
	t.Cleanup(func() {
		if err := got.Remove(); err != nil {
			t.Error(err)
		}
		if _, err := os.Stat(filepath.Dir(got.Reels[0].Path)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("its folder was left behind: %v", err)
		}
	})
	out := shot{got, map[string]map[string]map[string]any{}}
	for _, reel := range got.Reels {
		out.streams[reel.Name] = streams(t, reel.Path)
	}
	return out, nil
}

func streams(t *testing.T, path string) map[string]map[string]any {
	t.Helper()
	out, err := exec.Command("ffprobe", "-v", "error", "-of", "json", "-show_streams", "-show_format", "-i", path).Output()
	if err != nil {
		t.Fatal(err)
	}
	var seen struct {
		Streams []map[string]any
		Format  map[string]any
	}
	if err := json.Unmarshal(out, &seen); err != nil {
		t.Fatal(err)
	}
	byKind := map[string]map[string]any{"format": seen.Format}
	for _, s := range seen.Streams {
		byKind[s["codec_type"].(string)] = s
	}
	return byKind
}

func TestFilm(t *testing.T) {
	s := studio(t)
	upright := filepath.Join(t.TempDir(), "upright.mp4")
	if err := os.WriteFile(upright, draw(t, "a.mp4", "-f", "lavfi", "-i", shortTest, "-c:v", "libx264"), 0o600); err != nil {
		t.Fatal(err)
	}
	turned := draw(t, "turned.mp4", "-i", upright, "-c", "copy", "-metadata:s:v", "rotate=90")
	for _, c := range []struct {
		name          string
		data          []byte
		format        media.Format
		width, height int
		sound         bool
	}{
		{"MP4 with sound", draw(t, "a.mp4", "-f", "lavfi", "-i", shortTest, "-f", "lavfi", "-i", sound, "-c:v", "libx264", "-c:a", "aac"), media.MP4, 320, 240, true},
		{"silent MOV", draw(t, "a.mov", "-f", "lavfi", "-i", shortTest, "-c:v", "libx265", "-tag:v", "hvc1"), media.MOV, 320, 240, false},
		{"WebM", draw(t, "a.webm", "-f", "lavfi", "-i", shortTest, "-f", "lavfi", "-i", sound, "-c:v", "libvpx", "-c:a", "libvorbis"), media.WebM, 320, 240, true},
		{"turned by its matrix", turned, media.MP4, 240, 320, false},
		{"large", draw(t, "b.mp4", "-f", "lavfi", "-i", "testsrc2=size=2560x1440:rate=60:duration=1", "-c:v", "libx264", "-preset", "ultrafast"), media.MP4, 1280, 720, false},
		{"tall", draw(t, "c.mp4", "-f", "lavfi", "-i", "testsrc2=size=1080x1920:rate=30:duration=1", "-c:v", "libx264", "-preset", "ultrafast"), media.MP4, 720, 1280, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := film(t, s, c.data, c.format)
			if err != nil {
				t.Fatal(err)
			}
			picture := got.streams[media.Video720]["video"]
			if picture["codec_name"] != "h264" || picture["width"] != float64(c.width) || picture["height"] != float64(c.height) {
				t.Errorf("the clip is %v %v × %v, want h264 %d × %d", picture["codec_name"], picture["width"], picture["height"], c.width, c.height)
			}
			if _, ok := got.streams[media.Video720]["audio"]; ok != c.sound {
				t.Errorf("sound: %v, want %v", ok, c.sound)
			}
			if _, ok := got.streams[media.Preview]["audio"]; ok {
				t.Error("the preview is not silent")
			}
			config, err := jpeg.DecodeConfig(bytes.NewReader(got.Poster))
			if err != nil || config.Width != c.width || config.Height != c.height {
				t.Errorf("the poster is %+v, %v", config, err)
			}
		})
	}
}

func TestFilmRefuses(t *testing.T) {
	s := studio(t)
	whole := draw(t, "a.mp4", "-f", "lavfi", "-i", shortTest, "-c:v", "libx264", "-movflags", "+faststart")
	for _, c := range []struct {
		name   string
		data   []byte
		format media.Format
		code   string
	}{
		{"too long", draw(t, "a.mp4", "-f", "lavfi", "-i", "color=size=64x64:rate=5:duration=62", "-c:v", "libx264"), media.MP4, media.VideoTooLong},
		{"too long, in fragments that do not say", draw(t, "a.mp4", "-f", "lavfi", "-i", "color=size=64x64:rate=5:duration=62", "-c:v", "libx264", "-movflags", "frag_keyframe+empty_moov"), media.MP4, media.VideoTooLong},
		{"too big", draw(t, "a.mp4", "-f", "lavfi", "-i", "color=size=4400x300:rate=5:duration=1", "-c:v", "libx264"), media.MP4, media.VideoTooBig},
		{"another codec", draw(t, "a.mov", "-f", "lavfi", "-i", shortTest, "-c:v", "prores"), media.MOV, media.CodecNotTaken},
		{"another sound", draw(t, "a.mov", "-f", "lavfi", "-i", shortTest, "-f", "lavfi", "-i", sound, "-c:v", "libx264", "-c:a", "pcm_s16le"), media.MOV, media.CodecNotTaken},
		{"sound only", draw(t, "a.mp4", "-f", "lavfi", "-i", sound, "-c:a", "aac"), media.MP4, media.NoPicture},
		{"an index without data", whole[:bytes.Index(whole, []byte("mdat"))+4], media.MP4, media.Damaged},
		{"cut in its index", whole[:200], media.MP4, media.Damaged},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := film(t, s, c.data, c.format)
			if !errors.Is(err, &media.Error{Code: c.code}) {
				t.Errorf("got %v, want %s", err, c.code)
			}
		})
	}
}

// TestNoCanary hands ffmpeg itself, past the door, texts that name another
// file: nothing of that file may come out.
func TestNoCanary(t *testing.T) {
	s := studio(t)
	dir := t.TempDir()
	canary := filepath.Join(dir, "canary.mp4")
	if err := os.WriteFile(canary, draw(t, "a.mp4", "-f", "lavfi", "-i", "color=red:size=320x240:duration=2", "-c:v", "libx264"), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"ffconcat":          "ffconcat version 1.0\nfile '" + canary + "'\n",
		"ffconcat, file:":   "ffconcat version 1.0\nfile file:" + canary + "\n",
		"ffconcat, concat:": "ffconcat version 1.0\nfile concat:" + canary + "\n",
		"ffconcat, subfile": "ffconcat version 1.0\nfile subfile,,start,0,end,0,,:" + canary + "\n",
		"a name":            "concat:" + canary + "|" + canary + "\n",
		"HLS":               "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nfile://" + canary + "\n#EXT-X-ENDLIST\n",
		"HLS by HTTP":       "#EXTM3U\n#EXTINF:2,\nhttp://127.0.0.1:9/x.ts\n#EXT-X-ENDLIST\n",
		"SDP":               "v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 9 RTP/AVP 96\n",
	} {
		for _, f := range []media.Format{media.MP4, media.MOV, media.WebM} {
			got, err := s.Film(t.Context(), strings.NewReader(text), f, nil)
			if err == nil {
				t.Errorf("%s as %s became a film: %+v", name, f, got.Reels)
			}
			if !errors.Is(err, &media.Error{Code: media.Damaged}) {
				t.Errorf("%s as %s: %v", name, f, err)
			}
		}
	}
}

// TestNoTags puts a place and a device into a film.
func TestNoTags(t *testing.T) {
	s := studio(t)
	data := draw(t, "a.mov", "-f", "lavfi", "-i", shortTest, "-c:v", "libx264", "-movflags", "use_metadata_tags",
		"-metadata", "com.apple.quicktime.location.ISO6709=+30.10-101.50/", "-metadata", "com.apple.quicktime.make=Canary", "-metadata", "title=Canary")
	if !bytes.Contains(data, []byte("Canary")) {
		t.Fatal("the test film has no tag to lose")
	}
	got, err := film(t, s, data, media.MOV)
	if err != nil {
		t.Fatal(err)
	}
	for _, reel := range got.Reels {
		made, err := os.ReadFile(reel.Path)
		if err != nil {
			t.Fatal(err)
		}
		for _, tag := range []string{"Canary", "ISO6709", "101.50", "Lavf"} {
			if bytes.Contains(made, []byte(tag)) {
				t.Errorf("%s still says %s", reel.Name, tag)
			}
		}
		if moov, mdat := bytes.Index(made, []byte("moov")), bytes.Index(made, []byte("mdat")); moov < 0 || moov > mdat {
			t.Errorf("%s has its index at %d, its data at %d", reel.Name, moov, mdat)
		}
	}
}

// TestWeight holds noise, the worst there is, to 2 Mbit/s; a short clip as
// well, whose first picture weighs most.
func TestWeight(t *testing.T) {
	s := studio(t)
	for _, long := range []string{"1", "5"} {
		data := draw(t, "a.mp4", "-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=30:duration="+long+",noise=alls=100:allf=t+u",
			"-f", "lavfi", "-i", "anoisesrc=duration="+long, "-c:v", "libx264", "-preset", "ultrafast", "-b:v", "20M", "-c:a", "aac")
		got, err := film(t, s, data, media.MP4)
		if err != nil {
			t.Fatal(err)
		}
		for i, most := range []float64{2e6, 1e6} {
			info, err := os.Stat(got.Reels[i].Path)
			if err != nil {
				t.Fatal(err)
			}
			seconds := min(got.Duration.Seconds(), map[int]float64{0: 60, 1: 3}[i])
			rate := float64(info.Size()*8) / seconds
			t.Logf("%s of %s s: %.2f Mbit/s", got.Reels[i].Name, long, rate/1e6)
			if rate > most {
				t.Errorf("%s of %s s has %.2f Mbit/s", got.Reels[i].Name, long, rate/1e6)
			}
		}
	}
}

// TestPoster begins with black frames and ends with white ones.
func TestPoster(t *testing.T) {
	s := studio(t)
	data := draw(t, "a.mp4", "-f", "lavfi", "-i", "color=black:size=320x240:rate=25:duration=2", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25:duration=1",
		"-f", "lavfi", "-i", "color=white:size=320x240:rate=25:duration=2", "-filter_complex", "[0][1][2]concat=n=3", "-c:v", "libx264")
	got, err := film(t, s, data, media.MP4)
	if err != nil {
		t.Fatal(err)
	}
	img, err := jpeg.Decode(bytes.NewReader(got.Poster))
	if err != nil {
		t.Fatal(err)
	}
	var low, high uint32 = math.MaxUint32, 0
	for x := range 320 {
		_, g, _, _ := img.At(x, 60).RGBA()
		low, high = min(low, g), max(high, g)
	}
	if high-low < 0x8000 {
		t.Errorf("the poster is of one colour: from %x to %x", low, high)
	}
}

// TestStops ends a film in the middle.
func TestStops(t *testing.T) {
	s := studio(t)
	data := draw(t, "a.mp4", "-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=30:duration=20", "-c:v", "libx264", "-preset", "ultrafast")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	film, err := s.Film(ctx, bytes.NewReader(data), media.MP4, func(percent int) {
		if _, err := s.Film(t.Context(), bytes.NewReader(data), media.MP4, nil); !errors.Is(err, media.ErrBusy) {
			t.Errorf("a second film at once: %v", err)
		}
		cancel()
	})
	if !errors.Is(err, context.Canceled) || film != nil {
		t.Errorf("got %v, %v", film, err)
	}
	if left, err := os.ReadDir(s.WorkDir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestOpenSaysWhy(t *testing.T) {
	_, err := video.Open(t.Context(), video.Config{FFmpeg: filepath.Join(t.TempDir(), "ffmpeg"), WorkDir: t.TempDir(), Limits: media.DefaultLimits()})
	if !errors.As(err, new(video.ErrOff)) || !strings.Contains(err.Error(), "install ffmpeg") {
		t.Errorf("got %v", err)
	}
}

// TestFilmThatTakesTooLong is refused: to try it again would hold all other
// films up for as long, and again.
func TestFilmThatTakesTooLong(t *testing.T) {
	s := studio(t)
	data := draw(t, "slow.mp4", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25:duration=1", "-c:v", "libx264", "-pix_fmt", "yuv420p")
	s.Longest = time.Millisecond
	if _, err := s.Film(t.Context(), bytes.NewReader(data), media.MP4, nil); !errors.Is(err, &media.Error{Code: media.CannotProcess}) {
		t.Errorf("got %v, want %s", err, media.CannotProcess)
	}
}
