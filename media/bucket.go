package media

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"strings"
	"time"
)

// ErrNotFound says that there is no such object or asset.
var ErrNotFound = errors.New("media: not found")

// Object is what a bucket knows about one stored file.
type Object struct {
	Key     string
	Size    int64     // bytes
	ModTime time.Time // when it was put
}

// Bucket stores files by key. media/disk is the one on local files,
// media/objstore the one in S3; mediatest.RunBucket holds every implementation to what is written here.
// All methods may be called at the same time, refuse a key that ValidKey
// refuses, and give up when ctx is done.
type Bucket interface {
	// Put stores size bytes of r under key. When it returns nil the object is
	// durable: it survives a power cut. Until then a reader sees the object
	// that was there before, or none, never a part. A reader that gives more
	// or fewer bytes is an error and changes nothing. Putting the same key
	// again replaces the object. A full disk is an *Error with code disk_full.
	// Here and below, a store that does not answer is one with code
	// storage_unavailable.
	Put(ctx context.Context, key string, r io.Reader, size int64) error

	// Open returns the object's content, which the caller must read while ctx
	// lasts, and close. ErrNotFound where there is none. Replacing or deleting
	// the object meanwhile does not disturb one of up to 256 KiB; reading a
	// larger one may fail with ErrNotFound then, and never gives a mixture.
	Open(ctx context.Context, key string) (io.ReadSeekCloser, error)

	// Stat returns what is known about an object. ErrNotFound where there is none.
	Stat(ctx context.Context, key string) (Object, error)

	// Delete removes an object. It is no error if there is none.
	Delete(ctx context.Context, key string) error

	// List walks all objects whose key begins with prefix ("" for all), in any
	// order. Objects that are put or deleted meanwhile may be seen or not. The
	// prefix need not end at a "/". After an error it stops.
	List(ctx context.Context, prefix string) iter.Seq2[Object, error]
}

// FileTaker is a bucket that can make an object of a file without copying it.
type FileTaker interface {
	// TakeFile is Put of a whole file, which must not change afterwards. The
	// open file and its name stay the caller's; the object outlives them.
	TakeFile(ctx context.Context, key string, file *os.File, size int64) error
}

// putFile puts a whole file that nobody changes any more.
func putFile(ctx context.Context, b Bucket, key string, file *os.File, size int64) error {
	if taker, ok := b.(FileTaker); ok {
		return taker.TakeFile(ctx, key, file, size)
	}
	return b.Put(ctx, key, io.NewSectionReader(file, 0, size), size)
}

// LeftoverRemover is a bucket in which a crash leaves things behind that List
// does not show. Sweeper.Sweep calls it.
type LeftoverRemover interface {
	// RemoveLeftovers removes unfinished files last written, or begun, before t.
	RemoveLeftovers(ctx context.Context, t time.Time) (removed int, err error)
}

// Checker is a bucket that may fail as a whole.
type Checker interface {
	// Check returns why the bucket cannot be used just now, in words for its
	// operator, or nil.
	Check(ctx context.Context) error
}

// ValidKey returns an error unless key is one to 200 bytes of a-z, 0-9, ".",
// "_" and "-" in parts divided by "/", no part empty or beginning with a dot.
// Such a key is a safe relative path on every system.
func ValidKey(key string) error {
	if key == "" || len(key) > 200 {
		return fmt.Errorf("media: key %.40q must have 1 to 200 bytes", key)
	}
	for part := range strings.SplitSeq(key, "/") {
		if part == "" || part[0] == '.' {
			return fmt.Errorf("media: key %q has an empty or hidden part", key)
		}
		for _, c := range []byte(part) {
			if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '.' && c != '_' && c != '-' {
				return fmt.Errorf("media: key %q has the character %q", key, c)
			}
		}
	}
	return nil
}
