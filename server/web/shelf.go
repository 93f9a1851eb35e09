package web

import (
	"bytes"
	"io"
	"maps"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"plaudit/server/auth"
	"plaudit/server/wire"
)

const (
	shelfLasts = time.Second
	shelfBytes = 32 << 20
	shelvable  = 256 << 10 // bytes of one picture
)

// FromShelf answers requests for public pictures that were just asked for, and
// leaves all others to next. It stands before the router, since there are more
// such requests than of all other kinds together: they cost neither database
// nor bucket, and have no line in the log.
func (w *Web) FromShelf(next http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet && r.URL.RawQuery == "" {
			if kept, ok := w.shelf.get(r.URL.Path); ok {
				if w.deps.Gate.Secure(r) {
					rw.Header().Set(echo.HeaderStrictTransportSecurity, auth.HSTS)
				}
				kept.send(rw, r)
				return
			}
		}
		next.ServeHTTP(rw, r)
	})
}

// shelf keeps public pictures that were just asked for in memory, by the path
// of their address. A picture is taken from it only while no entry has changed
// since it was found public, so that what is withdrawn is gone at once; where
// other processes change entries, within a second.
type shelf struct {
	changes func() uint64
	now     func() time.Time

	mu    sync.RWMutex
	items map[string]shelved
	bytes int
}

type shelved struct {
	content []byte
	header  http.Header // never changed, as answers share it
	changes uint64
	until   time.Time
}

// get returns a picture that is public at this moment.
func (s *shelf) get(path string) (item shelved, ok bool) {
	s.mu.RLock()
	item, ok = s.items[path]
	s.mu.RUnlock()
	return item, ok && item.changes == s.changes() && s.now().Before(item.until)
}

// put keeps a picture with the header of its answers; changes is the count
// from before it was found public.
func (s *shelf) put(path string, content []byte, header http.Header, changes uint64) shelved {
	header = header.Clone()
	header.Set(echo.HeaderContentLength, strconv.Itoa(len(content)))
	header.Set("Accept-Ranges", "bytes")
	item := shelved{content, header, changes, s.now().Add(shelfLasts)}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bytes += len(content) - len(s.items[path].content)
	if s.items == nil || s.bytes > shelfBytes {
		s.items, s.bytes = map[string]shelved{}, len(content)
	}
	s.items[path] = item
	return item
}

// send answers with the picture, or with the part that is asked for.
func (item shelved) send(w http.ResponseWriter, r *http.Request) {
	maps.Copy(w.Header(), item.header)
	if conditional(r.Header) {
		w.Header().Del(echo.HeaderContentLength)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(item.content))
		return
	}
	_, _ = wire.Write(w, r, item.content) // who is gone is told nothing
}

// conditional reports whether a request wants anything but the whole.
func conditional(h http.Header) bool {
	for _, name := range [...]string{"Range", "If-None-Match", "If-Match", "If-Modified-Since", "If-Unmodified-Since"} {
		if h[name] != nil {
			return true
		}
	}
	return false
}

// sender is Echo's response with the way kept open by which a file is sent by
// the system itself.
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
