package objstore

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"syscall"

	"github.com/minio/minio-go/v7"

	"plaudit/media"
)

// ErrNoBucket says that the store answers, and has no such bucket.
var ErrNoBucket = errors.New("there is no such bucket")

// told turns the outcome of a request into what media.Bucket promises, and
// tells the log when the store fails and when it is back. ctx is the caller's.
func (b *Bucket) told(ctx context.Context, err error) error {
	switch {
	case err == nil, gone(err):
		if b.health.works() && b.Log != nil {
			b.Log.InfoContext(ctx, "the object store is back", "endpoint", b.Endpoint, "bucket", b.Bucket)
		}
		if err != nil {
			return fmt.Errorf("%w: %w", media.ErrNotFound, err)
		}
		return nil
	case ctx.Err() != nil:
		return fmt.Errorf("%w: %w", ctx.Err(), err)
	case full(err):
		return media.WriteError(fmt.Errorf("%w: %w", syscall.ENOSPC, err))
	}
	away := media.Unavailable(b.diagnose(err))
	if b.health.fails(away) && b.Log != nil {
		b.Log.ErrorContext(ctx, "the object store fails: files are neither taken nor sent until it is back; pages and votes go on",
			"endpoint", b.Endpoint, "bucket", b.Bucket, "error", away.Err)
	}
	return away
}

// gone reports whether the object, or the version of it that was being read,
// is not there.
func gone(err error) bool {
	switch minio.ToErrorResponse(err).Code {
	case minio.NoSuchKey, minio.NoSuchUpload, minio.PreconditionFailed:
		return true
	}
	return false
}

// full reports whether the store has no room, in the words of several stores.
func full(err error) bool {
	answer := minio.ToErrorResponse(err)
	switch answer.Code {
	case "XMinioStorageFull", "XMinioAdminBucketQuotaExceeded", "QuotaExceeded", "InsufficientStorage":
		return true
	}
	return answer.StatusCode == http.StatusInsufficientStorage
}

// diagnose puts what is wrong with the store, or with the settings, before an
// error; nil stays nil.
func (b *Bucket) diagnose(err error) error {
	if err == nil {
		return nil
	}
	answer := minio.ToErrorResponse(err)
	switch answer.Code {
	case minio.NoSuchBucket:
		return fmt.Errorf("%w: %q at %s", ErrNoBucket, b.Bucket, b.Endpoint)
	case minio.InvalidAccessKeyID, "XAdminUserNotFound": // the latter is versitygw's
		return fmt.Errorf("%s does not know the access key %q: %w", b.Endpoint, b.AccessKey, err)
	case minio.SignatureDoesNotMatch:
		return fmt.Errorf("the secret key is not the one that belongs to the access key %q: %w", b.AccessKey, err)
	case minio.AuthorizationHeaderMalformed, minio.InvalidRegion:
		return fmt.Errorf("the region is not right (the store says %q): %w", answer.Region, err)
	case minio.RequestTimeTooSkewed:
		return fmt.Errorf("the clocks of this machine and of the store differ too much: %w", err)
	case minio.AccessDenied:
		return fmt.Errorf("the access key %q may not use the bucket %q: %w", b.AccessKey, b.Bucket, err)
	}
	return b.diagnoseConnection(err, answer)
}

func (b *Bucket) diagnoseConnection(err error, answer minio.ErrorResponse) error {
	var (
		unsure  *tls.CertificateVerificationError
		unknown x509.UnknownAuthorityError
		noName  *net.DNSError
		network net.Error
	)
	text := err.Error()
	switch {
	case errors.As(err, &unsure), errors.As(err, &unknown):
		return fmt.Errorf("the certificate of %s cannot be trusted: %w", b.Endpoint, err)
	case strings.Contains(text, "HTTP response to HTTPS client"):
		return fmt.Errorf("%s speaks http, not https; turn TLS off if that is meant: %w", b.Endpoint, err)
	case b.Plain && answer.StatusCode == http.StatusBadRequest && strings.Contains(strings.ToLower(text), "https"):
		return fmt.Errorf("%s speaks https, not http; turn TLS on: %w", b.Endpoint, err)
	case errors.As(err, &noName):
		return fmt.Errorf("there is no host of the name in %q: %w", b.Endpoint, err)
	case errors.As(err, &network), errors.Is(err, errCut), errors.Is(err, context.DeadlineExceeded), strings.Contains(text, "closed by foreign host"):
		return fmt.Errorf("%s cannot be reached: %w", b.Endpoint, err)
	}
	return fmt.Errorf("%s fails: %w", b.Endpoint, err)
}
