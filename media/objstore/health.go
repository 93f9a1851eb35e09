package objstore

import (
	"context"
	"sync/atomic"
	"time"

	"plaudit/media"
)

// health remembers whether the store failed just now. While it does, requests
// fail at once, but for one now and then that finds out: else every picture of
// a page would wait for an answer that does not come, and a browser that has
// six of them waiting sends no vote either.
//
// It goes by the machine's clock, as the deadlines of connections do.
type health struct {
	again atomic.Int64 // when a request may try again, in ns since 1970; 0 while all is well
	pause time.Duration
	cause atomic.Pointer[media.Error]
}

// try returns an error when the store should be left alone for now.
func (h *health) try() error {
	again, now := h.again.Load(), time.Now()
	if again == 0 || now.UnixNano() >= again && h.again.CompareAndSwap(again, now.Add(h.pause).UnixNano()) {
		return nil
	}
	return h.cause.Load()
}

// fails notes a failure, and reports whether it is the first.
func (h *health) fails(cause *media.Error) bool {
	h.cause.Store(cause)
	return h.again.Swap(time.Now().Add(h.pause).UnixNano()) == 0
}

// works notes a success, and reports whether it is the first.
func (h *health) works() bool {
	return h.again.Load() != 0 && h.again.Swap(0) != 0
}

// ready is what every method asks first: whether key is one, ctx lasts, and the
// store is worth a try.
func (b *Bucket) ready(ctx context.Context, key string) error {
	if err := media.ValidKey(key); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return b.health.try()
}
