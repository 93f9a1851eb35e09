package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"plaudit/server/sqlstore/storetest"
	"plaudit/voting"
)

func testOptions(t *testing.T) Options {
	t.Helper()
	o := Options{
		Config: Config{Listen: "127.0.0.1:0", Data: filepath.Join(t.TempDir(), "data"), RateLimits: true, DatabaseURL: storetest.URL(t)},
		Now:    time.Now, Rand: rand.Reader, Log: slog.New(slog.DiscardHandler), Unsafe: true,
	}
	if o.Config.DatabaseURL != "" {
		o.Config.Secret = bytes.Repeat([]byte{7}, secretBytes)
	}
	return o
}

// furnished spares a test that is not about it the making of all tables.
func furnished(t *testing.T, o Options) {
	t.Helper()
	if o.Config.DatabaseURL != "" {
		return
	}
	if err := folder(o.Config.Data).make(true); err != nil {
		t.Fatal(err)
	}
	storetest.Place(t, folder(o.Config.Data).database())
}

// onSQLite skips what is about files that PostgreSQL does not have.
func onSQLite(t *testing.T) {
	t.Helper()
	if storetest.URL(t) != "" {
		t.Skip("it is about SQLite's own files")
	}
}

// start serves until the test ends, or until stop is called.
func start(t *testing.T, o Options) (s *Server, stop func()) {
	t.Helper()
	s, err := New(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return s, serve(t, s)
}

func serve(t *testing.T, s *Server) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	served := make(chan error, 1)
	go func() { served <- s.Serve(ctx) }()
	stopped := false
	stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		if err := errors.Join(<-served, s.Close()); err != nil {
			t.Error(err)
		}
	}
	t.Cleanup(stop)
	return stop
}

func get(t *testing.T, url string) (status int, body string) {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	content, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(content)
}

func TestServer(t *testing.T) {
	s, _ := start(t, testOptions(t))
	cases := []struct {
		path   string
		status int
		says   string
	}{
		{"/healthz", 200, "ok"},
		{"/readyz", 200, "ready"},
		{"/robots.txt", 200, "Disallow: /staff"},
		{"/", 200, "<html"},
		{"/api/v1/contests", 200, `"items"`},
		{"/api/v1/nothing", 404, `"code":"not_found"`},
		{"/api/v1", 404, `"code":"not_found"`},
		{"/api", 404, `"code":"not_found"`},
		{"/favicon.ico", 200, "<svg"},
		{"/nothing", 404, "<html"},
		{"/staff", 200, `name="password"`},
	}
	for _, c := range cases {
		if status, body := get(t, s.URL()+c.path); status != c.status || !strings.Contains(body, c.says) {
			t.Errorf("%s: %d, want %d with %q:\n%.400s", c.path, status, c.status, c.says, body)
		}
	}
	res, err := http.Head(s.URL() + "/")
	if err != nil || res.StatusCode != 200 {
		t.Errorf("HEAD /: %v, %v", res.Status, err)
	}
}

func TestSecondServerIsRefused(t *testing.T) {
	onSQLite(t)
	o := testOptions(t)
	_, stop := start(t, o)
	if _, err := New(t.Context(), o); err == nil || !strings.Contains(err.Error(), "another server is running on the data folder") {
		t.Errorf("got %v", err)
	}
	stop()
	start(t, o)
}

func TestDataFolder(t *testing.T) {
	onSQLite(t)
	o := testOptions(t)
	_, stop := start(t, o)
	for name, want := range map[string]os.FileMode{"": 0o700, "secret": 0o600, "lock": 0o600} {
		info, err := os.Stat(filepath.Join(o.Config.Data, name))
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%q: %v, %v", name, info, err)
		}
	}
	stop()

	secret := filepath.Join(o.Config.Data, "secret")
	kept, err := os.ReadFile(secret)
	if err != nil {
		t.Fatal(err)
	}
	broken := map[string]func() error{
		"gone":     func() error { return os.Remove(secret) },
		"cut":      func() error { return os.WriteFile(secret, kept[:20], 0o600) },
		"of other": func() error { return os.WriteFile(secret, bytes.ToLower(kept), 0o600) },
	}
	for name, harm := range broken {
		if err := harm(); err != nil {
			t.Fatal(err)
		}
		if _, err := New(t.Context(), o); err == nil {
			t.Errorf("starts with its secret %s", name)
		}
	}
	if err := os.WriteFile(secret, kept, 0o600); err != nil {
		t.Fatal(err)
	}
	start(t, o)
}

// TestStopLetsRequestsFinish stops the server while a request is half sent.
func TestStopLetsRequestsFinish(t *testing.T) {
	s, stop := start(t, testOptions(t))
	conn, err := net.Dial("tcp", s.listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	body := `{"login": "nobody", "password": "x"}`
	fmt.Fprintf(conn, "POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n", len(body))
	// The handler asks for the body: it is running now.
	if line := make([]byte, len("HTTP/1.1 100 Continue\r\n\r\n")); read(t, conn, line) != "HTTP/1.1 100 Continue\r\n\r\n" {
		t.Fatalf("got %q", line)
	}
	stopping := make(chan struct{})
	s.http.RegisterOnShutdown(func() { close(stopping) })
	done := make(chan struct{})
	go func() { stop(); close(done) }()
	<-stopping
	fmt.Fprint(conn, body)
	answer, err := io.ReadAll(conn)
	if err != nil || !strings.HasPrefix(string(answer), "HTTP/1.1 401") {
		t.Errorf("%v, %.200q", err, answer)
	}
	<-done
}

func read(t *testing.T, r io.Reader, into []byte) string {
	t.Helper()
	if _, err := io.ReadFull(r, into); err != nil {
		t.Fatal(err)
	}
	return string(into)
}

// TestReservedSlugs compares the slugs that no contest may have with the first
// segments of the router's own addresses.
func TestReservedSlugs(t *testing.T) {
	s, _ := start(t, testOptions(t))
	e, _, err := s.router(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, route := range e.Routes() {
		first, _, _ := strings.Cut(strings.TrimPrefix(route.Path, "/"), "/")
		if first == "" || strings.ContainsAny(first, ":*.") {
			continue // the start page, a contest itself, or no possible slug
		}
		if !slices.Contains(reservedSlugs(), voting.Slug(first)) {
			t.Errorf("a contest could be called %q and would hide %s, or be hidden by it", first, route.Path)
		}
	}
}

// TestEveryAddressIsProtected looks for a route that another site's page could
// post to.
func TestEveryAddressIsProtected(t *testing.T) {
	s, _ := start(t, testOptions(t))
	e, _, err := s.router(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, route := range e.Routes() {
		if route.Method == echo.RouteNotFound || slices.Contains([]string{http.MethodGet, http.MethodHead, http.MethodOptions}, route.Method) {
			continue
		}
		path := strings.NewReplacer(":c", "may", ":n", "1", ":code", "K7M2Q9XA").Replace(route.Path)
		req, err := http.NewRequestWithContext(t.Context(), route.Method, s.URL()+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Sec-Fetch-Site", "cross-site")
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != http.StatusForbidden {
			t.Errorf("%s %s from another site: %d", route.Method, route.Path, res.StatusCode)
		}
	}
}

func TestWelcome(t *testing.T) {
	o := testOptions(t)
	s, stop := start(t, o)
	var out bytes.Buffer
	e := &env{ctx: t.Context(), stdout: &out}
	if err := e.welcome(s); err != nil {
		t.Fatal(err)
	}
	_, link, found := strings.Cut(out.String(), s.URL()+"/staff/welcome/")
	if !found {
		t.Fatalf("no link: %s", &out)
	}
	status, body := get(t, s.URL()+"/staff/welcome/"+strings.TrimSpace(link))
	if status != 200 || !strings.Contains(body, `name="password"`) {
		t.Errorf("the link answers %d: %.400s", status, body)
	}
	stop()

	o.Config.OrganiserLogin, o.Config.OrganiserPassword = "clerk", "four pears on a boat"
	s, _ = start(t, o)
	out.Reset()
	if err := e.welcome(s); err != nil || strings.Contains(out.String(), "welcome/") {
		t.Errorf("%v: %s", err, &out)
	}
	if _, _, err := s.accounts.Login(t.Context(), "clerk", "four pears on a boat", "", ""); err != nil {
		t.Error(err)
	}
	s.Config.OrganiserLogin, s.Config.OrganiserPassword = "second", "short"
	if err := e.welcome(s); !errors.As(err, new(usageError)) {
		t.Errorf("a short password: %v", err)
	}
}

// TestCommandsWhileServing makes an account in another program's stead.
func TestCommandsWhileServing(t *testing.T) {
	s, _ := start(t, testOptions(t))
	var out bytes.Buffer
	code := run(&env{
		ctx: t.Context(), args: []string{"user", "add", "clerk", "--role", "organiser", "--password-stdin"},
		environ: environ(s.Options), unsafe: true, stdin: strings.NewReader("four pears on a boat\n"), stdout: &out, stderr: &out,
	})
	if code != exitFine {
		t.Fatalf("exit code %d: %s", code, &out)
	}
	if _, _, err := s.accounts.Login(t.Context(), "clerk", "four pears on a boat", "", ""); err != nil {
		t.Error(err)
	}
}
