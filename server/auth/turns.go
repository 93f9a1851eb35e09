package auth

import (
	"context"
	"sync"
)

// turns lets one at a time of each key go on, in the order in which they came.
type turns struct {
	mu sync.Mutex
	by map[string]*turn // those that somebody has or waits for
}

type turn struct {
	taken chan struct{} // holds one while somebody has it
	users int           // who has it or waits for it
}

// take waits for the key's turn; leave ends it.
func (t *turns) take(ctx context.Context, key string) (leave func(), err error) {
	one := t.join(key)
	select {
	case one.taken <- struct{}{}:
		return func() { <-one.taken; t.part(key, one) }, nil
	case <-ctx.Done():
		t.part(key, one)
		return nil, ctx.Err()
	}
}

func (t *turns) join(key string) *turn {
	t.mu.Lock()
	defer t.mu.Unlock()
	one := t.by[key]
	if one == nil {
		if t.by == nil {
			t.by = make(map[string]*turn)
		}
		one = &turn{taken: make(chan struct{}, 1)}
		t.by[key] = one
	}
	one.users++
	return one
}

func (t *turns) part(key string, one *turn) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if one.users--; one.users == 0 {
		delete(t.by, key)
	}
}
