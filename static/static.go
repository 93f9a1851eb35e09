// Package static is what browsers get as it is: style sheets, scripts and
// pictures of the pages themselves, embedded in the program.
//
// New minifies every file once, gives it an address with a hash of its content
// (so that browsers may keep it for ever), and compresses it with gzip and
// brotli, all before the first visitor comes. Edit the files under css/, js/
// and img/; there is nothing to build. A script names another one as
// "./other.js" and the name is replaced by the hashed one.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
	"github.com/tdewolff/minify/v2/js"
	"github.com/tdewolff/minify/v2/svg"
)

//go:embed css js img
var files embed.FS

// Prefix is where the files live on the site.
const Prefix = "/static/"

// Assets are the files, ready to be sent. It is immutable and safe for
// concurrent use.
type Assets struct {
	byName map[string]string // "css/site.css" → "/static/css/site.0123456789.css"
	byPath map[string]*asset
}

type asset struct {
	kind  string
	etag  string
	plain []byte
	gzip  []byte // nil when compression does not pay
	br    []byte
}

// types is the table of what we send; a file of another kind is a start-up
// error.
func types() map[string]string {
	return map[string]string{
		".css": "text/css; charset=utf-8",
		".js":  "text/javascript; charset=utf-8",
		".svg": "image/svg+xml",
		".png": "image/png",
		".ico": "image/x-icon",
	}
}

// New prepares the embedded files, once: they never change.
func New() (*Assets, error) {
	p := prepared()
	return p.assets, p.err
}

var prepared = sync.OnceValue(func() (p struct {
	assets *Assets
	err    error
},
) {
	p.assets, p.err = build(files)
	return p
})

// builder carries one run of build.
type builder struct {
	fsys   fs.FS
	min    *minify.M
	assets *Assets
	active map[string]bool // files being built, to find circles
}

func build(fsys fs.FS) (*Assets, error) {
	m := minify.New()
	m.AddFunc(".css", css.Minify)
	m.AddFunc(".js", js.Minify)
	m.AddFunc(".svg", svg.Minify)
	b := &builder{
		fsys: fsys, min: m, active: map[string]bool{},
		assets: &Assets{byName: map[string]string{}, byPath: map[string]*asset{}},
	}
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		_, err = b.add(name)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("prepare static files: %w", err)
	}
	return b.assets, nil
}

// reference finds "./name.js" and './name.js' in scripts.
func reference() *regexp.Regexp { return regexp.MustCompile("([\"'`])\\./([a-z0-9-]+\\.js)([\"'`])") }

// add prepares one file, after those it names, and returns its address.
func (b *builder) add(name string) (string, error) {
	if address, ok := b.assets.byName[name]; ok {
		return address, nil
	}
	if b.active[name] {
		return "", fmt.Errorf("%s names itself in a circle", name)
	}
	b.active[name] = true

	ext := path.Ext(name)
	kind, ok := types()[ext]
	if !ok {
		return "", fmt.Errorf("%s: no type known for %q", name, ext)
	}
	body, err := fs.ReadFile(b.fsys, name)
	if err != nil {
		return "", err
	}
	if ext == ".js" {
		if body, err = b.link(name, body); err != nil {
			return "", err
		}
	}
	if ext == ".css" || ext == ".js" || ext == ".svg" {
		if body, err = b.min.Bytes(ext, body); err != nil {
			return "", fmt.Errorf("minify %s: %w", name, err)
		}
	}
	sum := sha256.Sum256(body)
	hash := hex.EncodeToString(sum[:5])
	address := Prefix + strings.TrimSuffix(name, ext) + "." + hash + ext
	a := &asset{kind: kind, etag: `"` + hash + `"`, plain: body}
	if ext != ".png" {
		if err := a.compress(); err != nil {
			return "", fmt.Errorf("compress %s: %w", name, err)
		}
	}
	b.assets.byName[name] = address
	b.assets.byPath[address] = a
	return address, nil
}

// link replaces the names of other scripts by their hashed file names.
func (b *builder) link(name string, body []byte) ([]byte, error) {
	var failed error
	re := reference()
	out := re.ReplaceAllFunc(body, func(m []byte) []byte {
		parts := re.FindSubmatch(m)
		address, err := b.add(path.Join(path.Dir(name), string(parts[2])))
		if err != nil {
			failed = fmt.Errorf("%s: %w", name, err)
			return m
		}
		return []byte(string(parts[1]) + "./" + path.Base(address) + string(parts[3]))
	})
	return out, failed
}

func (a *asset) compress() error {
	var zipped, brotlied bytes.Buffer
	gz, err := gzip.NewWriterLevel(&zipped, gzip.BestCompression)
	if err != nil {
		return err
	}
	br := brotli.NewWriterLevel(&brotlied, 9)
	if _, err := gz.Write(a.plain); err != nil {
		return err
	}
	if _, err := br.Write(a.plain); err != nil {
		return err
	}
	if err := gz.Close(); err != nil {
		return err
	}
	if err := br.Close(); err != nil {
		return err
	}
	if zipped.Len() < len(a.plain) {
		a.gzip = zipped.Bytes()
	}
	if brotlied.Len() < len(a.plain) {
		a.br = brotlied.Bytes()
	}
	return nil
}

// URL returns the address of an embedded file such as "css/site.css". The
// second result is false when there is no such file.
func (a *Assets) URL(name string) (string, bool) {
	address, ok := a.byName[name]
	return address, ok
}

// Sizes returns the bytes on the wire of a file: as it is, and with gzip.
func (a *Assets) Sizes(name string) (plain, gzipped int) {
	f, ok := a.byPath[a.byName[name]]
	if !ok {
		return 0, 0
	}
	if f.gzip == nil {
		return len(f.plain), len(f.plain)
	}
	return len(f.plain), len(f.gzip)
}

// Names lists the embedded files.
func (a *Assets) Names() []string {
	names := make([]string, 0, len(a.byName))
	for name := range a.byName {
		names = append(names, name)
	}
	return names
}

// ServeHTTP sends a file by its hashed address, compressed when the browser
// takes it, to be kept for a year.
func (a *Assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f, ok := a.byPath[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Vary", "Accept-Encoding")
	h.Set("ETag", f.etag)
	if r.Header.Get("If-None-Match") == f.etag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body := f.plain
	accepted := r.Header.Get("Accept-Encoding")
	switch {
	case f.br != nil && takes(accepted, "br"):
		h.Set("Content-Encoding", "br")
		body = f.br
	case f.gzip != nil && takes(accepted, "gzip"):
		h.Set("Content-Encoding", "gzip")
		body = f.gzip
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the browser has gone; nobody to tell
	}
}

// takes reports whether an Accept-Encoding header allows a coding.
func takes(header, coding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, quality, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.EqualFold(strings.TrimSpace(name), coding) {
			return strings.TrimSpace(strings.ToLower(quality)) != "q=0"
		}
	}
	return false
}
