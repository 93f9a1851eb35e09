package disk

import (
	"io"
	"os"
)

// steadyBytes is how much of a file may wait to be written at a time.
const steadyBytes = 1 << 20

// steady hands what it copies to the disk bit by bit. Otherwise Sync would hand
// over a large file at once, and a vote, which waits for the same disk, would
// wait for all of it.
type steady struct{ f *os.File }

// Write implements io.Writer.
func (s steady) Write(p []byte) (int, error) { return s.f.Write(p) }

// ReadFrom implements io.ReaderFrom.
func (s steady) ReadFrom(r io.Reader) (total int64, err error) {
	for {
		n, err := io.CopyN(s.f, r, steadyBytes)
		if n > 0 {
			beginWriting(s.f, total, n)
		}
		total += n
		if err == io.EOF {
			return total, nil
		}
		if err != nil {
			return total, err
		}
	}
}
