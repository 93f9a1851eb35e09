package problem_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"plaudit/media"
	"plaudit/server/problem"
	"plaudit/voting"
)

func TestOf(t *testing.T) {
	secret := errors.New("password of the database")
	cases := []struct {
		name   string
		err    error
		status int
		code   string
	}{
		{"wrapped refusal", fmt.Errorf("cast: %w", voting.ErrBallotFull), 409, "ballot_full"},
		{"closed", voting.ErrRoundClosed, 409, "round_closed"},
		{"invalid", voting.ErrRequired.In("title"), 422, "required"},
		{"unauthenticated", voting.ErrLogin, 401, "login_required"},
		{"forbidden", voting.ErrForbidden, 403, "forbidden"},
		{"not found", voting.ErrEntryNotFound, 404, "entry_not_found"},
		{"internal kind", &voting.Error{Code: "oops", Err: secret}, 500, problem.CodeInternal},
		{"unknown", secret, 500, problem.CodeInternal},
		{"size", &media.Error{Code: media.FileTooLarge}, 413, media.FileTooLarge},
		{"type", &media.Error{Code: media.FilmNotTaken}, 415, media.FilmNotTaken},
		{"damaged", &media.Error{Code: media.Damaged}, 422, media.Damaged},
		{"disk full", fmt.Errorf("spool: %w", &media.Error{Code: media.DiskFull}), 503, media.DiskFull},
		{"no object", fmt.Errorf("open: %w", media.ErrNotFound), 404, problem.CodeNotFound},
		{"echo not found", echo.ErrNotFound, 404, problem.CodeNotFound},
		{"echo bind", echo.NewHTTPError(http.StatusBadRequest, "x"), 400, problem.CodeBadRequest},
		{"body cut inside bind", echo.NewHTTPError(400, "x").SetInternal(&http.MaxBytesError{Limit: 1}), 413, problem.CodeBodySize},
		{"body cut", &http.MaxBytesError{Limit: 1}, 413, problem.CodeBodySize},
		{"given up", context.Canceled, 503, problem.CodeUnavailable},
		{"own", problem.New(problem.CodeCrossOrigin, secret), 403, problem.CodeCrossOrigin},
		{"too many", problem.Limited(1500 * time.Millisecond), 429, problem.CodeTooMany},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := problem.Of(c.err)
			if p.Status != c.status || p.Code != c.code {
				t.Errorf("got %d %s, want %d %s", p.Status, p.Code, c.status, c.code)
			}
			body, err := json.Marshal(p)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(body), secret.Error()) {
				t.Errorf("the cause leaks: %s", body)
			}
		})
	}
}

func TestHandle(t *testing.T) {
	page := func(c echo.Context, p problem.Problem) error {
		return c.HTML(p.Status, "<p>"+p.Code+" "+p.RequestID)
	}
	broken := func(echo.Context, problem.Problem) error { return errors.New("template") }
	cases := []struct {
		name, path, accept string
		html               func(echo.Context, problem.Problem) error
		err                error
		wantType, wantBody string
		wantLogged         int
	}{
		{"api", "/api/v1/x", "text/html", page, voting.ErrBallotFull, problem.ContentType, `"code":"ballot_full"`, 0},
		{"json asked for", "/x", "application/json", page, voting.ErrBallotFull, problem.ContentType, `"type":"urn:plaudit:error:ballot_full"`, 0},
		{"browser", "/x", "text/html,*/*", page, voting.ErrBallotFull, "text/html", "ballot_full id-1", 0},
		{"internal", "/x", "text/html", page, errors.New("boom"), "text/html", "internal id-1", 1},
		{"broken page", "/x", "text/html", broken, voting.ErrBallotFull, problem.ContentType, "ballot_full", 1},
		{"no page", "/x", "text/html", nil, voting.ErrBallotFull, problem.ContentType, "id-1", 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var log strings.Builder
			h := problem.Handler{HTML: c.html, Log: slog.New(slog.NewTextHandler(&log, nil))}
			req := httptest.NewRequest(http.MethodPost, c.path, nil)
			req.Header.Set("Accept", c.accept)
			rec := httptest.NewRecorder()
			ctx := echo.New().NewContext(req, rec)
			ctx.Response().Header().Set(problem.HeaderRequestID, "id-1")
			h.Handle(c.err, ctx)
			if got := rec.Header().Get("Content-Type"); !strings.HasPrefix(got, c.wantType) {
				t.Errorf("content type %q, want %q", got, c.wantType)
			}
			if !strings.Contains(rec.Body.String(), c.wantBody) {
				t.Errorf("body %q lacks %q", rec.Body, c.wantBody)
			}
			if got := strings.Count(log.String(), "\n"); got != c.wantLogged {
				t.Errorf("%d lines logged, want %d:\n%s", got, c.wantLogged, &log)
			}
		})
	}
}

func TestHandleLeavesACommittedAnswerAlone(t *testing.T) {
	rec := httptest.NewRecorder()
	ctx := echo.New().NewContext(httptest.NewRequest(http.MethodGet, "/", nil), rec)
	if err := ctx.String(http.StatusOK, "half"); err != nil {
		t.Fatal(err)
	}
	problem.Handler{Log: slog.New(slog.NewTextHandler(io.Discard, nil))}.Handle(errors.New("boom"), ctx)
	if rec.Body.String() != "half" {
		t.Errorf("body %q", rec.Body)
	}
}

func TestRetryAfter(t *testing.T) {
	cases := []struct {
		err  error
		want string
	}{
		{problem.Limited(1500 * time.Millisecond), "2"},
		{voting.ErrFormTooFresh.With(problem.ParamRetryAfter, 7), "7"},
		{voting.ErrFormTooFresh, "5"},
		{&media.Error{Code: media.DiskFull}, "30"},
		{voting.ErrBallotFull, ""},
	}
	for _, c := range cases {
		rec := httptest.NewRecorder()
		ctx := echo.New().NewContext(httptest.NewRequest(http.MethodGet, "/api/", nil), rec)
		problem.Handler{Log: slog.Default()}.Handle(c.err, ctx)
		if got := rec.Header().Get("Retry-After"); got != c.want {
			t.Errorf("%v: Retry-After %q, want %q", c.err, got, c.want)
		}
	}
}

func TestSeveralFields(t *testing.T) {
	err := voting.ErrRequired.In("title")
	err.More = []*voting.Error{voting.ErrTooLong.In("statement")}
	p := problem.Of(err)
	if len(p.Errors) != 2 || p.Errors[0].Field != "title" || p.Errors[1].Code != "too_long" {
		t.Errorf("errors %+v", p.Errors)
	}
}

// Every kind has a row, and every code one meaning: the sources share a code
// only where they mean the same answer.
func TestTables(t *testing.T) {
	for kind := voting.Internal; kind <= voting.Unavailable; kind++ {
		if kind != voting.Internal && problem.StatusOf(kind) == http.StatusInternalServerError {
			t.Errorf("kind %d has no status", kind)
		}
	}
	for _, e := range voting.Errors() {
		if got := problem.Of(e); got.Code != e.Code || got.Status != problem.StatusOf(e.Kind) {
			t.Errorf("%s became %d %s", e.Code, got.Status, got.Code)
		}
	}
	for _, c := range media.Codes() {
		for _, e := range voting.Errors() {
			if status := problem.Of(&media.Error{Code: c.Code}).Status; e.Code == c.Code && status != problem.StatusOf(e.Kind) {
				t.Errorf("code %s is %d of media and %d of voting", c.Code, status, problem.StatusOf(e.Kind))
			}
		}
	}
}
