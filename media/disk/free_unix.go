//go:build unix && !solaris && !illumos && !netbsd && !aix

package disk

import (
	"errors"
	"fmt"
	"syscall"

	"golang.org/x/sys/unix"
)

// Free returns the bytes that this process may still write on the disk that
// holds folder.
func Free(folder string) (uint64, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(folder, &s); err != nil {
		return 0, fmt.Errorf("free space of %q: %w", folder, err)
	}
	return uint64(s.Bavail) * uint64(s.Bsize), nil
}

// Size returns the bytes of the disk that holds folder.
func Size(folder string) (uint64, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(folder, &s); err != nil {
		return 0, fmt.Errorf("size of the disk of %q: %w", folder, err)
	}
	return uint64(s.Blocks) * uint64(s.Bsize), nil
}

func isNotDir(err error) bool { return errors.Is(err, syscall.ENOTDIR) }
