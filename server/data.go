package main

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"
)

// folder is the data folder: everything that a running server keeps.
type folder string

func (f folder) database() string { return filepath.Join(string(f), "plaudit.db") }
func (f folder) media() string    { return filepath.Join(string(f), "media") }
func (f folder) spool() string    { return filepath.Join(string(f), "spool") }
func (f folder) clips() string    { return filepath.Join(string(f), "clips") }
func (f folder) secret() string   { return filepath.Join(string(f), "secret") }
func (f folder) lockFile() string { return filepath.Join(string(f), "lock") }

// unfinished is the mark of a restore that has not come to its end.
func (f folder) unfinished() string { return filepath.Join(string(f), "restore-unfinished") }

// make makes the folder, readable by its owner only, and the file of its database
// where it is to have one. A folder that is there already keeps its permissions.
func (f folder) make(database bool) error {
	if err := os.MkdirAll(string(f), 0o700); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	if !database {
		return nil
	}
	// SQLite gives its companion files the mode of the database.
	db, err := os.OpenFile(f.database(), os.O_CREATE|os.O_RDONLY, 0o600)
	if err != nil {
		return fmt.Errorf("make the database: %w", err)
	}
	return db.Close()
}

// used refuses a folder without a database.
func (f folder) used() error {
	_, err := os.Stat(f.database())
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("the data folder %s has no database: check PLAUDIT_DATA", f)
	}
	return err
}

// lock makes this process the folder's only server until unlock is called.
// Commands do not take the lock: they share the database.
func (f folder) lock() (unlock func() error, err error) {
	l := flock.New(f.lockFile(), flock.SetPermissions(0o600))
	ok, err := l.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock the data folder: %w", err)
	}
	if !ok {
		return nil, fmt.Errorf("another server is running on the data folder %s: stop it first, or give this one its own with PLAUDIT_DATA", f)
	}
	return l.Unlock, nil
}

// loadSecret returns the secret that the folder keeps, and makes one when
// there is none.
func (f folder) loadSecret(random io.Reader) ([]byte, error) {
	text, err := os.ReadFile(f.secret())
	if errors.Is(err, fs.ErrNotExist) {
		return f.newSecret(random)
	}
	if err != nil {
		return nil, fmt.Errorf("read the secret: %w", err)
	}
	secret, err := parseSecretText(text)
	if err != nil {
		return nil, fmt.Errorf("the file %s %w: put the right one back, it opens every stored key", f.secret(), err)
	}
	return secret, nil
}

// secretText is the content of the file secret.
func secretText(secret []byte) []byte {
	return []byte(base64.StdEncoding.EncodeToString(secret) + "\n")
}

// parseSecretText is the way back.
func parseSecretText(text []byte) ([]byte, error) {
	secret, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(secret) != secretBytes {
		return nil, fmt.Errorf("is not %d bytes in base64", secretBytes)
	}
	return secret, nil
}

func (f folder) newSecret(random io.Reader) ([]byte, error) {
	if info, err := os.Stat(f.database()); err == nil && info.Size() > 0 {
		return nil, fmt.Errorf("the data folder has a database but no file %s: put it back, or give the secret in PLAUDIT_SECRET; it opens every stored key", f.secret())
	}
	secret := make([]byte, secretBytes)
	if _, err := io.ReadFull(random, secret); err != nil {
		return nil, fmt.Errorf("draw the secret: %w", err)
	}
	err := writeOnce(f.secret(), secretText(secret))
	if errors.Is(err, fs.ErrExist) {
		return f.loadSecret(random) // another process was first
	}
	if err != nil {
		return nil, fmt.Errorf("keep the secret: %w", err)
	}
	return secret, nil
}

// writeOnce makes a file of mode 0600 appear whole and on disk, or returns
// fs.ErrExist when there is one: a half-written secret, or a second one, would
// lock out every key made under it.
func writeOnce(path string, content []byte) error {
	file, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	_, err = file.Write(content)
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	if err := os.Link(file.Name(), path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// syncFolder makes the names in a folder durable.
func syncFolder(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
