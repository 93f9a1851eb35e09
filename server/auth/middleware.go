package auth

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"log/slog"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"plaudit/server/problem"
)

// Use installs everything that every request passes, outermost first: request
// id, access log, recovery, headers, protection against other sites' pages,
// limits, body size. origin is the service's own address ("" when it was not
// told); now is the clock of the access log.
func (g *Gate) Use(e *echo.Echo, origin string, now func() time.Time) error {
	protection := http.NewCrossOriginProtection()
	if origin != "" {
		if err := protection.AddTrustedOrigin(origin); err != nil {
			return fmt.Errorf("trust %s: %w", origin, err)
		}
	}
	e.IPExtractor = Extractor(g.Proxies)
	e.Use(requestID, g.accessLog(now), recovery(), g.headers, crossOrigin(protection), jsonOnly)
	if g.Limiter != nil {
		e.Use(g.Limiter.middleware(g))
	}
	e.Use(AllowBody(defaultBody))
	return nil
}

// Extractor returns what tells the visitor's address: the peer's, or, from a
// trusted proxy, the last hop in X-Forwarded-For that is not one.
func Extractor(proxies []netip.Prefix) echo.IPExtractor {
	if len(proxies) == 0 {
		return echo.ExtractIPDirect()
	}
	options := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range proxies {
		p = p.Masked()
		options = append(options, echo.TrustIPRange(&net.IPNet{
			IP: p.Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), p.Addr().BitLen()),
		}))
	}
	return echo.ExtractIPFromXFFHeader(options...)
}

func requestID(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		var b [8]byte
		rand.Read(b[:]) // never fails; not a secret and no rule hangs on it
		c.Response().Header().Set(problem.HeaderRequestID, hex.EncodeToString(b[:]))
		return next(c)
	}
}

// accessLog writes one line per request: the route and never the address, so
// that no code, token, name or visitor's address is in the log.
func (g *Gate) accessLog(now func() time.Time) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			start := now()
			if err := next(c); err != nil {
				c.Error(err) // answers, so that the status is known
			}
			level := slog.LevelInfo
			if c.Response().Status < 400 && quiet(c.Path()) {
				level = slog.LevelDebug
			}
			g.Log.LogAttrs(c.Request().Context(), level, "request",
				slog.String("method", c.Request().Method), slog.String("route", c.Path()),
				slog.Int("status", c.Response().Status), slog.Int64("bytes", c.Response().Size),
				slog.Duration("took", now().Sub(start)),
				slog.String("request_id", c.Response().Header().Get(problem.HeaderRequestID)))
			return nil
		}
	}
}

// quiet are the routes whose successes would drown the rest of the log.
func quiet(route string) bool {
	return strings.HasPrefix(route, "/static/") || strings.HasPrefix(route, "/media/") ||
		strings.HasSuffix(route, "/live") || route == "/healthz" || route == "/readyz"
}

func recovery() echo.MiddlewareFunc {
	return middleware.RecoverWithConfig(middleware.RecoverConfig{
		DisableStackAll: true,
		LogErrorFunc: func(_ echo.Context, err error, stack []byte) error {
			return fmt.Errorf("panic: %w\n%s", err, stack)
		},
	})
}

const keyNonce = "plaudit.nonce"

// Nonce returns the nonce that a page's own script and style elements carry.
func Nonce(c echo.Context) string {
	nonce, _ := c.Get(keyNonce).(string)
	return nonce
}

// HSTS is the Strict-Transport-Security header where connections are secure.
const HSTS = "max-age=31536000"

// headers sets what tells browsers to be strict. A handler may replace the
// policy, as the one for media does.
func (g *Gate) headers(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set(echo.HeaderXContentTypeOptions, "nosniff")
		h.Set(echo.HeaderReferrerPolicy, "same-origin")
		if g.Secure(c.Request()) {
			h.Set(echo.HeaderStrictTransportSecurity, HSTS)
		}
		if path := c.Request().URL.Path; strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/media/") {
			h.Set(echo.HeaderContentSecurityPolicy, "default-src 'none'; frame-ancestors 'none'")
			return next(c)
		}
		var b [16]byte
		rand.Read(b[:]) // never fails
		nonce := base64.RawStdEncoding.EncodeToString(b[:])
		c.Set(keyNonce, nonce)
		h.Set(echo.HeaderContentSecurityPolicy, pagePolicy(nonce, g.MediaOrigin, g.FormsLeadTo))
		c.Response().Before(func() {
			// The page that the browser kept has the nonce of its own policy.
			if c.Response().Status == http.StatusNotModified {
				h.Del(echo.HeaderContentSecurityPolicy)
			}
		})
		h.Set("Permissions-Policy", "geolocation=(), microphone=(), payment=(), usb=()")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		return next(c)
	}
}

func pagePolicy(nonce, mediaOrigin, formsLeadTo string) string {
	if mediaOrigin != "" {
		mediaOrigin = " " + mediaOrigin
	}
	if formsLeadTo != "" {
		formsLeadTo = " " + formsLeadTo // browsers hold redirects after a form to form-action
	}
	return "default-src 'none'; script-src 'self' 'nonce-" + nonce + "'; style-src 'self' 'nonce-" + nonce + "'; " +
		"img-src 'self' data: blob:" + mediaOrigin + "; media-src 'self' blob:" + mediaOrigin + "; font-src 'self'; connect-src 'self'; worker-src 'self'; " +
		"manifest-src 'self'; form-action 'self'" + formsLeadTo + "; base-uri 'none'; frame-ancestors 'none'"
}

func crossOrigin(protection *http.CrossOriginProtection) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if err := protection.Check(c.Request()); err != nil {
				return problem.New(problem.CodeCrossOrigin, err)
			}
			return next(c)
		}
	}
}

// jsonOnly lets no form of another site reach the API: what a plain form can
// send without asking is refused there, except for uploads of files.
func jsonOnly(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if r.ContentLength == 0 || !strings.HasPrefix(r.URL.Path, "/api/") {
			return next(c)
		}
		kind, _, _ := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
		switch kind {
		case "", echo.MIMEApplicationForm, echo.MIMETextPlain:
			return problem.New(problem.CodeMediaType, nil)
		}
		return next(c)
	}
}
