package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
)

// found is what a trace tells. Moments are numbers of its lines, which strace
// writes in the order in which things happen.
type found struct {
	votes, syncs int
	asked        map[string]int  // socket → when the vote that waits for its answer was read
	writes       []int           // when writes to the database's log began, since the last fsync that ended
	synced       int             // a write that began before this is on disk: the begin of the last fsync that ended
	lastWritten  int             // the last write that began before synced
	running      map[string]call // thread → the call that it has begun
}

type call struct {
	text  string
	began int
}

// read holds a trace of `strace -f -y` against what must be.
func read(file string) (*found, error) {
	in, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	f := &found{asked: map[string]int{}, running: map[string]call{}}
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<20)
	for now := 1; lines.Scan(); now++ {
		if err := f.line(now, lines.Text()); err != nil {
			return nil, fmt.Errorf("line %d: %w", now, err)
		}
	}
	return f, lines.Err()
}

// line looks at one line: a whole call, its begin, or its end.
func (f *found) line(now int, text string) error {
	id, text, _ := strings.Cut(text, " ")
	text = strings.TrimLeft(text, " ")
	if strings.HasPrefix(text, "<... ") {
		_, end, _ := strings.Cut(text, " resumed>")
		begun := f.running[id]
		delete(f.running, id)
		f.ended(now, call{begun.text + end, begun.began})
		return nil
	}
	c := call{strings.TrimSuffix(text, " <unfinished ...>"), now}
	if err := f.begun(c); err != nil {
		return err
	}
	if c.text != text {
		f.running[id] = c
		return nil
	}
	f.ended(now, c)
	return nil
}

// begun looks at a call's beginning: of a write to the log, and of an answer.
func (f *found) begun(c call) error {
	name, path := parse(c.text)
	switch {
	case name == "pwrite64" && strings.HasSuffix(path, "-wal"):
		f.writes = append(f.writes, c.began)
	case name == "write" && strings.Contains(c.text, `"HTTP/1.1 201 `):
		asked, ok := f.asked[path]
		if !ok {
			return fmt.Errorf("a vote was answered and not asked for: %s", c.text)
		}
		delete(f.asked, path)
		f.votes++
		if f.lastWritten < asked {
			return fmt.Errorf("a vote read at line %d was answered before it was on disk: the last write that an fsync covers is of line %d, that fsync of line %d", asked, f.lastWritten, f.synced)
		}
	}
	return nil
}

// ended looks at a call's end: of a request that was read, and of an fsync.
func (f *found) ended(now int, c call) {
	name, path := parse(c.text)
	switch {
	case name == "read" && (strings.Contains(c.text, `"PUT /api/`) || strings.Contains(c.text, `"UT /api/`)): // net/http reads one byte ahead
		f.asked[path] = now
	case (name == "fsync" || name == "fdatasync") && strings.HasSuffix(path, "-wal") && strings.HasSuffix(c.text, "= 0"):
		f.syncs++
		f.synced = max(f.synced, c.began)
		var later []int
		for _, began := range f.writes {
			if began < f.synced {
				f.lastWritten = max(f.lastWritten, began)
			} else {
				later = append(later, began)
			}
		}
		f.writes = later
	}
}

// parse returns the name of a call and the file or socket it is on, as strace -y
// writes it: fsync(7</data/plaudit.db-wal>
func parse(text string) (name, path string) {
	name, rest, _ := strings.Cut(text, "(")
	_, rest, _ = strings.Cut(rest, "<")
	path, _, _ = strings.Cut(rest, ">")
	return name, path
}
