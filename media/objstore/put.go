package objstore

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/minio/minio-go/v7"
)

// Put implements media.Bucket. A file of up to one part goes up in one request
// from memory, so that the request can be tried again; a larger one part by
// part. When an error comes back the object may be there all the same, whole:
// the store's answer can get lost. The sweep finds it.
func (b *Bucket) Put(ctx context.Context, key string, r io.Reader, size int64) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("put %q: %w", key, err)
		}
	}()
	if err := b.ready(ctx, key); err != nil {
		return err
	}
	held := min(size, partBytes)
	if err := b.memory.Acquire(ctx, held); err != nil {
		return err
	}
	defer b.memory.Release(held)
	from := &source{ctx: ctx, r: r, left: size}
	var body io.Reader = from
	if size <= partBytes {
		content := bytes.NewBuffer(make([]byte, 0, size+bytes.MinRead))
		if _, err := content.ReadFrom(from); err != nil {
			return err
		}
		body = bytes.NewReader(content.Bytes())
	}
	_, err = b.core.Client.PutObject(ctx, b.Bucket, key, body, size, minio.PutObjectOptions{PartSize: partBytes, NumThreads: 1})
	if from.err != nil {
		return from.err // the sender's failure, not the store's
	}
	if gone(err) { // the answer that the last part is there got lost, and the upload is over
		err = fmt.Errorf("an upload vanished: %v", err)
	}
	return b.told(ctx, err)
}

// source reads exactly as much as was announced. It looks whether more follows
// before it hands out the last bytes, so that a file of the wrong size is never
// complete in the store.
type source struct {
	ctx    context.Context
	r      io.Reader
	left   int64
	looked bool
	err    error // why it failed
}

func (s *source) Read(p []byte) (n int, err error) {
	if s.err == nil {
		s.err = s.ctx.Err()
	}
	if s.err != nil {
		return 0, s.err
	}
	if s.left > 0 {
		n, err = s.r.Read(p[:min(int64(len(p)), s.left)])
		s.left -= int64(n)
	}
	switch {
	case s.left > 0 && err == io.EOF:
		s.err = errors.New("the content has fewer bytes than were announced")
	case s.left > 0:
		s.err = err
	case !s.looked:
		s.looked = true
		s.err = s.atEnd()
	case n == 0:
		return 0, io.EOF
	}
	if s.err != nil {
		return 0, s.err
	}
	return n, nil
}

// atEnd returns an error unless the content ends here.
func (s *source) atEnd() error {
	switch n, err := io.ReadFull(s.r, make([]byte, 1)); {
	case n > 0:
		return errors.New("the content has more bytes than were announced")
	case err != io.EOF:
		return err
	}
	return nil
}
