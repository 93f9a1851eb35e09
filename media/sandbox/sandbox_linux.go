package sandbox

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

const niceness = 10

// limit is one rlimit of a child.
type limit struct {
	resource int
	most     uint64
}

// limits returns what a profile leaves. A picture's decoder is a Go program,
// which reserves more addresses than it uses, so that its data are limited.
func limits(p Profile) []limit {
	switch p {
	case Film:
		return []limit{
			{unix.RLIMIT_CORE, 0},
			{unix.RLIMIT_CPU, 20 * 60},     // seconds
			{unix.RLIMIT_FSIZE, 512 << 20}, // bytes of a file it writes
			{unix.RLIMIT_NOFILE, 64},       // open at once
			{unix.RLIMIT_AS, 3 << 30},      // bytes of address space
		}
	case Picture:
		return []limit{
			{unix.RLIMIT_CORE, 0},
			{unix.RLIMIT_CPU, 60},
			{unix.RLIMIT_FSIZE, 0},
			{unix.RLIMIT_NOFILE, 32},
			{unix.RLIMIT_DATA, 640 << 20}, // reserved, of which less is touched: see media/heif
		}
	}
	return nil
}

// Child is the hidden command's whole life. args are the profile, the program
// and its arguments. It only returns, with an exit code, when something
// failed, or after a check.
func Child(args []string, stderr io.Writer) int {
	if err := child(args); err != nil {
		fmt.Fprintln(stderr, "sandbox:", err)
		return exitSandbox
	}
	return 0
}

func child(args []string) error {
	runtime.LockOSThread() // what follows belongs to a thread, and exec keeps this one
	if len(args) < 2 || limits(Profile(args[0])) == nil {
		return errors.New("no profile, or no program")
	}
	profile, program := Profile(args[0]), args[1]
	if err := confine(profile, program); err != nil {
		return err
	}
	if program == Check {
		return tryToEscape()
	}
	if err := limitSelf(profile); err != nil {
		return err
	}
	return syscall.Exec(program, args[1:], []string{"PATH=/usr/bin:/bin", "LC_ALL=C"})
}

// confine leaves the program's own files, libraries and, to a film, the folder
// it stands in, and no network. Landlock does files and TCP where the kernel
// has it; seccomp, without which there is no sandbox, ends all sockets and
// processes.
func confine(profile Profile, program string) error {
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("no_new_privs: %w", err)
	}
	rules := []landlock.Rule{
		landlock.RODirs("/usr", "/lib", "/lib64", "/etc/alternatives").IgnoreIfMissing(),
		landlock.ROFiles("/etc/ld.so.cache", program).IgnoreIfMissing(),
		landlock.RWFiles("/dev/null").IgnoreIfMissing(),
	}
	if profile == Film {
		rules = append(rules, landlock.RWDirs("."))
	}
	if err := landlock.V5.BestEffort().Restrict(rules...); err != nil {
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
func limitSelf(p Profile) error {
	if err := unix.Setpriority(unix.PRIO_PROCESS, 0, niceness); err != nil {
		return fmt.Errorf("nice: %w", err)
	}
	for _, l := range limits(p) {
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
