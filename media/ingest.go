package media

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"plaudit/media/steady"
)

// Ingest takes files in. All fields but Rand must be set; the methods may be
// called at the same time.
type Ingest struct {
	Bucket   Bucket
	Limits   Limits
	SpoolDir string                 // made when needed; on the disk of the data folder
	Free     func() (uint64, error) // bytes free where SpoolDir is: disk.Free
	Now      func() time.Time
	Rand     io.Reader // for asset ids; crypto/rand.Reader where nil
	Studio   Studio    // nil: videos are refused
	Stills   Stills    // nil: HEIC and AVIF are refused
}

// Spooled is an upload in a temporary file. Its owner must Close it.
type Spooled struct {
	Size   int64
	SHA256 string // 64 hex digits
	file   *os.File
}

// Close removes the temporary file. It may be called more than once.
func (s *Spooled) Close() error {
	if s.file == nil {
		return nil
	}
	name := s.file.Name()
	err := errors.Join(s.file.Close(), os.Remove(name))
	s.file = nil
	return err
}

const spoolPrefix = "spool-"

// Spool copies r to a temporary file while hashing it, and stops at the limit.
// Refusals: disk_full (also where less than Limits.MinFreeDisk is free, before
// anything is read or on the way), empty_file, file_too_large. When ctx is done it stops at
// the next read. An error of r comes back wrapped.
func (in *Ingest) Spool(ctx context.Context, r io.Reader) (_ *Spooled, err error) {
	if err := in.roomLeft(); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(in.SpoolDir, 0o700); err != nil {
		return nil, fmt.Errorf("make the spool folder: %w", WriteError(err))
	}
	file, err := os.CreateTemp(in.SpoolDir, spoolPrefix+"*")
	if err != nil {
		return nil, fmt.Errorf("spool: %w", WriteError(err))
	}
	s := &Spooled{file: file}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	body, limit, err := in.limitFor(in.whileRoom(readerWith(ctx, r)))
	if err != nil {
		return nil, err
	}
	hash := sha256.New()
	s.Size, err = io.Copy(io.MultiWriter(in.spoolWriter(file), hash), io.LimitReader(body, limit+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("spool: %w", WriteError(err))
	case s.Size == 0:
		return nil, refuse(EmptyFile, nil)
	case s.Size > limit:
		return nil, refuse(FileTooLarge, nil, "LimitMB", limit>>20)
	}
	s.SHA256 = hex.EncodeToString(hash.Sum(nil))
	return s, nil
}

// spoolWriter writes a spool file: steadily where the bucket takes the file
// itself, for all of it has to be on the disk then. Elsewhere the file is
// mostly gone before the system would write it.
func (in *Ingest) spoolWriter(file *os.File) io.Writer {
	if _, ok := in.Bucket.(FileTaker); ok {
		return steady.New(file)
	}
	return file
}

// limitFor looks at the beginning of a file: videos may be larger, where they
// are taken at all. What else is wrong with it, Keep will say.
func (in *Ingest) limitFor(r io.Reader) (body io.Reader, limit int64, err error) {
	whole := bufio.NewReaderSize(r, sniffBytes)
	head, _ := whole.Peek(sniffBytes) // its error comes again with the rest
	switch {
	case sniffClip(head) == "":
		return whole, in.Limits.Bytes, nil
	case in.Studio == nil:
		return nil, 0, refuse(VideoOff, nil)
	}
	return whole, in.Limits.ClipBytes, nil
}

// roomLeft refuses with disk_full where the disk is below the mark.
func (in *Ingest) roomLeft() error {
	free, err := in.Free()
	if err != nil {
		return fmt.Errorf("look for free disk space: %w", err)
	}
	if in.Limits.MinFreeDisk > 0 && free < uint64(in.Limits.MinFreeDisk) {
		return refuse(DiskFull, nil)
	}
	return nil
}

// whileRoom reads from r for as long as roomLeft says yes, which it asks again
// every few megabytes: many large files at once must not fill what votes need.
func (in *Ingest) whileRoom(r io.Reader) io.Reader { return &roomReader{r: r, room: in.roomLeft} }

type roomReader struct {
	r    io.Reader
	room func() error
	left int // bytes until it is asked again
}

// Read implements io.Reader.
func (r *roomReader) Read(p []byte) (int, error) {
	if r.left <= 0 {
		if err := r.room(); err != nil {
			return 0, err
		}
		r.left = pieceBytes
	}
	n, err := r.r.Read(p)
	r.left -= n
	return n, err
}

// Keep checks a spooled file by its content and header, and puts it into the
// bucket as the original of a new asset. The asset is in no table yet: insert
// it together with its job, or leave it to the sweep. Refusals: all codes but
// cannot_process. s stays open.
func (in *Ingest) Keep(ctx context.Context, s *Spooled) (Asset, error) {
	head := make([]byte, sniffBytes)
	n, err := s.file.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return Asset{}, fmt.Errorf("read the spooled file: %w", err)
	}
	format, err := sniff(head[:n])
	if err != nil {
		return Asset{}, err
	}
	a := Asset{Format: format, Size: s.Size, SHA256: s.SHA256, CreatedAt: in.Now()}
	if err := in.describe(&a, s.file); err != nil {
		return Asset{}, err
	}
	id, err := NewAssetID(in.Rand)
	if err != nil {
		return Asset{}, err
	}
	if err := putFile(ctx, in.Bucket, OriginalKey(id), s.file, s.Size); err != nil {
		return Asset{}, fmt.Errorf("keep the original: %w", WriteError(err))
	}
	a.ID = id
	return a, nil
}

// describe fills in what the header says, and refuses what is not taken.
func (in *Ingest) describe(a *Asset, r io.ReadSeeker) error {
	if a.Format.heif() && in.Stills == nil {
		return refuse(FormatNotTaken, nil, "Format", strings.ToUpper(string(a.Format)))
	}
	if !a.Format.Clip() {
		h, err := probe(r, a.Format, in.Limits)
		if err != nil {
			return err
		}
		a.Format, a.Orientation = h.Format, h.Orientation
		a.Width, a.Height = h.upright()
		return nil
	}
	if in.Studio == nil {
		return refuse(VideoOff, nil)
	}
	clip, err := in.Studio.Probe(r, a.Format)
	if err != nil {
		return err
	}
	a.Orientation, a.Width, a.Height, a.Duration = 1, clip.Width, clip.Height, clip.Duration
	return nil
}

// Take spools and keeps in one go, for callers without a form around the file.
func (in *Ingest) Take(ctx context.Context, r io.Reader) (Asset, error) {
	s, err := in.Spool(ctx, r)
	if err != nil {
		return Asset{}, err
	}
	a, err := in.Keep(ctx, s)
	return a, errors.Join(err, s.Close())
}

// readerWith stops r when ctx is done.
func readerWith(ctx context.Context, r io.Reader) io.Reader {
	return readerFunc(func(p []byte) (int, error) {
		if err := ctx.Err(); err != nil {
			return 0, context.Cause(ctx)
		}
		return r.Read(p)
	})
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// sweepSpool removes spool files last written before t.
func sweepSpool(dir string, t time.Time) (removed int, err error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("list the spool folder: %w", err)
	}
	var failed []error
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || !strings.HasPrefix(e.Name(), spoolPrefix) || !info.ModTime().Before(t) {
			continue
		}
		if err := os.Remove(filepath.Join(dir, e.Name())); err != nil {
			failed = append(failed, err)
			continue
		}
		removed++
	}
	return removed, errors.Join(failed...)
}
