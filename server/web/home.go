package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"plaudit/voting"
)

// home lists the contests.
func (w *Web) home(c echo.Context, a voting.Actor) error {
	page := HomePage{Frame: w.newFrame(c)}
	return w.views.Render(c, http.StatusOK, &page)
}
