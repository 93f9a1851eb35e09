package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"

	"plaudit/bench/hostile/corpus"
	"plaudit/bench/rig"
)

var errBrokenOff = errors.New("the sender breaks off")

// start starts the server on the trial's folder.
func (t *trial) start(ctx context.Context) (err error) {
	t.server, err = rig.Start(ctx, t.bin, t.dir, "PLAUDIT_ORGANISER_LOGIN="+login, "PLAUDIT_ORGANISER_PASSWORD="+password,
		"PLAUDIT_LOG_LEVEL=debug", "TMPDIR="+filepath.Join(t.dir, "tmp"), "GOTRACEBACK=all")
	return err
}

// open starts the server, warms it up with two ordinary works, and looks at it
// at rest: once at its goroutines, which ends it, and then at the one that is
// to be tried.
func (t *trial) open(ctx context.Context) error {
	if err := t.start(ctx); err != nil {
		return err
	}
	site, err := newSite(t.server.Address, t.report)
	if err == nil {
		t.site = site
		if err = t.site.setUp(ctx); err == nil {
			err = t.warm(ctx)
		}
	}
	if err != nil {
		t.server.Stop()
		return err
	}
	t.atRest(t.before)
	t.server.Quit()
	goroutines := t.goroutines()
	if err := t.start(ctx); err != nil {
		return err
	}
	t.site.base = "http://" + t.server.Address
	if err := t.warm(ctx); err != nil {
		t.server.Stop()
		return err
	}
	t.before = t.atRest(state{})
	t.before.goroutines = goroutines
	t.meter = startMeter(ctx, t.server.PID())
	return nil
}

// warm enters ordinary works and waits until they are made ready.
func (t *trial) warm(ctx context.Context) error {
	if _, err := t.send(ctx, corpus.Ordinary()); err != nil {
		return err
	}
	return t.settle(ctx)
}

// feed sends everything, several at once, and waits until the worker is done.
func (t *trial) feed(ctx context.Context, specimens []corpus.Specimen) ([]*sending, error) {
	log.Printf("%d files are sent, %d at once, to %s", len(specimens), t.atOnce, t.site.base)
	began := time.Now()
	for i := 0; i < len(specimens); i += max(1, len(specimens)/6) {
		if len(specimens[i].Data) > 100 {
			if err := t.site.cutOff(ctx, specimens[i]); err != nil {
				return nil, err
			}
		}
	}
	if err := t.manyFields(ctx); err != nil {
		return nil, err
	}
	sent, err := t.send(ctx, specimens)
	if err != nil {
		return nil, err
	}
	arrived := time.Since(began)
	if err := t.settle(ctx); err != nil {
		return nil, err
	}
	t.report.figure("files", "%d sent in %.0f s by form and by tus, the last made ready or refused %.0f s after that",
		len(sent), arrived.Seconds(), (time.Since(began) - arrived).Seconds())
	return sent, t.list(ctx, sent)
}

// manyFields sends forms of a thousand times more fields than there are, to the
// page and to the API: the meter sees how much of them is kept.
func (t *trial) manyFields(ctx context.Context) error {
	fields := map[string]string{}
	value := strings.Repeat("x", 16<<10-1)
	for i := range 2_000 {
		fields[fmt.Sprintf("field%d", i)] = value
	}
	body := formBody(fields, "", nil)
	group, ctx := errgroup.WithContext(ctx)
	for i := range t.atOnce {
		path := []string{"/" + slug + "/submit", ours + "/entries"}[i%2]
		group.Go(func() error {
			a, err := t.site.call(ctx, http.MethodPost, path, body, "Content-Type", formType)
			if err == nil && (a.status < 400 || a.status >= 500) {
				t.report.wrong("a form of %d MB of fields is answered with %d at %s", len(body)>>20, a.status, path)
			}
			if errors.Is(err, syscall.EPIPE) || errors.Is(err, syscall.ECONNRESET) {
				return nil // turned away before its end
			}
			return err
		})
	}
	return group.Wait()
}

// send sends specimens: every second one by tus.
func (t *trial) send(ctx context.Context, specimens []corpus.Specimen) ([]*sending, error) {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(t.atOnce)
	sent := make([]*sending, len(specimens))
	for i, sp := range specimens {
		group.Go(func() (err error) {
			s := &sending{Specimen: sp, way: "form"}
			sent[i] = s
			if i%2 == 1 {
				s.way = "tus"
				s.answer, err = t.site.enterByTus(ctx, sp, i)
			} else {
				s.answer, err = t.site.enter(ctx, sp, i)
			}
			if err != nil {
				return fmt.Errorf("%s: %w", s.name(), err)
			}
			return t.note(s)
		})
	}
	return sent, group.Wait()
}

// note reads the answer to a specimen.
func (t *trial) note(s *sending) error {
	if s.answer.status == http.StatusCreated {
		var made struct {
			Number int
			Code   string
		}
		if err := s.answer.into(&made); err != nil {
			return err
		}
		s.entry, s.secret = &entry{Number: made.Number}, made.Code
		return nil
	}
	var problem struct{ Code, Detail, Title string }
	if err := s.answer.into(&problem); err != nil {
		t.report.wrong("%s: %v", s.name(), err)
		return nil
	}
	s.code = problem.Code
	t.report.refusal(problem.Code, "door")
	kind := s.answer.header.Get("Content-Type")
	if s.code == "" || problem.Detail == "" || problem.Title == "" || kind != "application/problem+json" {
		t.report.wrong("%s is refused with %d, %s: %.300s", s.name(), s.answer.status, kind, s.answer.body)
	}
	return nil
}

// stuckAfter is how long nothing may become ready.
const stuckAfter = 4 * time.Minute

// settle waits until no entry is in processing.
func (t *trial) settle(ctx context.Context) error {
	last, since := -1, time.Now()
	for {
		var page struct{ Counts map[string]int }
		if err := t.site.ask(ctx, http.MethodGet, "/contests/"+slug+"/moderation?state=processing&limit=1", nil, &page); err != nil {
			return err
		}
		left := page.Counts["processing"]
		switch {
		case left == 0:
			return nil
		case left != last:
			last, since = left, time.Now()
		case time.Since(since) > stuckAfter:
			t.report.wrong("%d entries are stuck in processing", left)
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// list reads what has become of every entry.
func (t *trial) list(ctx context.Context, sent []*sending) error {
	byNumber := map[int]*entry{}
	for _, s := range sent {
		if s.entry != nil {
			byNumber[s.entry.Number] = s.entry
		}
	}
	for cursor := ""; ; {
		var page struct {
			Items []entry
			Next  string
		}
		if err := t.site.ask(ctx, http.MethodGet, "/contests/"+slug+"/moderation?state=all&limit=100&cursor="+cursor, nil, &page); err != nil {
			return err
		}
		for _, e := range page.Items {
			if known := byNumber[e.Number]; known != nil {
				*known = e
			}
		}
		if cursor = page.Next; cursor == "" {
			return nil
		}
	}
}

// goroutines counts them in the log of a server that was told to quit.
func (t *trial) goroutines() int {
	text, err := os.ReadFile(filepath.Join(t.dir, "server.log"))
	if err != nil {
		return 0
	}
	return countGoroutines(string(text))
}
