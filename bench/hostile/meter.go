package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

// meter watches how much memory a process and its children hold. It reads
// /proc, so that it shows nothing on other systems than Linux.
type meter struct {
	stop func()
	done sync.WaitGroup

	together int64 // most bytes of all at one moment
	child    int64 // most bytes of one child
	children int   // most at once
}

func startMeter(ctx context.Context, pid int) *meter {
	ctx, cancel := context.WithCancel(ctx)
	m := &meter{stop: cancel}
	m.done.Go(func() {
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for {
			m.sample(pid)
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
		}
	})
	return m
}

// read ends the watch and returns the most of everything.
func (m *meter) read() (together, child int64, children int) {
	m.stop()
	m.done.Wait()
	return m.together, m.child, m.children
}

func (m *meter) sample(pid int) {
	sum, count := resident(pid), 0
	own := commandLine(pid)
	for _, child := range descendants(pid) {
		if commandLine(child) == own { // between fork and exec it is the parent, counted already
			continue
		}
		size := resident(child)
		count++
		sum += size
		m.child = max(m.child, size)
	}
	m.together, m.children = max(m.together, sum), max(m.children, count)
}

// resident is the resident memory of a process, 0 where it is gone.
func resident(pid int) int64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	fields := strings.Fields(string(text))
	if err != nil || len(fields) < 2 {
		return 0
	}
	pages, _ := strconv.ParseInt(fields[1], 10, 64)
	return pages * int64(os.Getpagesize())
}

func commandLine(pid int) string {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
	return string(text)
}

// descendants are the processes that a process has begun, and theirs.
func descendants(pid int) (list []int) {
	tasks, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	for _, task := range tasks {
		text, _ := os.ReadFile(task)
		for _, field := range strings.Fields(string(text)) {
			if child, err := strconv.Atoi(field); err == nil {
				list = append(append(list, child), descendants(child)...)
			}
		}
	}
	return list
}
