package problem

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"
)

// HeaderRequestID is the response header that carries the request's id; the
// middleware in package auth sets it before anything else runs.
const HeaderRequestID = echo.HeaderXRequestID

// Handler answers requests whose handler returned an error. Set its Handle as
// Echo's HTTPErrorHandler.
type Handler struct {
	// HTML renders the problem as a page with p.Status. Nil means JSON for all.
	HTML func(c echo.Context, p Problem) error
	Log  *slog.Logger
}

// Handle sends err as the answer, unless one is on its way already.
func (h Handler) Handle(err error, c echo.Context) {
	p := Of(err)
	p.RequestID = c.Response().Header().Get(HeaderRequestID)
	h.log(c, p)
	if c.Response().Committed {
		return
	}
	if p.RetryAfter > 0 {
		seconds := int(math.Ceil(p.RetryAfter.Seconds()))
		c.Response().Header().Set(echo.HeaderRetryAfter, strconv.Itoa(seconds))
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	var sent error
	switch {
	case h.HTML == nil || WantsJSON(c.Request()):
		sent = SendJSON(c, p)
	default:
		sent = h.HTML(c, p)
		if sent != nil && !c.Response().Committed {
			h.Log.Error("error page failed", "request_id", p.RequestID, "error", sent)
			sent = SendJSON(c, p)
		}
	}
	if sent != nil {
		h.Log.Debug("answer not sent", "request_id", p.RequestID, "error", sent)
	}
}

// log writes internal errors, once; a visitor who went away is no error.
func (h Handler) log(c echo.Context, p Problem) {
	if errors.Is(p.Err, context.Canceled) && c.Request().Context().Err() != nil {
		return
	}
	if !p.Internal() {
		return
	}
	h.Log.Error("request failed", "request_id", p.RequestID,
		"method", c.Request().Method, "route", c.Path(), "error", p.Err)
}

// SendJSON writes the problem as application/problem+json.
func SendJSON(c echo.Context, p Problem) error {
	body, err := json.Marshal(p)
	if err != nil {
		return err
	}
	return c.Blob(p.Status, ContentType, body)
}

// WantsJSON reports whether the caller is a program: everything under /api/,
// and whoever asks for JSON and not for HTML.
func WantsJSON(r *http.Request) bool {
	if r.URL.Path == "/api" || strings.HasPrefix(r.URL.Path, "/api/") {
		return true
	}
	accept := r.Header.Get(echo.HeaderAccept)
	return strings.Contains(accept, "json") && !strings.Contains(accept, "text/html")
}
