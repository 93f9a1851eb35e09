package main

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// makeClip makes an MP4 of so many bytes in dir: a second of film, and a box of
// noise after it, which every player passes over. The film is short because how
// long clips take to make is measured elsewhere (bench/video).
func makeClip(ctx context.Context, dir string, size int) (path string, err error) {
	path = filepath.Join(dir, "clip.mp4")
	out, err := exec.CommandContext(ctx, "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=640x360:r=25:d=1", "-pix_fmt", "yuv420p", "-movflags", "+faststart", path).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("make a clip with ffmpeg: %w: %s", err, out)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return "", err
	}
	rest := size - int(info.Size())
	if rest < 8 {
		return "", fmt.Errorf("a clip has at least %d bytes", info.Size()+8)
	}
	if _, err := f.Write(append(binary.BigEndian.AppendUint32(nil, uint32(rest)), "free"...)); err != nil {
		return "", err
	}
	_, err = io.CopyN(f, rand.Reader, int64(rest-8))
	return path, err
}

// upload sends a file through the resumable upload at so many bytes a second,
// breaks off in the middle, goes on, and returns the upload's id.
func (c *contest) upload(ctx context.Context, path string, perSecond float64) (id string, err error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return "", err
	}
	size := info.Size()
	begun, err := c.tus(ctx, http.MethodPost, c.Base+"/contests/"+slug+"/uploads", nil, "Upload-Length", strconv.FormatInt(size, 10))
	if err != nil {
		return "", err
	}
	location, err := begun.Request.URL.Parse(begun.Header.Get("Location"))
	if err != nil {
		return "", err
	}
	at := location.String()
	cut := &throttled{r: io.MultiReader(io.NewSectionReader(f, 0, size/2), broken{}), perSecond: perSecond, began: time.Now()}
	if _, err := c.tus(ctx, http.MethodPatch, at, cut, "Upload-Offset", "0"); !errors.Is(err, errCut) {
		return "", fmt.Errorf("the connection that was cut: %w", err)
	}
	offset, err := c.goOn(ctx, at, f, size, perSecond)
	if err != nil {
		return "", err
	}
	if offset < size/2-4<<20 {
		return "", fmt.Errorf("%d bytes were sent and only %d are there", size/2, offset)
	}
	return at[strings.LastIndexByte(at, '/')+1:], nil
}

// goOn sends the rest of an upload and returns from where. It asks again when
// the request before was still at work.
func (c *contest) goOn(ctx context.Context, at string, f io.ReaderAt, size int64, perSecond float64) (offset int64, err error) {
	for range 5 {
		told, err := c.tus(ctx, http.MethodHead, at, nil)
		if err != nil {
			return 0, err
		}
		if offset, err = strconv.ParseInt(told.Header.Get("Upload-Offset"), 10, 64); err != nil {
			return 0, err
		}
		rest := &throttled{r: io.NewSectionReader(f, offset, size-offset), perSecond: perSecond, began: time.Now()}
		_, err = c.tus(ctx, http.MethodPatch, at, rest, "Upload-Offset", strconv.FormatInt(offset, 10))
		if !errors.Is(err, errConflict) {
			return offset, err
		}
	}
	return 0, errConflict
}

// tus is one request of the protocol.
func (c *contest) tus(ctx context.Context, method, address string, body io.Reader, header ...string) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, method, address, body)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Tus-Resumable", "1.0.0")
	if body != nil {
		r.Header.Set("Content-Type", "application/offset+octet-stream")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	if res.StatusCode == http.StatusConflict {
		return nil, errConflict
	}
	if text, err := io.ReadAll(res.Body); err != nil || res.StatusCode >= 300 {
		return nil, fmt.Errorf("%s %s answers %d: %s, %w", method, address, res.StatusCode, text, err)
	}
	return res, nil
}

// throttled gives bytes no faster than a slow line takes them.
type throttled struct {
	r         io.Reader
	perSecond float64
	began     time.Time
	given     int
}

// Read implements io.Reader.
func (t *throttled) Read(p []byte) (int, error) {
	time.Sleep(time.Until(t.began.Add(time.Duration(float64(t.given) / t.perSecond * 1e9))))
	n, err := t.r.Read(p[:min(len(p), 16<<10)])
	t.given += n
	return n, err
}

var (
	errCut      = errors.New("cut")
	errConflict = errors.New("the offset is another")
)

// broken is where a line breaks.
type broken struct{}

// Read implements io.Reader.
func (broken) Read([]byte) (int, error) { return 0, errCut }
