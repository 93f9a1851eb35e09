// Package disk is a media.Bucket in a folder of the local file system, the
// default for a server that stands alone.
//
// An object is one file whose path is its key. Put writes a temporary file
// beside the objects, syncs it, renames it to its place and syncs the folders
// that changed, so that after a power cut an object is whole or absent. That
// promise is as good as the file system's: ext4, XFS, APFS keep it, network
// file systems may not.
package disk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"plaudit/media"
	"plaudit/media/steady"
)

// tempFolder holds files that are being written. Keys never begin with a dot.
const tempFolder = ".temp"

// Leftovers of a crash are told from files of another process that is still
// writing by their age.
const leftoverAge = time.Hour

// Bucket keeps objects below one folder. It holds nothing but that folder, so
// several processes may use the same one.
type Bucket struct{ root *os.Root }

var (
	_ media.Bucket          = (*Bucket)(nil)
	_ media.FileTaker       = (*Bucket)(nil)
	_ media.LeftoverRemover = (*Bucket)(nil)
)

// Open returns the bucket in folder, which it makes where it is missing, and
// removes temporary files that a crash left there more than an hour before
// now. The caller must Close it.
func Open(folder string, now time.Time) (*Bucket, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("open the bucket: %w", err)
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, fmt.Errorf("open the bucket: %w", err)
	}
	b := &Bucket{root: root}
	if _, err := b.RemoveLeftovers(context.Background(), now.Add(-leftoverAge)); err != nil {
		return nil, errors.Join(fmt.Errorf("open the bucket: %w", err), root.Close())
	}
	return b, nil
}

// Close gives the folder back. Objects that are open stay readable.
func (b *Bucket) Close() error { return b.root.Close() }

// RemoveLeftovers implements media.LeftoverRemover.
func (b *Bucket) RemoveLeftovers(ctx context.Context, t time.Time) (removed int, err error) {
	if err := b.root.MkdirAll(tempFolder, 0o700); err != nil {
		return 0, err
	}
	entries, err := fs.ReadDir(b.root.FS(), tempFolder)
	if err != nil {
		return 0, err
	}
	for _, e := range entries {
		if err := ctx.Err(); err != nil {
			return removed, err
		}
		info, err := e.Info()
		if err != nil || !info.ModTime().Before(t) {
			continue
		}
		if err := b.root.Remove(path.Join(tempFolder, e.Name())); err == nil {
			removed++
		} else if !errors.Is(err, fs.ErrNotExist) {
			return removed, err
		}
	}
	return removed, nil
}

// Put implements media.Bucket.
func (b *Bucket) Put(ctx context.Context, key string, r io.Reader, size int64) error {
	return b.store(ctx, key, func(temp string) error { return b.write(ctx, temp, r, size) })
}

// TakeFile implements media.FileTaker with a hard link; a file on another disk
// is copied.
func (b *Bucket) TakeFile(ctx context.Context, key string, f *os.File, size int64) error {
	return b.store(ctx, key, func(temp string) error {
		info, err := f.Stat()
		if err != nil {
			return err
		}
		if os.Link(f.Name(), filepath.Join(b.root.Name(), temp)) != nil {
			return b.write(ctx, temp, io.NewSectionReader(f, 0, info.Size()), size)
		}
		if info.Size() != size {
			return wrongSize(size)
		}
		return f.Sync()
	})
}

// store lets write make a durable file of a temporary name, and moves it to its
// key.
func (b *Bucket) store(ctx context.Context, key string, write func(temp string) error) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("put %q: %w", key, media.WriteError(err))
		}
	}()
	if err := errors.Join(media.ValidKey(key), ctx.Err()); err != nil {
		return err
	}
	id, err := media.NewAssetID(nil)
	if err != nil {
		return err
	}
	temp := path.Join(tempFolder, string(id))
	defer func() {
		if err != nil {
			_ = b.root.Remove(temp)
		}
	}()
	if err := write(temp); err != nil {
		return err
	}
	return b.place(temp, key)
}

// place moves a written file to its key, durably. A Delete may remove the
// folder in between, so it is made again a few times.
func (b *Bucket) place(temp, key string) (err error) {
	folder := path.Dir(key)
	for range 10 {
		if err = b.makeFolder(folder); err == nil {
			err = b.root.Rename(temp, key)
		}
		if !errors.Is(err, fs.ErrNotExist) {
			break
		}
	}
	if err != nil {
		return err
	}
	if err := b.syncFolder(folder); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil // deleted already, folder and all
}

// write makes a durable file of exactly size bytes.
func (b *Bucket) write(ctx context.Context, name string, r io.Reader, size int64) (err error) {
	f, err := b.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	n, err := io.Copy(steady.New(f), io.LimitReader(&reader{ctx, r}, size+1))
	if err != nil {
		return err
	}
	if n != size {
		return wrongSize(size)
	}
	return f.Sync()
}

func wrongSize(announced int64) error {
	return fmt.Errorf("the content is not of the %d bytes that were announced", announced)
}

// makeFolder makes a folder and those above it, each entry durable.
func (b *Bucket) makeFolder(name string) error {
	if name == "." {
		return nil
	}
	if _, err := b.root.Stat(name); err == nil {
		return nil
	}
	if err := b.makeFolder(path.Dir(name)); err != nil {
		return err
	}
	if err := b.root.Mkdir(name, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return b.syncFolder(path.Dir(name))
}

// syncFolder makes the entries of a folder durable.
func (b *Bucket) syncFolder(name string) error {
	d, err := b.root.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Open implements media.Bucket.
func (b *Bucket) Open(ctx context.Context, key string) (io.ReadSeekCloser, error) {
	if err := errors.Join(media.ValidKey(key), ctx.Err()); err != nil {
		return nil, fmt.Errorf("open an object: %w", err)
	}
	f, err := b.root.Open(key)
	if err != nil {
		return nil, fmt.Errorf("open %q: %w", key, notFound(err))
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = media.ErrNotFound
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open %q: %w", key, err), f.Close())
	}
	return f, nil
}

// Stat implements media.Bucket.
func (b *Bucket) Stat(ctx context.Context, key string) (media.Object, error) {
	if err := errors.Join(media.ValidKey(key), ctx.Err()); err != nil {
		return media.Object{}, fmt.Errorf("look at an object: %w", err)
	}
	info, err := b.root.Stat(key)
	if err == nil && !info.Mode().IsRegular() {
		err = media.ErrNotFound
	}
	if err != nil {
		return media.Object{}, fmt.Errorf("look at %q: %w", key, notFound(err))
	}
	return object(key, info), nil
}

// Delete implements media.Bucket. A folder that becomes empty is removed.
func (b *Bucket) Delete(ctx context.Context, key string) error {
	if err := errors.Join(media.ValidKey(key), ctx.Err()); err != nil {
		return fmt.Errorf("delete an object: %w", err)
	}
	if err := b.root.Remove(key); err != nil && !errors.Is(notFound(err), media.ErrNotFound) {
		return fmt.Errorf("delete %q: %w", key, err)
	}
	// A folder that still has files refuses, and the first level stays, so that
	// a Put that is about to rename into it rarely loses its folder.
	if folder := path.Dir(key); strings.Contains(folder, "/") {
		_ = b.root.Remove(folder)
	}
	return nil
}

// List implements media.Bucket.
func (b *Bucket) List(ctx context.Context, prefix string) iter.Seq2[media.Object, error] {
	return func(yield func(media.Object, error) bool) {
		folder := path.Dir(prefix + "x")
		err := fs.WalkDir(b.root.FS(), folder, func(name string, d fs.DirEntry, err error) error {
			switch {
			case ctx.Err() != nil:
				return ctx.Err()
			case errors.Is(err, fs.ErrNotExist):
				return nil // nothing below prefix, or deleted meanwhile
			case err != nil:
				return err
			case name == tempFolder:
				return fs.SkipDir
			case !d.Type().IsRegular() || !strings.HasPrefix(name, prefix):
				return nil
			}
			info, err := d.Info()
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			if err != nil {
				return err
			}
			if !yield(object(name, info), nil) {
				return fs.SkipAll
			}
			return nil
		})
		if err != nil {
			yield(media.Object{}, fmt.Errorf("list %q: %w", prefix, err))
		}
	}
}

func object(key string, info fs.FileInfo) media.Object {
	return media.Object{Key: key, Size: info.Size(), ModTime: info.ModTime()}
}

// notFound turns "no such file", and "a part of the path is a file", into
// media.ErrNotFound.
func notFound(err error) error {
	if errors.Is(err, fs.ErrNotExist) || isNotDir(err) {
		return fmt.Errorf("%w: %w", media.ErrNotFound, err)
	}
	return err
}

// reader stops at the next read when ctx is done.
type reader struct {
	ctx context.Context
	r   io.Reader
}

func (r *reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}
