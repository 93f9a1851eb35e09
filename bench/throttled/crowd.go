package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"plaudit/bench/rig"
)

// crowd casts votes at a fixed rate, each another voter's or for another work.
type crowd struct {
	*contest
	perSecond int
	cast      int    // votes so far
	token     string // of the voter whose turn it is
}

// vote casts votes until over, and returns how long each took from when it was
// due, however late it was sent.
func (c *crowd) vote(ctx context.Context, over <-chan time.Time) (times []time.Duration, err error) {
	var (
		mu      sync.Mutex
		failed  error
		waiting sync.WaitGroup
	)
	for due := time.Now(); ; due = due.Add(time.Second / time.Duration(c.perSecond)) {
		token, err := c.voter(ctx)
		if err != nil {
			return nil, err
		}
		path := fmt.Sprintf("/contests/%s/ballot/%d", slug, c.cast%works+1)
		select {
		case <-over:
			waiting.Wait()
			return times, failed
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(time.Until(due)):
		}
		c.cast++
		waiting.Go(func() {
			err := rig.API{Base: c.Base, Token: token}.Send(ctx, http.MethodPut, path, "", strings.NewReader(""), new(any))
			took := time.Since(due)
			mu.Lock()
			defer mu.Unlock()
			if times = append(times, took); err != nil {
				failed = err
			}
		})
	}
}

// voter returns the token of the voter whose turn it is: each votes once for
// every work.
func (c *crowd) voter(ctx context.Context) (string, error) {
	if c.cast%works == 0 {
		var made struct{ Token string }
		err := rig.API{Base: c.Base}.Call(ctx, http.MethodPost, "/contests/"+slug+"/voter", map[string]any{}, &made)
		if err != nil {
			return "", err
		}
		c.token = made.Token
	}
	return c.token, nil
}
