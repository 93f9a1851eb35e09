package web

import (
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
)

const (
	shelfLasts = time.Second
	shelfBytes = 32 << 20
	shelvable  = 256 << 10 // bytes of one picture
)

// shelf keeps public pictures that were just asked for in memory, so that a
// gallery that many look at does not ask database and bucket for each tile
// again. A picture is taken from it only while no entry has changed since it
// was found public, so that what is withdrawn is gone at once; where other
// processes change entries, within a second.
type shelf struct {
	changes func() uint64
	now     func() time.Time

	mu    sync.RWMutex
	items map[string]shelved
	bytes int
}

type shelved struct {
	content []byte
	changes uint64
	until   time.Time
}

// get returns the content of a picture that is public at this moment.
func (s *shelf) get(key string) (content []byte, ok bool) {
	s.mu.RLock()
	item, ok := s.items[key]
	s.mu.RUnlock()
	if !ok || item.changes != s.changes() || !s.now().Before(item.until) {
		return nil, false
	}
	return item.content, true
}

// put keeps a picture; changes is the count from before it was found public.
func (s *shelf) put(key string, content []byte, changes uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bytes += len(content) - len(s.items[key].content)
	if s.items == nil || s.bytes > shelfBytes {
		s.items, s.bytes = map[string]shelved{}, len(content)
	}
	s.items[key] = shelved{content, changes, s.now().Add(shelfLasts)}
}

// inMemory is content for http.ServeContent that sender sends in one piece.
type inMemory struct {
	content []byte
	at      int64
}

// Seek implements io.Seeker.
func (m *inMemory) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += m.at
	case io.SeekEnd:
		offset += int64(len(m.content))
	}
	m.at = max(0, min(offset, int64(len(m.content))))
	return m.at, nil
}

// Close implements io.Closer.
func (m *inMemory) Close() error { return nil }

// Read implements io.Reader.
func (m *inMemory) Read(p []byte) (int, error) {
	next := m.next(int64(len(p)))
	if len(next) == 0 && len(p) > 0 {
		return 0, io.EOF
	}
	return copy(p, next), nil
}

// next takes the next n bytes, or what is left.
func (m *inMemory) next(n int64) []byte {
	from := m.at
	m.at = min(m.at+n, int64(len(m.content)))
	return m.content[from:m.at]
}

// sender is Echo's response with the ways kept open by which a picture in
// memory is written in one piece, and a file is sent by the system itself.
type sender struct{ *echo.Response }

// ReadFrom implements io.ReaderFrom.
func (s sender) ReadFrom(r io.Reader) (int64, error) {
	if limited, ok := r.(*io.LimitedReader); ok {
		if m, ok := limited.R.(*inMemory); ok {
			n, err := s.Write(m.next(limited.N))
			return int64(n), err
		}
	}
	if !s.Committed {
		s.WriteHeader(http.StatusOK)
	}
	n, err := io.Copy(s.Writer, r)
	s.Size += n
	return n, err
}
