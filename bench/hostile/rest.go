package main

import (
	"context"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// state is a server at rest.
type state struct {
	descriptors, threads, children, goroutines int
}

// What a server at rest may have more than before: connections of the database
// that stay open, and the goroutines that go with them.
const (
	moreDescriptors = 8
	moreGoroutines  = 8
)

// atRest waits until the server is as it was before, some seconds at most, and
// returns how it is.
func (t *trial) atRest(before state) (now state) {
	t.site.http.CloseIdleConnections()
	for range 100 {
		pid := t.server.PID()
		now = state{descriptors: entries(fmt.Sprintf("/proc/%d/fd", pid)), threads: entries(fmt.Sprintf("/proc/%d/task", pid)), children: len(descendants(pid))}
		if before.descriptors > 0 && now.descriptors <= before.descriptors && now.children == 0 {
			return now
		}
		time.Sleep(50 * time.Millisecond)
	}
	return now
}

func entries(dir string) int {
	list, _ := os.ReadDir(dir)
	return len(list)
}

// rest looks at the server after everything, and ends it.
func (t *trial) rest(ctx context.Context, _ []*sending) error {
	a, err := t.site.call(ctx, http.MethodGet, "/readyz", nil)
	if err != nil || a.status != http.StatusOK {
		t.report.wrong("the server does not answer at the end: %d, %v", a.status, err)
	}
	together, child, children := t.meter.read()
	peak, err := t.server.PeakMemory()
	if err != nil {
		t.report.figure("memory", "is not told here: %v", err)
	}
	t.report.figure("memory", "%d MB the server, %d MB its largest child, %d MB together at one moment (at most %d)", peak>>20, child>>20, together>>20, t.memory)
	if max(peak, together) > t.memory<<20 {
		t.report.wrong("the server and its children held %d MB", max(peak, together)>>20)
	}
	now := t.atRest(t.before)
	t.leftovers()
	t.canary.look(t.report)
	t.server.Quit()
	now.goroutines = t.goroutines()
	t.readLog()
	t.report.figure("at rest", "%d descriptors (%d before), %d goroutines (%d), %d threads (%d), %d children (%d at most at once)",
		now.descriptors, t.before.descriptors, now.goroutines, t.before.goroutines, now.threads, t.before.threads, now.children, children)
	if now.descriptors > t.before.descriptors+moreDescriptors || now.goroutines > t.before.goroutines+moreGoroutines || now.children > 0 {
		t.report.wrong("the server does not come to rest: %+v, before %+v", now, t.before)
	}
	t.report.figure("answers", "%d, of which the server's fault %d; panics %d; whole run %.0f s", t.site.asked.Load(), t.report.fives, t.report.panics, time.Since(t.began).Seconds())
	return nil
}

// leftovers looks for files that should be gone.
func (t *trial) leftovers() {
	for _, dir := range []string{"tmp", "data/spool", "data/clips", "data/media/.temp"} {
		root := filepath.Join(t.dir, dir)
		_ = filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
			if err == nil && path != root {
				t.report.wrong("%s is left over", path)
			}
			return nil
		})
	}
}

// readLog looks for panics and failures.
func (t *trial) readLog() {
	text, err := os.ReadFile(filepath.Join(t.dir, "server.log"))
	if err != nil {
		t.report.wrong("the log: %v", err)
		return
	}
	log, _, _ := strings.Cut(string(text), "SIGQUIT: quit")
	caught := 0
	for line := range strings.SplitSeq(log, "\n") {
		switch {
		case strings.Contains(line, "media: panic"):
			caught++ // of a decoder, in the place that is made for it
		case strings.Contains(line, "panic"), strings.Contains(line, "fatal error"), strings.Contains(line, "superfluous"):
			t.report.panics++
			t.report.wrong("the log says: %.300s", line)
		case strings.Contains(line, "level=ERROR"):
			t.report.wrong("the log says: %.300s", line)
		}
	}
	t.report.figure("decoders", "%d panics of decoders caught", caught)
}

// countGoroutines counts the stacks in what a Go program says when it is told
// to quit.
func countGoroutines(log string) int {
	_, stacks, found := strings.Cut(log, "SIGQUIT: quit")
	if !found {
		return 0
	}
	return len(regexp.MustCompile(`(?m)^goroutine \d+ `).FindAllString(stacks, -1))
}
