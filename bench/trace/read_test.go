package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestReadNoticesAnswersThatCameTooEarly holds the reader of traces to its job.
func TestReadNoticesAnswersThatCameTooEarly(t *testing.T) {
	const (
		asks    = `1 read(9<socket:[5]>, "UT /api/v1/contests/bench/ballot/3 HTTP/1.1", 4096) = 44`
		writes  = `2 pwrite64(7</data/plaudit.db-wal>, "abc", 4120, 0) = 4120`
		syncs   = `2 fdatasync(7</data/plaudit.db-wal>) = 0`
		begins  = `2 fsync(7</data/plaudit.db-wal> <unfinished ...>`
		ends    = `2 <... fsync resumed>) = 0`
		fails   = `2 fsync(7</data/plaudit.db-wal>) = -1 ENOSPC (No space left on device)`
		other   = `2 fsync(8</data/plaudit.db>) = 0`
		answers = `1 write(9<socket:[5]>, "HTTP/1.1 201 Created\r\n", 300) = 300`
	)
	for _, test := range []struct {
		name  string
		lines []string
		wrong bool
	}{
		{"in order", []string{asks, writes, syncs, answers}, false},
		{"in order, fsync interrupted", []string{asks, writes, begins, ends, answers}, false},
		{"no fsync", []string{asks, writes, answers}, true},
		{"fsync not ended", []string{asks, writes, begins, answers, ends}, true},
		{"fsync failed", []string{asks, writes, fails, answers}, true},
		{"fsync of another file", []string{asks, writes, other, answers}, true},
		{"fsync of an earlier batch", []string{writes, asks, syncs, answers}, true},
		{"fsync began before the write", []string{asks, begins, writes, ends, answers}, true},
		{"not asked for", []string{writes, syncs, answers}, true},
	} {
		file := filepath.Join(t.TempDir(), "trace")
		if err := os.WriteFile(file, []byte(strings.Join(test.lines, "\n")), 0o600); err != nil {
			t.Fatal(err)
		}
		if found, err := read(file); (err != nil) != test.wrong || err == nil && found.votes != 1 {
			t.Errorf("%s: %+v, %v", test.name, found, err)
		}
	}
}
