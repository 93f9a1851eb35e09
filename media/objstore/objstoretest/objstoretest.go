// Package objstoretest gives tests a bucket in a real S3 store.
//
// PLAUDIT_TEST_S3 says which: its address with keys and the beginning of the
// names of the buckets to make, like http://key:secret@127.0.0.1:7070/test.
// ./check starts one and sets the variable; without it these tests skip.
package objstoretest

import (
	"context"
	"crypto/rand"
	"errors"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"plaudit/media/objstore"
)

// Variable names the store.
const Variable = "PLAUDIT_TEST_S3"

// Options leads to a bucket that is not there yet and is to be created. It is
// emptied and removed when the test has ended.
func Options(t testing.TB) objstore.Options {
	t.Helper()
	address := os.Getenv(Variable)
	if address == "" {
		t.Skip("there is no S3 store to test with: set " + Variable + ", or run ./check test, which starts one")
	}
	u, err := url.Parse(address)
	if err != nil || u.User == nil || u.Host == "" || strings.Trim(u.Path, "/") == "" {
		t.Fatalf("%s is not like http://key:secret@127.0.0.1:7070/test", Variable)
	}
	secret, _ := u.User.Password()
	o := objstore.Options{
		Endpoint: u.Host, Plain: u.Scheme == "http", AccessKey: u.User.Username(), SecretKey: secret,
		Bucket: strings.Trim(u.Path, "/") + "-" + strings.ToLower(rand.Text()), Create: true, Patience: 15 * time.Second,
	}
	client := Client(t, o)
	t.Cleanup(func() { remove(t, client, o.Bucket) })
	return o
}

// Open opens the bucket of o, and closes it when the test has ended.
func Open(t testing.TB, o objstore.Options) *objstore.Bucket {
	t.Helper()
	b, err := objstore.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	return b
}

// Client looks at the store past the bucket.
func Client(t testing.TB, o objstore.Options) *minio.Core {
	t.Helper()
	core, err := minio.NewCore(o.Endpoint, &minio.Options{
		Creds: credentials.NewStaticV4(o.AccessKey, o.SecretKey, ""), Secure: !o.Plain, MaxRetries: 1,
	})
	if err != nil {
		t.Fatal(err)
	}
	return core
}

// remove takes a bucket away with all that is in it, if it is there.
func remove(t testing.TB, core *minio.Core, bucket string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), time.Minute)
	defer cancel()
	uploads, err := core.ListMultipartUploads(ctx, bucket, "", "", "", "", 1000)
	if minio.ToErrorResponse(err).Code == minio.NoSuchBucket {
		return
	}
	for _, u := range uploads.Uploads {
		err = errors.Join(err, core.AbortMultipartUpload(ctx, bucket, u.Key, u.UploadID))
	}
	for o := range core.ListObjectsIter(ctx, bucket, minio.ListObjectsOptions{Recursive: true}) {
		err = errors.Join(err, o.Err, core.RemoveObject(ctx, bucket, o.Key, minio.RemoveObjectOptions{}))
	}
	if err := errors.Join(err, core.Client.RemoveBucket(ctx, bucket)); err != nil {
		t.Errorf("remove the test's bucket: %v", err)
	}
}
