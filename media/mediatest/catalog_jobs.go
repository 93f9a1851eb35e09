package mediatest

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"plaudit/media"
)

func catalogOneJob(t *testing.T, c media.Catalog) {
	insert(t, c, 1, time.Minute)
	update(t, c, func(tx media.Tx) error { return tx.AddJob(assetID(1), start) })
	_, err := claim(t, c, time.Second, "a")
	wantErr(t, "a second AddJob must not move the job", err, media.ErrNoJob)

	mustClaim(t, c, time.Minute, "a")
	update(t, c, func(tx media.Tx) error { return tx.DeleteAsset(assetID(1)) })
	wantErr(t, "the deleted asset's job", try(t, c, func(tx media.Tx) error { return tx.FinishJob(assetID(1), "a") }), media.ErrLeaseLost)
	_, err = claim(t, c, time.Hour, "b")
	wantErr(t, "claim after the asset is gone", err, media.ErrNoJob)
}

func nextJobAt(t *testing.T, c media.Catalog) (next time.Time, err error) {
	t.Helper()
	err = c.View(t.Context(), func(tx media.Tx) (err error) {
		next, err = tx.NextJobAt()
		return err
	})
	return next, err
}

func wantNext(t *testing.T, c media.Catalog, after time.Duration) {
	t.Helper()
	next, err := nextJobAt(t, c)
	if err != nil || !next.Equal(at(after)) {
		t.Errorf("next job at %v, %v, want %v", next, err, at(after))
	}
}

func catalogClaim(t *testing.T, c media.Catalog) {
	_, err := nextJobAt(t, c)
	wantErr(t, "next job of an empty catalogue", err, media.ErrNoJob)
	insert(t, c, 3, 3*time.Second, time.Second, 2*time.Second)
	wantNext(t, c, time.Second)
	_, err = claim(t, c, 999*time.Millisecond, "early")
	wantErr(t, "claim before anything is due", err, media.ErrNoJob)

	j := mustClaim(t, c, time.Second, "a")
	want := media.Job{Asset: assetID(2), Due: at(time.Second).UTC(), Attempts: 1, Lease: "a", LeaseUntil: at(61 * time.Second).UTC()}
	if diff := cmp.Diff(want, j); diff != "" {
		t.Errorf("first claim (-want +got):\n%s", diff)
	}
	wantNext(t, c, 2*time.Second)
	for i, id := range []media.AssetID{assetID(3), assetID(1)} {
		if j := mustClaim(t, c, 10*time.Second, "b"); j.Asset != id {
			t.Errorf("claim %d gave %s, want %s", i+2, j.Asset, id)
		}
	}
	wantNext(t, c, 61*time.Second)
}

func catalogLapse(t *testing.T, c media.Catalog) {
	insert(t, c, 1, 0)
	mustClaim(t, c, 0, "dead")
	_, err := claim(t, c, 59*time.Second, "early")
	wantErr(t, "claim of a leased job", err, media.ErrNoJob)
	j := mustClaim(t, c, time.Minute, "heir")
	if j.Attempts != 2 || j.Lapses != 1 || j.Lease != "heir" {
		t.Errorf("taken over: %+v, want 2 attempts, 1 lapse", j)
	}
	wantErr(t, "the dead finish", try(t, c, func(tx media.Tx) error { return tx.FinishJob(j.Asset, "dead") }), media.ErrLeaseLost)
	wantErr(t, "the heir finishes", try(t, c, func(tx media.Tx) error { return tx.FinishJob(j.Asset, "heir") }), nil)
}

// Each step is how many processes begin after the claim and before the next.
func catalogBlame(t *testing.T, c media.Catalog) {
	update(t, c, media.Tx.CountStart)
	insert(t, c, 1, 0)
	mustClaim(t, c, 0, "first")
	blames := 0
	for lapses, step := range []struct{ starts, blames int }{{1, 1}, {0, 1}, {2, 0}, {7, 0}, {1, 1}} {
		for range step.starts {
			update(t, c, media.Tx.CountStart)
		}
		lapses++
		blames += step.blames
		j := mustClaim(t, c, time.Duration(lapses)*time.Hour, fmt.Sprint("heir", lapses))
		if j.Lapses != lapses || j.Blames != blames {
			t.Errorf("after %d starts: %+v, want %d lapses, %d blames", step.starts, j, lapses, blames)
		}
	}
	update(t, c, func(tx media.Tx) error { return tx.RetryJob(assetID(1), "heir5", at(0), "") })
	if j := mustClaim(t, c, 100*time.Hour, "again"); j.Lapses != 5 || j.Blames != blames {
		t.Errorf("after a retry: %+v, want the same lapses", j)
	}
}

func catalogLease(t *testing.T, c media.Catalog) {
	insert(t, c, 1, 0)
	id := assetID(1)
	calls := map[string]func(tx media.Tx, lease string) error{
		"renew":  func(tx media.Tx, lease string) error { return tx.RenewJob(id, lease, at(2*time.Minute)) },
		"retry":  func(tx media.Tx, lease string) error { return tx.RetryJob(id, lease, at(0), "") },
		"finish": func(tx media.Tx, lease string) error { return tx.FinishJob(id, lease) },
	}
	for name, call := range calls {
		wantErr(t, name+" a waiting job", try(t, c, func(tx media.Tx) error { return call(tx, "") }), media.ErrLeaseLost)
	}
	mustClaim(t, c, 0, "mine")
	for name, call := range calls {
		wantErr(t, name+" another's job", try(t, c, func(tx media.Tx) error { return call(tx, "other") }), media.ErrLeaseLost)
	}
	update(t, c, func(tx media.Tx) error { return calls["renew"](tx, "mine") })
	wantNext(t, c, 2*time.Minute)
	update(t, c, func(tx media.Tx) error { return calls["finish"](tx, "mine") })
	_, err := nextJobAt(t, c)
	wantErr(t, "next job after the last was finished", err, media.ErrNoJob)
}

func catalogRetry(t *testing.T, c media.Catalog) {
	insert(t, c, 1, 0)
	mustClaim(t, c, 0, "a")
	update(t, c, func(tx media.Tx) error {
		return tx.RetryJob(assetID(1), "a", at(10*time.Minute), "the disk was full")
	})
	wantNext(t, c, 10*time.Minute)
	_, err := claim(t, c, 9*time.Minute, "b")
	wantErr(t, "claim before the retry is due", err, media.ErrNoJob)
	j := mustClaim(t, c, 10*time.Minute, "b")
	if j.Attempts != 2 || j.Lapses != 0 || j.LastError != "the disk was full" {
		t.Errorf("second attempt: %+v", j)
	}
}
