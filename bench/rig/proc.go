package rig

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Spent returns the processor time that a process and its ended children have
// used so far: of each thread the first figure of /proc/PID/task/*/schedstat, in
// nanoseconds.
func Spent(pid int) (total time.Duration, err error) {
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid))
	if err != nil || len(threads) == 0 {
		return 0, errors.New("/proc says nothing of the time spent")
	}
	for _, thread := range threads {
		raw, err := os.ReadFile(thread)
		if errors.Is(err, os.ErrNotExist) || errors.Is(err, syscall.ESRCH) { // it has just ended
			continue
		}
		if err != nil {
			return 0, err
		}
		spent, _, _ := strings.Cut(string(raw), " ")
		nanoseconds, err := strconv.ParseInt(spent, 10, 64)
		if err != nil {
			return 0, err
		}
		total += time.Duration(nanoseconds)
	}
	children, err := spentByChildren(pid)
	return total + children, err
}

// spentByChildren is what the ended children have used, which Linux counts in
// hundredths of a second (proc(5), fields 16 and 17 of stat).
func spentByChildren(pid int) (total time.Duration, err error) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(raw), ") ")
	fields := strings.Fields(rest)
	if len(fields) < 15 {
		return 0, errors.New("/proc says nothing of the children")
	}
	for _, field := range fields[13:15] {
		ticks, err := strconv.Atoi(field)
		if err != nil {
			return 0, err
		}
		total += time.Duration(ticks) * 10 * time.Millisecond
	}
	return total, nil
}

// Children lists the processes that a process has started.
func Children(pid int) (list []int, err error) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%[1]d/task/%[1]d/children", pid))
	if err != nil {
		return nil, err
	}
	for _, field := range strings.Fields(string(raw)) {
		child, err := strconv.Atoi(field)
		if err != nil {
			return nil, err
		}
		list = append(list, child)
	}
	return list, nil
}
