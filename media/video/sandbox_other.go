//go:build !linux

package video

import (
	"errors"
	"fmt"
	"io"
	"os/exec"
)

const (
	exitSandbox  = 125 // the sandbox could not be made
	checkSandbox = "check"
)

// Child is the hidden command; there is no sandbox on this system.
func Child(_ []string, stderr io.Writer) int {
	fmt.Fprintln(stderr, "sandbox:", available())
	return exitSandbox
}

func available() error { return errors.New("the sandbox for ffmpeg needs Linux") }

func isolate(*exec.Cmd) {}
