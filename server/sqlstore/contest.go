package sqlstore

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"plaudit/voting"
)

const selectContest = "SELECT ref, id, slug, wrapped_key, revision, created_at, announced_at, digest FROM contest "

// Contest implements voting.ContestTx.
func (t *tx) Contest(slug voting.Slug, lock voting.Lock) (voting.Contest, error) {
	return t.contest(selectContest+"WHERE slug = $1"+t.db.dialect.lock[lock], slug)
}

// ContestByID implements voting.ContestTx.
func (t *tx) ContestByID(id voting.ContestID) (voting.Contest, error) {
	return t.contest(selectContest+"WHERE id = $1", id)
}

func (t *tx) contest(text string, arg any) (c voting.Contest, err error) {
	var stored storedContest
	if err := t.one(voting.ErrContestNotFound, text, []any{arg}, stored.into()...); err != nil {
		return c, err
	}
	t.lastContest.id, t.lastContest.ref = stored.ID, stored.ref
	return t.withSettings(&stored)
}

// Contests implements voting.ContestTx.
func (t *tx) Contests() (contests []voting.Contest, err error) {
	var found []storedContest
	err = t.each(func(r row) error {
		var stored storedContest
		err := r.Scan(stored.into()...)
		found = append(found, stored)
		return err
	}, selectContest+"ORDER BY created_at DESC, ref DESC")
	if err != nil {
		return nil, err
	}
	for i := range found {
		c, err := t.withSettings(&found[i])
		if err != nil {
			return nil, err
		}
		contests = append(contests, c)
	}
	return contests, nil
}

// InsertContest implements voting.ContestTx.
func (t *tx) InsertContest(c voting.Contest) error {
	document, digest, err := encodeSettings(&c.Settings)
	if err != nil {
		return err
	}
	_, err = t.exec(`INSERT INTO contest (id, slug, wrapped_key, revision, created_at, announced_at, digest, settings)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		c.ID, c.Slug, c.Key, c.Revision, micros(c.CreatedAt), micros(c.AnnouncedAt), digest, document)
	if t.db.dialect.isUnique(err) {
		return voting.ErrSlugTaken
	}
	return err
}

// UpdateContest implements voting.ContestTx.
func (t *tx) UpdateContest(c voting.Contest) error {
	document, digest, err := encodeSettings(&c.Settings)
	if err != nil {
		return err
	}
	changed, err := t.exec(`UPDATE contest SET revision = revision + 1, announced_at = $1, digest = $2, settings = $3
		WHERE id = $4 AND revision = $5`, micros(c.AnnouncedAt), digest, document, c.ID, c.Revision)
	if err != nil || changed > 0 {
		return err
	}
	if _, err := t.contestRef(c.ID); err != nil {
		return err
	}
	return voting.ErrStale
}

// contestRef returns the number that rows point at a contest by.
func (t *tx) contestRef(id voting.ContestID) (ref int64, err error) {
	if t.lastContest.id == id && id != "" {
		return t.lastContest.ref, nil
	}
	err = t.one(voting.ErrContestNotFound, "SELECT ref FROM contest WHERE id = $1", []any{id}, &ref)
	if err == nil {
		t.lastContest.id, t.lastContest.ref = id, ref
	}
	return ref, err
}

// storedContest is a row of contest; its settings are read only when they are
// not in the cache.
type storedContest struct {
	voting.Contest
	ref                    int64
	createdAt, announcedAt int64
	digest                 []byte
}

func (s *storedContest) into() []any {
	return []any{&s.ref, &s.ID, &s.Slug, &s.Key, &s.Revision, &s.createdAt, &s.announcedAt, &s.digest}
}

func (t *tx) withSettings(s *storedContest) (voting.Contest, error) {
	c := s.Contest
	c.CreatedAt, c.AnnouncedAt = moment(s.createdAt), moment(s.announcedAt)
	digest := string(s.digest)
	settings, ok := t.db.settings.get(digest)
	if !ok {
		var document string
		if err := t.one(voting.ErrContestNotFound, "SELECT settings FROM contest WHERE ref = $1", []any{s.ref}, &document); err != nil {
			return c, err
		}
		if err := json.Unmarshal([]byte(document), &settings); err != nil {
			return c, fmt.Errorf("read the settings of contest %s: %w", c.Slug, err)
		}
		t.db.settings.put(digest, settings)
	}
	c.Settings = cloneSettings(settings)
	return c, nil
}

func encodeSettings(s *voting.Settings) (document string, digest []byte, err error) {
	text, err := json.Marshal(s)
	sum := sha256.Sum256(text)
	return string(text), sum[:], err
}

// cloneSettings lets the caller change what it got.
func cloneSettings(s voting.Settings) voting.Settings {
	s.Rounds, s.Awards, s.Categories = slices.Clone(s.Rounds), slices.Clone(s.Awards), slices.Clone(s.Categories)
	for i := range s.Categories {
		s.Categories[i].Media = slices.Clone(s.Categories[i].Media)
	}
	return s
}

// settingsCache keeps decoded settings, so that a vote does not decode them.
// It goes by the digest of the document, which the row has: what is found is
// right, whichever transaction put it there and however that ended.
type settingsCache struct {
	mu    sync.RWMutex
	known map[string]voting.Settings
}

// maxSettings bounds the cache; organisers edit now and then.
const maxSettings = 500

func (c *settingsCache) get(digest string) (voting.Settings, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	s, ok := c.known[digest]
	return s, ok
}

func (c *settingsCache) put(digest string, s voting.Settings) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known == nil || len(c.known) >= maxSettings {
		c.known = map[string]voting.Settings{}
	}
	c.known[digest] = s
}
