package sqlstore

import (
	"database/sql"
	"errors"

	"plaudit/voting"
)

// changeUse counts the assets of an entry in or out of its contest's use. An
// asset without a row weighs nothing.
func (t *tx) changeUse(contest int64, assets []voting.AssetID, sign int64) error {
	for _, id := range assets {
		var size int64
		err := t.one(nil, "SELECT size FROM asset WHERE id = $1", []any{id}, &size)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		_, err = t.exec(`INSERT INTO contest_use (contest, files, bytes) VALUES ($1, $2, $3)
			ON CONFLICT (contest) DO UPDATE SET files = contest_use.files + excluded.files, bytes = contest_use.bytes + excluded.bytes`,
			contest, sign, sign*size)
		if err != nil {
			return err
		}
	}
	return nil
}

// ContestUse implements voting.EntryTx.
func (t *tx) ContestUse(c voting.ContestID) (use voting.Use, err error) {
	ref, err := t.contestRef(c)
	if err != nil {
		return use, err
	}
	err = t.one(nil, "SELECT files, bytes FROM contest_use WHERE contest = $1", []any{ref}, &use.Files, &use.Bytes)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return use, err
}

// CountByPhone implements voting.EntryTx.
func (t *tx) CountByPhone(c voting.ContestID, phoneMAC string, states []voting.State) (n int, err error) {
	ref, err := t.contestRef(c)
	if err != nil {
		return 0, err
	}
	var l list
	text := "SELECT count(*) FROM entry WHERE contest = " + l.add(ref) + " AND phone_mac = " + l.add(phoneMAC) + " AND state " + in(&l, states)
	return n, t.one(nil, text, l.args, &n)
}
