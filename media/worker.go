package media

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"
	"golang.org/x/sync/semaphore"
)

// Outcome is how a job ended.
type Outcome struct {
	Asset   Asset  // with its renditions when it is ready
	Refusal *Error // why there are none; nil when it is ready
}

// WorkerConfig is what a Worker needs. Fields with a default may stay zero.
type WorkerConfig struct {
	Catalog Catalog
	Bucket  Bucket
	Limits  Limits
	Now     func() time.Time
	Logger  *slog.Logger

	// Done runs in the transaction in which a job ends, after the asset's row
	// was written; its error undoes both, and the job is tried again. It must
	// touch only tx, and may be run again after a rollback.
	Done func(tx Tx, id AssetID, outcome Outcome) error

	// Studio makes clips; nil gives back jobs of videos that were taken earlier.
	Studio Studio

	// Stills decodes HEIC and AVIF; nil gives such jobs back.
	Stills Stills

	// SaveMemory is told when a picture is to be made, and done once it is, so that
	// the server can keep less of other things; nil where nobody minds.
	SaveMemory func() (done func())

	JPEGOnly bool          // make no WebPs
	Parallel int           // jobs at once; default one per core
	Memory   int64         // bytes for pictures at once; default 128 MiB
	Lease    time.Duration // how long a dead worker's job stays untouched; default 30 s
	Poll     time.Duration // how often to look for jobs of other processes; default 5 s
	Drain    time.Duration // how long running jobs may go on after the end; default 20 s
}

// When a job whose process died is given up: one picture must not bring the
// server down for ever, and a server that is killed by something else must not
// cost a picture.
const (
	MaxBlames = 5  // deaths that the job may be the cause of
	MaxLapses = 20 // deaths at all
)

// Worker makes renditions. Several workers, in several processes, may share a
// catalogue: a lease keeps each job with one of them.
type Worker struct {
	WorkerConfig
	kick   chan struct{}
	memory *semaphore.Weighted
	filmed sync.Map // AssetID to int: how far clips are, in percent
	ready  func()   // what is needed before the first picture
}

// NewWorker returns a worker that does nothing until Run.
func NewWorker(c WorkerConfig) *Worker {
	setDefault(&c.Parallel, runtime.GOMAXPROCS(0))
	setDefault(&c.Memory, 128<<20)
	setDefault(&c.Lease, 30*time.Second)
	setDefault(&c.Poll, 5*time.Second)
	setDefault(&c.Drain, 20*time.Second)
	if c.SaveMemory == nil {
		c.SaveMemory = func() func() { return func() {} }
	}
	w := &Worker{WorkerConfig: c, kick: make(chan struct{}, 1), memory: semaphore.NewWeighted(c.Memory), ready: func() {}}
	if !c.JPEGOnly {
		w.ready = sync.OnceFunc(readyWebP)
	}
	return w
}

func setDefault[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

// Kick says that a job may have been added; Run looks at once. It never
// blocks. Call it after the transaction of AddJob has been committed.
func (w *Worker) Kick() {
	select {
	case w.kick <- struct{}{}:
	default:
	}
}

// Run works until ctx is done. Then it takes no more jobs, gives back those
// that wait for memory, and returns when the running ones have ended.
func (w *Worker) Run(ctx context.Context) {
	var running sync.WaitGroup
	defer running.Wait()
	running.Go(func() { w.likenAll(ctx) })
	if !w.countStart(ctx) {
		return
	}
	slots := make(chan struct{}, w.Parallel)
	for {
		select {
		case slots <- struct{}{}:
		case <-ctx.Done():
			return
		}
		job, err := w.next(ctx)
		if err != nil {
			return
		}
		if job.Blames > 0 { // alone, so that no other is blamed should it kill again
			w.run(ctx, job, func() {
				for range w.Parallel - 1 {
					slots <- struct{}{}
				}
			})
			for range w.Parallel {
				<-slots
			}
			continue
		}
		running.Go(func() {
			defer func() { <-slots }()
			w.run(ctx, job, func() {})
		})
	}
}

// countStart says that this process begins, before its first claim; false when
// ctx is done.
func (w *Worker) countStart(ctx context.Context) bool {
	for {
		err := w.Catalog.Update(ctx, Tx.CountStart)
		if err == nil || ctx.Err() != nil {
			return ctx.Err() == nil
		}
		w.Logger.ErrorContext(ctx, "cannot begin with media jobs", "err", err)
		select {
		case <-ctx.Done():
		case <-time.After(w.Poll):
		}
	}
}

// next waits for a job and claims it; its only error is that ctx is done.
func (w *Worker) next(ctx context.Context) (Job, error) {
	for {
		job, wait, err := w.claim(ctx)
		if err == nil && wait == 0 {
			return job, nil
		}
		if err != nil && ctx.Err() == nil {
			w.Logger.ErrorContext(ctx, "cannot look for media jobs", "err", err)
			wait = w.Poll
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
		case <-w.kick:
		case <-timer.C:
		}
		timer.Stop()
		if ctx.Err() != nil {
			return Job{}, ctx.Err()
		}
	}
}

// claim takes a job, or says how long to wait. It first looks in a view, so
// that idling costs no write.
func (w *Worker) claim(ctx context.Context) (job Job, wait time.Duration, err error) {
	var at time.Time
	err = w.Catalog.View(ctx, func(tx Tx) (err error) {
		at, err = tx.NextJobAt()
		return err
	})
	if now := w.Now(); err == nil && at.After(now) {
		return Job{}, min(at.Sub(now), w.Poll), nil
	}
	if err == nil {
		lease := rand.Text()
		err = w.Catalog.Update(ctx, func(tx Tx) (err error) {
			now := w.Now()
			job, err = tx.ClaimJob(now, lease, now.Add(w.Lease))
			return err
		})
		if errors.Is(err, ErrNoJob) { // another worker was faster: look again soon
			return Job{}, w.Poll / 100, nil
		}
	}
	if errors.Is(err, ErrNoJob) {
		return Job{}, w.Poll, nil
	}
	return job, 0, err
}

// run carries a claimed job to an end: finished, or given back. It begins when
// its turn has come.
func (w *Worker) run(ctx context.Context, job Job, turn func()) {
	log := w.Logger.With("asset", job.Asset, "attempt", job.Attempts)
	leased, stop := w.holdLease(ctx, job)
	turn()
	began := w.Now()
	outcome, err := w.attempt(ctx, leased, job)
	if err == nil {
		err = w.finish(leased, job, outcome)
	}
	lost := errors.Is(context.Cause(leased), ErrLeaseLost) || errors.Is(err, ErrLeaseLost)
	stop()
	switch {
	case errors.Is(err, ErrBusy):
		w.giveBack(ctx, log, job, err)
	case lost:
		log.WarnContext(ctx, "another worker took this picture over, or its asset is gone")
	case err != nil:
		w.giveBack(ctx, log, job, err)
	case outcome.Refusal != nil:
		log.InfoContext(ctx, "picture refused", "code", outcome.Refusal.Code, "cause", outcome.Refusal.Err)
	default:
		log.InfoContext(ctx, "picture ready", "renditions", len(outcome.Asset.Renditions), "took", w.Now().Sub(began))
	}
}

// holdLease returns a context that lasts while the job's lease is held, and
// for Drain after ctx is done, and renews the lease until stop is called.
func (w *Worker) holdLease(ctx context.Context, job Job) (leased context.Context, stop func()) {
	leased, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	var renewing sync.WaitGroup
	renewing.Go(func() {
		tick := time.NewTicker(w.Lease / 3)
		defer tick.Stop()
		ended := ctx.Done()
		var deadline <-chan time.Time
		for {
			select {
			case <-leased.Done():
				return
			case <-ended:
				ended, deadline = nil, time.After(w.Drain)
			case <-deadline:
				cancel(context.DeadlineExceeded)
			case <-tick.C:
				err := w.Catalog.Update(leased, func(tx Tx) error {
					return tx.RenewJob(job.Asset, job.Lease, w.Now().Add(w.Lease))
				})
				if errors.Is(err, ErrLeaseLost) {
					cancel(ErrLeaseLost)
				}
			}
		}
	})
	return leased, func() {
		cancel(nil)
		renewing.Wait()
	}
}

// finish ends a job in one transaction with the caller's hook.
func (w *Worker) finish(ctx context.Context, job Job, outcome Outcome) error {
	err := w.Catalog.Update(ctx, func(tx Tx) error {
		if err := tx.FinishJob(job.Asset, job.Lease); err != nil {
			return err
		}
		if outcome.Refusal == nil {
			if err := tx.UpdateAsset(outcome.Asset); err != nil {
				return err
			}
			if err := tx.SetLikeness(outcome.Asset.ID, outcome.Asset.Likeness); err != nil {
				return err
			}
		}
		if w.Done == nil {
			return nil
		}
		return w.Done(tx, job.Asset, outcome)
	})
	if err != nil {
		return fmt.Errorf("finish: %w", err)
	}
	return nil
}

// giveBack lets a job wait for its next attempt; at the worker's own end it
// waits for nothing.
func (w *Worker) giveBack(ctx context.Context, log *slog.Logger, job Job, cause error) {
	due := w.Now()
	switch {
	case ctx.Err() != nil:
	case errors.Is(cause, ErrBusy):
		due = due.Add(busyWait)
	default:
		due = due.Add(retryAfter(job.Attempts))
		log.WarnContext(ctx, "picture not made yet", "err", cause, "again", due)
	}
	// The lease runs out by itself should this fail.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), w.Drain)
	defer cancel()
	err := w.Catalog.Update(ctx, func(tx Tx) error {
		return tx.RetryJob(job.Asset, job.Lease, due, cause.Error())
	})
	if err != nil && !errors.Is(err, ErrLeaseLost) {
		log.ErrorContext(ctx, "cannot give a media job back", "err", err)
	}
	w.Kick() // Run may be waiting for a later time than due
}

// retryAfter is about 1 s after the first attempt and doubles to 5 minutes.
func retryAfter(attempts int) time.Duration {
	b := backoff.ExponentialBackOff{
		InitialInterval: time.Second, Multiplier: 2, RandomizationFactor: 0.2, MaxInterval: 5 * time.Minute,
	}
	b.Reset()
	wait := b.NextBackOff()
	for range min(attempts, 20) - 1 {
		wait = b.NextBackOff()
	}
	return wait
}
