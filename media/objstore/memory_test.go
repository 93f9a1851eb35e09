package objstore_test

import (
	"bytes"
	"errors"
	"io"
	"sync"
	"testing"

	"plaudit/media/objstore/objstoretest"
)

// TestMemory lets many large files go up at once and counts how many are being
// read: each of them holds a part of 8 MiB, and 64 MiB are there for all.
func TestMemory(t *testing.T) {
	const puts, room = 20, 8
	b := objstoretest.Open(t, objstoretest.Options(t))
	crowd := &crowd{full: make(chan struct{}), room: room}
	var all sync.WaitGroup
	for range puts {
		all.Go(func() {
			if err := b.Put(t.Context(), "original/a", &visitor{crowd: crowd}, 9<<20); !errors.Is(err, errLeft) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if crowd.most != room {
		t.Errorf("%d files were read at once, want %d", crowd.most, room)
	}
}

var errLeft = errors.New("left")

// crowd counts readers. The first wait until so many are there.
type crowd struct {
	mu         sync.Mutex
	now, most  int
	room, came int
	full       chan struct{}
}

// visitor is content that cannot be read to its end.
type visitor struct{ *crowd }

func (v *visitor) Read([]byte) (int, error) {
	v.enter()
	<-v.full
	v.mu.Lock()
	defer v.mu.Unlock()
	v.now--
	return 0, errLeft
}

func (v *visitor) enter() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.now++
	v.most = max(v.most, v.now)
	if v.came++; v.came == v.room {
		close(v.full)
	}
}

// BenchmarkPut puts a photograph; BenchmarkOpen fetches a rendition, as for
// every picture that is shown.
func BenchmarkPut(b *testing.B) {
	bucket := objstoretest.Open(b, objstoretest.Options(b))
	photo := large(1)[:5<<20]
	b.SetBytes(int64(len(photo)))
	b.ReportAllocs()
	for b.Loop() {
		if err := bucket.Put(b.Context(), "original/a", bytes.NewReader(photo), int64(len(photo))); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	bucket := objstoretest.Open(b, objstoretest.Options(b))
	rendition := large(1)[:60_000]
	if err := bucket.Put(b.Context(), "rendition/a", bytes.NewReader(rendition), int64(len(rendition))); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		r, err := bucket.Open(b.Context(), "rendition/a")
		if err != nil {
			b.Fatal(err)
		}
		if n, err := io.Copy(io.Discard, r); n != int64(len(rendition)) || err != nil {
			b.Fatal(n, err)
		}
		r.Close()
	}
}
