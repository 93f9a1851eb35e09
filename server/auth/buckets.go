package auth

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// buckets keeps one token bucket per key, in memory that is bounded: a bucket
// that nobody asked for during a whole turn is forgotten, and so are the oldest
// when there are too many. A turn is at least as long as an empty bucket takes
// to fill, so that forgetting gives nothing away.
type buckets struct {
	limit rate.Limit
	burst int
	most  int // keys per turn

	mu        sync.Mutex
	turned    time.Time
	now, last map[string]*rate.Limiter
}

func newBuckets(limit rate.Limit, burst, most int) *buckets {
	return &buckets{limit: limit, burst: burst, most: most, now: make(map[string]*rate.Limiter)}
}

// take spends one token of the key, or says how long until there is one.
func (b *buckets) take(key string, at time.Time) (wait time.Duration, ok bool) {
	l := b.get(key, at)
	if l.AllowN(at, 1) {
		return 0, true
	}
	return b.wait(l, at), false
}

// left reports whether the key has a token, and spends none.
func (b *buckets) left(key string, at time.Time) (wait time.Duration, ok bool) {
	l := b.get(key, at)
	if l.TokensAt(at) >= 1 {
		return 0, true
	}
	return b.wait(l, at), false
}

func (b *buckets) wait(l *rate.Limiter, at time.Time) time.Duration {
	return time.Duration((1 - l.TokensAt(at)) / float64(b.limit) * float64(time.Second))
}

func (b *buckets) get(key string, at time.Time) *rate.Limiter {
	b.mu.Lock()
	defer b.mu.Unlock()
	turn := time.Duration(float64(b.burst) / float64(b.limit) * float64(time.Second))
	if len(b.now) >= b.most || at.Sub(b.turned) > max(turn, time.Minute) {
		b.now, b.last, b.turned = make(map[string]*rate.Limiter), b.now, at
	}
	l, ok := b.now[key]
	if !ok {
		if l, ok = b.last[key]; !ok {
			l = rate.NewLimiter(b.limit, b.burst)
		}
		b.now[key] = l
	}
	return l
}
