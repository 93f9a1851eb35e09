//go:build linux && !amd64

package sandbox

import (
	"runtime"

	"golang.org/x/sys/unix"
)

// machine returns what seccomp calls this machine, and the number from which
// system calls belong to another binary interface.
func machine() (arch, foreign uint32, ok bool) {
	return unix.AUDIT_ARCH_AARCH64, 0x4000_0000, runtime.GOARCH == "arm64"
}

// oldCalls are system calls that newer machines no longer have.
func oldCalls() []uint32 { return nil }
