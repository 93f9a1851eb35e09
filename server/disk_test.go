package main

import (
	"errors"
	"math"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"plaudit/media"
)

// TestNearlyFullDisk lets the disk reach its mark: files are refused with a
// reason, on their way, too, and nothing of them is lost; votes and pages go
// on, and the organiser sees what to do.
func TestNearlyFullDisk(t *testing.T) {
	o := testOptions(t)
	o.Config.RateLimits = false
	var free atomic.Uint64
	free.Store(math.MaxInt64)
	o.Free = func() (uint64, error) { return free.Load(), nil }
	g := newGalleryWith(t, o)
	g.approved("One")
	const clerk = "a long word for the clerk"
	if err := g.accounts.Ensure(t.Context(), "clerk", clerk); err != nil {
		t.Fatal(err)
	}
	session := g.send("POST", "/api/v1/session", strings.NewReader(`{"login": "clerk", "password": "`+clerk+`"}`), http.Header{"Content-Type": {"application/json"}})
	_, token, _ := strings.Cut(session.body, `"token":"`)
	token, _, _ = strings.Cut(token, `"`)
	desk := func() string {
		return g.fetch("/staff/contests/may", http.Header{"Authorization": {"Bearer " + token}, "Accept-Language": {"en"}}).body
	}
	tus := func(method, path, body string, header ...string) fetched {
		h := http.Header{"Tus-Resumable": {"1.0.0"}}
		for i := 0; i+1 < len(header); i += 2 {
			h.Set(header[i], header[i+1])
		}
		return g.send(method, path, strings.NewReader(body), h)
	}
	const pieces = "application/offset+octet-stream"
	begun := tus("POST", "/api/v1/contests/may/uploads", "first", "Upload-Length", "10", "Content-Type", pieces)
	at := begun.header.Get("Location")
	if begun.status != 201 || strings.Contains(desk(), "No files are taken") {
		t.Fatalf("%d %s", begun.status, begun.body)
	}

	free.Store(uint64(g.intake.ingest.Limits.MinFreeDisk) - 1)
	if got := tus("POST", "/api/v1/contests/may/uploads", "", "Upload-Length", "10"); got.status != 503 || !strings.Contains(got.body, "disk_full") {
		t.Errorf("another upload: %d %s", got.status, got.body)
	}
	if got := tus("PATCH", at, "later", "Upload-Offset", "5", "Content-Type", pieces); got.status != 503 || !strings.Contains(got.body, "disk_full") {
		t.Errorf("the rest of an upload: %d %s", got.status, got.body)
	}
	if got := g.upload(entryPage, "Two", 1); got.status != 503 || !strings.Contains(got.body, "服务器暂时放不下新文件") || !strings.Contains(got.body, `value="Two"`) {
		t.Errorf("the page answers %d, without the reason or the form: %.500s", got.status, got.body)
	}
	if page := desk(); !strings.Contains(page, "No files are taken: the disk is nearly full. Ask the operator") {
		t.Errorf("the organiser is not told:\n%s", page)
	}
	if got := g.vote(); got.status != 201 {
		t.Errorf("a vote: %d %s", got.status, got.body)
	}
	for _, page := range []string{"/may", "/may/1", "/may/submit", "/readyz"} {
		if got := g.fetch(page, nil); got.status != 200 {
			t.Errorf("%s: %d", page, got.status)
		}
	}

	free.Store(math.MaxInt64)
	if got := tus("HEAD", at, ""); got.header.Get("Upload-Offset") != "5" {
		t.Errorf("of the upload under way %s bytes are left, want 5", got.header.Get("Upload-Offset"))
	}
	if got := tus("PATCH", at, "later", "Upload-Offset", "5", "Content-Type", pieces); got.status != 204 {
		t.Errorf("with room again: %d %s", got.status, got.body)
	}
}

// TestDiskFillsMeanwhile stops a file in the middle, as its room is asked for
// again and again.
func TestDiskFillsMeanwhile(t *testing.T) {
	o := testOptions(t)
	asked := 0
	g := newGalleryWith(t, o)
	g.intake.ingest.Free = func() (uint64, error) {
		if asked++; asked > 3 { // to begin, for the first 4 MiB, for the second
			return 0, nil
		}
		return math.MaxInt64, nil
	}
	up, err := g.intake.uploads.Begin(t.Context(), media.NewUpload{Scope: "may", Length: 20 << 20, Most: 1})
	if err != nil {
		t.Fatal(err)
	}
	up, err = g.intake.uploads.Append(t.Context(), "may", up.ID, 0, strings.NewReader(strings.Repeat("x", 20<<20)))
	if !errors.Is(err, &media.Error{Code: media.DiskFull}) || up.Offset != 8<<20 {
		t.Errorf("%d bytes are safe, %v", up.Offset, err)
	}
}
