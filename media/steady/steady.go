// Package steady writes files so that nobody else waits long for the disk.
package steady

import "os"

// stepBytes is how much is handed to the disk at a time. Twice as much is on its
// way at most.
const stepBytes = 512 << 10

// Writer writes a file from its beginning, hands it to the disk bit by bit, and
// waits for what it handed over before. Otherwise Sync would hand over a large
// file at once, and a vote, which waits for the same disk, would wait for all of it.
// It promises nothing of what survives a power cut: Sync does.
type Writer struct {
	f              *os.File
	written        int64
	handed, before int64 // where the last step ended, and the one before
}

// New returns a Writer of an empty file.
func New(f *os.File) *Writer { return &Writer{f: f} }

// Write implements io.Writer.
func (w *Writer) Write(p []byte) (int, error) {
	n, err := w.f.Write(p)
	w.written += int64(n)
	if w.written-w.handed >= stepBytes {
		begin(w.f, w.handed, w.written-w.handed)
		if w.handed > w.before {
			wait(w.f, w.before, w.handed-w.before)
		}
		w.before, w.handed = w.handed, w.written
	}
	return n, err
}
