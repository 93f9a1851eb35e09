package steady

import (
	"os"

	"golang.org/x/sys/unix"
)

// begin lets the system begin to write a part of a file.
func begin(f *os.File, offset, size int64) {
	_ = unix.SyncFileRange(int(f.Fd()), offset, size, unix.SYNC_FILE_RANGE_WRITE)
}

// wait waits until that part has been written.
func wait(f *os.File, offset, size int64) {
	_ = unix.SyncFileRange(int(f.Fd()), offset, size, unix.SYNC_FILE_RANGE_WAIT_BEFORE)
}
