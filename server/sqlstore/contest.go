package sqlstore

import (
	"encoding/json"
	"fmt"
	"slices"

	"plaudit/voting"
)

// maxContests is how many contests are kept decoded.
const maxContests = 500

const selectContest = "SELECT ref, id, slug, wrapped_key, revision, created_at, announced_at, settings, digest, log_origin FROM contest "

func scanContest(r row) (c voting.Contest, ref int64, digest []byte, err error) {
	var (
		created, announced int64
		settings           []byte
	)
	err = r.Scan(&ref, &c.ID, &c.Slug, &c.Key, &c.Revision, &created, &announced, &settings, &digest, &c.LogOrigin)
	if err != nil {
		return c, 0, nil, err
	}
	c.CreatedAt, c.AnnouncedAt = moment(created), moment(announced)
	if err := json.Unmarshal(settings, &c.Settings); err != nil {
		return c, 0, nil, fmt.Errorf("read the settings of contest %s: %w", c.Slug, err)
	}
	return c, ref, digest, nil
}

// Contest implements voting.ContestTx.
func (t *tx) Contest(slug voting.Slug, lock voting.Lock) (voting.Contest, error) {
	if t.run != nil && lock != voting.Unlocked {
		t.run.hold("contest "+string(slug), lock)
	}
	return t.contest("WHERE slug = $1", slug)
}

// ContestByID implements voting.ContestTx.
func (t *tx) ContestByID(id voting.ContestID) (voting.Contest, error) {
	return t.contest("WHERE id = $1", id)
}

func (t *tx) contest(where string, arg any) (c voting.Contest, err error) {
	var (
		ref    int64
		digest []byte
	)
	err = t.one(voting.ErrContestNotFound, "SELECT ref, digest FROM contest "+where, []any{arg}, &ref, &digest)
	if err != nil {
		return c, err
	}
	c, known := t.db.contests.get(digest)
	if !known {
		err = t.each(func(r row) (err error) {
			c, _, digest, err = scanContest(r)
			return err
		}, selectContest+"WHERE ref = $1", ref)
		if err != nil {
			return c, err
		}
		t.db.contests.put(digest, c)
	}
	t.lastContest.id, t.lastContest.ref = c.ID, ref
	return cloneContest(c), nil
}

// cloneContest lets the caller change what it got.
func cloneContest(c voting.Contest) voting.Contest {
	c.Key = slices.Clone(c.Key)
	c.Rounds, c.Awards, c.Categories = slices.Clone(c.Rounds), slices.Clone(c.Awards), slices.Clone(c.Categories)
	for i := range c.Categories {
		c.Categories[i].Media = slices.Clone(c.Categories[i].Media)
	}
	return c
}

// Contests implements voting.ContestTx.
func (t *tx) Contests() (contests []voting.Contest, err error) {
	err = t.each(func(r row) error {
		c, _, _, err := scanContest(r)
		contests = append(contests, c)
		return err
	}, selectContest+"ORDER BY created_at DESC, ref DESC")
	return contests, err
}

// InsertContest implements voting.ContestTx.
func (t *tx) InsertContest(c voting.Contest) error {
	settings, err := json.Marshal(c.Settings)
	if err != nil {
		return err
	}
	digest, err := digest(c)
	if err != nil {
		return err
	}
	_, err = t.exec(`INSERT INTO contest (id, slug, wrapped_key, revision, created_at, announced_at, settings, digest, log_origin)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		c.ID, c.Slug, c.Key, c.Revision, micros(c.CreatedAt), micros(c.AnnouncedAt), string(settings), digest, c.LogOrigin)
	if t.db.dialect.isUnique(err) {
		return voting.ErrSlugTaken
	}
	return err
}

// UpdateContest implements voting.ContestTx.
func (t *tx) UpdateContest(c voting.Contest) error {
	stored, err := t.ContestByID(c.ID)
	if err != nil {
		return err
	}
	stored.Settings, stored.AnnouncedAt, stored.LogOrigin, stored.Revision = c.Settings, c.AnnouncedAt, c.LogOrigin, c.Revision+1
	settings, err := json.Marshal(stored.Settings)
	if err != nil {
		return err
	}
	digest, err := digest(stored)
	if err != nil {
		return err
	}
	changed, err := t.exec(`UPDATE contest SET revision = $1, announced_at = $2, settings = $3, digest = $4, log_origin = $5
		WHERE id = $6 AND revision = $7`, stored.Revision, micros(c.AnnouncedAt), string(settings), digest, c.LogOrigin, c.ID, c.Revision)
	return changedOne(changed, err, voting.ErrStale)
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
