package main

import (
	"runtime"
	"testing"
)

func TestPercentFor(t *testing.T) {
	for _, test := range []struct {
		live, floor uint64
		want        int
	}{
		{0, 100 << 20, usualPercent},
		{1 << 20, 100 << 20, 9900},
		{25 << 20, 100 << 20, 300},
		{50 << 20, 100 << 20, usualPercent},
		{400 << 20, 100 << 20, usualPercent},
	} {
		if got := percentFor(test.live, test.floor); got != test.want {
			t.Errorf("percentFor(%d, %d) = %d, want %d", test.live, test.floor, got, test.want)
		}
	}
}

// After each collection the measure is taken anew, until it is stopped; while
// pictures are made it is the usual one.
func TestHeap(t *testing.T) {
	percents := make(chan int, 100)
	h := &heap{floor: 1 << 50, setPercent: func(percent int) { percents <- percent }}
	stop := h.watch()
	<-percents
	for range 3 {
		runtime.GC()
		select {
		case got := <-percents:
			if got <= usualPercent {
				t.Errorf("with %d bytes to fill, GOGC is %d", uint64(1)<<50, got)
			}
		case <-t.Context().Done():
			t.Fatal("a collection was not followed")
		}
	}
	first, second := h.save(), h.save()
	first()
	if a, b, c := <-percents, <-percents, <-percents; a != usualPercent || b != usualPercent || c != usualPercent {
		t.Errorf("while two pictures are made GOGC is %d and %d, then with one %d; want %d", a, b, c, usualPercent)
	}
	second()
	if got := <-percents; got <= usualPercent {
		t.Errorf("once no picture is made, GOGC is %d", got)
	}
	stop()
	runtime.GC()
	runtime.GC()
	if len(percents) > 1 { // one may have been under way
		t.Errorf("%d calls after stop", len(percents))
	}
}
