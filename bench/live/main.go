// Command live opens thousands of pages that watch the counts of one contest,
// votes, and measures how soon all of them are told and what it costs:
//
//	go run ./bench/live                5000 pages, ten votes a second, for 20 seconds
//	go run ./bench/live -pages 500 -seconds 3
//
// Each page is a connection of its own that asks for twenty works, as a gallery
// does. It fails when a page is not told of the last vote.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"plaudit/bench/rig"
)

func main() {
	var o options
	flag.IntVar(&o.pages, "pages", 5000, "open pages")
	flag.IntVar(&o.seconds, "seconds", 20, "how long people vote")
	flag.IntVar(&o.perSecond, "votes", 10, "votes a second")
	flag.StringVar(&o.bin, "bin", "", "server to measure; built from ./server when empty")
	flag.Parse()
	rig.Main("live", func(ctx context.Context) error { return run(ctx, o, os.Stdout) })
}

type options struct {
	pages, seconds, perSecond int
	bin                       string
}

func run(ctx context.Context, o options, out io.Writer) (err error) {
	dir, err := os.MkdirTemp("", "plaudit-live-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if o.bin == "" {
		if o.bin, err = rig.Build(ctx, dir); err != nil {
			return err
		}
	}
	tokens, err := prepare(ctx, filepath.Join(dir, "data"), o.seconds*o.perSecond)
	if err != nil {
		return fmt.Errorf("prepare: %w", err)
	}
	server, err := rig.Start(ctx, o.bin, dir, "PLAUDIT_SECRET="+secretHex(), "PLAUDIT_LOG_LEVEL=warn")
	if err != nil {
		return err
	}
	defer server.Stop()
	h := &hall{url: "http://" + server.Address + "/api/v1/contests/" + slug, last: len(tokens), at: make([]time.Time, len(tokens)+1)}
	return h.measure(ctx, o, server, tokens, out)
}

// hall is all pages that watch, and when votes were acknowledged.
type hall struct {
	url  string
	last int // the total that ends a page

	mu     sync.Mutex
	at     []time.Time     // of the acknowledgement, by total
	delays []time.Duration // from there to a page's being told
	events int
	lost   []error
}

func (h *hall) measure(ctx context.Context, o options, server *rig.Server, tokens []string, out io.Writer) error {
	before, err := server.PeakMemory()
	if err != nil {
		return err
	}
	ctx, stop := context.WithTimeout(ctx, time.Duration(o.seconds)*time.Second+time.Minute)
	defer stop()
	var opened, told sync.WaitGroup
	opened.Add(o.pages)
	gate := make(chan struct{}, 100) // how many connect at a time
	for range o.pages {
		gate <- struct{}{}
		told.Go(func() {
			if err := h.watch(ctx, func() { <-gate; opened.Done() }); err != nil {
				h.mu.Lock()
				h.lost = append(h.lost, err)
				h.mu.Unlock()
			}
		})
	}
	opened.Wait()
	began := time.Now()
	idle, err := server.Spent()
	if err != nil {
		return err
	}
	if err := h.vote(ctx, tokens, time.Second/time.Duration(o.perSecond)); err != nil {
		return err
	}
	told.Wait()
	took := time.Since(began)
	spent, err := server.Spent()
	if err != nil {
		return err
	}
	after, err := server.PeakMemory()
	if err != nil {
		return err
	}
	slices.Sort(h.delays)
	fmt.Fprintf(out, "%d pages, %d votes in %.0f s: %d events; told after median %v, 99%% %v, last %v\n", o.pages, len(tokens), took.Seconds(),
		h.events, h.percentile(50), h.percentile(99), h.percentile(100))
	fmt.Fprintf(out, "the server used %.0f %% of one processor and %d KB of memory for each page\n",
		100*(spent-idle).Seconds()/took.Seconds(), (after-before)/int64(o.pages)>>10)
	if len(h.lost) > 0 {
		return fmt.Errorf("%d pages were lost: %w", len(h.lost), h.lost[0])
	}
	return nil
}

// watch is one page: it ends when it has been told of the last vote.
func (h *hall) watch(ctx context.Context, opened func()) error {
	var once sync.Once
	defer once.Do(opened)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, h.url+"/live?entries=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20", nil)
	if err != nil {
		return err
	}
	request.Header.Set("Accept", "text/event-stream")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return errors.New(response.Status)
	}
	lines := bufio.NewScanner(response.Body)
	for lines.Scan() {
		data, ok := strings.CutPrefix(lines.Text(), "data: ")
		if !ok {
			continue
		}
		once.Do(opened)
		var event struct{ Total int }
		if err := json.Unmarshal([]byte(data), &event); err != nil {
			return err
		}
		if h.note(event.Total) {
			return nil
		}
	}
	return errors.Join(lines.Err(), errors.New("the stream ended"))
}

// note notes that a page was told of a total, and whether that was the last.
func (h *hall) note(total int) bool {
	now := time.Now()
	h.mu.Lock()
	defer h.mu.Unlock()
	h.events++
	if at := h.at[min(total, h.last)]; total > 0 && !at.IsZero() {
		h.delays = append(h.delays, now.Sub(at))
	}
	return total >= h.last
}

func (h *hall) percentile(p int) time.Duration {
	if len(h.delays) == 0 {
		return 0
	}
	return h.delays[(len(h.delays)-1)*p/100].Round(time.Millisecond)
}

// vote casts a vote of each voter, one after the other.
func (h *hall) vote(ctx context.Context, tokens []string, every time.Duration) error {
	ticks := time.NewTicker(every)
	defer ticks.Stop()
	for i, token := range tokens {
		request, err := http.NewRequestWithContext(ctx, http.MethodPut, fmt.Sprintf("%s/ballot/%d", h.url, i%works+1), nil)
		if err != nil {
			return err
		}
		request.Header.Set("Authorization", "Bearer "+token)
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			return err
		}
		response.Body.Close()
		if response.StatusCode != http.StatusCreated {
			return fmt.Errorf("a vote: %s", response.Status)
		}
		h.mu.Lock()
		h.at[i+1] = time.Now()
		h.mu.Unlock()
		select {
		case <-ticks.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}
