package api

import (
	"encoding/base64"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"plaudit/media"
	"plaudit/server/auth"
	"plaudit/server/problem"
	"plaudit/voting"
)

// The headers and words of tus 1.0 (https://tus.io/protocols/resumable-upload).
const (
	tusVersion    = "1.0.0"
	tusExtensions = "creation,creation-with-upload,expiration,termination"
	pieceType     = "application/offset+octet-stream"

	headResumable  = "Tus-Resumable"
	headOffset     = "Upload-Offset"
	headLength     = "Upload-Length"
	headMetadata   = "Upload-Metadata"
	headExpires    = "Upload-Expires"
	headOverride   = "X-HTTP-Method-Override"
	longestMeta    = 4 << 10
	uploadBody     = 1 << 40 // the declared length is the limit
	refusedBytes   = 4 << 20 // of a body are read that is refused
	uploadsSegment = "/uploads/"
)

// IsUpload reports whether a path is that of an upload, which answers HEAD with
// headers that GET has not.
func IsUpload(path string) bool {
	return strings.HasPrefix(path, Prefix) && strings.Contains(path, uploadsSegment)
}

// speakTus says the version in every answer about uploads, whoever gives it.
func speakTus(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if IsUpload(c.Request().URL.Path + "/") {
			c.Response().Header().Set(headResumable, tusVersion)
		}
		return next(c)
	}
}

// tus puts around a handler what the protocol asks of every request but
// OPTIONS.
func (a *API) tus(handle auth.Handler) auth.Handler {
	return func(c echo.Context, actor voting.Actor) error {
		if c.Request().Header.Get(headResumable) != tusVersion {
			c.Response().Header().Set("Tus-Version", tusVersion)
			return problem.New(problem.CodeTusVersion, nil)
		}
		err := a.overridden(c, handle)(c, actor)
		if err != nil {
			// A client that is still sending would see its connection break,
			// and not the reason.
			_, _ = io.CopyN(io.Discard, c.Request().Body, refusedBytes)
		}
		return err
	}
}

func (a *API) uploadOptions(c echo.Context, _ voting.Actor) error {
	h := c.Response().Header()
	h.Set("Tus-Version", tusVersion)
	h.Set("Tus-Extension", tusExtensions)
	h.Set("Tus-Max-Size", strconv.FormatInt(a.Uploads.Limits.Largest(), 10))
	return c.NoContent(http.StatusNoContent)
}

func (a *API) beginUpload(c echo.Context, actor voting.Actor) error {
	r, ctx, slug := c.Request(), c.Request().Context(), contestOf(c)
	if err := a.Voting.OpenForEntries(ctx, actor, slug); err != nil {
		return err
	}
	n := media.NewUpload{Scope: string(slug), Metadata: r.Header.Get(headMetadata)}
	n.Owner, n.Most = auth.Uploader(c, actor)
	var ok bool
	if n.Length, ok = wholeNumber(r.Header.Get(headLength)); !ok || r.Header.Get("Upload-Defer-Length") != "" || !validMetadata(n.Metadata) {
		return problem.New(problem.CodeBadRequest, nil)
	}
	up, err := a.Uploads.Begin(ctx, n)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set(echo.HeaderLocation, Prefix+"/contests/"+string(slug)+uploadsSegment+string(up.ID))
	if isPiece(r) {
		// The upload is there whatever becomes of its first bytes.
		more, err := a.appendBody(c, up, 0)
		if err != nil && problem.Of(err).Internal() {
			return err
		}
		up = more
	}
	progress(c, up)
	return c.NoContent(http.StatusCreated)
}

func (a *API) viewUpload(c echo.Context, _ voting.Actor) error {
	up, err := a.Uploads.Find(c.Request().Context(), c.Param("c"), media.UploadID(c.Param("u")))
	if err != nil {
		return err
	}
	progress(c, up)
	h := c.Response().Header()
	h.Set(headLength, strconv.FormatInt(up.Length, 10))
	if up.Metadata != "" {
		h.Set(headMetadata, up.Metadata)
	}
	return c.NoContent(http.StatusOK)
}

func (a *API) continueUpload(c echo.Context, _ voting.Actor) error {
	r := c.Request()
	if !isPiece(r) {
		return problem.New(problem.CodeMediaType, nil)
	}
	offset, ok := wholeNumber(r.Header.Get(headOffset))
	if !ok {
		return problem.New(problem.CodeBadRequest, nil)
	}
	up, err := a.Uploads.Find(r.Context(), c.Param("c"), media.UploadID(c.Param("u")))
	if err != nil {
		return err
	}
	c.Response().Header().Set(headExpires, httpTime(up.Expires)) // also with a refusal
	if up, err = a.appendBody(c, up, offset); err != nil {
		return err
	}
	progress(c, up)
	return c.NoContent(http.StatusNoContent)
}

// appendBody adds the request's body at the offset that the client believes in.
// What arrived before the body broke off is kept.
func (a *API) appendBody(c echo.Context, up media.Upload, offset int64) (media.Upload, error) {
	r := c.Request()
	if offset == up.Offset && r.ContentLength > up.Length-offset {
		return up, problem.New(problem.CodeBodySize, nil)
	}
	return a.Uploads.Append(r.Context(), up.Scope, up.ID, offset, r.Body)
}

func (a *API) dropUpload(c echo.Context, _ voting.Actor) error {
	err := a.Uploads.Drop(c.Request().Context(), c.Param("c"), media.UploadID(c.Param("u")))
	if err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// overrideUpload is the POST of an upload, which has a sense only with a header
// that overrides it.
func (a *API) overrideUpload(echo.Context, voting.Actor) error {
	return problem.New(problem.CodeBadRequest, nil)
}

// overridden is the handler of the method that a header names in place of the
// request's own, as clients behind proxies do that let only POST through.
func (a *API) overridden(c echo.Context, handle auth.Handler) auth.Handler {
	if c.Param("u") == "" {
		return handle
	}
	switch c.Request().Header.Get(headOverride) {
	case http.MethodPatch:
		return a.continueUpload
	case http.MethodDelete:
		return a.dropUpload
	case http.MethodHead:
		return a.viewUpload
	}
	return handle
}

func progress(c echo.Context, up media.Upload) {
	h := c.Response().Header()
	h.Set(headOffset, strconv.FormatInt(up.Offset, 10))
	h.Set(headExpires, httpTime(up.Expires))
}

func httpTime(t time.Time) string { return t.UTC().Format(http.TimeFormat) }

func isPiece(r *http.Request) bool {
	kind, _, _ := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
	return kind == pieceType
}

// wholeNumber reads what a header may say of bytes: digits and nothing else.
func wholeNumber(text string) (int64, bool) {
	if text == "" || strings.Trim(text, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(text, 10, 64)
	return n, err == nil
}

// validMetadata holds a header to the grammar: pairs of a key, unique and of
// printable ASCII, and of base64, divided by commas. Nothing is made of the
// values: bytes decide what a file is, its name decides nothing.
func validMetadata(header string) bool {
	if header == "" {
		return true
	}
	if len(header) > longestMeta {
		return false
	}
	seen := map[string]bool{}
	for pair := range strings.SplitSeq(header, ",") {
		key, value, _ := strings.Cut(strings.Trim(pair, " "), " ")
		if key == "" || seen[key] || strings.IndexFunc(key, func(r rune) bool { return r <= ' ' || r > '~' }) >= 0 {
			return false
		}
		seen[key] = true
		if _, err := base64.StdEncoding.Strict().DecodeString(value); err != nil || strings.ContainsAny(value, "\r\n") {
			return false
		}
	}
	return true
}
