package voting

import (
	"errors"
	"fmt"
)

// Kind says what sort of answer an error is. Package server/problem holds the
// only table from Kind to an HTTP status.
type Kind int

// The kinds of error. Internal is the zero value, so that an error nobody
// thought about is never shown to a visitor.
const (
	Internal        Kind = iota // our fault; the caller may only see a request id
	Invalid                     // the input is wrong; Field says where
	Unauthenticated             // nobody is logged in, or the voter is unknown
	Forbidden                   // known, but not allowed
	NotFound                    // no such thing, or not for this caller's eyes
	Conflict                    // the state of things forbids it now
	Closed                      // a round is not open
	Limited                     // too often; try again later
	Unavailable                 // the service cannot do it just now (full disk); try again later
)

// Error is what every use case returns when the answer is no.
//
// Code is stable: clients and translations key on it, and docs/errors.md lists
// it. Field names the request field that must change ("" when none does).
// Params fill the placeholders of the translated sentence. Message is plain
// English for logs and for API clients.
type Error struct {
	Kind    Kind
	Code    string
	Field   string
	Message string
	Params  map[string]any
	More    []*Error // further fields of the same request that are wrong
	Err     error
}

// Error returns the message, with the cause behind it when there is one.
func (e *Error) Error() string {
	text := e.Message
	if text == "" {
		text = e.Code
	}
	if e.Err != nil {
		return fmt.Sprintf("%s: %v", text, e.Err)
	}
	return text
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is reports whether target carries the same code, so that
// errors.Is(err, ErrBallotFull) works whatever the params are.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code
}

// With returns a copy of e whose sentence can name the given values; kv is
// alternating names and values.
func (e *Error) With(kv ...any) *Error {
	c := *e
	c.Params = make(map[string]any, len(kv)/2)
	for i := 0; i+1 < len(kv); i += 2 {
		c.Params[kv[i].(string)] = kv[i+1]
	}
	return &c
}

// In returns a copy of e that points at a request field.
func (e *Error) In(field string) *Error {
	c := *e
	c.Field = field
	return &c
}

// KindOf returns the kind of the first *Error in err's chain, Internal
// otherwise.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// problems collects what is wrong with the fields of one request.
type problems []*Error

func (p *problems) add(err *Error, field string) {
	if err != nil {
		*p = append(*p, err.In(field))
	}
}

// err returns the first problem with the others in More, or nil.
func (p problems) err() error {
	if len(p) == 0 {
		return nil
	}
	first := *p[0]
	first.More = p[1:]
	return &first
}
