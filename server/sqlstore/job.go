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

// CountStart implements media.Tx.
func (t *tx) CountStart() error {
	_, err := t.exec("INSERT INTO worker_start (id, times) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET times = worker_start.times + 1")
	return err
}

// ClaimJob implements media.Tx.
func (t *tx) ClaimJob(now time.Time, lease string, until time.Time) (j media.Job, err error) {
	var due, leased int64
	var starts int64
	if err := t.one(nil, "SELECT COALESCE(SUM(times), 0) FROM worker_start", nil, &starts); err != nil {
		return j, err
	}
	err = t.one(media.ErrNoJob, `UPDATE job SET attempts = attempts + 1,
			lapses = lapses + CASE WHEN lease = '' THEN 0 ELSE 1 END,
			blames = blames + CASE WHEN lease = '' OR starts < $4 - 1 THEN 0 ELSE 1 END,
			lease = $1, lease_until = $2, claimable = $2, starts = $4
		WHERE asset = (SELECT j.asset FROM job j WHERE j.claimable <= $3 ORDER BY j.claimable LIMIT 1`+t.db.dialect.pass("j")+`)
		RETURNING asset, due, attempts, lapses, blames, last_error, lease, lease_until`,
		[]any{lease, micros(until), micros(now), starts},
		&j.Asset, &due, &j.Attempts, &j.Lapses, &j.Blames, &j.LastError, &j.Lease, &leased)
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
