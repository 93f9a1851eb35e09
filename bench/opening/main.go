// Command opening plays the minute in which the voting opens:
//
//	go run ./bench/opening                            5,000 voters in 60 seconds
//	go run ./bench/opening -voters 500 -over 6s       the same crowd, shorter
//	go run ./bench/opening -hold                      fail when a figure misses what is to be reached
//
// Each voter comes when they come, whether or not those before them have been
// served (open loop), on a connection of their own: loads the gallery as a page,
// without its pictures, gets the device's cookie with it, and casts three votes as
// the page's script does, a second apart. Times count from the moment at which
// a request was due. Proof of work and rate limits are off. At the end `plaudit
// tally` must find every vote.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"plaudit/bench/rig"
)

const (
	works    = 60
	votes    = 3
	pause    = time.Second // between a voter's votes
	mostWait = 500 * time.Millisecond
)

type options struct {
	voters int
	over   time.Duration
	bin    string
	hold   bool

	postgres bool
}

func main() {
	var o options
	flag.IntVar(&o.voters, "voters", 5000, "voters")
	flag.DurationVar(&o.over, "over", time.Minute, "time within which they come")
	flag.BoolVar(&o.postgres, "postgres", false, "keep the votes in a PostgreSQL server of its own, which is started for it")
	flag.StringVar(&o.bin, "bin", "", "server to measure; built from ./server when empty")
	flag.BoolVar(&o.hold, "hold", false, "fail when a figure misses what is to be reached")
	flag.Parse()
	rig.Main("opening", func(ctx context.Context) error { return run(ctx, o, os.Stdout) })
}

// crowd is all voters; it notes how long they waited.
type crowd struct {
	address string
	mu      sync.Mutex
	times   []time.Duration
	errs    []error
}

func run(ctx context.Context, o options, out io.Writer) (err error) {
	dir, bin, err := rig.Workshop(ctx, o.bin)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	database, stop, err := rig.Database(ctx, o.postgres)
	if err != nil {
		return err
	}
	defer stop()
	house, err := rig.Fill(ctx, filepath.Join(dir, "data"), database, works, 0)
	if err != nil {
		return err
	}
	server, err := rig.Start(ctx, bin, dir, append(house.Settings(), "PLAUDIT_LOG_LEVEL=warn")...)
	if err != nil {
		return err
	}
	defer server.Stop()
	c := &crowd{address: server.Address}
	err = rig.OpenLoop(ctx, o.voters, float64(o.voters)/o.over.Seconds(), func(i int, due time.Time) error {
		if err := c.visit(ctx, i, due); err != nil {
			c.mu.Lock()
			defer c.mu.Unlock()
			c.errs = append(c.errs, fmt.Errorf("voter %d: %w", i, err))
		}
		return nil
	})
	if err != nil {
		return err
	}
	return c.report(ctx, o, server, out)
}

// visit is one voter's evening.
func (c *crowd) visit(ctx context.Context, i int, due time.Time) error {
	w, err := rig.Dial(ctx, c.address)
	if err != nil {
		return err
	}
	defer w.Close()
	page, err := c.ask(w, due, rig.Get("/"+rig.Slug), 200)
	if err != nil {
		return err
	}
	if len(page.Cookies) == 0 {
		return errors.New("the gallery gave no cookie")
	}
	var cookies []string
	for _, cookie := range page.Cookies {
		pair, _, _ := strings.Cut(cookie, ";")
		cookies = append(cookies, pair)
	}
	for n := range votes {
		due = due.Add(pause)
		if err := rig.Until(ctx, due); err != nil {
			return err
		}
		request := fmt.Appendf(nil, "POST /%s/%d/vote HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\nSec-Fetch-Site: same-origin\r\n"+
			"Content-Type: application/x-www-form-urlencoded\r\nCookie: %s\r\nContent-Length: 0\r\n\r\n",
			rig.Slug, (i+n*7)%works+1, strings.Join(cookies, "; "))
		if _, err := c.ask(w, due, request, 200); err != nil {
			return err
		}
	}
	return nil
}

// ask sends a request that was due at a moment, and notes how long it took.
func (c *crowd) ask(w *rig.Wire, due time.Time, request []byte, status int) (rig.Answer, error) {
	a, err := w.Ask(request)
	if err == nil && a.Status != status {
		err = fmt.Errorf("answered %d", a.Status)
	}
	took := time.Since(due)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.times = append(c.times, took)
	return a, err
}

// report prints the figures. A vote that was lost is always an error, slow
// ones only where the figures are held.
func (c *crowd) report(ctx context.Context, o options, server *rig.Server, out io.Writer) error {
	text, err := server.Run(ctx, "tally", rig.Slug)
	if err != nil {
		return err
	}
	slices.Sort(c.times)
	r := rig.Result{Times: c.times}
	spent, err := server.Spent()
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "opening: %d voters in %v, %d requests: %d errors, median %v, 99%% %v (to reach: 0 and %v), processor %v\n",
		o.voters, o.over, len(c.times), len(c.errs), r.Percentile(50), r.Percentile(99), mostWait, spent)
	if len(c.errs) > 0 {
		return fmt.Errorf("%d voters were not served, such as: %w", len(c.errs), c.errs[0])
	}
	if want := fmt.Sprintf("%d votes of %d voters", votes*o.voters, o.voters); !strings.Contains(text, want) {
		return fmt.Errorf("tally does not find %s: %s", want, text)
	}
	if wait := r.Percentile(99); o.hold && wait > mostWait {
		return fmt.Errorf("99%% within %v is more than %v", wait, mostWait)
	}
	return nil
}
