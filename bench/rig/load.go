package rig

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http/httputil"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
)

// Result is what one measurement found.
type Result struct {
	PerSecond float64
	Times     []time.Duration // of each request, sorted
	Created   int64           // how many were answered 201
}

// Percentile returns the time that so many percent of the requests were
// answered within.
func (r Result) Percentile(p int) time.Duration {
	return r.Times[(len(r.Times)-1)*p/100].Round(10 * time.Microsecond)
}

// Load sends the requests over so many connections at once, each of which
// waits for its answer before it sends the next. Every answer must have one of
// the statuses.
func Load(ctx context.Context, address string, connections int, requests [][]byte, statuses ...int) (r Result, err error) {
	var (
		next, created atomic.Int64
		group         errgroup.Group
	)
	r.Times = make([]time.Duration, len(requests))
	wires := make([]*Wire, connections)
	for i := range wires {
		if wires[i], err = Dial(ctx, address); err != nil {
			return r, err
		}
		defer wires[i].Close()
	}
	began := time.Now()
	for _, w := range wires {
		group.Go(func() error {
			for ctx.Err() == nil {
				n := int(next.Add(1)) - 1
				if n >= len(requests) {
					return nil
				}
				sent := time.Now()
				status, err := w.Expect(requests[n], statuses...)
				if err != nil {
					return fmt.Errorf("request %d: %w", n, err)
				}
				if status == 201 {
					created.Add(1)
				}
				r.Times[n] = time.Since(sent)
			}
			return ctx.Err()
		})
	}
	if err := group.Wait(); err != nil {
		return r, err
	}
	r.PerSecond, r.Created = float64(len(requests))/time.Since(began).Seconds(), created.Load()
	slices.Sort(r.Times)
	return r, nil
}

// OpenLoad sends the requests at a fixed rate, whether or not those before have
// been answered, over as many connections as that takes. Times count from the
// moment at which a request was due, so that waiting for others counts.
func OpenLoad(ctx context.Context, address string, perSecond float64, requests [][]byte, statuses ...int) (r Result, err error) {
	var (
		mu   sync.Mutex
		idle []*Wire
	)
	defer func() {
		for _, w := range idle {
			w.Close()
		}
	}()
	r.Times = make([]time.Duration, len(requests))
	began := time.Now()
	err = OpenLoop(ctx, len(requests), perSecond, func(n int, due time.Time) (err error) {
		var w *Wire
		mu.Lock()
		if last := len(idle) - 1; last >= 0 {
			w, idle = idle[last], idle[:last]
		}
		mu.Unlock()
		if w == nil {
			if w, err = Dial(ctx, address); err != nil {
				return err
			}
		}
		if _, err := w.Expect(requests[n], statuses...); err != nil {
			w.Close()
			return fmt.Errorf("request %d: %w", n, err)
		}
		r.Times[n] = time.Since(due)
		mu.Lock()
		defer mu.Unlock()
		idle = append(idle, w)
		return nil
	})
	r.PerSecond = float64(len(requests)) / time.Since(began).Seconds()
	slices.Sort(r.Times)
	return r, err
}

// OpenLoop begins n things at a fixed rate, each in a goroutine of its own and
// told when it was due, waits for all of them, and returns the first error.
func OpenLoop(ctx context.Context, n int, perSecond float64, begin func(i int, due time.Time) error) error {
	group, ctx := errgroup.WithContext(ctx)
	began := time.Now()
	for i := range n {
		due := began.Add(time.Duration(float64(i) / perSecond * float64(time.Second)))
		if err := Until(ctx, due); err != nil {
			break // the group has the reason
		}
		group.Go(func() error { return begin(i, due) })
	}
	return group.Wait()
}

// Until waits for a moment.
func Until(ctx context.Context, at time.Time) error {
	wait := time.Until(at)
	if wait <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// Wire is a connection that speaks just enough HTTP/1.1 to be quick.
type Wire struct {
	conn net.Conn
	in   *bufio.Reader
}

// Answer is an answer whose body was read and thrown away.
type Answer struct {
	Status  int
	Cookies []string // as Set-Cookie gave them
	Bytes   int64    // of the body
}

// Dial connects to host:port.
func Dial(ctx context.Context, address string) (*Wire, error) {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	return &Wire{conn, bufio.NewReader(conn)}, nil
}

// Close closes the connection.
func (w *Wire) Close() { _ = w.conn.Close() }

// Expect sends a request and refuses an answer with any other status.
func (w *Wire) Expect(request []byte, statuses ...int) (status int, err error) {
	a, err := w.Ask(request)
	if err == nil && !slices.Contains(statuses, a.Status) {
		err = fmt.Errorf("answered %d", a.Status)
	}
	return a.Status, err
}

// Ask sends a request and reads the whole answer.
func (w *Wire) Ask(request []byte) (a Answer, err error) {
	if _, err := w.conn.Write(request); err != nil {
		return a, err
	}
	line, err := w.in.ReadSlice('\n')
	if err != nil {
		return a, err
	}
	if len(line) < 12 {
		return a, fmt.Errorf("answered %q", line)
	}
	if a.Status, err = strconv.Atoi(string(line[9:12])); err != nil {
		return a, err
	}
	chunks := false
	for {
		line, err := w.in.ReadSlice('\n')
		if err != nil {
			return a, err
		}
		if len(line) <= 2 {
			break
		}
		name, value, _ := strings.Cut(string(line), ":")
		switch value = strings.TrimSpace(value); {
		case strings.EqualFold(name, "Content-Length"):
			if a.Bytes, err = strconv.ParseInt(value, 10, 64); err != nil {
				return a, err
			}
		case strings.EqualFold(name, "Transfer-Encoding"):
			chunks = true
		case strings.EqualFold(name, "Set-Cookie"):
			a.Cookies = append(a.Cookies, value)
		}
	}
	if !chunks {
		_, err = w.in.Discard(int(a.Bytes))
		return a, err
	}
	if a.Bytes, err = io.Copy(io.Discard, httputil.NewChunkedReader(w.in)); err != nil {
		return a, err
	}
	_, err = w.in.Discard(2) // the reader leaves the last line break
	return a, err
}
