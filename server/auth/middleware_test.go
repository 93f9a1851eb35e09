package auth_test

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"plaudit/server/auth"
	"plaudit/server/problem"
	"plaudit/voting"
)

// house is an Echo with the middleware of package auth and a few routes.
type house struct {
	e    *echo.Echo
	gate *auth.Gate
	log  *bytes.Buffer
	now  time.Time
}

func newHouse(t *testing.T, origin string, change ...func(*house)) *house {
	t.Helper()
	h := &house{e: echo.New(), log: new(bytes.Buffer), now: time.Date(2026, 5, 1, 8, 0, 0, 0, time.UTC)}
	log := slog.New(slog.NewTextHandler(h.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	h.gate = &auth.Gate{
		Devices: auth.NewDevices(bytes.Repeat([]byte{7}, 32), rand.Reader),
		HTTPS:   strings.HasPrefix(origin, "https:"), Log: log,
	}
	for _, f := range change {
		f(h)
	}
	clock := func() time.Time { return h.now }
	if err := h.gate.Use(h.e, origin, clock); err != nil {
		t.Fatal(err)
	}
	h.e.HTTPErrorHandler = problem.Handler{Log: log}.Handle
	h.e.GET("/page/:secret", func(c echo.Context) error {
		if _, err := h.gate.EnsureDevice(c); err != nil {
			return err
		}
		return c.String(http.StatusOK, auth.Nonce(c))
	})
	h.e.GET("/ip", func(c echo.Context) error { return c.String(http.StatusOK, c.RealIP()) })
	h.e.GET("/panic", func(echo.Context) error { panic("the secret of the panic") })
	h.e.GET("/same", func(c echo.Context) error { return c.NoContent(http.StatusNotModified) })
	h.e.GET("/full", func(echo.Context) error { return voting.ErrBallotFull })
	read := func(c echo.Context) error {
		n, err := io.Copy(io.Discard, c.Request().Body)
		if err != nil {
			return err
		}
		return c.String(http.StatusOK, fmt.Sprint(n))
	}
	h.e.POST("/small", read)
	h.e.POST("/api/v1/thing", read)
	h.e.POST("/large", read, auth.AllowBody(1<<20))
	h.e.GET("/api/v1/who", h.gate.As(func(c echo.Context, a voting.Actor) error {
		return c.String(http.StatusOK, a.Device)
	}))
	return h
}

func limited(h *house) {
	h.gate.Limiter = auth.NewLimiter(func() time.Time { return h.now })
}

func behind(prefix string) func(*house) {
	return func(h *house) { h.gate.Proxies = []netip.Prefix{netip.MustParsePrefix(prefix)} }
}

// ask sends one request; headers are alternating names and values.
func (h *house) ask(method, path, body string, headers ...string) *httptest.ResponseRecorder {
	req := httptest.NewRequest(method, path, strings.NewReader(body))
	for i := 0; i < len(headers); i += 2 {
		if headers[i] == "RemoteAddr" {
			req.RemoteAddr = headers[i+1]
			continue
		}
		req.Header.Set(headers[i], headers[i+1])
	}
	rec := httptest.NewRecorder()
	h.e.ServeHTTP(rec, req)
	return rec
}

func TestRequestsFromElsewhere(t *testing.T) {
	h := newHouse(t, "https://vote.example")
	cases := []struct {
		name, method, path string
		headers            []string
		want               int
	}{
		{"a program", "POST", "/small", nil, 200},
		{"our page", "POST", "/small", []string{"Sec-Fetch-Site", "same-origin"}, 200},
		{"another site", "POST", "/small", []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"a sister site", "POST", "/small", []string{"Sec-Fetch-Site", "same-site"}, 403},
		{"an old browser elsewhere", "POST", "/small", []string{"Origin", "https://evil.example"}, 403},
		{"an old browser here", "POST", "/small", []string{"Origin", "https://vote.example"}, 200},
		{"a sandboxed page", "POST", "/small", []string{"Origin", "null"}, 403},
		{"a link from another site", "GET", "/page/x", []string{"Sec-Fetch-Site", "cross-site"}, 200},
		{"a form to the api", "POST", "/api/v1/thing", []string{"Content-Type", "application/x-www-form-urlencoded"}, 415},
		{"text to the api", "POST", "/api/v1/thing", []string{"Content-Type", "text/plain; charset=utf-8"}, 415},
		{"bytes without a type to the api", "POST", "/api/v1/thing", nil, 415},
		{"json to the api", "POST", "/api/v1/thing", []string{"Content-Type", "application/json"}, 200},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if rec := h.ask(c.method, c.path, "{}", c.headers...); rec.Code != c.want {
				t.Errorf("status %d, want %d: %s", rec.Code, c.want, rec.Body)
			}
		})
	}
}

func TestHeaders(t *testing.T) {
	plain, secure := newHouse(t, ""), newHouse(t, "https://vote.example")
	rec := plain.ask("GET", "/page/x", "")
	policy := rec.Header().Get("Content-Security-Policy")
	for _, want := range []string{"'nonce-" + rec.Body.String() + "'", "frame-ancestors 'none'", "default-src 'none'", "base-uri 'none'"} {
		if !strings.Contains(policy, want) {
			t.Errorf("policy %q lacks %q", policy, want)
		}
	}
	if strings.Contains(policy, "unsafe") {
		t.Errorf("policy %q", policy)
	}
	for name, want := range map[string]string{
		"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Strict-Transport-Security": "",
	} {
		if got := rec.Header().Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	again := plain.ask("GET", "/page/x", "")
	if again.Body.String() == rec.Body.String() || again.Header().Get("X-Request-Id") == rec.Header().Get("X-Request-Id") {
		t.Error("nonce or request id is used twice")
	}
	if got := secure.ask("GET", "/page/x", "").Header().Get("Strict-Transport-Security"); got == "" {
		t.Error("no HSTS behind TLS")
	}
}

// A page that the browser kept has the nonce of the policy it came with: a new
// policy in a 304 would forbid its scripts.
func TestNotModifiedKeepsThePolicy(t *testing.T) {
	rec := newHouse(t, "").ask("GET", "/same", "")
	if got := rec.Header().Get("Content-Security-Policy"); rec.Code != 304 || got != "" {
		t.Errorf("%d with the policy %q", rec.Code, got)
	}
}

func TestForwardedHeadersAreBelievedFromProxiesOnly(t *testing.T) {
	alone, proxied := newHouse(t, ""), newHouse(t, "", behind("10.0.0.0/8"))
	cases := []struct {
		name    string
		h       *house
		peer    string
		forward string
		want    string
	}{
		{"no proxies", alone, "127.0.0.1:1", "198.51.100.9", "127.0.0.1"},
		{"proxy", proxied, "10.1.1.1:1", "198.51.100.9", "198.51.100.9"},
		{"forged before the proxy", proxied, "10.1.1.1:1", "192.0.2.1, 198.51.100.9", "198.51.100.9"},
		{"not the proxy", proxied, "203.0.113.1:1", "198.51.100.9", "203.0.113.1"},
		{"loopback is no proxy", proxied, "127.0.0.1:1", "198.51.100.9", "127.0.0.1"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			rec := c.h.ask("GET", "/ip", "", "RemoteAddr", c.peer, "X-Forwarded-For", c.forward, "X-Forwarded-Proto", "https")
			if got := rec.Body.String(); got != c.want {
				t.Errorf("address %s, want %s", got, c.want)
			}
			secure := rec.Header().Get("Strict-Transport-Security") != ""
			if want := c.name == "proxy" || c.name == "forged before the proxy"; secure != want {
				t.Errorf("taken for encrypted: %v", secure)
			}
		})
	}
}

func TestBodies(t *testing.T) {
	h := newHouse(t, "")
	cases := []struct {
		path string
		size int
		want int
	}{
		{"/small", 256 << 10, 200}, {"/small", 256<<10 + 1, 413}, {"/large", 1 << 20, 200}, {"/large", 1<<20 + 1, 413},
	}
	for _, c := range cases {
		if rec := h.ask("POST", c.path, strings.Repeat("x", c.size)); rec.Code != c.want {
			t.Errorf("%s with %d bytes: %d, want %d", c.path, c.size, rec.Code, c.want)
		}
	}
}

func TestPanicIsAnInternalError(t *testing.T) {
	h := newHouse(t, "")
	rec := h.ask("GET", "/panic", "")
	if rec.Code != 500 || strings.Contains(rec.Body.String(), "secret of the panic") {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
	id := rec.Header().Get("X-Request-Id")
	if !strings.Contains(rec.Body.String(), id) || strings.Count(h.log.String(), "secret of the panic") != 1 {
		t.Errorf("request %s in body %s and log %s", id, rec.Body, h.log)
	}
}

func TestLogNamesNobody(t *testing.T) {
	h := newHouse(t, "")
	h.ask("GET", "/page/K7M2Q9XA?phone=13800138000", "", "RemoteAddr", "203.0.113.9:1", "Authorization", "Bearer plv_xyz",
		"User-Agent", "Agent/1")
	log := h.log.String()
	if !strings.Contains(log, "route=/page/:secret") {
		t.Fatalf("no line: %s", log)
	}
	for _, bad := range []string{"K7M2Q9XA", "138001", "203.0.113", "plv_", "Agent/1"} {
		if strings.Contains(log, bad) {
			t.Errorf("%s is in the log: %s", bad, log)
		}
	}
}

func TestDeviceCookie(t *testing.T) {
	for origin, name := range map[string]string{"": "plaudit_device", "https://vote.example": "__Host-plaudit_device"} {
		h := newHouse(t, origin)
		cookies := h.ask("GET", "/page/x", "").Result().Cookies()
		if len(cookies) != 1 {
			t.Fatalf("%d cookies", len(cookies))
		}
		k := cookies[0]
		if k.Name != name || !k.HttpOnly || k.SameSite != http.SameSiteLaxMode || k.Path != "/" || k.Secure != (origin != "") || k.MaxAge < 86400*399 {
			t.Errorf("cookie %+v", k)
		}
		same := h.ask("GET", "/page/x", "", "Cookie", k.Name+"="+k.Value)
		if len(same.Result().Cookies()) != 0 {
			t.Error("a known device gets another cookie")
		}
		byCookie := h.ask("GET", "/api/v1/who", "", "Cookie", k.Name+"="+k.Value)
		byToken := h.ask("GET", "/api/v1/who", "", "Authorization", "Bearer "+k.Value)
		if len(byCookie.Body.String()) != 32 || byCookie.Body.String() != byToken.Body.String() {
			t.Errorf("by cookie %q, by token %q", byCookie.Body, byToken.Body)
		}
		if rec := h.ask("GET", "/api/v1/who", "", "Cookie", k.Name+"=plv_forged"); rec.Code != 200 || rec.Body.String() != "" {
			t.Errorf("a forged cookie: %d %q", rec.Code, rec.Body)
		}
		if rec := h.ask("GET", "/api/v1/who", "", "Authorization", "Bearer plv_forged"); rec.Code != 401 {
			t.Errorf("a forged token: %d", rec.Code)
		}
		if rec := h.ask("GET", "/api/v1/who", "", "Authorization", "Bearer whatever"); rec.Code != 401 {
			t.Errorf("a foreign token: %d", rec.Code)
		}
	}
}

// Over TLS a cookie that another host or a plain connection could have set is
// not believed.
func TestPlainCookieIsNotBelievedOverTLS(t *testing.T) {
	plain, secure := newHouse(t, ""), newHouse(t, "https://vote.example")
	k := plain.ask("GET", "/page/x", "").Result().Cookies()[0]
	if got := secure.ask("GET", "/api/v1/who", "", "Cookie", k.Name+"="+k.Value).Body.String(); got != "" {
		t.Errorf("believed as %q", got)
	}
}

func TestOneVillageBehindOneAddress(t *testing.T) {
	h := newHouse(t, "", limited)
	for range 500 {
		page := h.ask("GET", "/page/x", "", "RemoteAddr", "203.0.113.9:1")
		k := page.Result().Cookies()[0]
		for range 10 {
			if rec := h.ask("GET", "/full", "", "RemoteAddr", "203.0.113.9:1", "Cookie", k.Name+"="+k.Value); rec.Code != 409 {
				t.Fatalf("status %d", rec.Code)
			}
		}
	}
}

func TestFailuresOfASubnet(t *testing.T) {
	h := newHouse(t, "", limited)
	voter := h.ask("GET", "/page/x", "", "RemoteAddr", "203.0.113.9:1").Result().Cookies()[0]
	cookie := []string{"Cookie", voter.Name + "=" + voter.Value}
	var last *httptest.ResponseRecorder
	for range 601 {
		last = h.ask("GET", "/nothing", "", "RemoteAddr", "203.0.113.200:1")
	}
	if last.Code != 429 || last.Header().Get("Retry-After") == "" {
		t.Errorf("the 601st: %d, Retry-After %q", last.Code, last.Header().Get("Retry-After"))
	}
	if rec := h.ask("GET", "/ip", "", append(cookie, "RemoteAddr", "203.0.113.9:1")...); rec.Code != 200 {
		t.Errorf("a known voter of the subnet: %d", rec.Code)
	}
	if rec := h.ask("GET", "/ip", "", "RemoteAddr", "203.0.114.1:1"); rec.Code != 200 {
		t.Errorf("another subnet: %d", rec.Code)
	}
	h.now = h.now.Add(time.Minute)
	if rec := h.ask("GET", "/ip", "", "RemoteAddr", "203.0.113.200:1"); rec.Code != 200 {
		t.Errorf("a minute later: %d", rec.Code)
	}
}

func TestOneDeviceGoneWild(t *testing.T) {
	h := newHouse(t, "", limited)
	k := h.ask("GET", "/page/x", "").Result().Cookies()[0]
	var refused int
	for range 500 {
		if rec := h.ask("GET", "/ip", "", "Cookie", k.Name+"="+k.Value); rec.Code == 429 {
			refused++
		}
	}
	if refused != 100 {
		t.Errorf("%d of 500 refused, want 100", refused)
	}
}
