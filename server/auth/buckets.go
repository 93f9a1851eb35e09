package auth

import (
	"context"
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
	now, last map[string]*bucket
}

type bucket struct {
	*rate.Limiter
	held  int           // tokens that may be spent
	freed chan struct{} // closed when one is held no more
}

func newBuckets(limit rate.Limit, burst, most int) *buckets {
	return &buckets{limit: limit, burst: burst, most: most, now: make(map[string]*bucket)}
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

// hold keeps a token until settle says whether it is spent; or says how long until
// there is one. While all that are left are held it waits for those.
func (b *buckets) hold(ctx context.Context, key string, now func() time.Time) (settle func(spent bool), wait time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, guessPatience)
	defer cancel()
	for {
		l, freed, wait := b.tryHold(key, now())
		switch {
		case wait > 0:
			return nil, wait
		case freed == nil:
			return func(spent bool) { b.settle(l, spent, now()) }, 0
		}
		select {
		case <-freed:
		case <-ctx.Done():
			return nil, time.Second
		}
	}
}

// tryHold holds a token, or gives back how long until there is one, or what is
// closed when one is held no more.
func (b *buckets) tryHold(key string, at time.Time) (l *bucket, freed chan struct{}, wait time.Duration) {
	l = b.get(key, at)
	b.mu.Lock()
	defer b.mu.Unlock()
	switch tokens := l.TokensAt(at); {
	case tokens < 1:
		return l, nil, b.wait(l, at)
	case tokens < float64(1+l.held):
		return l, l.freed, 0
	}
	l.held++
	return l, nil, 0
}

func (b *buckets) settle(l *bucket, spent bool, at time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	l.held--
	if spent {
		l.AllowN(at, 1)
	}
	close(l.freed)
	l.freed = make(chan struct{})
}

func (b *buckets) wait(l *bucket, at time.Time) time.Duration {
	return time.Duration((1 - l.TokensAt(at)) / float64(b.limit) * float64(time.Second))
}

func (b *buckets) get(key string, at time.Time) *bucket {
	b.mu.Lock()
	defer b.mu.Unlock()
	turn := time.Duration(float64(b.burst) / float64(b.limit) * float64(time.Second))
	if len(b.now) >= b.most || at.Sub(b.turned) > max(turn, time.Minute) {
		b.now, b.last, b.turned = make(map[string]*bucket), b.now, at
	}
	l, ok := b.now[key]
	if !ok {
		if l, ok = b.last[key]; !ok {
			l = &bucket{Limiter: rate.NewLimiter(b.limit, b.burst), freed: make(chan struct{})}
		}
		b.now[key] = l
	}
	return l
}
