package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/PuerkitoBio/goquery"
)

// words is what pages are made of: elements, and attributes of elements.
type words map[string]bool

// mostOrdinary is how many ordinary pages are read to know their words.
const mostOrdinary = 12

// pages reads the pages of works with hostile words in them: such a page is
// made of what ordinary ones are made of, and shows the words as words.
func (t *trial) pages(ctx context.Context, sent []*sending) error {
	known := map[string]words{"entry": {}, "status": {}}
	ordinary, hostile := 0, 0
	for _, s := range sent { // the ordinary ones first
		if s.Family != "words" && s.entry != nil && s.entry.State == "approved" && ordinary < mostOrdinary {
			ordinary++
			for kind, path := range t.pagesOf(s) {
				page, err := t.page(ctx, t.site.http, path)
				if err != nil {
					return err
				}
				t.look(page, path, known[kind], true)
			}
		}
	}
	for _, s := range sent {
		if s.Family != "words" || s.entry == nil || s.entry.State != "approved" || ordinary == 0 {
			continue
		}
		hostile++
		for kind, path := range t.pagesOf(s) {
			page, err := t.page(ctx, t.site.http, path)
			if err != nil {
				return err
			}
			t.look(page, path, known[kind], false)
			if title := spaces(s.entry.Title); !strings.Contains(spaces(page.Text()), title) {
				t.report.wrong("%s: %s does not show the title %q", s.name(), path, s.entry.Title)
			}
		}
		if plain(s.Title) && s.Title != "" && s.entry.Title != strings.TrimSpace(s.Title) {
			t.report.wrong("%s: the title %q came back as %q", s.name(), s.Title, s.entry.Title)
		}
	}
	lists, err := t.lists(ctx)
	t.report.figure("pages", "%d works with hostile words, on their own pages, and %d lists, public and of the staff", hostile, lists)
	return err
}

func (t *trial) pagesOf(s *sending) map[string]string {
	return map[string]string{"entry": fmt.Sprintf("/%s/%d", slug, s.entry.Number), "status": fmt.Sprintf("/%s/status/%s", slug, s.secret)}
}

// lists looks at pages that show many works, for what can be told without
// knowing them.
func (t *trial) lists(ctx context.Context) (count int, err error) {
	staff := "/staff/contests/" + slug
	for path, client := range map[string]*http.Client{
		"/" + slug + "?order=number": t.site.http, "/" + slug + "?order=newest": t.site.http, "/" + slug + "?q=%3Cscript%3E": t.site.http,
		"/" + slug + "/ranking": t.site.http, "/" + slug + "/rules": t.site.http, "/": t.site.http,
		staff: t.site.staff, staff + "/moderation": t.site.staff, staff + "/entries": t.site.staff, staff + "/entries?state=refused": t.site.staff,
		staff + "/entries?state=approved": t.site.staff, staff + "/audit": t.site.staff,
	} {
		page, err := t.page(ctx, client, path)
		if err != nil {
			return count, err
		}
		t.look(page, path, nil, false)
		count++
	}
	return count, nil
}

// page fetches a page and parses it as a browser does.
func (t *trial) page(ctx context.Context, client *http.Client, path string) (*goquery.Document, error) {
	r, err := t.site.request(ctx, http.MethodGet, path, nil, "Accept", "text/html")
	if err != nil {
		return nil, err
	}
	a, err := t.site.send(client, r)
	if err != nil {
		return nil, err
	}
	if kind := a.header.Get("Content-Type"); a.status >= 300 || !strings.HasPrefix(kind, "text/html") || a.header.Get("X-Content-Type-Options") != "nosniff" ||
		!strings.Contains(a.header.Get("Content-Security-Policy"), "script-src") {
		t.report.wrong("%s is answered with %d, %s, policy %q", path, a.status, kind, a.header.Get("Content-Security-Policy"))
	}
	return goquery.NewDocumentFromReader(bytes.NewReader(a.body))
}

// look notes what runs or leads away in a page, and, where its words are known,
// any that is new; learn adds them.
func (t *trial) look(page *goquery.Document, path string, known words, learn bool) {
	if text := page.Text(); strings.Contains(text, "<no value>") || learn && strings.Contains(text, "{{") {
		t.report.wrong("%s shows a gap in a sentence", path)
	}
	page.Find("*").Each(func(_ int, s *goquery.Selection) {
		tag := goquery.NodeName(s)
		if tag == "script" && strings.Contains(s.Text(), t.canary.token) {
			t.report.wrong("%s has a script of a visitor's", path)
		}
		list := [][2]string{{}} // the element itself, and its attributes
		for _, a := range s.Get(0).Attr {
			list = append(list, [2]string{a.Key, a.Val})
		}
		for _, a := range list {
			t.lookAt(tag, a[0], a[1], path, known, learn)
		}
	})
}

func (t *trial) lookAt(tag, name, value, path string, known words, learn bool) {
	start := strings.ToLower(strings.TrimSpace(value))
	if strings.HasPrefix(name, "on") || strings.HasPrefix(start, "javascript:") || strings.HasPrefix(start, "data:text") {
		t.report.wrong("%s runs <%s %s=%q>", path, tag, name, value)
	}
	switch word := tag + " " + name; {
	case learn:
		known[word] = true
	case known != nil && !known[word]:
		t.report.wrong("%s has <%s>, which ordinary pages have not", path, word)
	}
}

// spaces makes every run of white space one space.
func spaces(text string) string { return strings.Join(strings.Fields(text), " ") }

// plain reports whether a text is printable ASCII, of which nothing is cleaned
// away.
func plain(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return r < ' ' || r > '~' }) < 0
}
