package web

import (
	"errors"
	"io"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"plaudit/media"
	"plaudit/voting"
)

// pictureTypes is the table of what is sent as what; nothing else is.
func pictureTypes() map[string]string {
	return map[string]string{".jpg": "image/jpeg", ".webp": "image/webp"}
}

// picture sends a rendition: of public entries to everybody, of others to who
// moderates them or brings a pass. Caches share public ones for a day at most,
// so that a withdrawn picture is gone soon; the others are kept by nobody.
func (w *Web) picture(c echo.Context, a voting.Actor) error {
	id, file := media.AssetID(c.Param("asset")), c.Param("file")
	key, ok := media.RenditionKey(id, file)
	kind, known := pictureTypes()[path.Ext(file)]
	if !ok || !known {
		return echo.ErrNotFound
	}
	pass := ""
	if c.Request().URL.RawQuery != "" {
		pass = c.QueryParam("pass")
	}
	if pass != "" && w.deps.Passes.Good(id, file, pass) {
		a = voting.Actor{System: true} // who gave the pass may see it; the entry must still be there
	}
	public, err := w.deps.Voting.MayFetch(c.Request().Context(), a, voting.AssetID(id))
	if err != nil {
		return err
	}
	content, err := w.deps.Bucket.Open(c.Request().Context(), key)
	if errors.Is(err, media.ErrNotFound) {
		return echo.ErrNotFound
	}
	if err != nil {
		return err
	}
	defer content.Close()
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, kind)
	h.Set(echo.HeaderXContentTypeOptions, "nosniff")
	h.Set(echo.HeaderContentSecurityPolicy, "default-src 'none'; sandbox")
	h.Set("Content-Disposition", "inline")
	h.Set("ETag", `"`+strings.TrimSuffix(file, path.Ext(file))+`"`) // the name carries the content's hash
	if public && pass == "" {
		h.Set(echo.HeaderCacheControl, "public, max-age=86400")
	} else {
		h.Set(echo.HeaderCacheControl, "private, no-store")
	}
	http.ServeContent(sender{c.Response()}, c.Request(), "", time.Time{}, content)
	return nil
}

// sender is Echo's response with the way kept open by which the system sends a
// file by itself, without a copy through our memory.
type sender struct{ *echo.Response }

// ReadFrom implements io.ReaderFrom.
func (s sender) ReadFrom(r io.Reader) (int64, error) {
	if !s.Committed {
		s.WriteHeader(http.StatusOK)
	}
	n, err := io.Copy(s.Writer, r)
	s.Size += n
	return n, err
}
