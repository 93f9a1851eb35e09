package rig

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/sys/unix"
)

// Main carries a benchmark out, and ends with status 1 and the reason where it
// fails. Until run returns, what ends a program only ends its context, so that it
// takes its servers and folders along.
func Main(name string, run func(context.Context) error) {
	ctx, stop := Context()
	err := run(ctx)
	stop()
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
		os.Exit(1)
	}
}

// Context ends when the program is told to end: by Ctrl-C, by who started it, or
// because nobody reads what it prints any more.
func Context() (ctx context.Context, stop func()) {
	ctx, release := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	ctx, cancel := context.WithCancel(ctx)
	broken := make(chan os.Signal, 1)
	signal.Notify(broken, syscall.SIGPIPE)
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case <-broken: // by any connection, such as one to a server that was killed
				if unread(os.Stdout) || unread(os.Stderr) {
					cancel()
				}
			}
		}
	}()
	return ctx, func() {
		cancel()
		signal.Stop(broken)
		release()
	}
}

// unread reports whether what is written to the pipe can reach nobody.
func unread(file *os.File) bool {
	state := []unix.PollFd{{Fd: int32(file.Fd())}}
	n, err := unix.Poll(state, 0)
	return err == nil && n == 1 && state[0].Revents&unix.POLLERR != 0
}
