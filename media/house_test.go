package media_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"plaudit/media"
	"plaudit/media/disk"
	"plaudit/media/heif"
	"plaudit/media/mediatest"
)

// house is a darkroom in a temporary folder.
type house struct {
	*testing.T
	catalog *mediatest.Catalog
	bucket  *disk.Bucket
	ingest  *media.Ingest
}

func newHouse(t *testing.T) *house {
	t.Helper()
	folder := t.TempDir()
	bucket, err := disk.Open(filepath.Join(folder, "media"), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { bucket.Close() })
	stills, err := heif.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return &house{T: t, catalog: &mediatest.Catalog{}, bucket: bucket, ingest: &media.Ingest{
		Bucket: bucket, Limits: media.DefaultLimits(), SpoolDir: filepath.Join(folder, "spool"),
		Free: func() (uint64, error) { return math.MaxInt64, nil }, Now: time.Now, Stills: stills,
	}}
}

// config returns a worker's set-up that hands every outcome to done.
func (h *house) config(done func(media.Outcome)) media.WorkerConfig {
	return media.WorkerConfig{
		Catalog: h.catalog, Bucket: h.bucket, Limits: h.ingest.Limits, Now: time.Now, Stills: h.ingest.Stills,
		Logger: slog.New(slog.NewTextHandler(h.Output(), nil)),
		Done: func(_ media.Tx, _ media.AssetID, o media.Outcome) error {
			done(o)
			return nil
		},
	}
}

// take brings a file in and adds its job.
func (h *house) take(file []byte) (media.Asset, error) {
	h.Helper()
	a, err := h.ingest.Take(h.Context(), bytes.NewReader(file))
	if err != nil {
		return a, err
	}
	err = h.catalog.Update(h.Context(), func(tx media.Tx) error {
		return errors.Join(tx.InsertAsset(a), tx.AddJob(a.ID, time.Now()))
	})
	if err != nil {
		h.Fatal(err)
	}
	return a, nil
}

// develop takes a file all the way. The error is the refusal, at the door or
// by the worker.
func (h *house) develop(file []byte) (media.Asset, error) {
	h.Helper()
	if a, err := h.take(file); err != nil {
		return a, err
	}
	outcomes := make(chan media.Outcome, 1)
	ctx, cancel := context.WithTimeout(h.Context(), time.Minute)
	defer cancel()
	worker := media.NewWorker(h.config(func(o media.Outcome) {
		outcomes <- o
		cancel()
	}))
	worker.Run(ctx)
	select {
	case o := <-outcomes:
		if o.Refusal != nil {
			return o.Asset, o.Refusal
		}
		return o.Asset, nil
	default:
		h.Fatal("the worker ended without an outcome")
		return media.Asset{}, nil
	}
}

// mustDevelop is develop for a file that has to be taken.
func (h *house) mustDevelop(file []byte) media.Asset {
	h.Helper()
	a, err := h.develop(file)
	if err != nil {
		h.Fatalf("refused: %v", err)
	}
	return a
}

// object returns the bytes of a stored object.
func (h *house) object(key string) []byte {
	h.Helper()
	r, err := h.bucket.Open(h.Context(), key)
	if err != nil {
		h.Fatal(err)
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil {
		h.Fatal(err)
	}
	return data
}

// rendition decodes the largest rendition.
func (h *house) largest(a media.Asset) image.Image {
	h.Helper()
	return h.picture(a.Renditions[0].Key)
}

// picture decodes a JPEG rendition.
func (h *house) picture(key string) image.Image {
	h.Helper()
	img, err := jpeg.Decode(bytes.NewReader(h.object(key)))
	if err != nil {
		h.Fatal(err)
	}
	return img
}

// wantCode checks that err is the refusal with the given code.
func wantCode(t *testing.T, err error, code string) {
	t.Helper()
	var refusal *media.Error
	if !errors.As(err, &refusal) || refusal.Code != code {
		t.Errorf("got %v, want the refusal %s", err, code)
		return
	}
	if strings.Contains(refusal.Message, "{{") || refusal.Message == "" {
		t.Errorf("the message has gaps: %q", refusal.Message)
	}
}

func encodePNG(t *testing.T, img image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func encodeJPEG(t *testing.T, img image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// samplesDir finds the folder of real files beside the project.
func samplesDir(t *testing.T) string {
	t.Helper()
	if dir := os.Getenv("PLAUDIT_SAMPLES"); dir != "" {
		return dir
	}
	dir, err := os.Getwd()
	for err == nil && filepath.Dir(dir) != dir {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			if samples := filepath.Join(dir, "..", "shared", "samples"); exists(filepath.Join(samples, "MANIFEST.tsv")) {
				return samples
			}
			break
		}
		dir = filepath.Dir(dir)
	}
	t.Skip("the folder of real sample files is not there; set PLAUDIT_SAMPLES to run this")
	return ""
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
