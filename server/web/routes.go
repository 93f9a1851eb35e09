package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"plaudit/server/auth"
)

// route is one address: who handles it with which method.
type route struct {
	method, path string
	handler      auth.Handler
}

// publicRoutes is the table of the public pages. {c} is the contest's slug,
// {n} an entry's number.
func (w *Web) publicRoutes() []route {
	return []route{
		{http.MethodGet, "/", w.home},
	}
}

// Register adds every page, the static files and the pictures to the server.
func (w *Web) Register(e *echo.Echo) {
	e.GET("/static/*", echo.WrapHandler(w.assets))
	for _, r := range w.publicRoutes() {
		e.Add(r.method, r.path, w.as(r))
	}
	for _, r := range w.staffRoutes() {
		e.Add(r.method, r.path, w.deps.Gate.As(r.handler))
	}
}

// as gives visitors of public pages a device with the first page they see, so
// that a double tap on the first vote cannot make two voters.
func (w *Web) as(r route) echo.HandlerFunc {
	if r.method != http.MethodGet {
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
