package media_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"plaudit/media"
)

// sweeper sweeps as if it were some time later.
func (h *house) sweeper(later time.Duration) *media.Sweeper {
	return &media.Sweeper{
		Catalog: h.catalog, Bucket: h.bucket, SpoolDir: h.ingest.SpoolDir,
		Now: func() time.Time { return time.Now().Add(later) },
	}
}

func (h *house) keys() map[string]bool {
	h.Helper()
	found := map[string]bool{}
	for o, err := range h.bucket.List(h.Context(), "") {
		if err != nil {
			h.Fatal(err)
		}
		found[o.Key] = true
	}
	return found
}

func TestSweep(t *testing.T) {
	h := newHouse(t)
	owned, loose := h.mustDevelop(small(t)), h.mustDevelop(small(t))
	h.catalog.Owned = func(id media.AssetID) bool { return id == owned.ID }
	crashed, err := h.ingest.Spool(t.Context(), strings.NewReader("half an upload"))
	if err != nil {
		t.Fatal(err)
	}
	defer crashed.Close()
	for _, key := range []string{media.OriginalKey(media.AssetID(strings.Repeat("e", 32))), media.RenditionPrefix(owned.ID) + "w360-old.jpg", "somebody/elses"} {
		if err := h.bucket.Put(t.Context(), key, strings.NewReader("x"), 1); err != nil {
			t.Fatal(err)
		}
	}

	if swept, err := h.sweeper(0).Sweep(t.Context(), time.Hour); err != nil || swept != (media.Swept{}) {
		t.Errorf("within the grace: %+v, %v", swept, err)
	}
	want := media.Swept{Assets: 1, Objects: 2 + 1 + len(loose.Renditions), Spooled: 1}
	if swept, err := h.sweeper(2*time.Hour).Sweep(t.Context(), time.Hour); err != nil || swept != want {
		t.Errorf("after it: %+v, %v, want %+v", swept, err, want)
	}
	left := h.keys()
	if !left["somebody/elses"] || !left[media.OriginalKey(owned.ID)] || len(left) != 2+len(owned.Renditions) {
		t.Errorf("left: %v", left)
	}
	h.wantSpoolEmpty()
}

func TestSweepLeavesStrangersInTheSpoolFolder(t *testing.T) {
	h := newHouse(t)
	if _, err := h.sweeper(time.Hour).Sweep(t.Context(), time.Minute); err != nil {
		t.Errorf("without a spool folder: %v", err)
	}
	stranger := filepath.Join(h.ingest.SpoolDir, "notes.txt")
	err := errors.Join(os.MkdirAll(h.ingest.SpoolDir, 0o700), os.WriteFile(stranger, nil, 0o600))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.sweeper(time.Hour).Sweep(t.Context(), time.Minute); err != nil || !exists(stranger) {
		t.Errorf("the stranger is there: %v, %v", exists(stranger), err)
	}
}

func TestDeleteRenditions(t *testing.T) {
	h := newHouse(t)
	gone, stays := h.mustDevelop(small(t)), h.mustDevelop(small(t))
	if err := media.DeleteRenditions(t.Context(), h.bucket, gone.ID); err != nil {
		t.Fatal(err)
	}
	left := h.keys()
	if len(left) != 2+len(stays.Renditions) || !left[media.OriginalKey(gone.ID)] {
		t.Errorf("left: %v", left)
	}
}
