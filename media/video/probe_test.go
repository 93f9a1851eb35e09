package video_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"plaudit/media"
	"plaudit/media/video"
)

// samples returns the folder of real files, or skips.
func samples(t testing.TB) string {
	t.Helper()
	dirs := []string{os.Getenv("PLAUDIT_SAMPLES"), "../../../shared/samples"}
	for _, dir := range dirs {
		if _, err := os.Stat(filepath.Join(dir, "MANIFEST.tsv")); dir != "" && err == nil {
			return dir
		}
	}
	t.Skip("the folder of real files is not here (PLAUDIT_SAMPLES)")
	return ""
}

func formatOf(name string) media.Format {
	return map[string]media.Format{".mp4": media.MP4, ".mov": media.MOV, ".webm": media.WebM}[filepath.Ext(name)]
}

// TestSamples takes every video row of the manifest all the way.
func TestSamples(t *testing.T) {
	dir, s := samples(t), studio(t)
	text, err := os.ReadFile(filepath.Join(dir, "MANIFEST.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	refused := map[string]string{"audio-only.mp4": media.NoPicture, "truncated-no-moov.mp4": media.Damaged}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	column := map[string]int{}
	for i, name := range strings.Split(lines[0], "\t") {
		column[name] = i
	}
	for _, line := range lines[1:] {
		row := strings.Split(line, "\t")
		if row[column["kind"]] != "video" {
			continue
		}
		name := row[column["file"]]
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			got, err := film(t, s, data, formatOf(name))
			if row[column["expect"]] == "refuse" {
				if !errors.Is(err, &media.Error{Code: refused[name]}) {
					t.Errorf("got %v, want %s", err, refused[name])
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if !oneOf(got.Width, row[column["upright_w"]]) || !oneOf(got.Height, row[column["upright_h"]]) {
				t.Errorf("%d × %d, want %s × %s", got.Width, got.Height, row[column["upright_w"]], row[column["upright_h"]])
			}
			wantNoTraces(t, got)
			var length float64
			fmt.Sscan(row[column["duration_s"]], &length)
			if d := got.Duration.Seconds() - length; d < -0.3 || d > 0.3 {
				t.Errorf("%.2f s, want %.2f", got.Duration.Seconds(), length)
			}
		})
	}
}

// wantNoTraces asks exiftool, where it is, for tags that say where, when, by
// whom or with what a film was made.
func wantNoTraces(t *testing.T, got shot) {
	t.Helper()
	if _, err := exec.LookPath("exiftool"); err != nil {
		t.Log("exiftool is not installed (apt install libimage-exiftool-perl)")
		return
	}
	poster := filepath.Join(t.TempDir(), "poster.jpg")
	if err := os.WriteFile(poster, got.Poster, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("exiftool", "-a", "-G1", "-s", "-ee", got.Reels[0].Path, got.Reels[1].Path, poster).Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		name, value, _ := strings.Cut(line, ":")
		if !strings.HasPrefix(name, "[") || strings.HasPrefix(name, "[System]") {
			continue
		}
		dated := strings.Contains(name, "Date") && !strings.Contains(value, "0000:00:00")
		for _, trace := range []string{"GPS", "Location", "Make", "Model", "Software", "Encoder ", "Author", "Artist", "Comment", "Title", "Serial", "Lens"} {
			if dated || strings.Contains(name, trace) {
				t.Errorf("it still says %s", strings.TrimSpace(line))
			}
		}
	}
}

// oneOf reports whether n is among numbers parted by "|".
func oneOf(n int, numbers string) bool {
	for _, number := range strings.Split(numbers, "|") {
		if fmt.Sprint(n) == number {
			return true
		}
	}
	return false
}

// TestProbeSamples needs no ffmpeg: the index alone says what is refused.
func TestProbeSamples(t *testing.T) {
	dir := samples(t)
	for name, want := range map[string]media.Clip{
		"iphone6-rotated-gps.mov": {Width: 320, Height: 568}, "vp9-opus.webm": {Width: 854, Height: 480},
		"h264-aac-fragmented.mp4": {Width: 640, Height: 360}, "hevc-10bit-silent.mp4": {Width: 200, Height: 200},
	} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		got, err := video.Probe(bytes.NewReader(data), formatOf(name), media.DefaultLimits())
		if err != nil || got.Width != want.Width || got.Height != want.Height {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

func FuzzProbe(f *testing.F) {
	for _, dir := range []string{os.Getenv("PLAUDIT_SAMPLES"), "../../../shared/samples"} {
		for _, name := range []string{"iphone6-rotated-gps.mov", "vp9-opus.webm", "h264-aac-fragmented.mp4"} {
			if data, err := os.ReadFile(filepath.Join(dir, name)); err == nil && dir != "" {
				f.Add(data[:min(len(data), 16<<10)], name == "vp9-opus.webm")
			}
		}
	}
	f.Add(smallMovie(), false)
	f.Add([]byte("\x00\x00\x00\x10ftypisom\x00\x00\x00\x00\x00\x00\x00\x08moov"), false)
	f.Add([]byte("\x1a\x45\xdf\xa3\x87\x42\x82\x84webm\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff\x16\x54\xae\x6b\x85\xae\x83\x83\x81\x01"), true)
	f.Fuzz(func(t *testing.T, data []byte, webm bool) {
		format := media.MP4
		if webm {
			format = media.WebM
		}
		clip, err := video.Probe(bytes.NewReader(data), format, media.DefaultLimits())
		if err != nil {
			if !errors.As(err, new(*media.Error)) {
				t.Errorf("neither taken nor refused: %v", err)
			}
			return
		}
		if clip.Width < 1 || clip.Height < 1 || clip.Width*clip.Height > 4096*2304 || clip.Duration < 0 {
			t.Errorf("taken: %+v", clip)
		}
	})
}

// smallMovie is an index with every box that the probe looks into.
func smallMovie() []byte {
	box := func(kind string, bodies ...string) string {
		body := strings.Join(bodies, "")
		return string(binary.BigEndian.AppendUint32(nil, uint32(len(body)+8))) + kind + body
	}
	long := func(values ...uint32) (s string) {
		for _, v := range values {
			s += string(binary.BigEndian.AppendUint32(nil, v))
		}
		return s
	}
	turned := long(0, 0x10000, 0, 0xffff0000, 0, 0, 0, 0, 0x40000000)
	sample := strings.Repeat("\x00", 24) + "\x00\xa0\x00\x78" + strings.Repeat("\x00", 50)
	track := box("trak", box("tkhd", strings.Repeat("\x00", 40), turned, long(160<<16, 120<<16)), box("mdia",
		box("mdhd", long(0, 0, 0, 1000, 2000)), box("hdlr", long(0, 0), "vide"), box("minf", box("dinf", box("dref", long(0, 1), box("url ", long(1)))),
			box("stbl", box("stsd", long(0, 1), box("avc1", sample, box("pasp", long(4, 3))))))))
	return []byte(box("ftyp", "isom", long(0)) + box("moov", box("mvhd", long(0, 0, 0, 1000, 2000)), track))
}
