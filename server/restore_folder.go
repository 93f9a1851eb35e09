package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// finished refuses a folder that a restore has not come to the end of.
func (f folder) finished() error {
	_, err := os.Lstat(f.unfinished())
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	}
	return fmt.Errorf("a restore into the data folder %s has not come to its end: run it again, or name another folder with PLAUDIT_DATA", f)
}

// beginRestore makes an empty folder ready to be filled and keeps servers out
// of it. again says that an earlier restore was broken off here, of which
// everything in the folder was: it is removed. database says whether the folder
// is to have one.
func (f folder) beginRestore(database bool) (again bool, unlock func() error, err error) {
	if err := os.MkdirAll(string(f), 0o700); err != nil {
		return false, nil, fmt.Errorf("make the data folder: %w", err)
	}
	if unlock, err = f.lock(); err != nil {
		return false, nil, err
	}
	again, err = f.clear()
	if err == nil && !again {
		err = writeOnce(f.unfinished(), []byte("A restore into this folder has not come to its end.\n"))
	}
	if err == nil {
		err = f.make(database)
	}
	if err != nil {
		return false, nil, errors.Join(err, unlock())
	}
	return again, unlock, nil
}

// clear refuses a folder in which there is anything but the leavings of a
// restore, and removes these.
func (f folder) clear() (again bool, err error) {
	found, err := os.ReadDir(string(f))
	if err != nil {
		return false, err
	}
	mark, ours := filepath.Base(f.unfinished()), []string{filepath.Base(f.lockFile()), "lost+found"}
	again = slices.ContainsFunc(found, func(e fs.DirEntry) bool { return e.Name() == mark })
	for _, e := range found {
		if e.Name() == mark || slices.Contains(ours, e.Name()) {
			continue
		}
		if !again {
			return false, fmt.Errorf("the data folder %s is not empty, it holds %q: restore into an empty one, named with PLAUDIT_DATA", f, e.Name())
		}
		if err := os.RemoveAll(filepath.Join(string(f), e.Name())); err != nil {
			return true, err
		}
	}
	return again, nil
}

// endRestore takes the mark away, the last thing that a restore does.
func (f folder) endRestore() error {
	if err := errors.Join(syncFolder(string(f)), os.Remove(f.unfinished())); err != nil {
		return err
	}
	return syncFolder(string(f))
}
