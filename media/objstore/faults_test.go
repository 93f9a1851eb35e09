package objstore_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"plaudit/media"
	"plaudit/media/mediatest"
	"plaudit/media/objstore"
	"plaudit/media/objstore/objstoretest"
)

// patience is short for a test, and long enough for a busy machine.
const patience = 2 * time.Second

// away reports whether err is the refusal for a store that fails.
func away(err error) bool { return errors.Is(err, &media.Error{Code: media.StorageUnavailable}) }

func TestBucketOnASlowLine(t *testing.T) {
	objstoretest.Options(t)
	mediatest.RunBucket(t, func(t *testing.T) media.Bucket {
		o, line := objstoretest.Through(t, objstoretest.Options(t))
		b := objstoretest.Open(t, o)
		t.Cleanup(line.Disturb(`{"name": "fault", "type": "latency", "attributes": {"latency": 10, "jitter": 5}}`))
		return b
	})
}

// TestFaults breaks the line to the store in every way, before and in the
// middle of transfers.
func TestFaults(t *testing.T) {
	for name, fault := range objstoretest.Faults() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := objstoretest.Options(t)
			client := objstoretest.Client(t, o)
			o, line := objstoretest.Through(t, o)
			o.Patience = patience
			var log bytes.Buffer
			o.Log = slog.New(slog.NewTextHandler(&log, nil))
			b := objstoretest.Open(t, o)
			content := large(1)
			put(t, b, "original/before", content)

			others := make(map[string]*objstore.Bucket) // each finds out by itself
			for what := range uses() {
				others[what] = objstoretest.Open(t, o)
			}
			repair := line.Disturb(fault)
			var all sync.WaitGroup
			for what, use := range uses() {
				if fault == objstoretest.CutUp && what != "put" {
					continue // small requests get through
				}
				all.Go(func() {
					if err := use(t.Context(), others[what]); !away(err) {
						t.Errorf("%s: %v", what, err)
					}
				})
			}
			all.Wait()
			repair()

			repair = func() {}
			err := b.Put(t.Context(), "original/cut", &midway{content: content, at: 10 << 20, do: func() { repair = line.Disturb(fault) }}, int64(len(content)))
			if !away(err) {
				t.Errorf("an upload that is cut midway: %v", err)
			}
			repair()

			if err := b.Check(t.Context()); err != nil {
				t.Fatal(err)
			}
			if _, err := b.Stat(t.Context(), "original/cut"); !errors.Is(err, media.ErrNotFound) {
				t.Errorf("half an object: %v", err)
			}
			if _, err := b.RemoveLeftovers(t.Context(), time.Now().Add(time.Hour)); err != nil {
				t.Error(err)
			}
			if left, err := client.ListMultipartUploads(t.Context(), o.Bucket, "", "", "", "", 10); err != nil || len(left.Uploads) > 0 {
				t.Errorf("%d unfinished uploads after the sweep, %v", len(left.Uploads), err)
			}
			put(t, b, "original/after", content)
			if got, err := io.ReadAll(open(t, b, "original/after")); err != nil || !bytes.Equal(got, content) {
				t.Errorf("afterwards %d bytes, %v", len(got), err)
			}
			if text := log.String(); !strings.Contains(text, "the object store fails") || !strings.Contains(text, "the object store is back") {
				t.Errorf("the log does not tell:\n%s", text)
			}
		})
	}
}

// uses lists what can be done with a bucket.
func uses() map[string]func(context.Context, *objstore.Bucket) error {
	return map[string]func(context.Context, *objstore.Bucket) error{
		"put": func(ctx context.Context, b *objstore.Bucket) error {
			return b.Put(ctx, "original/during", bytes.NewReader(make([]byte, 50_000)), 50_000)
		},
		"stat": func(ctx context.Context, b *objstore.Bucket) error {
			_, err := b.Stat(ctx, "original/before")
			return err
		},
		"open": func(ctx context.Context, b *objstore.Bucket) error {
			_, err := b.Open(ctx, "original/before")
			return err
		},
		"delete": func(ctx context.Context, b *objstore.Bucket) error { return b.Delete(ctx, "original/during") },
		"check":  func(ctx context.Context, b *objstore.Bucket) error { return b.Check(ctx) },
		"leftovers": func(ctx context.Context, b *objstore.Bucket) error {
			_, err := b.RemoveLeftovers(ctx, time.Now())
			return err
		},
		"list": func(ctx context.Context, b *objstore.Bucket) error {
			for _, err := range b.List(ctx, "") {
				return err
			}
			return nil
		},
	}
}

// midway is content that does something when it has been read so far.
type midway struct {
	content []byte
	read    int
	at      int
	do      func()
}

func (m *midway) Read(p []byte) (int, error) {
	if m.read >= m.at && m.do != nil {
		m.do()
		m.do = nil
	}
	n := copy(p, m.content[m.read:])
	m.read += n
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

// TestReadingGoesOn cuts the line while an object is being read, and repairs it.
func TestReadingGoesOn(t *testing.T) {
	o, line := objstoretest.Through(t, objstoretest.Options(t))
	o.Patience = patience
	b := objstoretest.Open(t, o)
	content := large(1)
	put(t, b, "original/a", content)
	r := open(t, b, "original/a")
	var got bytes.Buffer
	for i := range 3 {
		if _, err := io.CopyN(&got, r, 5<<20); err != nil {
			t.Fatalf("part %d: %v", i, err)
		}
		line.Disturb(objstoretest.Down)()
	}
	if _, err := io.Copy(&got, r); err != nil || !bytes.Equal(got.Bytes(), content) {
		t.Errorf("read %d bytes of %d, %v", got.Len(), len(content), err)
	}

	if _, err := r.Seek(1<<20, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	repair := line.Disturb(objstoretest.Silent)
	if _, err := io.ReadAll(r); !away(err) {
		t.Errorf("while the line is silent: %v", err)
	}
	repair()
	if rest, err := io.ReadAll(r); err != nil || !bytes.Equal(rest, content[1<<20:]) {
		t.Errorf("afterwards %d bytes, %v", len(rest), err)
	}
}

// TestCancelled gives up while the store is silent.
func TestCancelled(t *testing.T) {
	o, line := objstoretest.Through(t, objstoretest.Options(t))
	o.Patience = time.Minute
	b := objstoretest.Open(t, o)
	t.Cleanup(line.Disturb(objstoretest.Silent))
	for what, use := range uses() {
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		if err := use(ctx, b); !errors.Is(err, context.DeadlineExceeded) || away(err) {
			t.Errorf("%s: %v", what, err)
		}
		cancel()
	}
}

// TestNobodyWaits holds the bucket to failing at once after it has failed, and
// to noticing that the store is back.
func TestNobodyWaits(t *testing.T) {
	o, line := objstoretest.Through(t, objstoretest.Options(t))
	o.Patience = patience
	b := objstoretest.Open(t, o)
	put(t, b, "original/a", []byte("x"))
	repair := line.Disturb(objstoretest.Silent)
	if _, err := b.Stat(t.Context(), "original/a"); !away(err) {
		t.Fatal(err)
	}
	began, slow := time.Now(), 0
	for range 1000 {
		one := time.Now()
		if _, err := b.Open(t.Context(), "original/a"); !away(err) {
			t.Fatal(err)
		}
		if time.Since(one) > o.Patience/2 {
			slow++
		}
	}
	if slow > 1 {
		t.Errorf("%d of 1000 waited, %v in all", slow, time.Since(began))
	}
	repair()
	if err := b.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Stat(t.Context(), "original/a"); err != nil {
		t.Errorf("the store is back: %v", err)
	}
}
