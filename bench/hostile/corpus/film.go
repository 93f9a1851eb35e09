package corpus

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// reel is a film that ffmpeg makes.
type reel struct {
	name   string
	source string // of lavfi, "" for a small test picture of one second
	args   string // between the inputs and the file
	silent bool
	want   Want
	long   bool // takes long: only in the whole corpus
}

// films are made with ffmpeg, where it is: codecs that nobody expects, lengths
// and sizes at the limits, and good films with something hostile in them.
func (m *maker) films(ctx context.Context) error {
	if m.FFmpeg == "" {
		return nil
	}
	for _, r := range m.reels() {
		if r.long && m.Short {
			continue
		}
		data, err := m.shoot(ctx, r)
		if err != nil {
			continue // this ffmpeg has no such encoder
		}
		m.clip(r.name, data, r.want)
	}
	return m.doctored(ctx)
}

func (m *maker) reels() []reel {
	codec, container := refused("codec_not_taken"), refused("container_not_taken", "codec_not_taken", "not_a_picture")
	small := taken(160, 120)
	told := "-metadata location=+31.2+116.3/ -metadata comment=" + m.Token + " -metadata artist=" + m.Token + " -metadata encoder=" + m.Token +
		" -metadata make=" + m.Token + " -metadata com.apple.quicktime.location.ISO6709=+31.2+116.3/ -movflags use_metadata_tags"
	return []reel{
		{name: "prores.mov", args: "-c:v prores_ks -c:a aac", want: codec},
		{name: "mjpeg.mov", args: "-c:v mjpeg -c:a aac", want: codec},
		{name: "raw.mov", args: "-c:v rawvideo -c:a aac", want: codec},
		{name: "png.mov", args: "-c:v png -c:a aac", want: codec},
		{name: "gif-in.mov", args: "-c:v gif -f mov", silent: true, want: codec},
		{name: "mpeg4.mp4", args: "-c:v mpeg4", want: codec},
		{name: "mpeg2.mp4", args: "-c:v mpeg2video", want: codec},
		{name: "pcm.mov", args: "-c:v libx264 -c:a pcm_s16le", want: codec},
		{name: "flac.mp4", args: "-c:v libx264 -c:a flac -strict -2", want: codec},
		{name: "alac.mov", args: "-c:v libx264 -c:a alac", want: codec},
		{name: "qtrle.mov", args: "-c:v qtrle -c:a aac", want: codec},
		{name: "h264.mkv", args: "-c:v libx264", want: container},
		{name: "matroska-named.webm", args: "-c:v libx264 -f matroska", want: container},
		{name: "mjpeg.avi", args: "-c:v mjpeg -c:a pcm_s16le", want: container},
		{name: "flv.mp4", args: "-c:v flv -ar 44100 -f flv", want: container},
		{name: "theora.ogv", args: "-c:v libtheora -an", want: container},
		{name: "ts.mp4", args: "-c:v libx264 -f mpegts", want: container},
		{name: "wmv.mp4", args: "-c:v wmv2 -c:a wmav2 -f asf", want: container},
		{name: "y4m.mp4", args: "-f yuv4mpegpipe -pix_fmt yuv420p", silent: true, want: container},
		{name: "told.mov", args: "-c:v libx264 -c:a aac " + told, want: small},
		{name: "vp8.webm", args: "-c:v libvpx -c:a libvorbis " + told, want: small, long: true},
		{name: "av1.mp4", args: "-c:v libsvtav1 -preset 12 -c:a libopus", want: small, long: true},
		{name: "hevc.mp4", args: "-c:v libx265 -tag:v hvc1", want: small, long: true},
		{name: "one-frame.mp4", args: "-c:v libx264 -frames:v 1", silent: true, want: Want{}},
		{name: "no-frame.mp4", args: "-c:v libx264 -frames:v 0", silent: true, want: refused()},
		{name: "59.9s.mp4", source: "testsrc2=size=160x120:rate=2:duration=59.9", args: "-c:v libx264 -t 59.9", silent: true, want: small, long: true},
		{name: "60.1s.mp4", source: "testsrc2=size=160x120:rate=10:duration=60.1", args: "-c:v libx264", silent: true, want: Want{}, long: true},
		{name: "61s.mp4", source: "testsrc2=size=160x120:rate=2:duration=61", args: "-c:v libx264", silent: true, want: refused("video_too_long")},
		{name: "4k.mp4", source: "testsrc2=size=4096x2304:rate=5:duration=0.4", args: "-c:v libx264 -preset ultrafast", silent: true, want: taken(4096, 2304), long: true},
		{name: "4k-and-1.mp4", source: "color=size=4098x1000:rate=1:duration=1", args: "-c:v libx264 -preset ultrafast", silent: true, want: refused("video_too_big")},
		{name: "fast.mp4", source: "testsrc2=size=64x48:rate=1000:duration=2", args: "-c:v libx264 -preset ultrafast", silent: true, want: Want{}, long: true},
		{name: "slow.mp4", source: "testsrc2=size=64x48:rate=1/20:duration=60", args: "-c:v libx264", silent: true, want: Want{}, long: true},
		{name: "small.mp4", source: "testsrc2=size=8x8:rate=5:duration=1", args: "-c:v libx264", silent: true, want: refused("damaged")},
		{name: "narrow.mp4", source: "testsrc2=size=400x16:rate=5:duration=1", args: "-c:v libx264", silent: true, want: refused("too_elongated")},
	}
}

// shoot makes one film and returns its bytes.
func (m *maker) shoot(ctx context.Context, r reel) ([]byte, error) {
	source := r.source
	if source == "" {
		source = "testsrc2=size=160x120:rate=10:duration=1"
	}
	args := []string{"-nostdin", "-v", "error", "-y", "-threads", "1", "-f", "lavfi", "-i", source}
	if !r.silent {
		args = append(args, "-f", "lavfi", "-i", "sine=duration=1")
	}
	path := filepath.Join(m.Dir, r.name)
	if strings.Contains(r.args, "libx264") {
		args = append(args, "-pix_fmt", "yuv420p")
	}
	args = append(append(args, strings.Fields(r.args)...), path)
	if out, err := exec.CommandContext(ctx, m.FFmpeg, args...).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%s: %w: %s", r.name, err, out)
	}
	return os.ReadFile(path)
}

// plainFilm is a good film with its index in front.
func (m *maker) plainFilm(ctx context.Context, seconds, rate int) ([]byte, error) {
	source := fmt.Sprintf("testsrc2=size=160x120:rate=%d:duration=%d", rate, seconds)
	return m.shoot(ctx, reel{name: "plain.mp4", source: source, args: "-c:v libx264 -movflags +faststart", silent: true})
}

// doctored are good films with a lie.
func (m *maker) doctored(ctx context.Context) error {
	good, err := m.plainFilm(ctx, 1, 10)
	if err != nil {
		return err
	}
	m.clip("named.jpg", good, taken(160, 120))
	m.add("film-as-photo.jpg", good, refused("file_of_other_medium"))
	for i, file := range m.Canary.Files {
		for kind, entry := range references(file) {
			m.clip(fmt.Sprintf("film-reference-%s-%d.mp4", kind, i), m.withReference(good, entry), refused("damaged"))
		}
		second := slices.Concat(box("url ", words32(1)), box("url ", words32(0), []byte(file+"\x00")))
		m.clip(fmt.Sprintf("film-second-reference-%d.mp4", i), m.withReference(good, second), refused("damaged"))
	}
	stsd := []string{"moov", "trak", "mdia", "minf", "stbl", "stsd", "avc1"}
	m.clip("says-larger.mp4", edit(good, stsd, func(b []byte) []byte {
		b = slices.Clone(b)
		binary.BigEndian.PutUint16(b[24:], 4_000)
		return b
	}), Want{})
	m.clip("turned-askew.mp4", edit(good, []string{"moov", "trak", "tkhd"}, func(b []byte) []byte {
		b = slices.Clone(b)
		copy(b[40:], words32(1<<31, 12345, 1<<30, 1<<32-7, 99999, 1<<29, 1<<31, 1, 0))
		return b
	}), Want{})
	m.clip("html-behind.mp4", append(slices.Clone(good), m.script()...), taken(160, 120))
	m.clip("udta.mp4", edit(good, []string{"moov"}, func(b []byte) []byte {
		return append(slices.Clone(b), box("udta", box("\xa9xyz", []byte("\x00\x10\x15\xc7+31.2000+116.3/")), box("\xa9cmt", []byte("\x00\x20\x15\xc7"+m.Token)))...)
	}), Want{})
	if m.Short {
		return nil
	}
	large, err := m.shoot(ctx, reel{name: "says-smaller.mp4", source: "color=size=4098x2304:rate=1:duration=1", args: "-c:v libx264 -preset ultrafast -movflags +faststart", silent: true})
	if err != nil {
		return err
	}
	m.clip("says-smaller.mp4", edit(large, stsd, func(b []byte) []byte {
		b = slices.Clone(b)
		copy(b[24:], []byte{2, 128, 1, 224})
		return b
	}), refused())
	return m.saysShorter(ctx)
}

// saysShorter is a film of 90 seconds whose index says three.
func (m *maker) saysShorter(ctx context.Context) error {
	long, err := m.plainFilm(ctx, 90, 2)
	if err != nil {
		return err
	}
	for _, path := range [][]string{{"moov", "mvhd"}, {"moov", "trak", "mdia", "mdhd"}} {
		long = edit(long, path, func(b []byte) []byte {
			b = slices.Clone(b)
			binary.BigEndian.PutUint32(b[16:], 3*binary.BigEndian.Uint32(b[12:]))
			return b
		})
	}
	long = edit(long, []string{"moov", "trak", "edts"}, func([]byte) []byte { return nil })
	m.clip("says-shorter.mp4", bytes.Clone(long), refused())
	return nil
}
