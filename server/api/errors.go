package api

import (
	"fmt"

	"plaudit/voting"
)

// The refusals of requests that cannot be read, and of a new slug, which no use
// case takes. Everything else is refused by the use cases.
var (
	ErrBadJSON       = &voting.Error{Kind: voting.Invalid, Code: "bad_json", Message: "the body must be one JSON object"}
	ErrBadForm       = &voting.Error{Kind: voting.Invalid, Code: "bad_form", Message: "the form broke off, or is not what its Content-Type says"}
	ErrUnknownField  = &voting.Error{Kind: voting.Invalid, Code: "unknown_field", Message: "this field is not known here"}
	ErrRepeatedField = &voting.Error{Kind: voting.Invalid, Code: "repeated_field", Message: "this field may be there only once"}
	ErrWrongType     = &voting.Error{Kind: voting.Invalid, Code: "wrong_type", Message: "this value is of the wrong type"}
	ErrSlugFixed     = &voting.Error{Kind: voting.Conflict, Code: "slug_fixed", Message: "a contest keeps the slug it was made with"}
)

// Errors lists every refusal of this package, for docs/errors.md and the
// translations.
func Errors() []*voting.Error {
	return []*voting.Error{ErrBadJSON, ErrBadForm, ErrUnknownField, ErrRepeatedField, ErrWrongType, ErrSlugFixed}
}

// at returns a copy of e that points at a field and whose sentence names it.
// The name comes from outside, so that it is kept short; "" names none.
func at(e *voting.Error, field string) *voting.Error {
	if field == "" {
		return e
	}
	if runes := []rune(field); len(runes) > 80 {
		field = string(runes[:80]) + "…"
	}
	named := e.In(field)
	named.Message = fmt.Sprintf("%s: %q", e.Message, field)
	return named
}
