package mediatest

import (
	"errors"
	"time"

	"plaudit/media"
)

var errDuplicate = errors.New("mediatest: the asset exists already")

func (t *tx) AddJob(id media.AssetID, due time.Time) error {
	if _, found := t.assets[id]; !found {
		return media.ErrNotFound
	}
	if _, found := t.jobs[id]; !found {
		t.jobs[id] = media.Job{Asset: id, Due: stored(due)}
	}
	return nil
}

// claimableAt is when ClaimJob may give the job.
func claimableAt(j media.Job) time.Time {
	if j.Lease != "" {
		return j.LeaseUntil
	}
	return j.Due
}

// first returns the job that is claimable earliest.
func (t *tx) first() (first media.Job, err error) {
	err = media.ErrNoJob
	for _, j := range t.jobs {
		if err != nil || claimableAt(j).Before(claimableAt(first)) {
			first, err = j, nil
		}
	}
	return first, err
}

func (t *tx) NextJobAt() (time.Time, error) {
	j, err := t.first()
	return claimableAt(j), err
}

func (t *tx) CountStart() error {
	t.starts++
	return nil
}

func (t *tx) ClaimJob(now time.Time, lease string, until time.Time) (media.Job, error) {
	j, err := t.first()
	if err != nil || claimableAt(j).After(now) {
		return media.Job{}, media.ErrNoJob
	}
	if j.Lease != "" {
		j.Lapses++
		if t.starts-t.claimed[j.Asset] <= 1 {
			j.Blames++
		}
	}
	t.claimed[j.Asset] = t.starts
	j.Attempts++
	j.Lease, j.LeaseUntil = lease, stored(until)
	t.jobs[j.Asset] = j
	return j, nil
}

// held returns the job if lease is its lease.
func (t *tx) held(id media.AssetID, lease string) (media.Job, error) {
	j, found := t.jobs[id]
	if !found || lease == "" || j.Lease != lease {
		return media.Job{}, media.ErrLeaseLost
	}
	return j, nil
}

func (t *tx) RenewJob(id media.AssetID, lease string, until time.Time) error {
	j, err := t.held(id, lease)
	if err == nil {
		j.LeaseUntil = stored(until)
		t.jobs[id] = j
	}
	return err
}

func (t *tx) FinishJob(id media.AssetID, lease string) error {
	_, err := t.held(id, lease)
	if err == nil {
		delete(t.jobs, id)
	}
	return err
}

func (t *tx) RetryJob(id media.AssetID, lease string, due time.Time, reason string) error {
	j, err := t.held(id, lease)
	if err == nil {
		j.Lease, j.LeaseUntil = "", time.Time{}
		j.Due, j.LastError = stored(due), reason
		t.jobs[id] = j
	}
	return err
}
