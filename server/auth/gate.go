package auth

import (
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"plaudit/voting"
)

// deviceLasts is as long as browsers keep a cookie.
const deviceLasts = 400 * 24 * time.Hour

// Gate tells who sends a request, and hands out the cookies by which it knows.
// It is safe for concurrent use.
type Gate struct {
	Accounts *Accounts
	Devices  Devices
	// HTTPS says that the service's own address is https, so that cookies are
	// Secure whatever the last hop was.
	HTTPS   bool
	Proxies []netip.Prefix // whose X-Forwarded headers are believed
	// MediaOrigin is where pictures come from when not from the pages' origin.
	MediaOrigin string
	// FormsLeadTo is an origin that a form's answer may lead on to, "" for none.
	FormsLeadTo string
	Limiter     *Limiter // nil where limits are off
	Log         *slog.Logger
}

// Handler is a handler that is told who asks.
type Handler func(c echo.Context, a voting.Actor) error

// As makes an Echo handler of h.
func (g *Gate) As(h Handler) echo.HandlerFunc {
	return func(c echo.Context) error {
		a, err := g.Actor(c)
		if err != nil {
			return err
		}
		return h(c, a)
	}
}

const keyIdentity = "plaudit.identity"

// identity is what a request brought, looked up once per request.
type identity struct {
	actor   voting.Actor
	session Session
	err     error
}

// Actor returns who sends the request: the staff member of the session, the
// voter's device, both or neither. Only a session is looked up in the store. A
// session cookie that has ended is as good as none; a bearer token that is not
// good is voting.ErrLogin or voting.ErrVoterRequired, since a program ought to
// know.
func (g *Gate) Actor(c echo.Context) (voting.Actor, error) {
	id := g.identify(c)
	return id.actor, id.err
}

// Session returns the staff session of the request; its Hash is "" for none.
func (g *Gate) Session(c echo.Context) Session { return g.identify(c).session }

func (g *Gate) identify(c echo.Context) *identity {
	if id, ok := c.Get(keyIdentity).(*identity); ok {
		return id
	}
	id := new(identity)
	id.actor, id.session, id.err = g.lookUp(c)
	id.actor.From = voting.Origin{Net: subnet(c.RealIP(), 48), Agent: c.Request().UserAgent()}
	c.Set(keyIdentity, id)
	return id
}

func (g *Gate) lookUp(c echo.Context) (a voting.Actor, s Session, err error) {
	bearer := bearerToken(c.Request())
	var device string
	if strings.HasPrefix(bearer, devicePrefix) {
		var ok bool
		if device, ok = g.Devices.Parse(bearer); !ok {
			return a, s, voting.ErrVoterRequired
		}
	} else if cookie, err := c.Cookie(g.cookieName(c, deviceCookie)); err == nil {
		device, _ = g.Devices.Parse(cookie.Value)
	}
	token := g.SessionToken(c)
	if bearer != "" && !strings.HasPrefix(bearer, devicePrefix) && !strings.HasPrefix(bearer, sessionPrefix) {
		return a, s, voting.ErrLogin
	}
	if token != "" {
		var user User
		user, s, err = g.Accounts.Who(c.Request().Context(), token)
		switch {
		case err == nil:
			a = user.actor()
		case !errors.Is(err, voting.ErrLogin) || token == bearer:
			return a, Session{}, err
		}
	}
	a.Device = device
	return a, s, nil
}

// SessionToken returns the session token that the request brought, as a bearer
// token or a cookie, good or not; "" for none.
func (g *Gate) SessionToken(c echo.Context) string {
	if bearer := bearerToken(c.Request()); bearer != "" {
		if strings.HasPrefix(bearer, sessionPrefix) {
			return bearer
		}
		return ""
	}
	if cookie, err := c.Cookie(g.cookieName(c, sessionCookie)); err == nil {
		return cookie.Value
	}
	return ""
}

// EnsureDevice returns the request's actor with a device, and sets the cookie
// of a new one where there was none: every page does so, so that a double tap
// on its first vote cannot make two voters.
func (g *Gate) EnsureDevice(c echo.Context) (voting.Actor, error) {
	id := g.identify(c)
	if id.err != nil || id.actor.Device != "" {
		return id.actor, id.err
	}
	device, token, err := g.Devices.New()
	if err != nil {
		return id.actor, err
	}
	g.setCookie(c, deviceCookie, token, deviceLasts)
	id.actor.Device = device
	return id.actor, nil
}

// LogIn checks login and password under the limits, replaces the session that
// the request brought by a new one, sets its cookie and returns its token.
func (g *Gate) LogIn(c echo.Context, login, password string) (token string, user User, err error) {
	r := c.Request()
	if g.Limiter != nil {
		if err := g.Accounts.spendLogin(r.Context(), loginKey(c, login)); err != nil {
			return "", User{}, err
		}
	}
	token, user, err = g.Accounts.Login(r.Context(), login, password, g.SessionToken(c), r.UserAgent())
	if err != nil {
		return "", User{}, err
	}
	if g.Limiter != nil {
		if err := g.Accounts.forgiveLogin(r.Context(), loginKey(c, login)); err != nil {
			return "", User{}, err
		}
	}
	g.signIn(c, token)
	return token, user, nil
}

// Accept uses up a one-time link (Accounts.Accept) and sets the cookie of the
// session that it opens.
func (g *Gate) Accept(c echo.Context, link, login, password string) (User, error) {
	r := c.Request()
	token, user, err := g.Accounts.Accept(r.Context(), link, login, password, r.UserAgent())
	if err == nil {
		g.signIn(c, token)
	}
	return user, err
}

// LogOut ends the session that the request brought and takes its cookie back.
func (g *Gate) LogOut(c echo.Context) error {
	g.setCookie(c, sessionCookie, "", -1)
	c.Set(keyIdentity, nil)
	if token := g.SessionToken(c); token != "" {
		return g.Accounts.Logout(c.Request().Context(), token)
	}
	return nil
}

func (g *Gate) signIn(c echo.Context, token string) {
	g.setCookie(c, sessionCookie, token, 0)
	c.Set(keyIdentity, nil) // whoever asks after this asks again
}

// The cookies.
const (
	sessionCookie = "plaudit_session"
	deviceCookie  = "plaudit_device"
)

// cookieName adds the prefix that lets no other host and no plain connection
// set the cookie (RFC 6265bis, 4.1.3.2), where the connection is secure.
func (g *Gate) cookieName(c echo.Context, name string) string {
	if g.Secure(c.Request()) {
		return "__Host-" + name
	}
	return name
}

// setCookie sets a cookie for as long as the browser runs (lasts 0), for a
// time, or removes it (below 0).
func (g *Gate) setCookie(c echo.Context, name, value string, lasts time.Duration) {
	age := int(lasts / time.Second)
	if lasts < 0 {
		age = -1
	}
	c.SetCookie(&http.Cookie{
		Name: g.cookieName(c, name), Value: value, Path: "/", MaxAge: age,
		Secure: g.Secure(c.Request()), HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// Secure reports whether the visitor's connection is encrypted: our own TLS, a
// trusted proxy that says so, or a public address that is https.
func (g *Gate) Secure(r *http.Request) bool {
	if g.HTTPS || r.TLS != nil {
		return true
	}
	return r.Header.Get(echo.HeaderXForwardedProto) == "https" && g.fromProxy(r)
}

func (g *Gate) fromProxy(r *http.Request) bool {
	if len(g.Proxies) == 0 {
		return false
	}
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return false
	}
	for _, p := range g.Proxies {
		if p.Contains(peer.Addr().Unmap()) {
			return true
		}
	}
	return false
}

func bearerToken(r *http.Request) string {
	scheme, token, ok := strings.Cut(r.Header.Get(echo.HeaderAuthorization), " ")
	if !ok || !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}
