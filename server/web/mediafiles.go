package web

import (
	"errors"
	"io"
	"maps"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"plaudit/media"
	"plaudit/voting"
)

// pictureType is the table of what is sent as what; "" for all else.
func pictureType(file string) string {
	switch path.Ext(file) {
	case ".jpg":
		return "image/jpeg"
	case ".webp":
		return "image/webp"
	case ".mp4":
		return "video/mp4"
	}
	return ""
}

// picture sends a rendition: of public entries to everybody, of others to who
// moderates them or brings a pass. Caches share public ones for a day at most,
// so that a withdrawn picture is gone soon; the others are kept by nobody.
func (w *Web) picture(c echo.Context, a voting.Actor) error {
	id, file := media.AssetID(c.Param("asset")), c.Param("file")
	key, ok := media.RenditionKey(id, file)
	kind := pictureType(file)
	if !ok || kind == "" {
		return echo.ErrNotFound
	}
	pass := ""
	if c.Request().URL.RawQuery != "" {
		pass = c.QueryParam("pass")
	}
	if pass != "" && w.deps.Passes.Good(id, file, pass) {
		a = voting.Actor{System: true} // who gave the pass may see it; the entry must still be there
	}
	changes := w.shelf.changes() // before it is found public
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
	public = public && pass == ""
	header := pictureHeader(kind, file, public)
	if public {
		kept, err := readSmall(content)
		if err != nil {
			return err
		}
		if kept != nil {
			w.shelf.put(c.Request().URL.Path, kept, header, changes).send(c.Response(), c.Request())
			return nil
		}
	}
	maps.Copy(c.Response().Header(), header)
	http.ServeContent(sender{c.Response()}, c.Request(), "", time.Time{}, content)
	return nil
}

func pictureHeader(kind, file string, public bool) http.Header {
	h := http.Header{}
	h.Set(echo.HeaderContentType, kind)
	h.Set(echo.HeaderXContentTypeOptions, "nosniff")
	h.Set(echo.HeaderContentSecurityPolicy, "default-src 'none'; sandbox")
	h.Set("ETag", `"`+strings.TrimSuffix(file, path.Ext(file))+`"`) // the name carries the content's hash
	h.Set(echo.HeaderCacheControl, "private, no-store")
	if public {
		h.Set(echo.HeaderCacheControl, "public, max-age=86400")
	}
	return h
}

// readSmall reads what is small enough for the shelf; nil, and nothing read,
// where it is not.
func readSmall(content io.ReadSeeker) ([]byte, error) {
	size, err := content.Seek(0, io.SeekEnd)
	if err == nil {
		_, err = content.Seek(0, io.SeekStart)
	}
	if err != nil || size > shelvable {
		return nil, err
	}
	kept := make([]byte, size)
	_, err = io.ReadFull(content, kept)
	return kept, err
}
