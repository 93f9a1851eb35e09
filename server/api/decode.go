package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"plaudit/server/problem"
	"plaudit/voting"
)

// decode reads the body, one JSON object, over what into holds: fields that
// are not there stay as they are. Unknown fields are refused by name.
func decode(c echo.Context, into any) error {
	body, err := readJSON(c)
	if err != nil {
		return err
	}
	return parse(body, into)
}

// decodeAny is decode for a request that may have no body at all.
func decodeAny(c echo.Context, into any) error {
	body, err := readJSON(c)
	if err != nil || len(body) == 0 {
		return err
	}
	return parse(body, into)
}

func readJSON(c echo.Context) ([]byte, error) {
	r := c.Request()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, cut(err, ErrBadJSON)
	}
	kind, _, _ := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
	if len(body) > 0 && kind != echo.MIMEApplicationJSON {
		return nil, problem.New(problem.CodeMediaType, nil)
	}
	return body, nil
}

// cut says why a body could not be read to its end: it was too long or too
// slow, or, as otherwise, it broke off.
func cut(err error, otherwise *voting.Error) error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return err
	}
	if _, ok := errors.AsType[*problem.Problem](err); ok {
		return err
	}
	broken := *otherwise
	broken.Err = err
	return &broken
}

func parse(body []byte, into any) error {
	if trimmed := bytes.TrimLeft(body, " \t\r\n"); len(trimmed) == 0 || trimmed[0] != '{' {
		return ErrBadJSON
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return explain(body, err)
	}
	if _, err := d.Token(); err != io.EOF {
		return ErrBadJSON.With("offset", d.InputOffset())
	}
	return nil
}

// explain turns an error of encoding/json into a refusal that names the field.
func explain(body []byte, err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return ErrBadJSON.With("offset", len(body))
	}
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return ErrBadJSON.With("offset", syntax.Offset)
	}
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		field := placeOf(body, func(_ json.Token, _ bool, end int64) bool { return end >= wrong.Offset })
		return at(ErrWrongType.With("got", wrong.Value), field)
	}
	if quoted, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		name, _ := strconv.Unquote(quoted)
		field := placeOf(body, func(t json.Token, key bool, _ int64) bool { return key && t == name })
		return at(ErrUnknownField, field)
	}
	// Times are the only values with rules of their own.
	return at(ErrWrongType.With("want", "a time such as 2026-05-01T00:00:00Z"), placeOf(body, badTime()))
}

// badTime finds the first value under the names of times that is none.
func badTime() func(t json.Token, key bool, _ int64) bool {
	name := ""
	return func(t json.Token, key bool, _ int64) bool {
		text, isText := t.(string)
		if key {
			name = text
			return false
		}
		if name != "opens" && name != "closes" || t == nil {
			return false
		}
		_, err := time.Parse(time.RFC3339, text)
		return !isText || err != nil
	}
}

// count reads a query parameter that is a whole number of at least 0; 0 where
// it is not there.
func count(c echo.Context, name string) (int, error) {
	text := c.QueryParam(name)
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0, voting.ErrBadValue.In(name).With("allowed", "0, 1, 2 …")
	}
	return n, nil
}
