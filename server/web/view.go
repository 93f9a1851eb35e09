package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"plaudit/static"
	"plaudit/voting"
)

//go:embed templates
var templateFiles embed.FS

// Page is what a handler renders: a struct of its own for every page, with a
// Frame embedded. Template names the file under templates/ without ".html".
type Page interface {
	Template() string
	frame() *Frame
}

// views renders pages. Everything is parsed when the program starts; a template
// that no page declares, or a page without a template, stops it there. It is
// safe for concurrent use.
type views struct {
	texts *texts
	pages map[Lang]map[string]*template.Template
	now   func() time.Time
}

// declared lists every page of the site, by an empty value.
func declared() []Page { return append(publicPages(), staffPages()...) }

func newViews(t *texts, assets *static.Assets, now func() time.Time) (*views, error) {
	v := &views{texts: t, pages: map[Lang]map[string]*template.Template{}, now: now}
	for _, lang := range Langs() {
		set, err := parsePages(v.funcs(t.books[lang], assets))
		if err != nil {
			return nil, err
		}
		v.pages[lang] = set
	}
	return v, nil
}

// parsePages parses every declared page together with its layout and the
// shared parts. Pages in staff/ use staff/layout.html, all others layout.html.
func parsePages(funcs template.FuncMap) (map[string]*template.Template, error) {
	bases := map[string]*template.Template{}
	for _, dir := range []string{"pages", "staff"} {
		base := template.New("").Funcs(funcs).Option("missingkey=error")
		base, err := base.ParseFS(templateFiles, "templates/parts/*.html", "templates/"+dir+"/layout.html")
		if err != nil {
			return nil, fmt.Errorf("parse the layout of %s: %w", dir, err)
		}
		bases[dir] = base
	}
	undeclared, err := pageFiles()
	if err != nil {
		return nil, err
	}
	set := map[string]*template.Template{}
	for _, page := range declared() {
		name := page.Template()
		file := "templates/" + name + ".html"
		if !undeclared[file] {
			return nil, fmt.Errorf("page %T is declared twice or lacks %s", page, file)
		}
		delete(undeclared, file)
		tmpl, err := template.Must(bases[path.Dir(name)].Clone()).ParseFS(templateFiles, file)
		if err != nil {
			return nil, fmt.Errorf("parse %s: %w", file, err)
		}
		set[name] = tmpl
	}
	for file := range undeclared {
		return nil, fmt.Errorf("no page declares %s", file)
	}
	return set, nil
}

// pageFiles lists the templates that must each be some page's.
func pageFiles() (map[string]bool, error) {
	found := map[string]bool{}
	for _, dir := range []string{"pages", "staff"} {
		names, err := fs.Glob(templateFiles, "templates/"+dir+"/*.html")
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			if path.Base(name) != "layout.html" {
				found[name] = true
			}
		}
	}
	return found, nil
}

// funcs are what templates may call beside their page's own fields.
func (v *views) funcs(b *book, assets *static.Assets) template.FuncMap {
	return template.FuncMap{
		"t":      b.T,
		"has":    b.Has,
		"number": number,
		"bytes":  bytesText,
		"when":   func(at time.Time) string { return when(b.lang, at, v.now()) },
		"day":    func(at time.Time) string { return day(b.lang, at, v.now()) },
		"left":   func(until time.Time) string { return left(b, until.Sub(v.now())) },
		"iso":    func(at time.Time) string { return at.UTC().Format(time.RFC3339) },
		"join":   strings.Join,
		"add":    func(a, b int) int { return a + b },
		"int":    func(n voting.Number) int { return int(n) },
		"asset": func(name string) (string, error) {
			if address, ok := assets.URL(name); ok {
				return address, nil
			}
			return "", fmt.Errorf("no static file %q", name)
		},
	}
}

// execute renders a page into memory, so that an error half-way is never sent.
func (v *views) execute(page Page) ([]byte, error) {
	f := page.frame()
	tmpl, ok := v.pages[f.Lang][page.Template()]
	if !ok {
		return nil, fmt.Errorf("no template %q in %q", page.Template(), f.Lang)
	}
	var buf bytes.Buffer
	if err := tmpl.ExecuteTemplate(&buf, "layout", page); err != nil {
		return nil, fmt.Errorf("render %s: %w", page.Template(), err)
	}
	return buf.Bytes(), nil
}

// Render sends a page. Browsers ask again each time (no-cache) and get 304 when
// nothing changed. The ETag leaves out the nonce, since a kept page keeps the
// policy that it came with, and the vote form's token, which lasts for hours.
func (v *views) Render(c echo.Context, status int, page Page) error {
	body, err := v.execute(page)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, echo.MIMETextHTMLCharsetUTF8)
	h.Set("Cache-Control", "private, no-cache")
	h.Add(echo.HeaderVary, "Accept-Encoding, Accept-Language, Cookie")
	if status == http.StatusOK {
		etag := pageTag(body, page.frame().Nonce, page.frame().token)
		h.Set("ETag", etag)
		if c.Request().Header.Get("If-None-Match") == etag {
			return c.NoContent(http.StatusNotModified)
		}
	}
	if strings.Contains(c.Request().Header.Get(echo.HeaderAcceptEncoding), "gzip") {
		h.Set(echo.HeaderContentEncoding, "gzip")
		if body, err = zip(body); err != nil {
			return err
		}
	}
	return c.Blob(status, echo.MIMETextHTMLCharsetUTF8, body)
}

// pageTag hashes a page without what changes at each rendering. It is weak
// because the bytes differ with coding and nonce.
func pageTag(body []byte, volatile ...string) string {
	for _, text := range volatile {
		if text != "" {
			body = bytes.ReplaceAll(body, []byte(text), nil)
			body = bytes.ReplaceAll(body, []byte(strings.ReplaceAll(text, "+", "&#43;")), nil) // as html/template writes it
		}
	}
	sum := sha256.Sum256(body)
	return `W/"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
}

func zip(body []byte) ([]byte, error) {
	var buf bytes.Buffer
	w, err := gzip.NewWriterLevel(&buf, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(body); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}
