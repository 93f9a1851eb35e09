package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"sync/atomic"
	"time"
)

const (
	slug     = "hostile"
	login    = "clerk"
	password = "garlic-fields-in-may"
	prefix   = "/api/v1"
	ours     = prefix + "/contests/" + slug
)

// site is the server as its clients reach it.
type site struct {
	base    string
	http    *http.Client
	staff   *http.Client // with a session's cookie
	token   string       // of the same person
	consent string
	asked   atomic.Int64
	report  *report
}

func newSite(address string, report *report) (*site, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	transport := &http.Transport{MaxIdleConnsPerHost: 64}
	still := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &site{
		base: "http://" + address, report: report,
		http:  &http.Client{Transport: transport, Timeout: 3 * time.Minute, CheckRedirect: still},
		staff: &http.Client{Transport: transport, Timeout: 3 * time.Minute, Jar: jar},
	}, nil
}

// answer is an answer that arrived in full.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// into reads JSON.
func (a answer) into(v any) error {
	if err := json.Unmarshal(a.body, v); err != nil {
		return fmt.Errorf("an answer of status %d is no JSON: %.200q", a.status, a.body)
	}
	return nil
}

// send sends a request and notes an answer that is the server's fault.
func (s *site) send(client *http.Client, r *http.Request) (answer, error) {
	s.asked.Add(1)
	response, err := client.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return answer{}, err
	}
	if response.StatusCode >= 500 {
		s.report.mu.Lock()
		s.report.fives++
		s.report.mu.Unlock()
		s.report.wrong("%s %s answers %d: %.300s", r.Method, r.URL.Path, response.StatusCode, body)
	}
	return answer{response.StatusCode, response.Header, body}, nil
}

// request makes one; headers alternate names and values.
func (s *site) request(ctx context.Context, method, path string, body []byte, headers ...string) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, method, s.base+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return r, nil
}

// call sends a request as nobody.
func (s *site) call(ctx context.Context, method, path string, body []byte, headers ...string) (answer, error) {
	r, err := s.request(ctx, method, path, body, headers...)
	if err != nil {
		return answer{}, err
	}
	return s.send(s.http, r)
}

// ask sends JSON as staff, and reads JSON; it fails for any refusal.
func (s *site) ask(ctx context.Context, method, path string, in, out any) error {
	var raw []byte
	headers := []string{"Authorization", "Bearer " + s.token}
	if in != nil {
		var err error
		if raw, err = json.Marshal(in); err != nil {
			return err
		}
		headers = append(headers, "Content-Type", "application/json")
	}
	if s.token == "" {
		headers = headers[2:]
	}
	a, err := s.call(ctx, method, prefix+path, raw, headers...)
	if err != nil {
		return err
	}
	if a.status >= 300 {
		return fmt.Errorf("%s %s answers %d: %s", method, path, a.status, a.body)
	}
	return a.into(out)
}

// setUp logs in, in both ways, and opens a contest for all media.
func (s *site) setUp(ctx context.Context) error {
	var session struct{ Token string }
	if err := s.ask(ctx, http.MethodPost, "/session", map[string]string{"login": login, "password": password}, &session); err != nil {
		return err
	}
	s.token = session.Token
	form := url.Values{"login": {login}, "password": {password}}.Encode()
	r, err := s.request(ctx, http.MethodPost, "/staff/login", []byte(form), "Content-Type", "application/x-www-form-urlencoded")
	if err != nil {
		return err
	}
	if a, err := s.send(s.staff, r); err != nil || a.status != http.StatusOK || !strings.Contains(string(a.body), "/staff/logout") {
		return fmt.Errorf("log in to the staff pages: %d, %w", a.status, err)
	}
	var made struct {
		Consent string `json:"consent_version"`
	}
	now := time.Now()
	err = s.ask(ctx, http.MethodPost, "/contests", map[string]any{
		"slug": slug, "title": "来者不善", "timezone": "Asia/Shanghai",
		"categories": []any{map[string]any{"slug": "all", "title": "All", "media": []string{"photo", "drawing", "video"}}},
		"rounds":     []any{map[string]any{"kind": "entry", "opens": now.Add(-time.Hour), "closes": now.Add(24 * time.Hour)}},
		"policy":     map[string]any{"entries_per_entrant": 1000},
	}, &made)
	s.consent = made.Consent
	return err
}
