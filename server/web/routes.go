package web

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"plaudit/server/auth"
)

// route is one address: who handles it with which method.
type route struct {
	method, path string
	handler      auth.Handler
	extra        []echo.MiddlewareFunc
}

// publicRoutes is the table of the public pages. :c is the contest's slug, :n
// an entry's number, :code a status code.
func (w *Web) publicRoutes() []route {
	const get, post = http.MethodGet, http.MethodPost
	row := func(method, path string, h auth.Handler, extra ...echo.MiddlewareFunc) route {
		return route{method, path, h, extra}
	}
	upload := auth.AllowBody(formRoom)
	return []route{
		row(get, "/", w.home),
		row(get, "/:c", w.gallery),
		row(get, "/:c/:n", w.entry),
		row(post, "/:c/:n/vote", w.vote),
		row(post, "/:c/:n/take-back", w.takeBack),
		row(get, "/:c/voter", w.voterForm),
		row(post, "/:c/voter", w.becomeVoter),
		row(get, "/:c/wechat", w.fromWeChat),
		row(get, "/:c/ranking", w.ranking),
		row(get, "/:c/rules", w.rules),
		row(get, "/:c/verify", w.verify),
		row(get, "/:c/verify/qr.svg", w.receiptQR),
		row(get, "/:c/verify/offline", w.offline),
		row(get, "/:c/privacy", w.privacy),
		row(get, "/:c/winners", w.winners),
		row(get, "/:c/submit", w.submitForm),
		row(post, "/:c/submit", w.submit, upload),
		row(post, "/:c/submit/file", w.submitFile),
		row(get, "/:c/status", w.statusForm),
		row(get, "/:c/status/:code", w.status),
		row(post, "/:c/status/:code", w.withdraw),
		row(get, "/:c/status/:code/card", w.statusCard),
	}
}

// Register adds every page, the static files and the pictures to the server.
func (w *Web) Register(e *echo.Echo) {
	e.Use(withoutSlash)
	e.GET("/static/*", echo.WrapHandler(w.assets))
	e.HEAD("/static/*", echo.WrapHandler(w.assets))
	e.GET("/favicon.ico", w.favicon)
	if token := w.deps.WeChatVerify; token != "" {
		e.GET("/MP_verify_"+token+".txt", func(c echo.Context) error { return c.String(http.StatusOK, token) })
	}
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		e.Add(method, "/media/:asset/:file", w.deps.Gate.As(w.picture))
	}
	for _, r := range w.publicRoutes() {
		e.Add(r.method, r.path, w.visited(r), r.extra...)
		if r.method == http.MethodGet {
			e.Add(http.MethodHead, r.path, w.visited(r), r.extra...)
		}
	}
	for _, r := range w.staffRoutes() {
		e.Add(r.method, r.path, w.deps.Gate.As(r.handler), r.extra...)
	}
}

// favicon leads browsers that ask without reading a page to the mark.
func (w *Web) favicon(c echo.Context) error {
	mark, ok := w.assets.URL("img/mark.svg")
	if !ok {
		return echo.ErrNotFound
	}
	return c.Redirect(http.StatusFound, mark)
}

// withoutSlash leads from a page's address with a slash at its end, as people
// type it, to the page. It goes by the path as it was escaped, which cannot hide
// another host from us and show it to a browser.
func withoutSlash(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		path := r.URL.EscapedPath()
		page := strings.TrimRight(path, "/")
		if page == path || page == "" || strings.HasPrefix(page, "//") || strings.HasPrefix(path, "/api/") ||
			r.Method != http.MethodGet && r.Method != http.MethodHead {
			return next(c)
		}
		if r.URL.RawQuery != "" {
			page += "?" + r.URL.RawQuery
		}
		return c.Redirect(http.StatusMovedPermanently, page)
	}
}

// visited gives visitors of public pages a device with the first page they
// see, so that a double tap on the first vote cannot make two voters.
func (w *Web) visited(r route) echo.HandlerFunc {
	if r.method == http.MethodPost {
		return w.deps.Gate.As(r.handler)
	}
	return func(c echo.Context) error {
		a, err := w.deps.Gate.EnsureDevice(c)
		if err != nil {
			return err
		}
		return r.handler(c, a)
	}
}
