package main

import (
	"runtime"
	"runtime/metrics"
	"sync"
)

// heapFloor is how large the heap may grow before the collector runs, however
// little of it is in use. A server that keeps a few megabytes would else collect
// many times a second at an opening: a tenth of what its votes cost.
const heapFloor = 96 << 20

// usualPercent is the collector's own measure: it runs when the heap is twice
// what was in use after it ran last.
const usualPercent = 100

// heap has the collector run when the heap is twice what is in use, or floor
// bytes if that is more and no pictures are being made: those need the memory.
type heap struct {
	floor      uint64
	setPercent func(int) // sets GOGC

	mu    sync.Mutex
	spare int // how many ask for memory to be spared
	ended bool
}

// watch sets the measure now and after each collection, until stop is called.
func (h *heap) watch() (stop func()) {
	h.follow(struct{}{})
	return func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.ended = true
	}
}

func (h *heap) follow(struct{}) {
	if h.tune(0) {
		// Nothing points at this, so its cleanup follows the next collection.
		runtime.AddCleanup(new(*byte), h.follow, struct{}{})
	}
}

// save keeps the heap small until done is called.
func (h *heap) save() (done func()) {
	h.tune(1)
	return func() { h.tune(-1) }
}

// tune sets the measure when so many more ask for memory to be spared; false
// once it has ended.
func (h *heap) tune(more int) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.ended {
		return false
	}
	h.spare += more
	percent := usualPercent
	if h.spare == 0 {
		live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(live)
		percent = percentFor(live[0].Value.Uint64(), h.floor)
	}
	h.setPercent(percent)
	return true
}

// percentFor is what GOGC must be for a heap with live bytes in use to be
// collected at floor bytes, or at twice live if that is more.
func percentFor(live, floor uint64) int {
	if live == 0 || 2*live >= floor { // 0: it has not run yet
		return usualPercent
	}
	return int(100 * (floor - live) / live)
}
