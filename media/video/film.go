package video

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"plaudit/media"
	"plaudit/media/sandbox"
)

// The files in a film's own folder.
const (
	originalFile = "original"
	videoFile    = "video720.mp4"
	previewFile  = "preview.mp4"
	framesFile   = "frames" // raw: see rawFrame
)

// What is made.
const (
	shortSide  = 720  // px of the clip
	longSide   = 1280 // px
	mostRate   = 30   // frames per second
	previewFor = 3    // seconds
	frames     = 10   // of which one becomes the poster
)

// Film implements media.Studio.
func (s *Studio) Film(ctx context.Context, original io.Reader, f media.Format, said func(percent int)) (_ *media.Film, err error) {
	if !s.turn.TryAcquire(1) {
		return nil, media.ErrBusy
	}
	defer s.turn.Release(1)
	dir, remove, err := s.ownFolder()
	if err != nil {
		return nil, media.WriteError(err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, remove())
		}
	}()
	if err := write(filepath.Join(dir, originalFile), original); err != nil {
		return nil, media.WriteError(err)
	}
	src, err := s.look(ctx, dir, f)
	if err != nil {
		return nil, err
	}
	film := &media.Film{Clip: src.Clip, Remove: remove}
	width, height := src.fit()
	told := &progress{whole: src.Duration, said: said}
	if err := s.run(ctx, dir, told, s.ffmpeg, s.arguments(src, f)...); err != nil {
		return nil, refusal(err)
	}
	if film.Duration, err = s.measure(dir); err != nil {
		return nil, err
	}
	if film.Poster, err = poster(filepath.Join(dir, framesFile), width, height); err != nil {
		return nil, err
	}
	film.Reels = []media.Reel{
		{Name: media.Video720, Path: filepath.Join(dir, videoFile), Width: width, Height: height},
		{Name: media.Preview, Path: filepath.Join(dir, previewFile), Width: even(width / 2), Height: even(height / 2)},
	}
	return film, nil
}

func write(path string, r io.Reader) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("video: %w", err)
	}
	_, err = io.Copy(file, r)
	if err = errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("video: copy the original: %w", err)
	}
	return nil
}

// fit returns the size of the clip: upright, even, never enlarged.
func (src source) fit() (width, height int) {
	long, short := max(src.Width, src.Height), min(src.Width, src.Height)
	scale := min(1, float64(longSide)/float64(long), float64(shortSide)/float64(short))
	return even(int(float64(src.Width)*scale + 0.5)), even(int(float64(src.Height)*scale + 0.5))
}

func even(n int) int { return max(2, n&^1) }

// arguments are ffmpeg's: it decodes once and writes clip, preview and frames.
// The film is cut a second after the longest that is taken, so that one whose
// container lied can be told.
func (s *Studio) arguments(src source, f media.Format) []string {
	args := []string{"-nostdin", "-hide_banner", "-v", "error", "-y", "-threads", "2"}
	args = append(args, s.guards(f)...)
	longest := strconv.FormatFloat((s.Limits.ClipDuration + 2*slack).Seconds(), 'f', 3, 64)
	args = append(args, "-t", longest, "-i", "file:"+originalFile, "-filter_complex", src.filters(s.tonemap))
	args = append(args, "-map", "[clip]", "-map", "0:a:0?")
	args = append(args, encoding(21)...)
	args = append(args, "-maxrate", "1500k", "-bufsize", src.buffer(), "-c:a", "aac", "-b:a", "128k", "-ac", "2", "-ar", "48000", "-f", "mp4", "file:"+videoFile)
	args = append(args, "-map", "[preview]", "-an", "-t", strconv.Itoa(previewFor))
	args = append(args, encoding(27)...)
	args = append(args, "-maxrate", "600k", "-bufsize", "600k", "-f", "mp4", "file:"+previewFile)
	args = append(args, "-map", "[frames]", "-an", "-map_metadata", "-1", "-frames:v", strconv.Itoa(frames),
		"-c:v", "rawvideo", "-f", "rawvideo", "file:"+framesFile)
	return append(args, "-progress", "pipe:1", "-nostats")
}

// buffer is how far the clip may run ahead of its rate: less for a short one,
// which would end before it had made up for it.
func (src source) buffer() string {
	return fmt.Sprintf("%.0fk", min(1000, max(150, 400*src.Duration.Seconds())))
}

// encoding are the options of an H.264 file without any metadata.
func encoding(quality int) []string {
	return []string{
		"-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact",
		"-c:v", "libx264", "-preset", "veryfast", "-profile:v", "high", "-pix_fmt", "yuv420p", "-crf", strconv.Itoa(quality), "-movflags", "+faststart",
	}
}

// filters is the graph: ffmpeg turns the picture upright by itself. The frames
// are in the colours of a JPEG file.
func (src source) filters(tonemap bool) string {
	width, height := src.fit()
	var main []string
	if src.rate == 0 || src.rate > mostRate*1.05 {
		main = append(main, fmt.Sprintf("fps=%d", mostRate))
	}
	main = append(main, fmt.Sprintf("scale=%d:%d:flags=bicubic", width, height), "setsar=1")
	main = append(main, standardRange(src.transfer, tonemap)...)
	main = append(main, "format=yuv420p", "split=3[clip][a][b]")
	often := 1.0 // frames to choose from per second
	if src.Duration > 0 {
		often = min(mostRate, frames/src.Duration.Seconds())
	}
	return fmt.Sprintf("[0:v:0]%s;[a]trim=duration=%d,fps=15,scale=%d:%d[preview];[b]fps=%.4f,scale=out_color_matrix=bt601:out_range=full,format=yuv420p[frames]",
		strings.Join(main, ","), previewFor, even(width/2), even(height/2), often)
}

// measure reads how long the clip has become, and refuses one that is too long
// after all.
func (s *Studio) measure(dir string) (time.Duration, error) {
	file, err := os.Open(filepath.Join(dir, videoFile))
	if err != nil {
		return 0, fmt.Errorf("video: %w", err)
	}
	defer file.Close()
	made, err := readISO(file)
	switch {
	case err != nil:
		return 0, fmt.Errorf("video: a clip of our own: %w", err)
	case made.duration <= 0:
		return 0, media.Refuse(media.Damaged, errors.New("nothing of it could be decoded"))
	case made.duration >= s.Limits.ClipDuration+slack+slack/2:
		return 0, media.Refuse(media.VideoTooLong, nil, "LimitSeconds", int(s.Limits.ClipDuration.Seconds()))
	}
	return made.duration, nil
}

// refusal says what a child's end means: a full disk may pass, a film that
// needs more than the limits cannot be made, the rest is damage. What is not
// the film's fault stays an error.
func refusal(err error) error {
	child, ok := errors.AsType[*sandbox.Error](err)
	switch {
	case !ok || child.Unsafe():
		return err
	case child.Full():
		return media.Refuse(media.DiskFull, err)
	case child.Killed():
		return media.Refuse(media.CannotProcess, err)
	}
	return media.Refuse(media.Damaged, err)
}

// progress reads what -progress prints.
type progress struct {
	whole time.Duration
	said  func(percent int)
	line  []byte
}

func (p *progress) Write(b []byte) (int, error) {
	p.line = append(p.line, b...)
	for {
		line, rest, ok := bytes.Cut(p.line, []byte("\n"))
		if !ok {
			p.line = p.line[:min(len(p.line), 1<<10)]
			return len(b), nil
		}
		p.line = rest
		value, found := strings.CutPrefix(string(line), "out_time_us=")
		us, err := strconv.ParseInt(strings.TrimSpace(value), 10, 64)
		if !found || err != nil || p.whole <= 0 || p.said == nil {
			continue
		}
		p.said(int(min(99, max(0, 100*time.Duration(us)*time.Microsecond/p.whole))))
	}
}
