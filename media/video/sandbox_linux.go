package video

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"syscall"
	"unsafe"

	"github.com/landlock-lsm/go-landlock/landlock"
	"golang.org/x/sys/unix"
)

// Limits of one child.
const (
	childCPU     = 20 * 60   // seconds
	childMemory  = 3 << 30   // bytes of address space
	childFile    = 512 << 20 // bytes of a file it writes
	childFiles   = 64        // open at once
	childNice    = 10
	exitSandbox  = 125 // the sandbox could not be made
	checkSandbox = "check"
)

// Child is the hidden command's whole life: it gives up what ffmpeg does not
// need, and becomes ffmpeg. args are the program and its arguments. It only
// returns, with an exit code, when something failed, or after a check.
func Child(args []string, stderr io.Writer) int {
	runtime.LockOSThread() // what follows belongs to a thread, and exec keeps this one
	if len(args) == 0 {
		fmt.Fprintln(stderr, "sandbox: no program")
		return exitSandbox
	}
	if err := confine(args[0]); err != nil {
		fmt.Fprintln(stderr, "sandbox:", err)
		return exitSandbox
	}
	if args[0] == checkSandbox {
		if err := tryToEscape(); err != nil {
			fmt.Fprintln(stderr, "sandbox:", err)
			return exitSandbox
		}
		return 0
	}
	err := limitSelf()
	if err == nil {
		err = syscall.Exec(args[0], args, []string{"PATH=/usr/bin:/bin", "LC_ALL=C"})
	}
	fmt.Fprintln(stderr, "sandbox:", err)
	return exitSandbox
}

// confine leaves the program's own files, libraries and the folder it stands
// in, and no network. Landlock does files and TCP where the kernel has it;
// seccomp, without which there is no sandbox, ends all sockets and processes.
func confine(program string) error {
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("no_new_privs: %w", err)
	}
	err := landlock.V5.BestEffort().Restrict(
		landlock.RODirs("/usr", "/lib", "/lib64", "/etc/alternatives").IgnoreIfMissing(),
		landlock.ROFiles("/etc/ld.so.cache", program).IgnoreIfMissing(),
		landlock.RWFiles("/dev/null").IgnoreIfMissing(),
		landlock.RWDirs("."),
	)
	if err != nil {
		return fmt.Errorf("landlock: %w", err)
	}
	return denySyscalls()
}

// tryToEscape does what must fail now.
func tryToEscape() error {
	for _, family := range []int{unix.AF_INET, unix.AF_INET6, unix.AF_UNIX, unix.AF_NETLINK} {
		if fd, err := unix.Socket(family, unix.SOCK_DGRAM, 0); !errors.Is(err, unix.EPERM) {
			unix.Close(fd)
			return fmt.Errorf("a socket of family %d could be made (%v)", family, err)
		}
	}
	if pid, err := syscall.ForkExec("/bin/true", []string{"true"}, nil); err == nil {
		return fmt.Errorf("process %d could be started", pid)
	}
	return nil
}

// limitSelf comes last: the Go runtime itself needs more address space.
func limitSelf() error {
	if err := unix.Setpriority(unix.PRIO_PROCESS, 0, childNice); err != nil {
		return fmt.Errorf("nice: %w", err)
	}
	limits := []struct {
		resource int
		most     uint64
	}{
		{unix.RLIMIT_CORE, 0},
		{unix.RLIMIT_CPU, childCPU},
		{unix.RLIMIT_FSIZE, childFile},
		{unix.RLIMIT_NOFILE, childFiles},
		{unix.RLIMIT_AS, childMemory},
	}
	for _, l := range limits {
		var now syscall.Rlimit
		if err := syscall.Getrlimit(l.resource, &now); err != nil {
			return fmt.Errorf("read rlimit %d: %w", l.resource, err)
		}
		most := min(l.most, now.Max)
		if err := syscall.Setrlimit(l.resource, &syscall.Rlimit{Cur: most, Max: most}); err != nil {
			return fmt.Errorf("rlimit %d: %w", l.resource, err)
		}
	}
	return nil
}

// denySyscalls installs a seccomp filter on this thread. Threads may be made,
// processes and sockets may not; what only attackers call is gone as well.
// See seccomp(2) and the kernel's filter.h for the shape of the data.
func denySyscalls() error {
	program, err := filter()
	if err != nil {
		return err
	}
	prog := unix.SockFprog{Len: uint16(len(program)), Filter: &program[0]}
	_, _, errno := unix.Syscall(unix.SYS_PRCTL, unix.PR_SET_SECCOMP, unix.SECCOMP_MODE_FILTER, uintptr(unsafe.Pointer(&prog)))
	runtime.KeepAlive(program)
	if errno != 0 {
		return fmt.Errorf("seccomp: %w", errno)
	}
	return nil
}

// Offsets in struct seccomp_data.
const (
	dataNumber = 0
	dataArch   = 4
	dataFlags  = 16 // the low half of the first argument
)

func filter() ([]unix.SockFilter, error) {
	const ret, load, equal = unix.BPF_RET | unix.BPF_K, unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K
	deny := uint32(unix.SECCOMP_RET_ERRNO) | uint32(unix.EPERM)
	absent := uint32(unix.SECCOMP_RET_ERRNO) | uint32(unix.ENOSYS)
	arch, foreign, ok := machine()
	if !ok {
		return nil, fmt.Errorf("seccomp: no list of system calls for %s", runtime.GOARCH)
	}
	p := []unix.SockFilter{
		{Code: load, K: dataArch},
		{Code: equal, K: arch, Jt: 1},
		{Code: ret, K: unix.SECCOMP_RET_KILL_PROCESS},
		{Code: load, K: dataNumber},
		{Code: unix.BPF_JMP | unix.BPF_JGE | unix.BPF_K, K: foreign, Jf: 1},
		{Code: ret, K: absent},
		// glibc goes back to clone, whose flags can be looked at.
		{Code: equal, K: unix.SYS_CLONE3, Jf: 1},
		{Code: ret, K: absent},
	}
	for _, number := range denied() {
		p = append(p, unix.SockFilter{Code: equal, K: number, Jf: 1}, unix.SockFilter{Code: ret, K: deny})
	}
	return append(p,
		unix.SockFilter{Code: equal, K: unix.SYS_CLONE, Jf: 3},
		unix.SockFilter{Code: load, K: dataFlags},
		unix.SockFilter{Code: unix.BPF_JMP | unix.BPF_JSET | unix.BPF_K, K: unix.CLONE_THREAD, Jt: 1},
		unix.SockFilter{Code: ret, K: deny},
		unix.SockFilter{Code: ret, K: unix.SECCOMP_RET_ALLOW},
	), nil
}

// denied lists the system calls that fail with EPERM.
func denied() []uint32 {
	return append([]uint32{
		unix.SYS_SOCKET, unix.SYS_SOCKETPAIR, unix.SYS_CONNECT, unix.SYS_BIND, unix.SYS_LISTEN, unix.SYS_ACCEPT4,
		unix.SYS_SENDTO, unix.SYS_SENDMSG, unix.SYS_SENDMMSG, unix.SYS_IO_URING_SETUP, unix.SYS_PTRACE,
		unix.SYS_PROCESS_VM_READV, unix.SYS_PROCESS_VM_WRITEV, unix.SYS_PIDFD_GETFD, unix.SYS_UNSHARE, unix.SYS_SETNS,
		unix.SYS_MOUNT, unix.SYS_BPF, unix.SYS_KEYCTL, unix.SYS_ADD_KEY, unix.SYS_USERFAULTFD, unix.SYS_PERF_EVENT_OPEN,
		unix.SYS_EXECVEAT, unix.SYS_KILL, unix.SYS_TKILL, unix.SYS_PIDFD_SEND_SIGNAL, unix.SYS_CHROOT, unix.SYS_OPEN_BY_HANDLE_AT,
	}, oldCalls()...)
}
