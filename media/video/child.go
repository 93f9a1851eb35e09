package video

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"plaudit/media/sandbox"
)

const (
	mostOutput = 1 << 20          // bytes that are kept of what a child says
	wallTime   = 15 * time.Minute // of one child, unless the studio says otherwise; then it is killed
)

// run carries out a program in the sandbox, with dir as the only folder that
// it can write, and copies what it prints to out. It is killed with ctx, and
// when it takes too long.
func (s *Studio) run(ctx context.Context, dir string, out io.Writer, program string, args ...string) error {
	return sandbox.Run(ctx, s.self, sandbox.Job{
		Profile: sandbox.Film, Dir: dir, Out: out, Time: cmp.Or(s.Longest, wallTime), Program: program, Args: args,
	})
}

// output is run for programs that print little.
func (s *Studio) output(ctx context.Context, dir, program string, args ...string) ([]byte, error) {
	out := &capped{}
	err := s.run(ctx, dir, out, program, args...)
	return out.Bytes(), err
}

// capped keeps the beginning of what is written.
type capped struct{ bytes.Buffer }

func (c *capped) Write(p []byte) (int, error) {
	c.Buffer.Write(p[:min(len(p), mostOutput-c.Len())])
	return len(p), nil
}

// ownFolder makes an empty folder for one child.
func (s *Studio) ownFolder() (dir string, remove func() error, err error) {
	if err := os.MkdirAll(s.WorkDir, 0o700); err != nil {
		return "", nil, fmt.Errorf("make the folder for videos: %w", err)
	}
	dir, err = os.MkdirTemp(s.WorkDir, "clip-*")
	if err != nil {
		return "", nil, fmt.Errorf("make a folder for a video: %w", err)
	}
	return dir, func() error { return os.RemoveAll(dir) }, nil
}
