package mediatest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"plaudit/media"
)

// RunCatalog holds a catalogue to the contract of media.Catalog and media.Tx.
// open returns an empty one, in which nothing points at any asset, and closes
// it through t.Cleanup.
func RunCatalog(t *testing.T, open func(t *testing.T) media.Catalog) {
	cases := []struct {
		name string
		run  func(*testing.T, media.Catalog)
	}{
		{"assets come back as they were stored", catalogAssets},
		{"absent assets are not found", catalogAbsent},
		{"a failed update changes nothing", catalogRollback},
		{"assets that belong to nothing", catalogUnowned},
		{"assets without a likeness", catalogLikeness},
		{"an asset has one job", catalogOneJob},
		{"claims follow the due times", catalogClaim},
		{"a lease runs out and is taken over", catalogLapse},
		{"a lapse is a blame unless processes died again", catalogBlame},
		{"renew, retry, finish need the lease", catalogLease},
		{"retry waits and keeps the reason", catalogRetry},
		{"one job is claimed once by many", catalogRace},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { c.run(t, open(t)) })
	}
}

// start is the time at which the suite's assets are created: with more
// digits than are kept, and in another zone.
var start = time.Date(2026, 5, 1, 12, 0, 0, 123456789, time.FixedZone("", 8*3600))

func at(d time.Duration) time.Time { return start.Add(d).Truncate(time.Microsecond) }

func assetID(n int) media.AssetID { return media.AssetID(fmt.Sprintf("%032x", n)) }

func update(t *testing.T, c media.Catalog, change func(media.Tx) error) {
	t.Helper()
	if err := c.Update(t.Context(), change); err != nil {
		t.Fatalf("update: %v", err)
	}
}

// insert adds bare assets 1 to n, each a second younger, with a job each where due is given.
func insert(t *testing.T, c media.Catalog, n int, due ...time.Duration) {
	t.Helper()
	update(t, c, func(tx media.Tx) error {
		var failed []error
		for i := 1; i <= n; i++ {
			a := media.Asset{
				ID: assetID(i), Format: media.PNG, SHA256: fmt.Sprint(i), Width: 1, Height: 1, Orientation: 1,
				CreatedAt: start.Add(time.Duration(i) * time.Second),
			}
			failed = append(failed, tx.InsertAsset(a))
			if i <= len(due) {
				failed = append(failed, tx.AddJob(a.ID, start.Add(due[i-1])))
			}
		}
		return errors.Join(failed...)
	})
}

// claim claims at a time after start for one minute.
func claim(t *testing.T, c media.Catalog, after time.Duration, lease string) (j media.Job, err error) {
	t.Helper()
	updateErr := c.Update(t.Context(), func(tx media.Tx) error {
		j, err = tx.ClaimJob(at(after), lease, at(after+time.Minute))
		return err
	})
	if !errors.Is(updateErr, err) {
		t.Fatalf("update returned %v for %v", updateErr, err)
	}
	return j, err
}

func mustClaim(t *testing.T, c media.Catalog, after time.Duration, lease string) media.Job {
	t.Helper()
	j, err := claim(t, c, after, lease)
	if err != nil {
		t.Fatalf("claim at %v: %v", after, err)
	}
	return j
}

// try runs one call in an Update of its own and returns its error.
func try(t *testing.T, c media.Catalog, call func(media.Tx) error) (err error) {
	t.Helper()
	_ = c.Update(t.Context(), func(tx media.Tx) error {
		err = call(tx)
		return err
	})
	return err
}

func wantErr(t *testing.T, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func catalogAssets(t *testing.T, c media.Catalog) {
	a := media.Asset{
		ID: assetID(1), Format: media.JPEG, Size: 5_000_000_000, SHA256: "ab", Width: 3024, Height: 4032,
		Orientation: 6, CreatedAt: start, Duration: 12_345 * time.Millisecond,
	}
	update(t, c, func(tx media.Tx) error { return tx.InsertAsset(a) })
	if err := try(t, c, func(tx media.Tx) error { return tx.InsertAsset(a) }); err == nil {
		t.Error("the same id was inserted twice")
	}
	a.CreatedAt = at(0).UTC()
	same(t, c, a)

	a.Colour = "#a0b1c2"
	a.Renditions = []media.Rendition{
		{Name: "w360", Key: "rendition/x/w360-1.jpg", Type: "image/jpeg", Width: 360, Height: 480, Size: 17000, Hash: "1"},
		{Name: "square", Key: "rendition/x/square-2.jpg", Type: "image/jpeg", Width: 480, Height: 480, Size: 19000, Hash: "2"},
	}
	update(t, c, func(tx media.Tx) error { return tx.UpdateAsset(a) })
	same(t, c, a)

	a.Renditions = nil
	update(t, c, func(tx media.Tx) error { return tx.UpdateAsset(a) })
	same(t, c, a)
}

func same(t *testing.T, c media.Catalog, want media.Asset) {
	t.Helper()
	var got media.Asset
	err := c.View(t.Context(), func(tx media.Tx) (err error) {
		got, err = tx.Asset(want.ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("asset differs (-want +got):\n%s", diff)
	}
}

func catalogAbsent(t *testing.T, c media.Catalog) {
	wantErr(t, "read", c.View(t.Context(), func(tx media.Tx) error {
		_, err := tx.Asset(assetID(1))
		return err
	}), media.ErrNotFound)
	wantErr(t, "update", try(t, c, func(tx media.Tx) error { return tx.UpdateAsset(media.Asset{ID: assetID(1), Format: media.PNG}) }), media.ErrNotFound)
	wantErr(t, "add a job", try(t, c, func(tx media.Tx) error { return tx.AddJob(assetID(1), start) }), media.ErrNotFound)
	wantErr(t, "delete", try(t, c, func(tx media.Tx) error { return tx.DeleteAsset(assetID(1)) }), nil)
}

func catalogRollback(t *testing.T, c media.Catalog) {
	insert(t, c, 1, 0)
	stop := errors.New("stop")
	wantErr(t, "update", c.Update(t.Context(), func(tx media.Tx) error {
		return errors.Join(tx.DeleteAsset(assetID(1)), stop)
	}), stop)
	mustClaim(t, c, 0, "a")

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	wantErr(t, "update with a done context", c.Update(ctx, func(media.Tx) error { return nil }), context.Canceled)
}

func catalogUnowned(t *testing.T, c media.Catalog) {
	insert(t, c, 3)
	cases := []struct {
		before time.Duration
		limit  int
		want   []media.AssetID
	}{
		{time.Second, 10, nil}, // not before its own moment
		{2500 * time.Millisecond, 10, []media.AssetID{assetID(1), assetID(2)}},
		{time.Hour, 2, []media.AssetID{assetID(1), assetID(2)}},
	}
	for _, row := range cases {
		err := c.View(t.Context(), func(tx media.Tx) error {
			got, err := tx.UnownedAssets(at(row.before), row.limit)
			if diff := cmp.Diff(row.want, got); diff != "" {
				t.Errorf("before %v, at most %d (-want +got):\n%s", row.before, row.limit, diff)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
	update(t, c, func(tx media.Tx) error { return tx.DeleteAsset(assetID(1)) })
	wantErr(t, "a deleted asset", try(t, c, func(tx media.Tx) error { _, err := tx.Asset(assetID(1)); return err }), media.ErrNotFound)
}

func catalogLikeness(t *testing.T, c media.Catalog) {
	insert(t, c, 4)
	update(t, c, func(tx media.Tx) error {
		var failed []error
		for n := 1; n <= 3; n++ { // the fourth is not finished
			a, err := tx.Asset(assetID(n))
			a.Renditions = []media.Rendition{{Name: "w360"}}
			failed = append(failed, err, tx.UpdateAsset(a))
		}
		for range 2 {
			failed = append(failed, tx.SetLikeness(assetID(2), media.Likeness{Hash: 1 << 63, Mirror: 3}))
		}
		return errors.Join(failed...)
	})
	want := func(after media.AssetID, limit int, ids ...media.AssetID) {
		t.Helper()
		err := c.View(t.Context(), func(tx media.Tx) error {
			got, err := tx.WithoutLikeness(after, limit)
			if diff := cmp.Diff(ids, got); diff != "" {
				t.Errorf("after %q, at most %d (-want +got):\n%s", after, limit, diff)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
	want("", 10, assetID(1), assetID(3))
	want("", 1, assetID(1))
	want(assetID(1), 10, assetID(3))
	update(t, c, func(tx media.Tx) error { return tx.SetLikeness(assetID(1), media.Likeness{}) })
	want("", 10, assetID(3))
	update(t, c, func(tx media.Tx) error { return tx.DeleteAsset(assetID(2)) })
	want("", 10, assetID(3))
}

func catalogRace(t *testing.T, c media.Catalog) {
	insert(t, c, 3, 0, 0, 0)
	var all sync.WaitGroup
	var mu sync.Mutex
	got := map[media.AssetID]int{}
	for i := range 12 {
		all.Go(func() {
			if j, err := claim(t, c, time.Minute, fmt.Sprint("lease", i)); err == nil {
				mu.Lock()
				got[j.Asset]++
				mu.Unlock()
			}
		})
	}
	all.Wait()
	if diff := cmp.Diff(map[media.AssetID]int{assetID(1): 1, assetID(2): 1, assetID(3): 1}, got); diff != "" {
		t.Errorf("claims (-want +got):\n%s", diff)
	}
}
