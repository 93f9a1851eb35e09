package web

import (
	"errors"
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
	return map[string]string{".jpg": "image/jpeg", ".webp": "image/webp", ".mp4": "video/mp4"}
}

// picture sends a rendition: of public entries to everybody, of others to who
// moderates them. Caches share public ones for a day at most, so that a
// withdrawn picture is gone soon; the others stay with the moderator.
func (w *Web) picture(c echo.Context, a voting.Actor) error {
	id, file := media.AssetID(c.Param("asset")), c.Param("file")
	key, ok := media.RenditionKey(id, file)
	kind, known := pictureTypes()[path.Ext(file)]
	if !ok || !known {
		return echo.ErrNotFound
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
	if public {
		h.Set(echo.HeaderCacheControl, "public, max-age=86400")
		h.Set("ETag", `"`+strings.TrimSuffix(file, path.Ext(file))+`"`) // the name carries the content's hash
	} else {
		h.Set(echo.HeaderCacheControl, "private, no-store")
	}
	http.ServeContent(c.Response(), c.Request(), "", time.Time{}, content)
	return nil
}
