package main

import (
	"os"

	"plaudit/media/heif"
	"plaudit/media/sandbox"
)

// child is what this program does when it was started by itself, under one of
// two hidden commands: to lock itself in and become another program, or to
// decode a picture. It does not return then.
func child(args []string) {
	if len(args) < 2 {
		return
	}
	switch args[1] {
	case sandbox.Command:
		sandbox.Exit(sandbox.Child(args[2:], os.Stderr))
	case heif.Command:
		sandbox.Exit(heif.Child(args[2:], os.Stdin, os.Stdout, os.Stderr))
	}
}
