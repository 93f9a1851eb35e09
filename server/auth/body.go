package auth

import (
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"plaudit/server/problem"
)

// defaultBody is how much a request may carry where its route says nothing.
const defaultBody = 256 << 10

// The least speed of a body, so that slow senders cannot hold connections for
// ever: after the grace, this many bytes per second on the whole.
const (
	bodyGrace   = 30 * time.Second
	bodyRate    = 4 << 10
	answerGrace = 2 * time.Minute // for the answer after the body
)

const keyBody = "plaudit.body"

// AllowBody limits the request's body to so many bytes and to a minimum speed.
// Every request passes one with a small limit; a route that takes files adds
// its own, which stands instead.
func AllowBody(limit int64) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			r := c.Request()
			raw, ok := c.Get(keyBody).(io.ReadCloser)
			if !ok {
				raw = r.Body
			}
			if raw == nil || raw == http.NoBody {
				return next(c)
			}
			c.Set(keyBody, raw)
			limited := http.MaxBytesReader(c.Response().Writer, raw, limit)
			r.Body = &pacedBody{
				ReadCloser: limited, control: http.NewResponseController(c.Response()), start: time.Now(),
			}
			return next(c)
		}
	}
}

// pacedBody moves the connection's deadlines along with what has been read.
// They are the network's, so they go by the system's clock.
type pacedBody struct {
	io.ReadCloser
	control *http.ResponseController
	start   time.Time
	read    int64
}

func (b *pacedBody) Read(p []byte) (int, error) {
	due := b.start.Add(bodyGrace + time.Duration(b.read)*time.Second/bodyRate)
	b.control.SetReadDeadline(due)
	b.control.SetWriteDeadline(due.Add(answerGrace))
	n, err := b.ReadCloser.Read(p)
	b.read += int64(n)
	if err != nil {
		// The server watches the connection while the handler works: without
		// this a deadline would end the request long after its body.
		b.control.SetReadDeadline(time.Time{})
	}
	if err == nil || err == io.EOF || errors.As(err, new(*http.MaxBytesError)) {
		return n, err
	}
	return n, problem.New(problem.CodeTimeout, err) // too slow, or gone: not our fault
}
