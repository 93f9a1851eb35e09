package video

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// ChildCommand is the hidden first argument with which the server's own
// program becomes the sandbox: main hands the rest to Child.
const ChildCommand = "video-sandbox"

const (
	mostOutput = 1 << 20          // bytes that are kept of what a child says
	wallTime   = 15 * time.Minute // of one child, unless the studio says otherwise; then it is killed
)

// childError is a child that ended badly.
type childError struct {
	said string // the end of its standard error
	err  error
}

func (e *childError) Error() string { return fmt.Sprintf("%v: %s", e.err, e.said) }
func (e *childError) Unwrap() error { return e.err }

// full reports whether the child found no room on the disk.
func (e *childError) full() bool { return strings.Contains(e.said, "No space left on device") }

// errKilled is a child that was ended by us.
var errKilled = errors.New("killed")

// killed reports whether a signal ended it: a limit, the system, or we.
func (e *childError) killed() bool {
	if errors.Is(e.err, errKilled) {
		return true
	}
	exit, ok := errors.AsType[*exec.ExitError](e.err)
	return ok && !exit.Exited()
}

// unsafe reports that the sandbox could not be made.
func (e *childError) unsafe() bool {
	exit, ok := errors.AsType[*exec.ExitError](e.err)
	return ok && exit.ExitCode() == exitSandbox
}

// run carries out a program in the sandbox, with dir as the only folder that
// it can write, and copies what it prints to out. It is killed
// with its caller, and when it takes too long.
func (s *Studio) run(caller context.Context, dir string, out io.Writer, program string, args ...string) error {
	ctx, cancel := context.WithTimeout(caller, cmp.Or(s.Longest, wallTime))
	defer cancel()
	cmd := exec.CommandContext(ctx, s.self, append([]string{ChildCommand, program}, args...)...)
	said := &tail{}
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = dir, []string{}, out, said
	cmd.WaitDelay = 5 * time.Second
	isolate(cmd)
	// The child dies with the thread that started it.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	err := cmd.Run()
	switch {
	case err == nil:
		return nil
	case caller.Err() != nil:
		return fmt.Errorf("video: killed: %w", context.Cause(caller))
	case ctx.Err() != nil: // trying it again would take as long
		return &childError{"it took too long", fmt.Errorf("%w (%w)", errKilled, err)}
	}
	return &childError{strings.TrimSpace(said.String()), err}
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

// tail keeps the end of what is written.
type tail struct{ bytes.Buffer }

func (t *tail) Write(p []byte) (int, error) {
	const most = 2 << 10
	t.Buffer.Write(p)
	if over := t.Len() - most; over > 0 {
		t.Next(over)
	}
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
