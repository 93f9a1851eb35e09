package disk

import (
	"os"

	"golang.org/x/sys/unix"
)

// beginWriting lets the system begin to write a part of a file, and waits for
// nothing. It promises nothing either: Sync does.
func beginWriting(f *os.File, offset, size int64) {
	_ = unix.SyncFileRange(int(f.Fd()), offset, size, unix.SYNC_FILE_RANGE_WRITE)
}
