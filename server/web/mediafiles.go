package web

import (
	"context"
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
	content, public, err := w.openPicture(c.Request().Context(), a, id, key)
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

// openPicture returns a rendition that the actor may see now, from the shelf
// where it lies there. The caller closes it.
func (w *Web) openPicture(ctx context.Context, a voting.Actor, id media.AssetID, key string) (content io.ReadSeekCloser, public bool, err error) {
	if kept, ok := w.shelf.get(key); ok {
		return &inMemory{content: kept}, true, nil
	}
	changes := w.shelf.changes()
	if public, err = w.deps.Voting.MayFetch(ctx, a, voting.AssetID(id)); err != nil {
		return nil, false, err
	}
	content, err = w.deps.Bucket.Open(ctx, key)
	if errors.Is(err, media.ErrNotFound) {
		return nil, false, echo.ErrNotFound
	}
	if err != nil || !public {
		return content, false, err
	}
	size, err := content.Seek(0, io.SeekEnd)
	if err == nil {
		_, err = content.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, false, errors.Join(err, content.Close())
	}
	if size > shelvable {
		return content, true, nil
	}
	kept := make([]byte, size)
	_, err = io.ReadFull(content, kept)
	if err = errors.Join(err, content.Close()); err != nil {
		return nil, false, err
	}
	w.shelf.put(key, kept, changes)
	return &inMemory{content: kept}, true, nil
}
