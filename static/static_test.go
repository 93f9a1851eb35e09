package static

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/andybalholm/brotli"
)

func get(t *testing.T, a *Assets, path, accept, etag string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("Accept-Encoding", accept)
	r.Header.Set("If-None-Match", etag)
	w := httptest.NewRecorder()
	a.ServeHTTP(w, r)
	return w.Result()
}

func TestScriptsNameEachOtherByHash(t *testing.T) {
	a, err := build(fstest.MapFS{
		"js/a.js": {Data: []byte(`import {b} from "./b.js"; export const a = b;`)},
		"js/b.js": {Data: []byte("export const b = 1;")},
	})
	if err != nil {
		t.Fatal(err)
	}
	b, _ := a.URL("js/b.js")
	address, ok := a.URL("js/a.js")
	if !ok || !strings.HasPrefix(address, "/static/js/a.") {
		t.Fatalf("address %q", address)
	}
	body, _ := io.ReadAll(get(t, a, address, "", "").Body)
	if want := "./" + strings.TrimPrefix(b, "/static/js/"); !strings.Contains(string(body), want) {
		t.Errorf("%s does not name %s", body, want)
	}
}

func TestBuildRefuses(t *testing.T) {
	for name, fsys := range map[string]fstest.MapFS{
		"a script that is not there": {"js/a.js": {Data: []byte(`import "./gone.js"`)}},
		"a circle": {
			"js/a.js": {Data: []byte(`import "./b.js"`)},
			"js/b.js": {Data: []byte(`import "./a.js"`)},
		},
		"an unknown kind": {"img/a.exe": {Data: []byte("x")}},
		"a broken script": {"js/a.js": {Data: []byte("export const = ;")}},
	} {
		if _, err := build(fsys); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestServe(t *testing.T) {
	text := strings.Repeat("a { color: red }\n", 100)
	a, err := build(fstest.MapFS{"css/x.css": {Data: []byte(text)}})
	if err != nil {
		t.Fatal(err)
	}
	address, _ := a.URL("css/x.css")

	plain := get(t, a, address, "", "")
	want, _ := io.ReadAll(plain.Body)
	if cc := plain.Header.Get("Cache-Control"); !strings.Contains(cc, "immutable") {
		t.Errorf("Cache-Control %q", cc)
	}
	for accept, open := range map[string]func(io.Reader) (io.Reader, error){
		"gzip":              func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
		"gzip, deflate, br": func(r io.Reader) (io.Reader, error) { return brotli.NewReader(r), nil },
		"br;q=0, gzip":      func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
	} {
		r, err := open(get(t, a, address, accept, "").Body)
		if err != nil {
			t.Fatalf("%s: %v", accept, err)
		}
		if got, err := io.ReadAll(r); err != nil || string(got) != string(want) {
			t.Errorf("%s: got %d bytes, %v; want %d", accept, len(got), err, len(want))
		}
	}
	if got := get(t, a, address, "", plain.Header.Get("ETag")).StatusCode; got != http.StatusNotModified {
		t.Errorf("same ETag: %d", got)
	}
	if got := get(t, a, "/static/css/x.css", "", "").StatusCode; got != http.StatusNotFound {
		t.Errorf("without the hash: %d", got)
	}
}

// TestPublicBudget holds what the public pages load to 20 KB with gzip: all of
// them together, but for the one on a projector, which no telephone loads.
func TestPublicBudget(t *testing.T) {
	a, err := New()
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	for _, name := range a.Names() {
		public := strings.HasPrefix(name, "css/") || strings.HasPrefix(name, "js/")
		if !public || strings.HasPrefix(name, "css/staff") || strings.HasPrefix(name, "js/staff") ||
			name == "css/screen.css" || name == "js/log.js" || name == "js/offline.js" { // the latter only in a page that is downloaded
			continue
		}
		_, zipped := a.Sizes(name)
		t.Logf("%-20s %6d bytes gzip", name, zipped)
		total += zipped
	}
	if total > 20_000 {
		t.Errorf("public CSS and JS are %d bytes with gzip; the budget is 20,000", total)
	}
}
