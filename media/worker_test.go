package media_test

import (
	"context"
	"errors"
	"image"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"plaudit/media"
)

// start runs a worker until the test's end or stop. Inside synctest.
func start(t *testing.T, c media.WorkerConfig) (w *media.Worker, stop func()) {
	t.Helper()
	w = media.NewWorker(c)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		w.Run(ctx)
	}()
	stop = func() {
		cancel()
		<-ended
	}
	t.Cleanup(stop)
	return w, stop
}

// pass lets time pass on the bubble's clock, which takes none.
func pass(d time.Duration) { <-time.After(d) }

// job reads the only job; ok is false when there is none.
func (h *house) job(id media.AssetID) (next time.Time, ok bool) {
	h.Helper()
	err := h.catalog.View(context.Background(), func(tx media.Tx) (err error) {
		next, err = tx.NextJobAt()
		return err
	})
	if err != nil && !errors.Is(err, media.ErrNoJob) {
		h.Fatal(err)
	}
	return next, err == nil
}

func small(t *testing.T) []byte { return encodePNG(t, image.NewGray(image.Rect(0, 0, 40, 30))) }

func TestKickWakesAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		outcomes := make(chan media.Outcome, 2)
		c := h.config(func(o media.Outcome) { outcomes <- o })
		c.Poll = time.Hour
		w, _ := start(t, c)
		synctest.Wait() // the worker has seen that there is nothing to do
		began := time.Now()
		for range 2 {
			if _, err := h.take(small(t)); err != nil {
				t.Fatal(err)
			}
		}
		w.Kick()
		w.Kick()
		for range 2 {
			if o := <-outcomes; !o.Asset.Ready() {
				t.Errorf("outcome: %+v", o)
			}
		}
		if waited := time.Since(began); waited > time.Second {
			t.Errorf("the kick was heard after %v", waited)
		}
	})
}

func TestPollFindsJobsOfOtherProcesses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		outcomes := make(chan media.Outcome, 1)
		start(t, h.config(func(o media.Outcome) { outcomes <- o }))
		synctest.Wait()
		if _, err := h.take(small(t)); err != nil {
			t.Fatal(err)
		}
		<-outcomes // without a kick
	})
}

// A full disk delays a picture, with growing pauses, and loses nothing.
func TestRetriesWithBackoff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		var tries []time.Time
		outcomes := make(chan media.Outcome, 1)
		c := h.config(func(o media.Outcome) { outcomes <- o })
		c.Bucket = &faultyBucket{Bucket: h.bucket, putErr: func(string) error {
			if tries = append(tries, time.Now()); len(tries) <= 4 {
				return syscall.ENOSPC
			}
			return nil
		}}
		if _, err := h.take(small(t)); err != nil {
			t.Fatal(err)
		}
		start(t, c)
		if o := <-outcomes; o.Refusal != nil || !o.Asset.Ready() {
			t.Errorf("outcome: %+v", o)
		}
		for i := range 4 {
			pause, about := tries[i+1].Sub(tries[i]), time.Second<<i
			if pause < about*7/10 || pause > about*13/10 {
				t.Errorf("pause %d was %v, want about %v", i+1, pause, about)
			}
		}
	})
}

// The hook's error rolls the whole end of a job back.
func TestHookIsPartOfTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		done := make(chan struct{})
		calls := 0
		c := h.config(nil)
		var id media.AssetID
		c.Done = func(tx media.Tx, got media.AssetID, o media.Outcome) error {
			if a, err := tx.Asset(got); err != nil || got != id || !a.Ready() {
				t.Errorf("in the hook the asset is %+v, %v", a, err)
			}
			if calls++; calls == 1 {
				return errors.New("the entry's row was busy")
			}
			close(done)
			return nil
		}
		a, err := h.take(small(t))
		if err != nil {
			t.Fatal(err)
		}
		id = a.ID
		_, stop := start(t, c)
		<-done
		stop()
		if calls != 2 {
			t.Errorf("the hook ran %d times", calls)
		}
		if _, left := h.job(a.ID); left {
			t.Error("the finished job is still there")
		}
	})
}
