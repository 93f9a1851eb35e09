package rig

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// WatchMemory looks every few milliseconds at what the server and its children
// have resident together, until the returned function is called, which tells
// the most that was seen, in bytes.
func (s *Server) WatchMemory() (peak func() int64) {
	stop, done := make(chan struct{}), make(chan int64)
	go func() {
		most := int64(0)
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for {
			most = max(most, family(s.command.Process.Pid))
			select {
			case <-stop:
				done <- most
				return
			case <-tick.C:
			}
		}
	}()
	return func() int64 {
		close(stop)
		return <-done
	}
}

// TraceHeap is the setting with which a server tells LiveHeap.
const TraceHeap = "GODEBUG=gctrace=1"

// LiveHeap returns what was found alive in Go's heap when it was collected last,
// in bytes, to a megabyte. The server's log must have TraceHeap in it.
func (s *Server) LiveHeap() (int64, error) {
	raw, err := os.ReadFile(s.log)
	if err != nil {
		return 0, err
	}
	lines := regexp.MustCompile(`(?m)^gc \d+ .* \d+->\d+->(\d+) MB`).FindAllSubmatch(raw, -1)
	if len(lines) == 0 {
		return 0, errors.New("the server's log says nothing of its heap")
	}
	megabytes, err := strconv.ParseInt(string(lines[len(lines)-1][1]), 10, 64)
	return megabytes << 20, err
}

// family adds up what a process and its descendants have resident now.
func family(pid int) (bytes int64) {
	if raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid)); err == nil {
		if fields := strings.Fields(string(raw)); len(fields) > 1 {
			pages, _ := strconv.ParseInt(fields[1], 10, 64) // 0 should it end just now
			bytes = pages * int64(os.Getpagesize())
		}
	}
	lists, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	for _, list := range lists {
		raw, _ := os.ReadFile(list)
		for _, child := range strings.Fields(string(raw)) {
			if id, err := strconv.Atoi(child); err == nil {
				bytes += family(id)
			}
		}
	}
	return bytes
}
