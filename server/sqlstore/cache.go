package sqlstore

import (
	"crypto/sha256"
	"encoding/json"
	"sync"
)

// cache keeps what rows were decoded to, so that a vote reads two columns of
// its contest and of its entry instead of thirty. It goes by a digest of all
// that the row says, which the row has as well: what is found is right,
// whichever transaction put it there, however that ended, and whoever changed
// the row since.
type cache[T any] struct {
	mu    sync.RWMutex
	most  int // rows; the cache begins again when it is full
	known map[string]T
}

func (c *cache[T]) get(digest []byte) (value T, ok bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	value, ok = c.known[string(digest)]
	return value, ok
}

func (c *cache[T]) put(digest []byte, value T) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known == nil || len(c.known) >= c.most {
		c.known = map[string]T{}
	}
	c.known[string(digest)] = value
}

// digest returns the digest of all that a row is to say.
func digest(value any) ([]byte, error) {
	text, err := json.Marshal(value)
	sum := sha256.Sum256(text)
	return sum[:], err
}

// EntryChanges counts the moments at which entries of this database changed
// through this DB: while it stands, what was read of them after it was read
// still holds, as far as this process goes.
func (db *DB) EntryChanges() uint64 { return db.entryChanges.Load() }
