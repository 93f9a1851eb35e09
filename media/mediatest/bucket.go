package mediatest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"plaudit/media"
)

// RunBucket holds a bucket to the contract of media.Bucket. open returns an
// empty one, and closes it through t.Cleanup.
func RunBucket(t *testing.T, open func(t *testing.T) media.Bucket) {
	cases := []struct {
		name string
		run  func(*testing.T, media.Bucket)
	}{
		{"put, open and stat", bucketPut},
		{"put replaces, open readers keep what they had", bucketReplace},
		{"a wrong size changes nothing", bucketSize},
		{"a reader that fails changes nothing", bucketReader},
		{"a file is taken, whether or not it still has a name", bucketFile},
		{"absent objects are not found", bucketAbsent},
		{"delete", bucketDelete},
		{"list by prefix", bucketList},
		{"invalid keys are refused everywhere", bucketKeys},
		{"a done context is obeyed", bucketContext},
		{"all at once in one folder", bucketParallel},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { c.run(t, open(t)) })
	}
}

func put(t *testing.T, b media.Bucket, key, content string) {
	t.Helper()
	if err := b.Put(t.Context(), key, strings.NewReader(content), int64(len(content))); err != nil {
		t.Fatalf("put %s: %v", key, err)
	}
}

func content(t *testing.T, b media.Bucket, key string) string {
	t.Helper()
	r, err := b.Open(t.Context(), key)
	if err != nil {
		t.Fatalf("open %s: %v", key, err)
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatalf("read %s: %v", key, err)
	}
	return string(data)
}

func list(t *testing.T, b media.Bucket, prefix string) []string {
	t.Helper()
	var keys []string
	for o, err := range b.List(t.Context(), prefix) {
		if err != nil {
			t.Fatalf("list %q: %v", prefix, err)
		}
		keys = append(keys, o.Key)
	}
	slices.Sort(keys)
	return keys
}

func bucketPut(t *testing.T, b media.Bucket) {
	put(t, b, "original/a", "hello, world")
	r, err := b.Open(t.Context(), "original/a")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, err := r.Seek(-5, io.SeekEnd); err != nil {
		t.Fatal(err)
	}
	if tail, err := io.ReadAll(r); err != nil || string(tail) != "world" {
		t.Errorf("after a seek to the last five bytes: %q, %v", tail, err)
	}
	o, err := b.Stat(t.Context(), "original/a")
	if err != nil || o.Key != "original/a" || o.Size != 12 {
		t.Errorf("stat: %+v, %v", o, err)
	}
	if age := time.Since(o.ModTime); age < -time.Minute || age > time.Minute {
		t.Errorf("ModTime is %v ago", age)
	}
	put(t, b, "empty", "")
	if got := content(t, b, "empty"); got != "" {
		t.Errorf("an empty object reads %q", got)
	}
}

func bucketReplace(t *testing.T, b media.Bucket) {
	put(t, b, "k/one", "first")
	r, err := b.Open(t.Context(), "k/one")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	put(t, b, "k/one", "second")
	if got := content(t, b, "k/one"); got != "second" {
		t.Errorf("after replacing: %q", got)
	}
	if err := b.Delete(t.Context(), "k/one"); err != nil {
		t.Fatal(err)
	}
	if old, err := io.ReadAll(r); err != nil || string(old) != "first" {
		t.Errorf("the reader opened before reads %q, %v", old, err)
	}
}

func bucketSize(t *testing.T, b media.Bucket) {
	put(t, b, "k", "kept")
	for _, size := range []int64{3, 5, 0} {
		if err := b.Put(t.Context(), "k", strings.NewReader("four"), size); err == nil {
			t.Errorf("four bytes announced as %d were taken", size)
		}
	}
	if got := content(t, b, "k"); got != "kept" {
		t.Errorf("the object is now %q", got)
	}
}

func bucketReader(t *testing.T, b media.Bucket) {
	broken := errors.New("the line was cut")
	r := io.MultiReader(strings.NewReader("half"), &failing{broken})
	if err := b.Put(t.Context(), "k", r, 8); !errors.Is(err, broken) {
		t.Errorf("put returned %v, want the reader's error", err)
	}
	if keys := list(t, b, ""); len(keys) > 0 {
		t.Errorf("a failed put left %q", keys)
	}
}

func bucketFile(t *testing.T, b media.Bucket) {
	taker, ok := b.(media.FileTaker)
	if !ok { // an object store reads them
		return
	}
	put(t, b, "k/named", "earlier")
	for key, early := range map[string]bool{"k/named": false, "k/nameless": true} {
		file, err := os.CreateTemp(t.TempDir(), "")
		if err != nil {
			t.Fatal(err)
		}
		_, err = file.WriteString(key)
		if early { // so that it can only be copied
			err = errors.Join(err, os.Remove(file.Name()))
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := taker.TakeFile(t.Context(), "wrong", file, int64(len(key))-1); err == nil {
			t.Errorf("%s was taken with a wrong size", key)
		}
		if err := taker.TakeFile(t.Context(), key, file, int64(len(key))); err != nil {
			t.Errorf("take the file for %s: %v", key, err)
		}
		if !early {
			err = os.Remove(file.Name())
		}
		if err := errors.Join(err, file.Close()); err != nil {
			t.Fatal(err)
		}
	}
	keys := list(t, b, "")
	for _, key := range keys {
		if got := content(t, b, key); got != key {
			t.Errorf("%s reads %q", key, got)
		}
	}
	if !slices.Equal(keys, []string{"k/named", "k/nameless"}) {
		t.Errorf("there are %q", keys)
	}
}

type failing struct{ err error }

func (f *failing) Read([]byte) (int, error) { return 0, f.err }

func bucketAbsent(t *testing.T, b media.Bucket) {
	put(t, b, "a/b", "x")
	for _, key := range []string{"none", "a", "a/c", "a/b/c"} {
		if _, err := b.Open(t.Context(), key); !errors.Is(err, media.ErrNotFound) {
			t.Errorf("open %s: %v, want ErrNotFound", key, err)
		}
		if _, err := b.Stat(t.Context(), key); !errors.Is(err, media.ErrNotFound) {
			t.Errorf("stat %s: %v, want ErrNotFound", key, err)
		}
	}
}

func bucketDelete(t *testing.T, b media.Bucket) {
	put(t, b, "r/1/a", "x")
	put(t, b, "r/1/b", "x")
	for range 2 {
		if err := b.Delete(t.Context(), "r/1/a"); err != nil {
			t.Errorf("delete: %v", err)
		}
	}
	if keys := list(t, b, ""); !slices.Equal(keys, []string{"r/1/b"}) {
		t.Errorf("left: %q", keys)
	}
	if err := b.Delete(t.Context(), "r/1/b"); err != nil {
		t.Errorf("delete: %v", err)
	}
	put(t, b, "r/1/c", "again")
	if got := content(t, b, "r/1/c"); got != "again" {
		t.Errorf("a folder that was emptied gives %q", got)
	}
}

func bucketList(t *testing.T, b media.Bucket) {
	for _, key := range []string{"original/aa", "original/ab", "rendition/aa/w360-1.jpg", "rendition/aa/w720-1.jpg", "rendition/b/w360-1.jpg"} {
		put(t, b, key, key)
	}
	cases := map[string]int{"": 5, "original/": 2, "original/a": 2, "original/ab": 1, "rendition/aa/": 2, "none/": 0, "rendition/aa/w3": 1}
	for prefix, want := range cases {
		if keys := list(t, b, prefix); len(keys) != want {
			t.Errorf("list %q: %q, want %d keys", prefix, keys, want)
		}
	}
	for o, err := range b.List(t.Context(), "original/") {
		if err != nil || o.Size != int64(len(o.Key)) || o.ModTime.IsZero() {
			t.Errorf("listed %+v, %v", o, err)
		}
		break // a walk may be left early
	}
}

func bucketKeys(t *testing.T, b media.Bucket) {
	for _, key := range []string{"", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/.b", "A", "ä", "a b", `a\b`, "a\x00", strings.Repeat("a", 201)} {
		_, openErr := b.Open(t.Context(), key)
		_, statErr := b.Stat(t.Context(), key)
		putErr := b.Put(t.Context(), key, strings.NewReader("x"), 1)
		if deleteErr := b.Delete(t.Context(), key); openErr == nil || statErr == nil || putErr == nil || deleteErr == nil {
			t.Errorf("key %q was taken: open %v, stat %v, put %v, delete %v", key, openErr, statErr, putErr, deleteErr)
		}
	}
}

func bucketContext(t *testing.T, b media.Bucket) {
	put(t, b, "k", "kept")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := b.Put(ctx, "k", strings.NewReader("new"), 3); !errors.Is(err, context.Canceled) {
		t.Errorf("put: %v, want context.Canceled", err)
	}
	if _, err := b.Open(ctx, "k"); !errors.Is(err, context.Canceled) {
		t.Errorf("open: %v, want context.Canceled", err)
	}
	for _, err := range b.List(ctx, "") {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("list: %v, want context.Canceled", err)
		}
	}
	if got := content(t, b, "k"); got != "kept" {
		t.Errorf("the object is now %q", got)
	}
}

func bucketParallel(t *testing.T, b media.Bucket) {
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			own := fmt.Sprintf("r/x/own%d", i)
			body := bytes.Repeat([]byte{byte('a' + i)}, 1000)
			for range 10 {
				if err := b.Put(t.Context(), own, bytes.NewReader(body), 1000); err != nil {
					t.Errorf("put: %v", err)
				}
				if err := b.Put(t.Context(), "r/x/shared", bytes.NewReader(body), 1000); err != nil {
					t.Errorf("put the shared one: %v", err)
				}
				if err := b.Delete(t.Context(), own); err != nil {
					t.Errorf("delete: %v", err)
				}
				if err := whole(t.Context(), b, "r/x/shared"); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
}

// whole checks that an object is one writer's, never a mixture.
func whole(ctx context.Context, b media.Bucket, key string) error {
	r, err := b.Open(ctx, key)
	if err != nil {
		return err
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err == nil && (len(data) != 1000 || !bytes.Equal(data, bytes.Repeat(data[:1], 1000))) {
		err = fmt.Errorf("%s is torn: %d bytes", key, len(data))
	}
	return err
}
