package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
)

// result is what one measurement found.
type result struct {
	perSecond float64
	created   int             // how many were answered 201
	times     []time.Duration // of each request, sorted
}

func (r result) percentile(p int) time.Duration {
	return r.times[(len(r.times)-1)*p/100].Round(10 * time.Microsecond)
}

// load sends the requests over so many connections at once, each of which
// waits for its answer before it sends the next. Every answer must have one of
// the statuses given.
func load(ctx context.Context, address string, connections int, requests [][]byte, statuses ...int) (r result, err error) {
	var (
		next, created atomic.Int64
		group         errgroup.Group
	)
	r.times = make([]time.Duration, len(requests))
	wires := make([]*wire, connections)
	for i := range wires {
		if wires[i], err = dial(ctx, address); err != nil {
			return r, err
		}
		defer wires[i].conn.Close()
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
				status, err := w.ask(requests[n], statuses)
				if err != nil {
					return fmt.Errorf("request %d: %w", n, err)
				}
				if status == http.StatusCreated {
					created.Add(1)
				}
				r.times[n] = time.Since(sent)
			}
			return ctx.Err()
		})
	}
	if err := group.Wait(); err != nil {
		return r, err
	}
	r.created = int(created.Load())
	r.perSecond = float64(len(requests)) / time.Since(began).Seconds()
	slices.Sort(r.times)
	return r, nil
}

// wire is a connection that speaks just enough HTTP/1.1 to be quick.
type wire struct {
	conn net.Conn
	in   *bufio.Reader
}

func dial(ctx context.Context, address string) (*wire, error) {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	return &wire{conn, bufio.NewReader(conn)}, nil
}

// ask sends a request, reads the whole answer and returns its status.
func (w *wire) ask(request []byte, statuses []int) (status int, err error) {
	if _, err := w.conn.Write(request); err != nil {
		return 0, err
	}
	line, err := w.in.ReadSlice('\n')
	if err != nil {
		return 0, err
	}
	if len(line) >= 12 {
		status, _ = strconv.Atoi(string(line[9:12]))
	}
	if !slices.Contains(statuses, status) {
		return 0, fmt.Errorf("answered %q", line)
	}
	return status, w.skip()
}

// skip reads an answer from its headers to its end.
func (w *wire) skip() error {
	length := 0
	for {
		line, err := w.in.ReadSlice('\n')
		if err != nil {
			return err
		}
		if len(line) <= 2 {
			break
		}
		if name, value, ok := strings.Cut(string(line), ":"); ok && strings.EqualFold(name, "Content-Length") {
			if length, err = strconv.Atoi(strings.TrimSpace(value)); err != nil {
				return err
			}
		}
		if len(line) > 18 && strings.EqualFold(string(line[:18]), "Transfer-Encoding:") {
			return errors.New("the answer comes in chunks, which this client does not read")
		}
	}
	_, err := w.in.Discard(length)
	return err
}
