package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strings"
)

// mostClosed is how many works are looked at for what is closed.
const mostClosed = 60

// closed looks at what nobody may fetch: works that wait, and originals.
func (t *trial) closed(ctx context.Context, sent []*sending) error {
	looked, originals := 0, 0
	for _, s := range sent {
		if s.entry == nil || s.entry.Asset == "" || looked == mostClosed && s.Family != "samples" {
			continue
		}
		looked++
		n, err := t.originals(ctx, s)
		originals += n
		if err != nil {
			return err
		}
		if s.entry.State == "pending" && len(s.entry.Renditions) > 0 {
			if err := t.waiting(ctx, s); err != nil {
				return err
			}
		}
	}
	t.report.figure("closed", "%d works before approval, %d ways to their originals tried", looked, originals)
	return nil
}

// waiting tries the renditions of a work that is not approved.
func (t *trial) waiting(ctx context.Context, s *sending) error {
	r := s.entry.Renditions[0]
	bare, pass, _ := strings.Cut(r.URL, "?")
	last := byte('x')
	if strings.HasSuffix(pass, "x") {
		last = 'y'
	}
	for _, path := range []string{bare, bare + "?pass=", bare + "?" + pass[:max(0, len(pass)-1)] + string(last)} {
		a, err := t.site.call(ctx, http.MethodGet, path, nil)
		if err != nil {
			return err
		}
		if a.status != http.StatusNotFound && a.status != http.StatusForbidden && a.status != http.StatusUnauthorized {
			t.report.wrong("%s: a rendition that waits is answered with %d at %s", s.name(), a.status, path)
		}
	}
	a, err := t.site.call(ctx, http.MethodGet, r.URL, nil)
	if err != nil {
		return err
	}
	if a.status != http.StatusOK || a.header.Get("Cache-Control") != "private, no-store" {
		t.report.wrong("%s: with its pass, a rendition is answered with %d, %q", s.name(), a.status, a.header.Get("Cache-Control"))
	}
	for _, fault := range t.servedFaults(a, r) {
		t.report.wrong("%s: %s %s", s.name(), r.Name, fault)
	}
	for _, path := range []string{fmt.Sprintf("%s/entries/%d", ours, s.entry.Number), fmt.Sprintf("/%s/%d", slug, s.entry.Number)} {
		if a, err := t.site.call(ctx, http.MethodGet, path, nil); err != nil || a.status != http.StatusNotFound {
			t.report.wrong("%s: %s is answered with %d before it is approved (%v)", s.name(), path, a.status, err)
		}
	}
	return nil
}

// originals tries to reach the bytes that were sent, as nobody and as staff.
func (t *trial) originals(ctx context.Context, s *sending) (tried int, err error) {
	id := s.entry.Asset
	for _, path := range []string{
		"/media/" + id, "/media/" + id + "/", "/media/" + id + "/original", "/media/" + id + "/original.jpg", "/media/original/" + id,
		"/media/" + id + "/..%2f..%2foriginal%2f" + id, "/media/" + id + "/../../original/" + id, "/media/" + id + "/%2e%2e/%2e%2e/original/" + id,
		"/media/..%2foriginal/" + id, "/original/" + id, "/media/" + id + "/%00", "/media/" + strings.ToUpper(id) + "/original",
	} {
		for _, token := range []string{"", t.site.token} {
			var headers []string
			if token != "" {
				headers = []string{"Authorization", "Bearer " + token}
			}
			tried++
			a, err := t.site.call(ctx, http.MethodGet, path, nil, headers...)
			if err != nil {
				return tried, err
			}
			if a.status == http.StatusOK || len(s.Data) > 16 && bytes.Contains(a.body, s.Data) {
				t.report.wrong("%s: %s is answered with %d and %d bytes", s.name(), path, a.status, len(a.body))
			}
		}
	}
	return tried, nil
}
