package sqlstore

import (
	"time"

	"plaudit/media"
)

// AddJob implements media.Tx.
func (t *tx) AddJob(id media.AssetID, due time.Time) error {
	var found int
	if err := t.one(media.ErrNotFound, "SELECT 1 FROM asset WHERE id = $1", []any{id}, &found); err != nil {
		return err
	}
	_, err := t.exec("INSERT INTO job (asset, due, claimable) VALUES ($1, $2, $2) ON CONFLICT (asset) DO NOTHING", id, micros(due))
	return err
}

// NextJobAt implements media.Tx.
func (t *tx) NextJobAt() (time.Time, error) {
	var next int64
	err := t.one(media.ErrNoJob, "SELECT claimable FROM job ORDER BY claimable LIMIT 1", nil, &next)
	return moment(next), err
}

// ClaimJob implements media.Tx.
func (t *tx) ClaimJob(now time.Time, lease string, until time.Time) (j media.Job, err error) {
	var due, leased int64
	err = t.one(media.ErrNoJob, `UPDATE job SET attempts = attempts + 1,
			lapses = lapses + CASE WHEN lease = '' THEN 0 ELSE 1 END, lease = $1, lease_until = $2, claimable = $2
		WHERE asset = (SELECT j.asset FROM job j WHERE j.claimable <= $3 ORDER BY j.claimable LIMIT 1`+t.db.dialect.pass("j")+`)
		RETURNING asset, due, attempts, lapses, last_error, lease, lease_until`,
		[]any{lease, micros(until), micros(now)},
		&j.Asset, &due, &j.Attempts, &j.Lapses, &j.LastError, &j.Lease, &leased)
	j.Due, j.LeaseUntil = moment(due), moment(leased)
	return j, err
}

// RenewJob implements media.Tx.
func (t *tx) RenewJob(id media.AssetID, lease string, until time.Time) error {
	changed, err := t.exec("UPDATE job SET lease_until = $1, claimable = $1 WHERE asset = $2 AND lease = $3 AND lease <> ''",
		micros(until), id, lease)
	return changedOne(changed, err, media.ErrLeaseLost)
}

// FinishJob implements media.Tx.
func (t *tx) FinishJob(id media.AssetID, lease string) error {
	changed, err := t.exec("DELETE FROM job WHERE asset = $1 AND lease = $2 AND lease <> ''", id, lease)
	return changedOne(changed, err, media.ErrLeaseLost)
}

// RetryJob implements media.Tx.
func (t *tx) RetryJob(id media.AssetID, lease string, due time.Time, reason string) error {
	changed, err := t.exec(`UPDATE job SET lease = '', lease_until = 0, due = $1, claimable = $1, last_error = $2
		WHERE asset = $3 AND lease = $4 AND lease <> ''`, micros(due), reason, id, lease)
	return changedOne(changed, err, media.ErrLeaseLost)
}
