package main

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"plaudit/media"
	"plaudit/voting"
)

// request sends a GET to the server under a host name and returns the answer
// with its body read.
func request(t *testing.T, s *Server, host, path string, header ...string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL()+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if host != "" {
		r.Host = host
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(body)
}

// waiting submits a drawn picture and returns its asset when it waits for a
// moderator.
func waiting(t *testing.T, s *Server) media.Asset {
	t.Helper()
	settings := voting.DefaultSettings()
	settings.Title = "五月"
	settings.Categories = []voting.Category{{Slug: "photo", Title: "摄影", Media: []voting.Medium{voting.Photo}}}
	settings.Rounds = []voting.Round{{Kind: voting.EntryRound, Opens: time.Now().Add(-time.Hour), Closes: time.Now().Add(time.Hour)}}
	if _, err := s.voting.CreateContest(t.Context(), shell(), "may", settings); err != nil {
		t.Fatal(err)
	}
	file, err := s.intake.ingest.Spool(t.Context(), drawn())
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	form := voting.EntryForm{Title: "夏收", Category: "photo", EntrantName: "张小明", Phone: "13812345678", Consent: voting.ConsentVersion}
	if _, err := s.intake.Submit(t.Context(), shell(), "may", form, file); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	for {
		item, err := s.voting.QueuedEntry(ctx, shell(), "may", 1)
		if err != nil {
			t.Fatal(err)
		}
		if item.State == voting.Pending {
			id := media.AssetID(item.Assets[0])
			found, err := s.intake.assets(ctx, []media.AssetID{id})
			if err != nil {
				t.Fatal(err)
			}
			return found[id]
		}
	}
}

func drawn() io.Reader {
	img := image.NewRGBA(image.Rect(0, 0, 640, 480))
	for y := range 480 {
		for x := range 640 {
			img.Set(x, y, color.RGBA{uint8(x * y >> 8), uint8(x), uint8(y), 255})
		}
	}
	r, w := io.Pipe()
	go func() { w.CloseWithError(png.Encode(w, img)) }()
	return r
}

func TestPicturesFromTheirOwnOrigin(t *testing.T) {
	o := testOptions(t)
	o.Config.PublicURL, o.Config.MediaURL = "http://vote.example", "http://media.example"
	s, _ := start(t, o)
	asset := waiting(t, s)
	small, _ := asset.Rendition("w360")
	address, err := url.Parse(s.mediaURL(asset.ID, small))
	if err != nil || address.Host != "media.example" {
		t.Fatal(address, err)
	}
	for _, path := range []string{"/", "/may", "/staff", "/api/v1/contests", "/static/css/base.css"} {
		if res, _ := request(t, s, "media.example", path); res.StatusCode != http.StatusNotFound {
			t.Errorf("%s answers %d under the pictures' name", path, res.StatusCode)
		}
	}
	page, _ := request(t, s, "vote.example", "/may")
	if policy := page.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "img-src 'self' data: blob: http://media.example;") ||
		!strings.Contains(policy, "media-src 'self' blob: http://media.example;") {
		t.Error(policy)
	}

	fetch := func(query string, header ...string) (*http.Response, string) {
		return request(t, s, "media.example", address.Path+query, header...)
	}
	key, err := s.passes(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	pass := "?pass=" + key.Pass(asset.ID, small.File())
	if res, _ := fetch(""); res.StatusCode != http.StatusNotFound {
		t.Errorf("a picture that waits for a moderator: %d", res.StatusCode)
	}
	if res, _ := fetch(pass + "x"); res.StatusCode != http.StatusNotFound {
		t.Errorf("with a forged pass: %d", res.StatusCode)
	}
	res, whole := fetch(pass)
	if res.StatusCode != http.StatusOK || res.Header.Get("Cache-Control") != "private, no-store" {
		t.Errorf("with a pass: %d %v", res.StatusCode, res.Header)
	}
	decide := func(d voting.Decision, reason string) {
		t.Helper()
		if _, err := s.voting.Decide(t.Context(), shell(), "may", 1, d, reason); err != nil {
			t.Fatal(err)
		}
	}
	decide(voting.Approve, "")
	for range 2 { // from the bucket, then from memory
		res, body := fetch("")
		if body != whole || res.Header.Get("Cache-Control") != "public, max-age=86400" || res.Header.Get("Content-Type") != "image/jpeg" ||
			res.Header.Get("Content-Security-Policy") != "default-src 'none'; sandbox" || res.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%d bytes, %v", len(body), res.Header)
		}
		part, body := fetch("", "Range", "bytes=10-19")
		if part.StatusCode != http.StatusPartialContent || body != whole[10:20] {
			t.Errorf("a part: %d, %d bytes", part.StatusCode, len(body))
		}
		if same, _ := fetch("", "If-None-Match", res.Header.Get("ETag")); same.StatusCode != http.StatusNotModified {
			t.Errorf("the same again: %d", same.StatusCode)
		}
	}
	if res, _ := fetch(pass); res.Header.Get("Cache-Control") != "private, no-store" {
		t.Error("an address with a pass may be cached")
	}
	decide(voting.Disqualify, "breaks_rules")
	if res, _ := fetch(""); res.StatusCode != http.StatusNotFound {
		t.Errorf("right after the disqualification: %d", res.StatusCode)
	}
}

// TestShelf asks for a public picture again and again, so that it comes from
// memory, and wants the answer that the first one had; and none at once when it
// is no longer public.
func TestShelf(t *testing.T) {
	o := testOptions(t)
	var stopped atomic.Int64 // the clock, in microseconds, so that memory keeps it however slow the machine is
	o.Now = func() time.Time {
		if at := stopped.Load(); at != 0 {
			return time.UnixMicro(at)
		}
		return time.Now()
	}
	g := newGalleryWith(t, o)
	path := g.approved("One")
	stopped.Store(time.Now().UnixMicro())
	first := g.fetch(path, nil)
	for _, name := range []string{"X-Request-Id", "Date", "Referrer-Policy"} {
		first.header.Del(name)
	}
	for range 3 {
		got := g.fetch(path, nil)
		got.header.Del("Date")
		if got.status != 200 || got.body != first.body {
			t.Errorf("%d with %d bytes, want %d", got.status, len(got.body), len(first.body))
		}
		if diff := cmp.Diff(first.header, got.header); diff != "" {
			t.Errorf("first -, from memory +:\n%s", diff)
		}
	}
	head := g.send("HEAD", path, nil, nil)
	if head.status != 200 || head.body != "" || head.header.Get("Content-Length") != fmt.Sprint(len(first.body)) {
		t.Errorf("HEAD: %d %v", head.status, head.header)
	}
	if got := g.send("DELETE", path, nil, nil); got.status != 405 {
		t.Errorf("DELETE: %d", got.status)
	}
	if _, err := g.voting.Decide(t.Context(), shell(), "may", 1, voting.Disqualify, "copied"); err != nil {
		t.Fatal(err)
	}
	if got := g.fetch(path, nil); got.status != 404 {
		t.Errorf("disqualified: %d", got.status)
	}
}
