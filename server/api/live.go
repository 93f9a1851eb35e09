package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"plaudit/server/live"
	"plaudit/server/problem"
	"plaudit/voting"
)

// What one page may ask to be told of, and how long it is.
const (
	mostWatched = 200
	mostTop     = 200
	heartbeat   = 20 * time.Second // so that proxies keep the connection
	streamLasts = 15 * time.Minute // then the page asks anew, and who it is is looked at anew
	writeLimit  = 10 * time.Second // for one update; who is slower is dropped
)

// live tells of new counts: for text/event-stream as they come, else once.
func (a *API) live(c echo.Context, actor voting.Actor) error {
	ask, err := asked(c)
	if err != nil {
		return err
	}
	watcher, err := a.Voting.Watch(c.Request().Context(), actor, contestOf(c))
	if err != nil {
		return err
	}
	feed, err := a.Live.Subscribe(contestOf(c), watcher, ask)
	if err != nil {
		return liveProblem(c, err)
	}
	defer feed.Close()
	if strings.HasPrefix(c.Request().Header.Get(echo.HeaderAccept), "text/event-stream") {
		return stream(c, feed)
	}
	update, err := feed.Next(c.Request().Context())
	if err != nil {
		return liveProblem(c, err)
	}
	return c.JSON(http.StatusOK, update)
}

// asked reads what the page wants.
func asked(c echo.Context) (ask live.Ask, err error) {
	ask.Category = voting.Slug(c.QueryParam("category"))
	if ask.Top, err = count(c, "top"); err != nil || ask.Top > mostTop {
		return ask, voting.ErrBadValue.In("top").With("allowed", fmt.Sprintf("0–%d", mostTop))
	}
	for word := range strings.FieldsFuncSeq(c.QueryParam("entries"), func(r rune) bool { return r == ',' }) {
		n, ok := voting.ParseNumber(word)
		if !ok || len(ask.Numbers) == mostWatched {
			return ask, voting.ErrBadValue.In("entries").With("allowed", fmt.Sprintf("1,2,3 … (at most %d)", mostWatched))
		}
		ask.Numbers = append(ask.Numbers, n)
	}
	return ask, nil
}

// liveProblem answers before anything was told.
func liveProblem(c echo.Context, err error) error {
	switch {
	case errors.Is(err, live.ErrHidden):
		return voting.ErrCountsHidden
	case errors.Is(err, live.ErrFull), errors.Is(err, live.ErrClosed):
		c.Response().Header().Set(echo.HeaderRetryAfter, "10")
		return problem.New(problem.CodeUnavailable, err)
	}
	return err
}

// stream sends server-sent events until the page goes, the counts are hidden,
// the server stops or the page is too slow.
func stream(c echo.Context, feed *live.Feed) error {
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, "text/event-stream; charset=utf-8")
	h.Set(echo.HeaderCacheControl, "no-store, no-transform")
	h.Set("X-Accel-Buffering", "no") // nginx would collect
	feed.Resume(c.Request().Header.Get("Last-Event-ID"))
	ctx, stop := context.WithTimeout(c.Request().Context(), streamLasts)
	defer stop()
	s := events{c, http.NewResponseController(c.Response())}
	// Who comes back comes at different times, in milliseconds.
	err := s.write("retry: %d\n\n", 2000+rand.IntN(4000))
	for err == nil {
		err = s.next(ctx, feed)
	}
	if errors.Is(err, live.ErrHidden) {
		_ = s.write("event: hidden\ndata: {}\n\n")
	}
	return nil // the status is sent; whatever ended it, the page asks again
}

// events writes to one page.
type events struct {
	c       echo.Context
	control *http.ResponseController
}

// next sends the next update, or a sign of life.
func (s events) next(ctx context.Context, feed *live.Feed) error {
	wait, stop := context.WithTimeout(ctx, heartbeat)
	defer stop()
	update, err := feed.Next(wait)
	if err != nil && wait.Err() != nil && ctx.Err() == nil {
		return s.write(": still here\n\n")
	}
	if err != nil {
		return err
	}
	text, err := json.Marshal(update)
	if err != nil {
		return err
	}
	return s.write("id: %s\nevent: counts\ndata: %s\n\n", update.ID, text)
}

func (s events) write(format string, args ...any) error {
	if err := s.control.SetWriteDeadline(time.Now().Add(writeLimit)); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(s.c.Response(), format, args...); err != nil {
		return err
	}
	return s.control.Flush()
}
