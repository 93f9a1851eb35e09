package media_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"plaudit/media"
)

// dieWith claims all jobs n times as a process that is then killed, and as many
// times again without one before the leases run out.
func (h *house) dieWith(n, again int) {
	h.Helper()
	const lease = time.Minute
	for i := range n {
		err := h.catalog.Update(h.Context(), func(tx media.Tx) error {
			err := tx.CountStart()
			for j := 0; err == nil; j++ {
				_, err = tx.ClaimJob(time.Now(), fmt.Sprint("dead", i, j), time.Now().Add(lease))
			}
			for range again {
				err = errors.Join(err, tx.CountStart())
			}
			if errors.Is(err, media.ErrNoJob) {
				return nil
			}
			return err
		})
		if err != nil {
			h.Fatal(err)
		}
		pass(lease)
	}
}

func TestJobOfAKilledProcessIsTakenOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		if _, err := h.take(small(t)); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		err := h.catalog.Update(t.Context(), func(tx media.Tx) error {
			_, err := tx.ClaimJob(began, "killed", began.Add(30*time.Second))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		outcomes := make(chan media.Outcome, 1)
		start(t, h.config(func(o media.Outcome) { outcomes <- o }))
		if o := <-outcomes; !o.Asset.Ready() {
			t.Errorf("outcome: %+v", o)
		}
		if waited := time.Since(began); waited < 30*time.Second || waited > 31*time.Second {
			t.Errorf("taken over after %v, want when the lease ran out", waited)
		}
	})
}

// A picture with which its process dies again and again is given up; one whose
// process dies without it, too, only after many more deaths.
func TestPictureThatKillsIsGivenUp(t *testing.T) {
	for _, c := range []struct {
		name         string
		deaths, more int // with the picture, and after each of them without it
		refused      bool
	}{
		{"a few deaths", media.MaxBlames - 1, 0, false},
		{"deaths with it", media.MaxBlames, 0, true},
		{"deaths without it, too", media.MaxLapses - 1, 1, false},
		{"very many", media.MaxLapses, 1, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := newHouse(t)
				if _, err := h.take(small(t)); err != nil {
					t.Fatal(err)
				}
				h.dieWith(c.deaths, c.more)
				outcomes := make(chan media.Outcome, 1)
				start(t, h.config(func(o media.Outcome) { outcomes <- o }))
				o := <-outcomes
				switch {
				case c.refused != (o.Refusal != nil), !c.refused && !o.Asset.Ready():
					t.Errorf("outcome: %+v", o)
				case c.refused:
					wantCode(t, o.Refusal, media.CannotProcess)
				}
			})
		})
	}
}

// What is blamed is made alone, so that a picture that kills takes no other along.
func TestBlamedJobIsMadeAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		const pictures = 4
		for range pictures {
			if _, err := h.take(small(t)); err != nil {
				t.Fatal(err)
			}
		}
		h.dieWith(1, 0)
		var atOnce, most atomic.Int32
		outcomes := make(chan media.Outcome, pictures)
		c := h.config(func(o media.Outcome) { outcomes <- o })
		c.Parallel = pictures
		c.Bucket = &faultyBucket{Bucket: h.bucket, putErr: func(string) error {
			if n := atOnce.Add(1); n > most.Load() {
				most.Store(n)
			}
			pass(time.Second) // the others come here meanwhile, if they may
			atOnce.Add(-1)
			return nil
		}}
		start(t, c)
		for range pictures {
			if o := <-outcomes; !o.Asset.Ready() {
				t.Errorf("outcome: %+v", o)
			}
		}
		if most.Load() != 1 {
			t.Errorf("%d pictures were made at once", most.Load())
		}
	})
}

func TestLostOriginalIsGivenUp(t *testing.T) {
	h := newHouse(t)
	a, err := h.take(small(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := h.bucket.Delete(t.Context(), media.OriginalKey(a.ID)); err != nil {
		t.Fatal(err)
	}
	outcomes := make(chan media.Outcome, 1)
	_, stop := start(t, h.config(func(o media.Outcome) { outcomes <- o }))
	wantCode(t, (<-outcomes).Refusal, media.CannotProcess)
	stop()
}

// A bug that panics costs one picture, not the process, nor its memory budget.
func TestPanicCostsOnePicture(t *testing.T) {
	h := newHouse(t)
	first, err := h.take(small(t))
	if err != nil {
		t.Fatal(err)
	}
	outcomes := make(chan media.Outcome, 2)
	c := h.config(func(o media.Outcome) { outcomes <- o })
	c.Parallel, c.Memory = 1, 1
	c.Bucket = &faultyBucket{Bucket: h.bucket, putErr: func(key string) error {
		if strings.HasPrefix(key, media.RenditionPrefix(first.ID)) {
			panic("a bug")
		}
		return nil
	}}
	w, stop := start(t, c)
	o := <-outcomes
	wantCode(t, o.Refusal, media.CannotProcess)
	if o.Asset.ID != first.ID {
		t.Errorf("the outcome is about %q", o.Asset.ID)
	}
	if _, err := h.take(small(t)); err != nil {
		t.Fatal(err)
	}
	w.Kick()
	if o := <-outcomes; !o.Asset.Ready() {
		t.Errorf("the next picture: %+v", o)
	}
	stop()
}

// While a slow store holds a job up, its lease is renewed; and a worker that is
// told to stop ends the job that runs, and leaves the others to be claimed.
func TestLeaseIsHeldAndDrained(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		reached, release := make(chan struct{}), make(chan struct{})
		ready := 0
		c := h.config(func(media.Outcome) { ready++ })
		c.Parallel = 1
		first := true
		c.Bucket = &faultyBucket{Bucket: h.bucket, putErr: func(string) error {
			if first {
				first = false
				close(reached)
				<-release
			}
			return nil
		}}
		for range 2 {
			if _, err := h.take(small(t)); err != nil {
				t.Fatal(err)
			}
		}
		_, stop := start(t, c)
		<-reached
		pass(10 * time.Minute)
		err := h.catalog.Update(t.Context(), func(tx media.Tx) error {
			j, err := tx.ClaimJob(time.Now(), "thief", time.Now().Add(time.Second))
			if err == nil && j.Lapses > 0 {
				t.Error("the lease of a running job ran out")
			}
			return err
		})
		if err != nil {
			t.Fatal(err) // the second job waits, and can be had
		}
		go func() {
			pass(time.Second)
			close(release)
		}()
		stop()
		if ready != 1 {
			t.Errorf("%d pictures became ready, want the one that was running", ready)
		}
	})
}

// A worker whose lease was taken does not finish, and does not call the hook.
func TestWorkerThatLostItsLease(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		a, err := h.take(small(t))
		if err != nil {
			t.Fatal(err)
		}
		c := h.config(func(o media.Outcome) { t.Errorf("the hook was called: %+v", o) })
		c.Bucket = &faultyBucket{Bucket: h.bucket, putErr: func(string) error {
			return h.catalog.Update(context.Background(), func(tx media.Tx) error { return tx.DeleteAsset(a.ID) })
		}}
		_, stop := start(t, c)
		pass(time.Minute)
		stop()
	})
}
