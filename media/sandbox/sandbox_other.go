//go:build !linux

package sandbox

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
)

// Child is the hidden command. On this system nothing is locked in: a
// picture's decoder runs all the same, as a child that is killed in time,
// because what it decodes with is shut in its own memory; a film is not made.
func Child(args []string, stderr io.Writer) int {
	if len(args) < 2 || Profile(args[0]) != Picture {
		fmt.Fprintln(stderr, "sandbox: the sandbox for ffmpeg needs Linux")
		return exitSandbox
	}
	cmd := exec.Command(args[1], args[2:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, stderr
	err := cmd.Run()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return max(1, exit.ExitCode())
	}
	if err != nil {
		fmt.Fprintln(stderr, "sandbox:", err)
		return exitSandbox
	}
	return 0
}

// Exit is os.Exit, for what runs as a child.
func Exit(code int) { os.Exit(code) }

func isolate(*exec.Cmd) {}
