package objstore

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/minio/minio-go/v7"
)

// Open implements media.Bucket. A whole object of up to 256 KiB is in memory
// when it returns, so nothing that happens to it later matters. Of a larger
// one, reading past that goes to the store again; it fails with
// media.ErrNotFound when the object was deleted or replaced meanwhile.
func (b *Bucket) Open(ctx context.Context, key string) (io.ReadSeekCloser, error) {
	if err := b.ready(ctx, key); err != nil {
		return nil, fmt.Errorf("open an object: %w", err)
	}
	c := &content{b: b, ctx: ctx, key: key}
	if err := c.fetchHead(); err != nil {
		return nil, fmt.Errorf("open %q: %w", key, err)
	}
	return c, nil
}

// content reads one object. It is not for several goroutines.
type content struct {
	b    *Bucket
	ctx  context.Context // of Open: reading ends with it
	key  string
	etag string
	size int64
	head []byte // its beginning, always at hand
	at   int64  // where the next Read begins

	body   io.ReadCloser // of a request under way; nil for none
	bodyAt int64         // where the body is
	cancel context.CancelFunc
	closed bool
}

// fetchHead learns the object's size and fetches its beginning.
func (c *content) fetchHead() error {
	var err error
	for range tries(c.ctx) {
		if err = c.tryHead(); !errors.Is(err, errCut) && !garbled(err) {
			break
		}
	}
	return c.b.told(c.ctx, err)
}

// errCut says that an answer began and broke off, which is worth another try.
var errCut = errors.New("the object store's answer was cut")

// garbled reports whether the store could not make out the request: the
// connection had bytes left over from the answer before, which versitygw 1.8
// does now and then after an empty object. It closes such a connection, so
// another try goes by a fresh one.
func garbled(err error) bool {
	answer := minio.ToErrorResponse(err)
	return answer.StatusCode == http.StatusBadRequest && strings.Contains(answer.Message, "parsing the HTTP request")
}

func (c *content) tryHead() error {
	ctx, cancel := c.b.quick(c.ctx)
	defer cancel()
	var options minio.GetObjectOptions
	if err := options.SetRange(0, headBytes-1); err != nil {
		return err
	}
	body, info, header, err := c.b.core.GetObject(ctx, c.b.Bucket, c.key, options)
	if minio.ToErrorResponse(err).Code == minio.InvalidRange { // nothing to take a range of
		info, err = c.b.core.StatObject(ctx, c.b.Bucket, c.key, minio.StatObjectOptions{})
		c.etag, c.size = info.ETag, info.Size
		return err
	}
	if err != nil {
		return err
	}
	defer body.Close()
	c.etag, c.size = info.ETag, wholeSize(header, info.Size)
	c.head = make([]byte, min(c.size, headBytes))
	if _, err := io.ReadFull(body, c.head); err != nil {
		return fmt.Errorf("%w: %w", errCut, err)
	}
	return nil
}

// wholeSize returns the size of the object that an answer is a part of: what
// follows the slash of "Content-Range: bytes 0-99/1234".
func wholeSize(h http.Header, sent int64) int64 {
	_, total, _ := strings.Cut(h.Get("Content-Range"), "/")
	if size, err := strconv.ParseInt(total, 10, 64); err == nil {
		return size
	}
	return sent
}

// Read implements io.Reader.
func (c *content) Read(p []byte) (n int, err error) {
	switch {
	case c.closed:
		return 0, fs.ErrClosed
	case len(p) == 0:
		return 0, nil
	case c.at >= c.size:
		return 0, io.EOF
	case c.at < int64(len(c.head)):
		n = copy(p, c.head[c.at:])
		c.at += int64(n)
		return n, nil
	}
	for range tries(c.ctx) {
		if n, err = c.readBody(p); n > 0 {
			return n, nil
		}
		if !errors.Is(err, errCut) {
			break
		}
	}
	return 0, fmt.Errorf("read %q: %w", c.key, c.b.told(c.ctx, err))
}

// readBody reads from the request under way, or begins one where there is none
// at this place. It returns bytes or an error, never both.
func (c *content) readBody(p []byte) (int, error) {
	if c.body == nil || c.bodyAt != c.at {
		if err := c.request(); err != nil {
			return 0, err
		}
	}
	n, err := c.body.Read(p)
	c.at += int64(n)
	c.bodyAt = c.at
	if n > 0 {
		return n, nil
	}
	c.drop()
	return 0, fmt.Errorf("%w: %w", errCut, err)
}

// request asks for everything from here on, of the same object as before.
func (c *content) request() error {
	c.drop()
	var options minio.GetObjectOptions
	if err := errors.Join(options.SetRange(c.at, c.size-1), options.SetMatchETag(c.etag)); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(c.ctx)
	body, _, header, err := c.b.core.GetObject(ctx, c.b.Bucket, c.key, options)
	if err != nil {
		cancel()
		return err
	}
	c.body, c.bodyAt, c.cancel = body, c.at, cancel
	if begins := fmt.Sprintf("bytes %d-", c.at); !strings.HasPrefix(header.Get("Content-Range"), begins) {
		c.drop()
		return errors.New("the object store does not give ranges")
	}
	return nil
}

// drop ends the request under way.
func (c *content) drop() {
	if c.body != nil {
		c.cancel()
		_ = c.body.Close()
		c.body = nil
	}
}

// Seek implements io.Seeker. It costs nothing; the next Read does.
func (c *content) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekStart:
	case io.SeekCurrent:
		offset += c.at
	case io.SeekEnd:
		offset += c.size
	default:
		return 0, fmt.Errorf("seek in %q: there is no whence %d", c.key, whence)
	}
	if offset < 0 {
		return 0, fmt.Errorf("seek in %q: %d is before the beginning", c.key, offset)
	}
	c.at = offset
	return offset, nil
}

// Close implements io.Closer.
func (c *content) Close() error {
	c.drop()
	c.closed = true
	return nil
}

// tries walks the attempts at something, with a longer pause before each.
func tries(ctx context.Context) iter.Seq[int] {
	return func(yield func(int) bool) {
		pauses := backoff.ExponentialBackOff{
			InitialInterval: 100 * time.Millisecond, Multiplier: 2, RandomizationFactor: 0.5, MaxInterval: time.Second,
		}
		pauses.Reset()
		for i := range attempts {
			if i > 0 && !pause(ctx, pauses.NextBackOff()) || !yield(i) {
				return
			}
		}
	}
}

// pause reports whether it could wait so long.
func pause(ctx context.Context, wait time.Duration) bool {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
