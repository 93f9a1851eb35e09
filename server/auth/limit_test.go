package auth

import (
	"fmt"
	"testing"
	"time"
)

func TestBuckets(t *testing.T) {
	now := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	b := newBuckets(2, 3, 100)
	for i := range 3 {
		if _, ok := b.take("a", now); !ok {
			t.Fatalf("token %d refused", i)
		}
	}
	wait, ok := b.take("a", now)
	if ok || wait != 500*time.Millisecond {
		t.Errorf("the fourth: %v, %v; want a wait of half a second", wait, ok)
	}
	if _, ok := b.left("b", now); !ok {
		t.Error("another key is held to a's tokens")
	}
	if _, ok := b.take("a", now.Add(500*time.Millisecond)); !ok {
		t.Error("no new token after the wait")
	}
}

func TestBucketsAreBoundedAndRemember(t *testing.T) {
	now := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	b := newBuckets(1, 1, 10)
	for i := range 1000 {
		b.take(fmt.Sprint(i), now)
		if n := len(b.now) + len(b.last); n > 21 {
			t.Fatalf("%d buckets kept", n)
		}
	}
	if _, ok := b.take("999", now); ok {
		t.Error("a fresh bucket was forgotten")
	}
	later := now.Add(2 * time.Minute)
	b.take("x", later)
	b.take("y", later.Add(2*time.Minute))
	if n := len(b.now) + len(b.last); n > 2 {
		t.Errorf("%d buckets kept, though nobody asked for them", n)
	}
}

func TestSubnet(t *testing.T) {
	for in, want := range map[string]string{
		"203.0.113.77":          "203.0.113.0/24",
		"::ffff:203.0.113.77":   "203.0.113.0/24",
		"2001:db8:1:22ff::1":    "2001:db8:1:2200::/56",
		"fe80::1%eth0":          "fe80::/56",
		"not an address at all": "not an address at all",
	} {
		if got := Subnet(in); got != want {
			t.Errorf("Subnet(%q) = %q, want %q", in, got, want)
		}
	}
}
