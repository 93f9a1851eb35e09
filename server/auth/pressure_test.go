package auth

import (
	"fmt"
	"testing"
	"time"
)

func TestPressure(t *testing.T) {
	var p pressure
	at := time.Date(2026, 5, 1, 8, 0, 0, 0, time.UTC)
	flood := func(subnet string, perMinute, minutes int) (bits int) {
		for range perMinute * minutes {
			at = at.Add(time.Minute / time.Duration(perMinute))
			bits = p.add(subnet, 1, at)
		}
		return bits
	}
	for _, c := range []struct{ perMinute, bits int }{{500, 0}, {900, 0}, {1500, 1}, {3000, 2}, {6000, 3}, {12000, 4}, {100_000, 4}} {
		if got := flood(fmt.Sprint(c.perMinute), c.perMinute, 5); got != c.bits {
			t.Errorf("%d a minute: %d bits more, want %d", c.perMinute, got, c.bits)
		}
	}
	if got := p.add("another", 1, at); got != 0 {
		t.Errorf("a neighbour pays %d bits", got)
	}
	if got := p.add("100000", 1, at.Add(6*time.Minute)); got != 0 {
		t.Errorf("six minutes after a flood: %d bits", got)
	}
	for i := range 3 * int(mostNeighbour) {
		p.add(fmt.Sprint("subnet ", i), 1, at)
	}
	if n := len(p.now) + len(p.last); n > 2*int(mostNeighbour) {
		t.Errorf("%d subnets are remembered", n)
	}
}
