package sandbox

import (
	"os/exec"
	"syscall"
)

// isolate gives the child a process group of its own, which is killed as a
// whole, and lets it die with the server.
func isolate(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
