// Package video makes short clips safe to show: it is media.Studio with
// ffmpeg behind it.
//
// A video meets three readers. Probe is our own and runs at the door: it reads
// the container's index (iso.go, ebml.go) and lets through only what is on our
// list. ffprobe looks at the whole file, and ffmpeg makes everything anew,
// without metadata: one H.264/AAC clip, a silent preview, and some frames, of
// which the best becomes the poster.
//
// Both programs of ffmpeg run in a sandbox only (media/sandbox): the
// server's own binary starts again, gives up network, files,
// processes and most of its resources, and becomes ffmpeg in an empty folder.
// The demuxer is named, not guessed; protocols, containers and decoders are on
// white lists. Open proves that the sandbox holds, or there is no video.
package video

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sync/semaphore"

	"plaudit/media"
	"plaudit/media/sandbox"
)

// Config is where things are.
type Config struct {
	FFmpeg  string // the program, a name or a path; ffprobe lies beside it
	WorkDir string // for one folder per video; made when needed, emptied by Open
	Limits  media.Limits
	Longest time.Duration // of one child; 15 minutes where it is 0
}

// Studio makes films. Its methods may be called at the same time.
type Studio struct {
	Config
	self    string // our own program, the sandbox
	ffmpeg  string
	ffprobe string
	tonemap bool                // ffmpeg has the filters zscale and tonemap
	turn    *semaphore.Weighted // one film at a time
}

// ErrOff says why videos cannot be taken. Its sentence is for whoever runs the
// server.
type ErrOff struct{ Err error }

func (e ErrOff) Error() string { return "video is off: " + e.Err.Error() }

// Unwrap returns the cause.
func (e ErrOff) Unwrap() error { return e.Err }

// Open looks for ffmpeg and tries the sandbox; every error is an ErrOff.
func Open(ctx context.Context, c Config) (*Studio, error) {
	s := &Studio{Config: c, turn: semaphore.NewWeighted(1)}
	if err := s.open(ctx); err != nil {
		return nil, ErrOff{err}
	}
	return s, nil
}

func (s *Studio) open(ctx context.Context) (err error) {
	if s.ffmpeg, err = find(s.FFmpeg); err != nil {
		return fmt.Errorf("ffmpeg is not installed (Debian: apt install ffmpeg; or set PLAUDIT_FFMPEG): %w", err)
	}
	if s.ffprobe, err = find(filepath.Join(filepath.Dir(s.ffmpeg), "ffprobe")); err != nil {
		return fmt.Errorf("ffprobe is not beside ffmpeg: %w", err)
	}
	if s.self, err = sandbox.Self(); err != nil {
		return err
	}
	if s.WorkDir, err = filepath.Abs(s.WorkDir); err != nil {
		return fmt.Errorf("find the folder for videos: %w", err)
	}
	if err := os.RemoveAll(s.WorkDir); err != nil { // what a crash left
		return fmt.Errorf("empty the folder for videos: %w", err)
	}
	dir, remove, err := s.ownFolder()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, remove()) }()
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	if err := s.run(ctx, dir, io.Discard, sandbox.Check); err != nil {
		return fmt.Errorf("ffmpeg cannot be locked in here: %w", err)
	}
	encoders, err := s.output(ctx, dir, s.ffmpeg, "-v", "error", "-encoders")
	if err != nil {
		return fmt.Errorf("ffmpeg does not run in the sandbox: %w", err)
	}
	for _, name := range []string{"libx264", "aac", "rawvideo"} {
		if !strings.Contains(string(encoders), " "+name+" ") {
			return fmt.Errorf("this ffmpeg has no encoder %s", name)
		}
	}
	filters, err := s.output(ctx, dir, s.ffmpeg, "-v", "error", "-filters")
	if err != nil {
		return fmt.Errorf("ffmpeg does not list its filters: %w", err)
	}
	s.tonemap = strings.Contains(string(filters), " zscale ") && strings.Contains(string(filters), " tonemap ")
	return nil
}

// find returns the absolute path of a program.
func find(name string) (string, error) {
	path, err := exec.LookPath(name)
	if err != nil {
		return "", err
	}
	if path, err = filepath.Abs(path); err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(path)
}

// Probe implements media.Studio.
func (s *Studio) Probe(r io.ReadSeeker, f media.Format) (media.Clip, error) {
	return Probe(r, f, s.Limits)
}

// Probe reads a container's index in Go and holds it to the limits. Refusals:
// damaged, no_picture, codec_not_taken, video_too_big, video_too_long.
func Probe(r io.ReadSeeker, f media.Format, limits media.Limits) (media.Clip, error) {
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return media.Clip{}, fmt.Errorf("video: rewind: %w", err)
	}
	read := readISO
	if f == media.WebM {
		read = readWebM
	}
	c, err := read(r)
	if errors.Is(err, errDamaged) || errors.Is(err, io.ErrUnexpectedEOF) {
		return media.Clip{}, media.Refuse(media.Damaged, err)
	}
	if err != nil {
		return media.Clip{}, err
	}
	return c.check(limits)
}

// slack is what a clip may be longer than the limit: recorders round up.
const slack = time.Second / 2

// check holds a container to the list of what is taken.
func (c container) check(l media.Limits) (clip media.Clip, err error) {
	seen := map[string]bool{}
	for _, t := range c.tracks {
		if t.kind == "" || seen[t.kind] { // subtitles, timed data, a second sound
			continue
		}
		seen[t.kind] = true
		if t.outside {
			return clip, media.Refuse(media.Damaged, errors.New("its data are in another file"))
		}
		if !taken(t.kind, t.codec) {
			return clip, media.Refuse(media.CodecNotTaken, nil, "Codec", printable(t.codec))
		}
		if t.kind == "video" {
			clip.Width, clip.Height = t.upright()
		}
	}
	clip.Duration = c.duration
	if !seen["video"] {
		return clip, media.Refuse(media.NoPicture, nil)
	}
	return clip, checkSize(clip, l)
}

// checkSize holds a clip to the limits.
func checkSize(c media.Clip, l media.Limits) error {
	switch {
	case min(c.Width, c.Height) < 16:
		return media.Refuse(media.Damaged, fmt.Errorf("%d × %d pixels", c.Width, c.Height))
	case max(c.Width, c.Height) > l.ClipSide, c.Width*c.Height > l.ClipPixels:
		return media.Refuse(media.VideoTooBig, nil, "Width", c.Width, "Height", c.Height)
	case max(c.Width, c.Height) > l.Aspect*min(c.Width, c.Height):
		return media.Refuse(media.TooElongated, nil, "Width", c.Width, "Height", c.Height, "LimitAspect", l.Aspect)
	case c.Duration > l.ClipDuration+slack:
		return media.Refuse(media.VideoTooLong, nil, "LimitSeconds", int(l.ClipDuration.Seconds()))
	}
	return nil
}

// taken is the list of codecs.
func taken(kind, codec string) bool {
	switch codec {
	case "h264", "hevc", "vp8", "vp9", "av1":
		return kind == "video"
	case "aac", "opus", "mp3", "vorbis":
		return kind == "audio"
	}
	return false
}

// upright returns the size that a viewer sees.
func (t track) upright() (width, height int) {
	width, height = t.width, t.height
	if a := t.pixelAspect; a[0] > 0 && a[1] > 0 && a[0] < 1<<16 && a[1] < 1<<16 {
		width = (width*a[0] + a[1]/2) / a[1]
	}
	if t.turn == 90 || t.turn == 270 {
		return height, width
	}
	return width, height
}

// printable keeps a codec's name fit for a sentence.
func printable(name string) string {
	name = strings.TrimSpace(strings.Map(func(r rune) rune {
		if r <= ' ' || r > '~' || strings.ContainsRune(`<>&"'{}`, r) {
			return -1
		}
		return r
	}, name))
	if name == "" {
		return "?"
	}
	return name
}
