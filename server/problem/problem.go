// Package problem turns errors into answers, once. Use cases return a
// *voting.Error or a *media.Error, Echo and net/http have errors of their own;
// Of makes one Problem of any of them, with the HTTP status from the only
// table of statuses, and Handler (Echo's HTTPErrorHandler) sends it: as problem
// details (RFC 9457) to programs, as a page to people.
//
// Handlers just return the error. An internal error is logged once, here, and
// what the visitor sees of it is the request id that finds it in the log.
package problem

import (
	"context"
	"errors"
	"math"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"plaudit/media"
	"plaudit/voting"
)

// Problem is the answer to a request that was refused or failed, in the shape
// of RFC 9457 with our own members after the standard ones.
type Problem struct {
	Type      string         `json:"type"`  // a URN that ends in Code
	Title     string         `json:"title"` // the status in words
	Status    int            `json:"status"`
	Detail    string         `json:"detail,omitempty"` // one English sentence
	Code      string         `json:"code"`             // stable; see docs/errors.md
	Field     string         `json:"field,omitempty"`  // the request field that must change
	Params    map[string]any `json:"params,omitempty"` // the values in Detail, for translations
	Errors    []FieldError   `json:"errors,omitempty"` // every field that must change, where there are several
	RequestID string         `json:"request_id,omitempty"`

	RetryAfter time.Duration `json:"-"` // when trying again may help, 0 when it will not
	Err        error         `json:"-"` // what it was made of; never sent
}

// FieldError is one of several things that are wrong with a request.
type FieldError struct {
	Field  string         `json:"field"`
	Code   string         `json:"code"`
	Detail string         `json:"detail,omitempty"`
	Params map[string]any `json:"params,omitempty"`
}

// ContentType is the media type of a problem in JSON.
const ContentType = "application/problem+json"

// ParamRetryAfter is the name under which an error of kind Limited or
// Unavailable may tell in Params after how many seconds (an int) to try again.
const ParamRetryAfter = "retry_after"

// The codes of refusals that arise before any use case is reached.
const (
	CodeInternal    = "internal"
	CodeBadRequest  = "bad_request"
	CodeNotFound    = "not_found"
	CodeMethod      = "method_not_allowed"
	CodeMediaType   = "unsupported_media_type"
	CodeBodySize    = "body_too_large"
	CodeTimeout     = "request_timeout"
	CodeCrossOrigin = "cross_origin"
	CodeTooMany     = "too_many_requests"
	CodeUnavailable = "unavailable"
	CodeTusVersion  = "tus_version"
)

// Of converts any error. Errors that nobody gave a kind become internal ones,
// whose text is not shown.
func Of(err error) Problem {
	var p Problem
	if p, ok := errors.AsType[*Problem](err); ok {
		return *p
	}
	switch {
	case as(err, &p, fromVoting), as(err, &p, fromMedia), as(err, &p, fromBody), as(err, &p, fromEcho):
	case errors.Is(err, media.ErrNotFound):
		p = own(CodeNotFound)
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		p = own(CodeUnavailable)
	default:
		p = own(CodeInternal)
	}
	return p.complete(err)
}

// New makes the error for one of this package's own codes.
func New(code string, cause error) error {
	p := own(code).complete(cause)
	return &p
}

// Limited makes the error for too many requests, to be tried again after wait.
func Limited(wait time.Duration) error {
	p := own(CodeTooMany)
	p.Params = map[string]any{ParamRetryAfter: max(1, int(math.Ceil(wait.Seconds())))}
	p = p.complete(nil)
	return &p
}

// complete fills in what follows from code, status and params.
func (p Problem) complete(cause error) Problem {
	p.Err = cause
	p.Type = "urn:plaudit:error:" + p.Code
	p.Title = http.StatusText(p.Status)
	p.RetryAfter = retryAfter(p)
	return p
}

// Error returns the code with the cause, for logs.
func (p *Problem) Error() string {
	if p.Err != nil {
		return p.Code + ": " + p.Err.Error()
	}
	return p.Code + ": " + p.Detail
}

// Unwrap returns the cause.
func (p *Problem) Unwrap() error { return p.Err }

// Internal reports whether the failure is ours and its text must not be shown.
func (p Problem) Internal() bool { return p.Status == http.StatusInternalServerError }

func as[E error](err error, p *Problem, convert func(E) Problem) bool {
	e, ok := errors.AsType[E](err)
	if ok {
		*p = convert(e)
	}
	return ok
}

func fromVoting(e *voting.Error) Problem {
	status := StatusOf(e.Kind)
	if status == http.StatusInternalServerError {
		return own(CodeInternal)
	}
	p := Problem{Status: status, Detail: e.Message, Code: e.Code, Field: e.Field, Params: e.Params}
	if len(e.More) > 0 {
		for _, one := range append([]*voting.Error{e}, e.More...) {
			p.Errors = append(p.Errors, FieldError{one.Field, one.Code, one.Message, one.Params})
		}
	}
	return p
}

func fromMedia(e *media.Error) Problem {
	return Problem{Status: mediaStatus(e.Code), Detail: e.Message, Code: e.Code, Field: "file", Params: e.Params}
}

func fromBody(*http.MaxBytesError) Problem { return own(CodeBodySize) }

func fromEcho(e *echo.HTTPError) Problem {
	// A body that was cut off by the limit reaches us inside Bind's error.
	var cut *http.MaxBytesError
	if errors.As(e.Internal, &cut) {
		return own(CodeBodySize)
	}
	switch e.Code {
	case http.StatusNotFound:
		return own(CodeNotFound)
	case http.StatusMethodNotAllowed:
		return own(CodeMethod)
	case http.StatusUnsupportedMediaType:
		return own(CodeMediaType)
	case http.StatusRequestEntityTooLarge:
		return own(CodeBodySize)
	case http.StatusRequestTimeout:
		return own(CodeTimeout)
	case http.StatusTooManyRequests:
		return own(CodeTooMany)
	case http.StatusServiceUnavailable:
		return own(CodeUnavailable)
	}
	if e.Code >= 400 && e.Code < 500 {
		return own(CodeBadRequest)
	}
	return own(CodeInternal)
}

// retryAfter is the wait that the error's params name, or a customary one; 0
// where waiting does not help.
func retryAfter(p Problem) time.Duration {
	wait, named := p.Params[ParamRetryAfter].(int)
	switch {
	case p.Status != http.StatusTooManyRequests && p.Status != http.StatusServiceUnavailable:
		return 0
	case named && wait > 0:
		return time.Duration(wait) * time.Second
	case p.Status == http.StatusTooManyRequests:
		return 5 * time.Second
	}
	return 30 * time.Second
}
