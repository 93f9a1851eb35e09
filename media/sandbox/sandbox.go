// Package sandbox runs programs that read what strangers send.
//
// The server's own program starts again with the hidden argument Command, gives
// up network, files, processes and most of its resources, and becomes the
// program that was asked for (sandbox_linux.go). Child is that life, for main
// to call; Run starts it and waits. A Profile says what is left to it.
package sandbox

import (
	"bytes"
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

// Command is the hidden first argument with which the server's own program
// becomes the sandbox: main hands the rest to Child.
const Command = "sandbox"

// Check is the program that tries to break out, and succeeds when it cannot.
const Check = "check"

const exitSandbox = 125 // the sandbox could not be made

// Profile is what a child may do.
type Profile string

// The profiles.
const (
	Film    Profile = "film"    // minutes, much memory, two threads, its own folder to write
	Picture Profile = "picture" // a minute, little memory, no folder
)

// Error is a child that ended badly.
type Error struct {
	Said string // the end of its standard error
	Err  error
}

func (e *Error) Error() string { return fmt.Sprintf("%v: %s", e.Err, e.Said) }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Full reports whether the child found no room on the disk.
func (e *Error) Full() bool { return strings.Contains(e.Said, "No space left on device") }

// errTooLong is a child that was ended by us.
var errTooLong = errors.New("killed")

// Killed reports whether a signal ended it: a limit, the system, or we when it
// took too long.
func (e *Error) Killed() bool {
	if errors.Is(e.Err, errTooLong) {
		return true
	}
	exit, ok := errors.AsType[*exec.ExitError](e.Err)
	return ok && !exit.Exited()
}

// Unsafe reports that the sandbox could not be made.
func (e *Error) Unsafe() bool {
	exit, ok := errors.AsType[*exec.ExitError](e.Err)
	return ok && exit.ExitCode() == exitSandbox
}

// Job is one run of a program in the sandbox.
type Job struct {
	Profile Profile
	Dir     string // the only folder that a Film can write
	In      io.Reader
	Out     io.Writer     // what it prints
	Time    time.Duration // then it is killed
	Program string        // an absolute path, or Check
	Args    []string
}

// Run carries out a job; self is our own program. It is killed with its caller,
// and when it takes too long. A child that ended badly is an *Error.
func Run(caller context.Context, self string, j Job) error {
	ctx, cancel := context.WithTimeout(caller, j.Time)
	defer cancel()
	cmd := exec.CommandContext(ctx, self, append([]string{Command, string(j.Profile), j.Program}, j.Args...)...)
	said := &tail{}
	cmd.Dir, cmd.Env, cmd.Stdin, cmd.Stdout, cmd.Stderr = j.Dir, []string{}, j.In, j.Out, said
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
		return fmt.Errorf("sandbox: killed: %w", context.Cause(caller))
	case ctx.Err() != nil: // trying it again would take as long
		return &Error{"it took too long", fmt.Errorf("%w (%w)", errTooLong, err)}
	}
	return &Error{strings.TrimSpace(said.String()), err}
}

// Self returns the path of our own program.
func Self() (string, error) {
	self, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("find the own program: %w", err)
	}
	return self, nil
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
