package objstore_test

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/minio/minio-go/v7"

	"plaudit/media"
	"plaudit/media/mediatest"
	"plaudit/media/objstore"
	"plaudit/media/objstore/objstoretest"
)

func TestBucket(t *testing.T) {
	objstoretest.Options(t) // skips once, not once a case
	mediatest.RunBucket(t, func(t *testing.T) media.Bucket {
		return objstoretest.Open(t, objstoretest.Options(t))
	})
}

// large is a file of several parts.
func large(seed byte) []byte {
	content := make([]byte, 20<<20+12345)
	rand.NewChaCha8([32]byte{seed}).Read(content)
	return content
}

func put(t *testing.T, b media.Bucket, key string, content []byte) {
	t.Helper()
	if err := b.Put(t.Context(), key, onlyReader{bytes.NewReader(content)}, int64(len(content))); err != nil {
		t.Fatal(err)
	}
}

// onlyReader hides what else a reader can do.
type onlyReader struct{ io.Reader }

func open(t *testing.T, b media.Bucket, key string) io.ReadSeekCloser {
	t.Helper()
	r, err := b.Open(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

// TestContent holds the reader of a large object to the file it is of, and
// jumps about in it.
func TestContent(t *testing.T) {
	b := objstoretest.Open(t, objstoretest.Options(t))
	content := large(1)
	put(t, b, "original/a", content)
	r := open(t, b, "original/a")
	if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, content) {
		t.Fatalf("read %d bytes of %d, %v", len(got), len(content), err)
	}
	const piece = 1000
	for _, at := range []int64{0, 100, 256<<10 - 10, 256 << 10, 8<<20 - 500, 8 << 20, int64(len(content)) - piece} {
		got := make([]byte, piece)
		if _, err := r.Seek(at, io.SeekStart); err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(r, got); err != nil || !bytes.Equal(got, content[at:at+piece]) {
			t.Errorf("at %d: %v, or other bytes", at, err)
		}
	}
	if n, err := r.Read(make([]byte, 1)); n != 0 || err != io.EOF {
		t.Errorf("at the end: %d, %v", n, err)
	}
	if _, err := r.Seek(-1, io.SeekStart); err == nil {
		t.Error("a seek before the beginning succeeds")
	}
}

// TestReplacedWhileRead replaces a large object between two reads.
func TestReplacedWhileRead(t *testing.T) {
	b := objstoretest.Open(t, objstoretest.Options(t))
	first, second := large(1), large(2)
	put(t, b, "original/a", first)
	r := open(t, b, "original/a")
	put(t, b, "original/a", second)
	if got, err := io.ReadAll(r); !errors.Is(err, media.ErrNotFound) || !bytes.HasPrefix(first, got) {
		t.Errorf("read %d bytes, %v; want the beginning of the first and ErrNotFound", len(got), err)
	}
}

// TestUnfinishedUploads lets large uploads fail, and a process die in one.
func TestUnfinishedUploads(t *testing.T) {
	o := objstoretest.Options(t)
	b, client := objstoretest.Open(t, o), objstoretest.Client(t, o)
	content, cut := large(1), errors.New("the line was cut")
	size := int64(len(content))
	for name, r := range map[string]io.Reader{
		"too short": bytes.NewReader(content[:size-1]),
		"too long":  io.MultiReader(bytes.NewReader(content), strings.NewReader("x")),
		"cut":       io.MultiReader(bytes.NewReader(content[:size/2]), iotest.ErrReader(cut)),
	} {
		err := b.Put(t.Context(), "original/a", r, size)
		if err == nil || errors.As(err, new(*media.Error)) || name == "cut" && !errors.Is(err, cut) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := b.Stat(t.Context(), "original/a"); !errors.Is(err, media.ErrNotFound) {
		t.Errorf("after failed uploads: %v", err)
	}
	if n, err := b.RemoveLeftovers(t.Context(), time.Now().Add(time.Hour)); n != 0 || err != nil {
		t.Errorf("%d failed uploads were not ended at once, %v", n, err)
	}

	for _, key := range []string{"original/dead", "original/dead", "rendition/x/dead"} {
		id, err := client.NewMultipartUpload(t.Context(), o.Bucket, key, minio.PutObjectOptions{})
		if err != nil {
			t.Fatal(err)
		}
		_, err = client.PutObjectPart(t.Context(), o.Bucket, key, id, 1, strings.NewReader("half"), 4, minio.PutObjectPartOptions{})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		before time.Time
		want   int
	}{{time.Now().Add(-time.Hour), 0}, {time.Now().Add(time.Hour), 3}, {time.Now().Add(time.Hour), 0}} {
		if n, err := b.RemoveLeftovers(t.Context(), c.before); n != c.want || err != nil {
			t.Errorf("removed %d leftovers, %v; want %d", n, err, c.want)
		}
	}
}

// TestStart tries settings that are wrong in one thing each.
func TestStart(t *testing.T) {
	right := objstoretest.Options(t)
	right.Patience = 2 * time.Second
	for name, c := range map[string]struct {
		spoil func(*objstore.Options)
		says  string
	}{
		"access key": {func(o *objstore.Options) { o.AccessKey = "somebody" }, `does not know the access key "somebody"`},
		"secret key": {func(o *objstore.Options) { o.SecretKey = "guessed" }, "the secret key is not the one"},
		"region":     {func(o *objstore.Options) { o.Region = "moon-1" }, "the region is not right"},
		"port":       {func(o *objstore.Options) { o.Endpoint = "127.0.0.1:1" }, "127.0.0.1:1 cannot be reached"},
		"host":       {func(o *objstore.Options) { o.Endpoint = "store.invalid" }, "there is no host of the name"},
		"address":    {func(o *objstore.Options) { o.Endpoint = "http://store/" }, "host:port"},
		"TLS":        {func(o *objstore.Options) { o.Plain = false }, "speaks http, not https; turn TLS off"},
		"name":       {func(o *objstore.Options) { o.Bucket = "No Bucket" }, "cannot be the name of a bucket"},
		"no bucket":  {func(o *objstore.Options) { o.Create = false }, "there is no such bucket"},
	} {
		t.Run(name, func(t *testing.T) {
			o := right
			c.spoil(&o)
			b, err := objstore.Open(t.Context(), o)
			if err == nil {
				b.Close()
			}
			if err == nil && name == "region" {
				t.Skip("this store takes any region, as MinIO does")
			}
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v\nwant: %s", err, c.says)
			}
			if errors.Is(err, objstore.ErrNoBucket) != (name == "no bucket") {
				t.Errorf("ErrNoBucket or not: %v", err)
			}
		})
	}
	objstoretest.Open(t, right)
	right.Create = false
	b := objstoretest.Open(t, right)
	if err := b.Check(t.Context()); err != nil {
		t.Error(err)
	}
}
