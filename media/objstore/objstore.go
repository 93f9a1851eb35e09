// Package objstore is a media.Bucket in MinIO or any other S3 store, for
// servers whose disk is not the place to keep pictures.
//
// Open checks at start what can be checked, and says in a sentence what is
// wrong: address, encryption, keys, region, clock, bucket. Afterwards nothing
// of the store's moods reaches further than one request: every request is
// tried a few times with growing pauses, a connection that stays silent is
// given up, and what still fails is a *media.Error with code
// storage_unavailable, which the handlers answer with 503. While the store
// fails, most requests are not even tried (see health), so that nobody waits.
//
// Put holds at most one part of a file in memory, and all Puts together no
// more than a budget; larger files go up in parts and appear when the last one
// has arrived. Open fetches the beginning of an object at once, which is all of
// a rendition, and the rest by ranges as it is read; a stream that is cut goes
// on where it broke.
//
// Give Plaudit a bucket of its own: RemoveLeftovers ends every upload in it
// that nobody finished.
package objstore

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
	"github.com/minio/minio-go/v7/pkg/s3utils"
	"golang.org/x/sync/semaphore"

	"plaudit/media"
)

const (
	partBytes  = 8 << 20   // of a file that goes up in parts; S3 wants at least 5 MiB
	putMemory  = 64 << 20  // for all files on their way up
	headBytes  = 256 << 10 // fetched by Open; more than any rendition has
	attempts   = 3         // of one request
	listedPage = 1000      // the most that S3 lists at once
)

// Options say where the store is. Endpoint, Bucket and the keys must be set.
type Options struct {
	Endpoint  string // host or host:port
	Bucket    string
	AccessKey string
	SecretKey string
	Region    string // "" to ask the store
	Plain     bool   // http instead of https
	Create    bool   // make the bucket where there is none

	Log      *slog.Logger  // told when the store fails, and when it is back
	Patience time.Duration // how long a connection may stay silent; 8 s where 0
}

// Bucket keeps objects in one bucket of a store. Servers may share it.
type Bucket struct {
	Options
	core      *minio.Core
	transport *http.Transport
	memory    *semaphore.Weighted
	health    health
}

var (
	_ media.Bucket          = (*Bucket)(nil)
	_ media.LeftoverRemover = (*Bucket)(nil)
	_ media.Checker         = (*Bucket)(nil)
)

// Open connects, makes the bucket if it may and must, and makes sure that it
// can be listed. Its errors are for whoever wrote the settings: ErrNoBucket
// where there is none. The caller must Close the bucket.
func Open(ctx context.Context, o Options) (*Bucket, error) {
	if o.Patience == 0 {
		o.Patience = 8 * time.Second
	}
	if err := s3utils.CheckValidBucketNameStrict(o.Bucket); err != nil {
		return nil, fmt.Errorf("open the object store: %q cannot be the name of a bucket: %w", o.Bucket, err)
	}
	if strings.Contains(o.Endpoint, "/") {
		return nil, fmt.Errorf("open the object store: the endpoint %q is not host or host:port, without http:// and path", o.Endpoint)
	}
	transport, err := newTransport(!o.Plain, o.Patience)
	if err != nil {
		return nil, fmt.Errorf("open the object store: %w", err)
	}
	core, err := minio.NewCore(o.Endpoint, &minio.Options{
		Creds:  credentials.NewStaticV4(o.AccessKey, o.SecretKey, ""),
		Secure: !o.Plain, Region: o.Region, Transport: transport, MaxRetries: attempts,
	})
	if err != nil {
		return nil, fmt.Errorf("open the object store: %w", err)
	}
	b := &Bucket{Options: o, core: core, transport: transport, memory: semaphore.NewWeighted(putMemory)}
	b.health.pause = o.Patience / 4
	err = b.diagnose(b.look(ctx))
	if errors.Is(err, ErrNoBucket) && o.Create {
		err = b.create(ctx)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open the object store: %w", err), b.Close())
	}
	return b, nil
}

// Close gives idle connections back.
func (b *Bucket) Close() error {
	b.transport.CloseIdleConnections()
	return nil
}

func (b *Bucket) create(ctx context.Context) error {
	ctx, cancel := b.quick(ctx)
	defer cancel()
	err := b.core.MakeBucket(ctx, b.Bucket, minio.MakeBucketOptions{Region: b.Region})
	switch minio.ToErrorResponse(err).Code {
	case "", "BucketAlreadyOwnedByYou":
	default:
		return fmt.Errorf("make the bucket %q: %w", b.Bucket, b.diagnose(err))
	}
	return b.diagnose(b.look(ctx))
}

// Check implements media.Checker.
func (b *Bucket) Check(ctx context.Context) error { return b.told(ctx, b.look(ctx)) }

// look lists one object, which needs the address, the keys and the bucket to
// be right.
func (b *Bucket) look(ctx context.Context) error {
	ctx, cancel := b.quick(ctx)
	defer cancel()
	for o := range b.core.ListObjectsIter(ctx, b.Bucket, minio.ListObjectsOptions{MaxKeys: 1, Recursive: true, FetchOwner: new(bool)}) {
		if o.Err != nil {
			return o.Err
		}
		break
	}
	return ctx.Err()
}

// quick bounds everything but the transfer of a file.
func (b *Bucket) quick(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, 2*b.Patience)
}

// Stat implements media.Bucket.
func (b *Bucket) Stat(ctx context.Context, key string) (media.Object, error) {
	if err := b.ready(ctx, key); err != nil {
		return media.Object{}, fmt.Errorf("look at an object: %w", err)
	}
	short, cancel := b.quick(ctx)
	defer cancel()
	info, err := b.core.StatObject(short, b.Bucket, key, minio.StatObjectOptions{})
	if err := b.told(ctx, err); err != nil {
		return media.Object{}, fmt.Errorf("look at %q: %w", key, err)
	}
	return object(info), nil
}

// Delete implements media.Bucket.
func (b *Bucket) Delete(ctx context.Context, key string) error {
	if err := b.ready(ctx, key); err != nil {
		return fmt.Errorf("delete an object: %w", err)
	}
	short, cancel := b.quick(ctx)
	defer cancel()
	err := b.told(ctx, b.core.RemoveObject(short, b.Bucket, key, minio.RemoveObjectOptions{}))
	if err != nil && !errors.Is(err, media.ErrNotFound) {
		return fmt.Errorf("delete %q: %w", key, err)
	}
	return nil
}

// List implements media.Bucket. What has a name that Put would refuse was not
// put by us, and is left out.
func (b *Bucket) List(ctx context.Context, prefix string) iter.Seq2[media.Object, error] {
	options := minio.ListObjectsOptions{Prefix: prefix, Recursive: true, FetchOwner: new(bool)}
	return func(yield func(media.Object, error) bool) {
		if err := b.health.try(); err != nil {
			yield(media.Object{}, fmt.Errorf("list %q: %w", prefix, err))
			return
		}
		for o := range b.core.ListObjectsIter(ctx, b.Bucket, options) {
			if o.Err != nil {
				yield(media.Object{}, fmt.Errorf("list %q: %w", prefix, b.told(ctx, o.Err)))
				return
			}
			if media.ValidKey(o.Key) == nil && !yield(object(o), nil) {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield(media.Object{}, fmt.Errorf("list %q: %w", prefix, err))
		}
	}
}

func object(o minio.ObjectInfo) media.Object {
	return media.Object{Key: o.Key, Size: o.Size, ModTime: o.LastModified}
}

// RemoveLeftovers implements media.LeftoverRemover: it ends the uploads in
// parts that nobody finished.
func (b *Bucket) RemoveLeftovers(ctx context.Context, t time.Time) (removed int, err error) {
	var afterKey, afterID string
	for {
		page, err := b.core.ListMultipartUploads(ctx, b.Bucket, "", afterKey, afterID, "", listedPage)
		if err := b.told(ctx, err); err != nil {
			return removed, fmt.Errorf("list unfinished uploads: %w", err)
		}
		for _, u := range page.Uploads {
			if !u.Initiated.Before(t) {
				continue
			}
			err := b.told(ctx, b.core.AbortMultipartUpload(ctx, b.Bucket, u.Key, u.UploadID))
			if err != nil && !errors.Is(err, media.ErrNotFound) {
				return removed, fmt.Errorf("end an unfinished upload of %q: %w", u.Key, err)
			}
			removed++
		}
		if !page.IsTruncated || page.NextKeyMarker == afterKey && page.NextUploadIDMarker == afterID {
			return removed, nil
		}
		afterKey, afterID = page.NextKeyMarker, page.NextUploadIDMarker
	}
}
