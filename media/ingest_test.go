package media_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"

	"plaudit/media"
)

func TestSpoolStopsAtTheLimit(t *testing.T) {
	h := newHouse(t)
	h.ingest.Limits.Bytes = 3 << 20
	for _, c := range []struct {
		size int
		code string
	}{{0, media.EmptyFile}, {1, ""}, {3 << 20, ""}, {3<<20 + 1, media.FileTooLarge}, {9 << 20, media.FileTooLarge}} {
		s, err := h.ingest.Spool(t.Context(), bytes.NewReader(make([]byte, c.size)))
		switch {
		case c.code != "":
			wantCode(t, err, c.code)
		case err != nil:
			t.Errorf("%d bytes: %v", c.size, err)
		case s.Size != int64(c.size):
			t.Errorf("%d bytes were spooled as %d", c.size, s.Size)
		default:
			if err := errors.Join(s.Close(), s.Close()); err != nil {
				t.Error(err)
			}
		}
	}
	h.wantSpoolEmpty()
}

func (h *house) wantSpoolEmpty() {
	h.Helper()
	if left, err := os.ReadDir(h.ingest.SpoolDir); err != nil || len(left) > 0 {
		h.Errorf("left in the spool folder: %v, %v", left, err)
	}
}

func TestSpoolHashes(t *testing.T) {
	s, err := newHouse(t).ingest.Spool(t.Context(), strings.NewReader("abc"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	const want = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" // FIPS 180-2, B.1
	if s.SHA256 != want {
		t.Errorf("SHA-256 %s, want %s", s.SHA256, want)
	}
}

func TestSpoolKeepsNothingOnFailure(t *testing.T) {
	h := newHouse(t)
	cut := errors.New("the line was cut")
	_, err := h.ingest.Spool(t.Context(), io.MultiReader(strings.NewReader("half"), iotest.ErrReader(cut)))
	if !errors.Is(err, cut) {
		t.Errorf("spool: %v, want the reader's error", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	endless := iotest.OneByteReader(readerFunc(func(p []byte) (int, error) {
		cancel()
		return copy(p, "x"), nil
	}))
	if _, err := h.ingest.Spool(ctx, endless); !errors.Is(err, context.Canceled) {
		t.Errorf("spool: %v, want context.Canceled", err)
	}
	h.wantSpoolEmpty()
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

func TestFullDiskStopsUploads(t *testing.T) {
	h := newHouse(t)
	picture := encodePNG(t, image.NewGray(image.Rect(0, 0, 9, 9)))
	h.ingest.Free = func() (uint64, error) { return uint64(h.ingest.Limits.MinFreeDisk) - 1, nil }
	_, err := h.ingest.Take(t.Context(), bytes.NewReader(picture))
	wantCode(t, err, media.DiskFull)

	h.ingest.Free = func() (uint64, error) { return uint64(h.ingest.Limits.MinFreeDisk), nil }
	if _, err := h.ingest.Take(t.Context(), bytes.NewReader(picture)); err != nil {
		t.Errorf("at the mark: %v", err)
	}

	h.ingest.Bucket = &faultyBucket{Bucket: h.bucket, putErr: func(string) error { return syscall.ENOSPC }}
	_, err = h.ingest.Take(t.Context(), bytes.NewReader(picture))
	wantCode(t, err, media.DiskFull)
	if refusal := (*media.Error)(nil); !errors.As(err, &refusal) || !refusal.Transient() {
		t.Error("a full disk is not for ever")
	}
	h.wantSpoolEmpty()
}

// faultyBucket fails where it is told to.
type faultyBucket struct {
	media.Bucket
	putErr func(key string) error
}

func (f *faultyBucket) Put(ctx context.Context, key string, r io.Reader, size int64) error {
	if err := f.putErr(key); err != nil {
		return err
	}
	return f.Bucket.Put(ctx, key, r, size)
}

func TestAssetIDs(t *testing.T) {
	id, err := media.NewAssetID(nil)
	if err != nil || !id.Valid() {
		t.Errorf("drew %q, %v", id, err)
	}
	good := media.AssetID(strings.Repeat("0a", 16))
	for _, bad := range []media.AssetID{"", "../..", good[1:], good + "0", media.AssetID(strings.ToUpper(string(good)))} {
		if bad.Valid() {
			t.Errorf("%q is taken for an id", bad)
		}
	}
	if key, ok := media.RenditionKey(good, "w360-1.jpg"); !ok || key != "rendition/"+string(good)+"/w360-1.jpg" {
		t.Errorf("rendition key %q, %v", key, ok)
	}
	for _, file := range []string{"", "../x", "a/b", ".hidden", "W360.jpg", "w360-1.jpg\x00"} {
		if key, ok := media.RenditionKey(good, file); ok {
			t.Errorf("file %q became the key %q", file, key)
		}
	}
}

func TestCodes(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range media.Codes() {
		if seen[c.Code] || c.Message == "" {
			t.Errorf("code %q is listed twice or has no message", c.Code)
		}
		seen[c.Code] = true
	}
	for _, code := range []string{
		media.EmptyFile, media.FileTooLarge, media.NotAPicture, media.VideoOff, media.FormatNotTaken, media.TooManyPixels,
		media.SideTooLong, media.TooElongated, media.Damaged, media.CannotProcess, media.DiskFull,
	} {
		if !seen[code] {
			t.Errorf("code %q is not listed", code)
		}
	}
}
