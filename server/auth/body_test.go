package auth

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/labstack/echo/v4"

	"plaudit/server/problem"
)

// line is an answer that notes the deadlines of its connection.
type line struct {
	*httptest.ResponseRecorder
	read, write []time.Time
}

func (l *line) SetReadDeadline(t time.Time) error {
	l.read = append(l.read, t)
	return nil
}

func (l *line) SetWriteDeadline(t time.Time) error {
	l.write = append(l.write, t)
	return nil
}

// A sender that goes away is no failure of ours.
func TestBrokenBody(t *testing.T) {
	for name, body := range map[string]io.Reader{
		"gone":     io.MultiReader(strings.NewReader("half"), iotest.ErrReader(io.ErrUnexpectedEOF)),
		"too slow": iotest.ErrReader(os.ErrDeadlineExceeded),
	} {
		c := echo.New().NewContext(httptest.NewRequest(http.MethodPost, "/", body), httptest.NewRecorder())
		err := AllowBody(100)(func(c echo.Context) error {
			_, err := io.Copy(io.Discard, c.Request().Body)
			return fmt.Errorf("spool: %w", err)
		})(c)
		if p := problem.Of(err); p.Code != problem.CodeTimeout {
			t.Errorf("%s: %d %s", name, p.Status, p.Code)
		}
	}
}

func TestBodyKeepsAMinimumSpeed(t *testing.T) {
	l := &line{ResponseRecorder: httptest.NewRecorder()}
	const size = 4 * bodyRate
	body := iotest.OneByteReader(bytes.NewReader(make([]byte, size)))
	c := echo.New().NewContext(httptest.NewRequest(http.MethodPost, "/", body), l)
	handler := AllowBody(size)(func(c echo.Context) error {
		n, err := io.Copy(io.Discard, c.Request().Body)
		if n != size {
			t.Errorf("%d bytes", n)
		}
		return err
	})
	if err := handler(c); err != nil {
		t.Fatal(err)
	}
	first, full, last := l.read[0], l.read[size-1], l.read[len(l.read)-1]
	if earned := full.Sub(first); earned < 3900*time.Millisecond || earned > 4*time.Second {
		t.Errorf("four seconds' worth of bytes earned %v", earned)
	}
	if !last.IsZero() {
		t.Error("the deadline outlives the body: it would end the request while the handler works")
	}
	if gap := l.write[0].Sub(first); gap != answerGrace {
		t.Errorf("the answer has %v after the body", gap)
	}
}
