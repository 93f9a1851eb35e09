package problem

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"plaudit/media"
	"plaudit/voting"
)

type kindRow struct {
	kind   voting.Kind
	name   string
	status int
}

// kinds is the only table from a kind of error to an HTTP status.
func kinds() []kindRow {
	return []kindRow{
		{voting.Internal, "internal", http.StatusInternalServerError},
		{voting.Invalid, "invalid", http.StatusUnprocessableEntity},
		{voting.Unauthenticated, "unauthenticated", http.StatusUnauthorized},
		{voting.Forbidden, "forbidden", http.StatusForbidden},
		{voting.NotFound, "not found", http.StatusNotFound},
		{voting.Conflict, "conflict", http.StatusConflict},
		{voting.Closed, "closed", http.StatusConflict},
		{voting.Limited, "limited", http.StatusTooManyRequests},
		{voting.Unavailable, "unavailable", http.StatusServiceUnavailable},
	}
}

// StatusOf returns the HTTP status for a kind of error.
func StatusOf(kind voting.Kind) int {
	for _, row := range kinds() {
		if row.kind == kind {
			return row.status
		}
	}
	return http.StatusInternalServerError
}

// mediaStatus returns the HTTP status for a refusal of a file.
func mediaStatus(code string) int {
	switch code {
	case media.FileTooLarge:
		return http.StatusRequestEntityTooLarge
	case media.NotAPicture, media.FormatNotTaken, media.FilmNotTaken, media.CodecNotTaken:
		return http.StatusUnsupportedMediaType
	case media.DiskFull, media.StorageUnavailable:
		return http.StatusServiceUnavailable
	case media.UploadNotFound:
		return http.StatusNotFound
	case media.UploadExpired:
		return http.StatusGone
	case media.UploadOffset, media.UploadUnfinished:
		return http.StatusConflict
	case media.UploadOvertaken:
		return http.StatusLocked
	case media.TooManyUploads:
		return http.StatusTooManyRequests
	}
	return http.StatusUnprocessableEntity
}

// Entry is one row of the list of everything that can be answered.
type Entry struct {
	Code    string
	Source  string // "voting", "media", "server" (accounts and API) or "http"
	Kind    string
	Status  int
	Message string
}

// own lists the codes of this package.
func ownEntries() []Entry {
	row := func(code, kind string, status int, message string) Entry {
		return Entry{code, "http", kind, status, message}
	}
	return []Entry{
		row(CodeInternal, "internal", 500, "Something went wrong on our side. Nothing that you did is lost if you were told it was saved. Please try again; if it happens again, tell the organiser the request id."),
		row(CodeBadRequest, "invalid", 400, "The request could not be understood."),
		row(CodeNotFound, "not found", 404, "There is nothing at this address."),
		row(CodeTusVersion, "invalid", 412, "This address speaks tus 1.0.0: send the header Tus-Resumable: 1.0.0."),
		row(CodeMethod, "invalid", 405, "This address does not take that method."),
		row(CodeMediaType, "invalid", 415, "This address takes application/json or, for files, multipart/form-data."),
		row(CodeBodySize, "invalid", 413, "The request is larger than this address takes."),
		row(CodeTimeout, "unavailable", 408, "The request came too slowly and was given up. Please try again."),
		row(CodeCrossOrigin, "forbidden", 403, "The request came from a page of another site. Please open this site itself and try again."),
		row(CodeTooMany, "limited", 429, "Too many requests at once. Please wait a moment and try again."),
		row(CodeUnavailable, "unavailable", 503, "The service cannot do this just now. Please try again in a moment."),
	}
}

func own(code string) Problem {
	for _, e := range ownEntries() {
		if e.Code == code {
			return Problem{Status: e.Status, Detail: e.Message, Code: e.Code}
		}
	}
	return own(CodeInternal)
}

// Catalogue lists every code that the server can answer with, by code: those
// of voting and of media, those that arise before either is reached, and more,
// which are the refusals of the accounts (auth.Errors) and of what the API
// cannot read (api.Errors). Translations and docs/errors.md are held to it by
// tests.
func Catalogue(more ...*voting.Error) []Entry {
	byCode := make(map[string]Entry)
	for _, e := range ownEntries() {
		byCode[e.Code] = e
	}
	for _, c := range media.Codes() {
		status := mediaStatus(c.Code)
		byCode[c.Code] = Entry{c.Code, "media", kindOfMedia(status), status, c.Message}
	}
	for _, e := range more {
		byCode[e.Code] = fromError(e, "server")
	}
	for _, e := range voting.Errors() {
		byCode[e.Code] = fromError(e, "voting")
	}
	return slices.SortedFunc(maps.Values(byCode), func(a, b Entry) int { return strings.Compare(a.Code, b.Code) })
}

func fromError(e *voting.Error, source string) Entry {
	for _, row := range kinds() {
		if row.kind == e.Kind {
			return Entry{e.Code, source, row.name, row.status, e.Message}
		}
	}
	return Entry{e.Code, source, "internal", http.StatusInternalServerError, e.Message}
}

func kindOfMedia(status int) string {
	switch status {
	case http.StatusServiceUnavailable:
		return "unavailable"
	case http.StatusNotFound, http.StatusGone:
		return "not found"
	case http.StatusConflict, http.StatusLocked:
		return "conflict"
	case http.StatusTooManyRequests:
		return "limited"
	}
	return "invalid"
}
