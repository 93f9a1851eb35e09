package sqlstore

import (
	"encoding/json"
	"fmt"

	"plaudit/voting"
)

// Winners implements voting.AwardTx.
func (t *tx) Winners(c voting.ContestID) (winners []voting.Winner, err error) {
	contest, err := t.contestRef(c)
	if err != nil {
		return nil, err
	}
	err = t.each(func(r row) error {
		var w voting.Winner
		err := r.Scan(&w.Award, &w.Number, &w.Reason)
		winners = append(winners, w)
		return err
	}, "SELECT award, number, reason FROM winner WHERE contest = $1 ORDER BY position", contest)
	return winners, err
}

// SetWinners implements voting.AwardTx.
func (t *tx) SetWinners(c voting.ContestID, winners []voting.Winner) error {
	contest, err := t.contestRef(c)
	if err != nil {
		return err
	}
	if _, err := t.exec("DELETE FROM winner WHERE contest = $1", contest); err != nil {
		return err
	}
	for i, w := range winners {
		_, err := t.exec("INSERT INTO winner (contest, position, award, number, reason) VALUES ($1, $2, $3, $4, $5)",
			contest, i+1, w.Award, w.Number, w.Reason)
		if err != nil {
			return err
		}
	}
	return nil
}

// InsertAnnouncement implements voting.AwardTx. A version that is there
// already is ErrStale.
func (t *tx) InsertAnnouncement(a voting.Announcement) error {
	contest, err := t.contestRef(a.Contest)
	if err != nil {
		return err
	}
	document, err := json.Marshal(a)
	if err != nil {
		return err
	}
	_, err = t.exec("INSERT INTO announcement (contest, version, document) VALUES ($1, $2, $3)",
		contest, a.Version, string(document))
	if t.db.dialect.isUnique(err) {
		return voting.ErrStale
	}
	return err
}

// Announcement implements voting.AwardTx.
func (t *tx) Announcement(c voting.ContestID) (a voting.Announcement, err error) {
	contest, err := t.contestRef(c)
	if err != nil {
		return a, err
	}
	var document string
	err = t.one(voting.ErrAnnouncementNotFound, `SELECT document FROM announcement
		WHERE contest = $1 ORDER BY version DESC LIMIT 1`, []any{contest}, &document)
	if err != nil {
		return a, err
	}
	if err := json.Unmarshal([]byte(document), &a); err != nil {
		return a, fmt.Errorf("read an announcement: %w", err)
	}
	a.Contest = c
	return a, nil
}
