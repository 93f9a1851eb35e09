package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"filippo.io/age"
	"github.com/gofrs/flock"
)

// backupCmd writes everything into one file while the server runs.
type backupCmd struct {
	File      string   `arg:"" help:"The file to write, which must not be there yet; - for standard output."`
	EncryptTo []string `placeholder:"AGE1…" help:"Encrypt to this age recipient; may be given several times."`
}

// Run carries out the command.
func (cmd *backupCmd) Run(e *env) error {
	var to []age.Recipient
	if len(cmd.EncryptTo) > 0 {
		var err error
		if to, err = age.ParseRecipients(strings.NewReader(strings.Join(cmd.EncryptTo, "\n"))); err != nil {
			return usageError{fmt.Errorf("--encrypt-to: %w", err)}
		}
	}
	return e.withHouse(func(h *house) (err error) {
		bucket, err := h.openBucket(e.ctx)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, bucket.Close()) }()
		b := &backup{house: h, bucket: bucket, say: &progress{to: e.stderr, clock: h.Now}}
		write := func(w io.Writer) error {
			return encrypted(w, to, func(w io.Writer) error { return b.write(e.ctx, w) })
		}
		if cmd.File == "-" {
			err = write(e.stdout)
		} else {
			err = writeWhole(cmd.File, write)
		}
		if err != nil {
			return fmt.Errorf("no backup was made: %w", err)
		}
		return b.report(e.stderr, cmd.File, to != nil)
	})
}

// report says what was written, and fails where the store has lost something.
func (b *backup) report(w io.Writer, file string, encrypted bool) error {
	if file == "-" {
		file = "standard output"
	}
	files := len(b.named) - len(b.missing) - b.torn
	fmt.Fprintf(w, "Backed up to %s: %d contests, %d rows, %d files.\n", file, len(b.contests), b.rows, files)
	if encrypted {
		fmt.Fprintln(w, "Whoever has the identity of a recipient can read everything; nobody else can, and without it nothing can be restored.")
	} else {
		fmt.Fprintln(w, "It holds every name, telephone number and key: keep it as safe as the server itself, or use --encrypt-to.")
	}
	if gone := len(b.missing) - b.lost; gone > 0 {
		fmt.Fprintf(w, "%d files were withdrawn while this ran and are not in it.\n", gone)
	}
	if len(b.faults) == 0 {
		return nil
	}
	for _, fault := range b.faults[:min(len(b.faults), mostFaults)] {
		fmt.Fprintln(w, fault)
	}
	if more := len(b.faults) - mostFaults; more > 0 {
		fmt.Fprintf(w, "… and %d more\n", more)
	}
	return fmt.Errorf("the backup is as whole as the store: %d files are gone from it, %d are not what was put in", b.lost, len(b.faults)-b.lost)
}

// mostFaults is how many files that the store has lost or spoilt are named.
const mostFaults = 20

// encrypted lets write write through age where there are recipients.
func encrypted(w io.Writer, to []age.Recipient, write func(io.Writer) error) error {
	if to == nil {
		return write(w)
	}
	sealed, err := age.Encrypt(w, to...)
	if err != nil {
		return err
	}
	if err := write(sealed); err != nil {
		return err // what was written has no end, and so does not open
	}
	return sealed.Close()
}

// writeWhole makes a file of mode 0600 appear under its name whole and on disk,
// or not at all. Until then it is called path.unfinished; one that an earlier
// run left is written over.
func writeWhole(path string, write func(io.Writer) error) (err error) {
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(fmt.Errorf("%s is there already: choose another name", path), err)
	}
	unfinished := path + ".unfinished"
	file, err := os.OpenFile(unfinished, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	lock := flock.New(unfinished)
	if ok, err := lock.TryLock(); err != nil || !ok {
		return errors.Join(fmt.Errorf("%s is being written by another process", unfinished), err, file.Close())
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(unfinished))
		}
		err = errors.Join(err, lock.Close())
	}()
	buffered := bufio.NewWriterSize(file, 16<<10)
	err = errors.Join(file.Chmod(0o600), file.Truncate(0))
	if err == nil {
		err = write(buffered)
	}
	if err == nil {
		err = errors.Join(buffered.Flush(), file.Sync())
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	if err := os.Rename(unfinished, path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// progress says now and then how far something is.
type progress struct {
	to    io.Writer
	clock func() time.Time
	next  time.Time
}

// progressEvery is how often: seldom enough for a log, often enough for who waits.
const progressEvery = 2 * time.Second

// now prints a line unless the last one was a moment ago.
func (p *progress) now(format string, args ...any) {
	t := p.clock()
	if p.next.IsZero() {
		p.next = t.Add(progressEvery)
	}
	if t.Before(p.next) {
		return
	}
	p.next = t.Add(progressEvery)
	p.always(format+" …", args...)
}

// always prints a line.
func (p *progress) always(format string, args ...any) { fmt.Fprintf(p.to, format+"\n", args...) }
