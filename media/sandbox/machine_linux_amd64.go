package sandbox

import "golang.org/x/sys/unix"

// machine returns what seccomp calls this machine, and the number from which
// system calls belong to another binary interface.
func machine() (arch, foreign uint32, ok bool) { return unix.AUDIT_ARCH_X86_64, 0x4000_0000, true }

// oldCalls are system calls that newer machines no longer have.
func oldCalls() []uint32 { return []uint32{unix.SYS_FORK, unix.SYS_VFORK, unix.SYS_ACCEPT} }
