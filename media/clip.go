package media

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// Studio is the port to what knows videos: media/video, where ffmpeg is.
type Studio interface {
	// Probe reads the container's index, and nothing else, and refuses what is
	// not taken or beyond the limits. It leaves r anywhere.
	Probe(r io.ReadSeeker, f Format) (Clip, error)
	// Film makes the public files of an original. It makes one at a time:
	// ErrBusy says that another is being made. said hears how far it is, in
	// percent. A refusal is final. The caller closes the film.
	Film(ctx context.Context, original io.Reader, f Format, said func(percent int)) (*Film, error)
}

// ErrBusy says that a Studio makes another film now.
var ErrBusy = errors.New("media: another video is being made")

// busyWait is when to ask a busy Studio again.
const busyWait = 3 * time.Second

// Clip is what a video's container says.
type Clip struct {
	Width, Height int           // px, upright
	Duration      time.Duration // 0 where it does not say
}

// Film is what was made of a video.
type Film struct {
	Clip
	Reels  []Reel
	Poster []byte // a JPEG, from which the picture renditions are made
	Remove func() error
}

// Reel is one public file of a film.
type Reel struct {
	Name          string // Video720 or Preview
	Path          string
	Width, Height int // px
}

// The renditions of a clip beside those of its poster: H.264 and AAC in MP4
// with its index in front, at most 2 Mbit/s; and its first seconds, small and
// silent.
const (
	Video720 = "video720"
	Preview  = "preview"
)

// Progress returns how far a clip is, in percent, while this worker makes it.
func (w *Worker) Progress(id AssetID) (percent int, ok bool) {
	p, ok := w.filmed.Load(id)
	percent, _ = p.(int)
	return percent, ok
}

// film is develop for a video.
func (w *Worker) film(ctx, leased context.Context, a Asset) (_ Asset, err error) {
	if w.Studio == nil {
		return Asset{}, errors.New("video is off: ffmpeg is missing, or cannot be locked in")
	}
	original, err := w.Bucket.Open(leased, OriginalKey(a.ID))
	if err != nil {
		return Asset{}, fmt.Errorf("open the original: %w", err)
	}
	defer original.Close()
	defer w.filmed.Delete(a.ID)
	film, err := w.Studio.Film(leased, original, a.Format, func(percent int) { w.filmed.Store(a.ID, percent) })
	if err != nil {
		return Asset{}, err
	}
	defer func() { err = errors.Join(err, film.Remove()) }()
	ready := a
	ready.Renditions = nil
	ready.Width, ready.Height, ready.Duration, ready.Orientation = film.Width, film.Height, film.Duration, 1
	poster := bytes.NewReader(film.Poster)
	h, err := probe(poster, JPEG, w.Limits)
	if err != nil {
		return Asset{}, fmt.Errorf("the poster: %v", err) //nolint:errorlint // our own picture: no refusal of the entrant's
	}
	ready.Colour, err = w.decodeAndRender(ctx, poster, int64(len(film.Poster)), h, w.keep(leased, &ready))
	for _, reel := range film.Reels {
		if err == nil {
			err = w.keepReel(leased, &ready, reel)
		}
	}
	return ready, err
}

// keepReel stores one file of a film.
func (w *Worker) keepReel(ctx context.Context, a *Asset, reel Reel) error {
	file, err := os.Open(reel.Path)
	if err != nil {
		return fmt.Errorf("open the film: %w", err)
	}
	defer file.Close()
	hash := sha256.New()
	size, err := io.Copy(hash, file)
	if err != nil {
		return fmt.Errorf("read the film: %w", err)
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("rewind the film: %w", err)
	}
	r := Rendition{
		Name: reel.Name, Type: MP4.Type(), Width: reel.Width, Height: reel.Height, Size: size,
		Hash: hex.EncodeToString(hash.Sum(nil)[:8]),
	}
	r.Key = RenditionPrefix(a.ID) + r.Name + "-" + r.Hash + ".mp4"
	a.Renditions = append(a.Renditions, r)
	return w.Bucket.Put(ctx, r.Key, file, size)
}

// keep returns what stores renditions and adds them to an asset.
func (w *Worker) keep(ctx context.Context, a *Asset) func(made) error {
	return func(m made) error {
		row, ending := m.Name, ".jpg"
		if m.Type == WebP.Type() {
			row, ending = strings.TrimSuffix(row, WebPSuffix), ".webp"
		}
		m.Key = RenditionPrefix(a.ID) + row + "-" + m.Hash + ending
		if m.Name == likenessRow {
			a.Likeness = look(bytes.NewReader(m.data), m.Size)
		}
		a.Renditions = append(a.Renditions, m.Rendition)
		return w.Bucket.Put(ctx, m.Key, bytes.NewReader(m.data), m.Size)
	}
}
