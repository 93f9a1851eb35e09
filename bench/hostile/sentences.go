package main

import (
	"context"
	"net/http"
	"net/url"
	"strings"
)

// sentences sends a file for each code of refusal again, as the page does, and
// reads what it says in both languages; and the pages of works that the worker
// refused.
func (t *trial) sentences(ctx context.Context, sent []*sending) error {
	door, worker := map[string]bool{}, map[string]bool{}
	for _, s := range sent {
		code := s.refusal()
		var err error
		switch {
		case code == "":
		case s.entry == nil && !door[code] && len(s.Data) > 0:
			door[code] = true
			err = t.saidOfFile(ctx, s, code)
		case s.entry != nil && !worker[code]:
			worker[code] = true
			err = t.saidOnPage(ctx, s, code)
		}
		if err != nil {
			return err
		}
	}
	t.report.figure("sentences", "%d codes at the door and %d of the worker, each read in both languages", len(door), len(worker))
	return nil
}

var languages = [2]string{"zh-CN", "en"}

// saidOfFile asks what is wrong with a file, as the page's script does. Codes
// that are not of the file but of the form are left to the form.
func (t *trial) saidOfFile(ctx context.Context, s *sending, code string) error {
	said := map[string]bool{}
	for _, language := range languages {
		_, id, err := t.site.upload(ctx, s.Specimen, len(s.Data))
		if err != nil || id == "" {
			return err
		}
		form := url.Values{"draft": {id}}.Encode()
		a, err := t.site.call(ctx, http.MethodPost, "/"+slug+"/submit/file", []byte(form),
			"Content-Type", "application/x-www-form-urlencoded", "Accept", "application/json", "Accept-Language", language)
		if err != nil {
			return err
		}
		var answer struct{ Say, Code string }
		if err := a.into(&answer); err != nil || a.status == http.StatusOK {
			return err // the file is good: the form was not
		}
		if answer.Code != code || answer.Say == "" || strings.Contains(answer.Say, "{{") || bare(answer.Say, code) || said[answer.Say] {
			t.report.wrong("%s: in %s the refusal %s is said as %q (%s)", s.name(), language, code, answer.Say, answer.Code)
		}
		said[answer.Say] = true
	}
	return nil
}

// saidOnPage reads the page on which an entrant learns that the worker could
// not use the file.
func (t *trial) saidOnPage(ctx context.Context, s *sending, code string) error {
	for _, language := range languages {
		a, err := t.site.call(ctx, http.MethodGet, "/"+slug+"/status/"+s.secret, nil, "Accept", "text/html", "Accept-Language", language)
		if err != nil {
			return err
		}
		if text := string(a.body); a.status != http.StatusOK || bare(text, code) || strings.Contains(text, "{{") {
			t.report.wrong("%s: in %s the page of the work (%d) says %s as it is", s.name(), language, a.status, code)
		}
	}
	return nil
}

// bare reports whether a text has a code in it as it is. Codes of one word are
// words of sentences, too.
func bare(text, code string) bool { return strings.Contains(code, "_") && strings.Contains(text, code) }
