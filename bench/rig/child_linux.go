package rig

import (
	"os/exec"
	"syscall"
)

// EndWithUs has the kernel tell a program that is about to be started to end, as
// Ctrl-C does, when this one has ended in any way. It goes by the thread that
// starts it: none of Go's ends before, unless a goroutine is locked to it.
func EndWithUs(command *exec.Cmd) {
	if command.SysProcAttr == nil {
		command.SysProcAttr = new(syscall.SysProcAttr)
	}
	command.SysProcAttr.Pdeathsig = syscall.SIGINT
}
