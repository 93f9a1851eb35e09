package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"sync/atomic"
)

// canary is what hostile files refer to: files that are watched, and an
// address that counts who comes.
type canary struct {
	token  string // in every payload
	secret string // in every watched file
	files  []string
	url    string

	listener net.Listener
	came     atomic.Int64
	opened   func() (int, error) // how often the files were opened
	unwatch  func()
}

// openCanary makes the files in a folder and begins to watch.
func openCanary(ctx context.Context, dir string) (*canary, error) {
	c := &canary{token: "payload" + rand.Text(), secret: "secret" + rand.Text()}
	for _, row := range [][2]string{
		{"secret.txt", c.secret},
		{"secret.mp4", "\x00\x00\x00\x14ftypisom\x00\x00\x00\x00isom" + c.secret},
		{"secret.jpg", "\xff\xd8\xff\xfe\x00\x40" + c.secret},
	} {
		path := filepath.Join(dir, row[0])
		if err := os.WriteFile(path, []byte(row[1]), 0o644); err != nil {
			return nil, err
		}
		c.files = append(c.files, path)
	}
	var err error
	if c.opened, c.unwatch, err = watch(dir); err != nil {
		return nil, fmt.Errorf("watch %s: %w", dir, err)
	}
	if c.listener, err = new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0"); err != nil {
		return nil, err
	}
	c.url = "http://" + c.listener.Addr().String()
	go func() {
		for {
			conn, err := c.listener.Accept()
			if err != nil {
				return
			}
			c.came.Add(1)
			conn.Close()
		}
	}()
	return c, nil
}

func (c *canary) close() {
	c.listener.Close()
	c.unwatch()
}

// look notes who came.
func (c *canary) look(r *report) {
	opened, err := c.opened()
	if err != nil {
		r.figure("canary", "could not be watched here: %v", err)
	}
	if opened > 0 {
		r.wrong("the watched files were opened or looked for %d times", opened)
	}
	if n := c.came.Load(); n > 0 {
		r.wrong("the watched address was asked %d times", n)
	}
	r.figure("canary", "files opened %d times, address asked %d times", opened, c.came.Load())
}
