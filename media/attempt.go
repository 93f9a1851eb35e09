package media

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
)

// attempt makes the renditions of a job's asset. A refusal is an outcome; an
// error means that it should be tried again. ctx ends the wait for memory,
// leased the work.
func (w *Worker) attempt(ctx, leased context.Context, job Job) (Outcome, error) {
	var a Asset
	err := w.Catalog.View(leased, func(tx Tx) (err error) {
		a, err = tx.Asset(job.Asset)
		return err
	})
	if err != nil {
		return Outcome{}, fmt.Errorf("read the asset: %w", err)
	}
	if job.Blames >= MaxBlames || job.Lapses >= MaxLapses {
		why := fmt.Errorf("its process died %d times, %d of them of nothing else that is known", job.Lapses, job.Blames)
		return Outcome{Asset: a, Refusal: refuse(CannotProcess, why)}, nil
	}
	develop := w.develop
	if a.Format.Clip() {
		develop = w.film
	}
	ready, err := safely(func() (Asset, error) { return develop(ctx, leased, a) })
	var refusal *Error
	switch {
	case errors.As(err, &refusal) && !refusal.Transient():
		return Outcome{Asset: a, Refusal: refusal}, nil
	case errors.Is(err, errPanic), errors.Is(err, ErrNotFound):
		return Outcome{Asset: a, Refusal: refuse(CannotProcess, err)}, nil
	}
	slices.SortStableFunc(ready.Renditions, func(a, b Rendition) int { return webpRank(a) - webpRank(b) })
	return Outcome{Asset: ready}, err
}

// webpRank puts WebPs behind all else: whoever takes the first that fits gets
// what every browser and mail program shows.
func webpRank(r Rendition) int {
	if r.Type == WebP.Type() {
		return 1
	}
	return 0
}

// develop reads an original, stores its renditions, and returns the asset with
// them.
func (w *Worker) develop(ctx, leased context.Context, a Asset) (Asset, error) {
	original, err := w.Bucket.Open(leased, OriginalKey(a.ID))
	if err != nil {
		return Asset{}, fmt.Errorf("open the original: %w", err)
	}
	defer original.Close()
	h, err := probe(original, a.Format, w.Limits)
	if err != nil {
		return Asset{}, err
	}
	ready := a
	ready.Renditions = nil
	ready.Colour, err = w.decodeAndRender(ctx, original, a.Size, h, w.keep(leased, &ready))
	return ready, err
}

// decodeAndRender tries the decoders in turn, each within the memory budget.
func (w *Worker) decodeAndRender(ctx context.Context, r io.ReadSeeker, size int64, h header, store func(made) error) (colour string, err error) {
	defer w.SaveMemory()()
	w.ready()
	width, height := h.target()
	for _, d := range decoders(h, size, width, height) {
		budget := min(d.cost+h.workCost(d.scale), w.Memory) // what is larger runs alone
		if err := w.memory.Acquire(ctx, budget); err != nil {
			return "", fmt.Errorf("wait for memory: %w", err)
		}
		colour, err = func() (string, error) {
			defer w.release(budget)
			img, err := w.pixels(ctx, d, r, size, h)
			if err != nil {
				return "", err
			}
			return render(img, h, outputs{webp: !w.JPEGOnly}, store)
		}()
		if !errors.Is(err, &Error{Code: Damaged}) {
			return colour, err
		}
	}
	return "", err
}

// release gives memory back to the budget. After a large picture it is first
// collected: else its remains and the next picture would add up to twice the
// budget before the collector runs by itself.
func (w *Worker) release(budget int64) {
	if budget > w.Memory/2 {
		runtime.GC()
	}
	w.memory.Release(budget)
}
