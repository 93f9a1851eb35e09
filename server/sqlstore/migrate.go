package sqlstore

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/gofrs/flock"
	"github.com/pressly/goose/v3"
)

// The migrations are one text for both databases. Two words in them are the
// dialect's: ROWKEY is the type of a key that the database counts up itself,
// BY_PRIMARY_KEY asks for the table to be kept in the order of its key.
//
//go:embed migrations/*.sql
var migrationFiles embed.FS

// alone runs open while no other process opens the database: neither the
// switch to WAL nor a migration waits for another by itself. The file stays.
func alone(path string, open func() error) error {
	lock := flock.New(path+".lock", flock.SetPermissions(0o600))
	if err := lock.Lock(); err != nil {
		return err
	}
	return errors.Join(open(), lock.Unlock())
}

// Schema names the tables that this program makes, by a digest of its
// migrations.
func Schema() string {
	sum := sha256.New()
	files, _ := fs.Glob(migrationFiles, "migrations/*.sql") // a pattern that is right
	for _, file := range files {
		text, _ := migrationFiles.ReadFile(file) // it was just listed
		sum.Write(text)
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}

// migrator returns what brings the tables up to date, with the versions of
// the schema that the database has and that this program knows.
func (db *DB) migrator(ctx context.Context) (provider *goose.Provider, has, knows int64, err error) {
	known, err := db.migrations()
	if err != nil {
		return nil, 0, 0, err
	}
	provider, err = goose.NewProvider(db.dialect.goose, db.pool, nil,
		goose.WithGoMigrations(known...), goose.WithDisableGlobalRegistry(true), goose.WithSlog(db.log))
	if err != nil {
		return nil, 0, 0, fmt.Errorf("read the migrations: %w", err)
	}
	has, knows, err = provider.GetVersions(ctx)
	if err != nil {
		err = fmt.Errorf("read the schema's version: %w", err)
	}
	return provider, has, knows, err
}

// migrate brings the tables up to date.
func (db *DB) migrate(ctx context.Context) error {
	provider, has, wants, err := db.migrator(ctx)
	if err != nil {
		return err
	}
	switch {
	case has > wants:
		return fmt.Errorf("its schema has version %d, this program knows versions up to %d: run the newer program that wrote it, or restore the backup made before the upgrade", has, wants)
	case has == wants:
		return nil
	case has > 0 && db.dialect.goose == goose.DialectSQLite3:
		if err := db.backUp(ctx, has); err != nil {
			return err
		}
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate from version %d to %d: %w", has, wants, err)
	}
	return nil
}

// migrations reads the files; the number before the underscore is the version.
func (db *DB) migrations() ([]*goose.Migration, error) {
	files, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	list := make([]*goose.Migration, 0, len(files))
	for _, file := range files {
		text, err := migrationFiles.ReadFile(file)
		if err != nil {
			return nil, err
		}
		number, _, _ := strings.Cut(strings.TrimPrefix(file, "migrations/"), "_")
		version, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("the name of %s does not begin with a version: %w", file, err)
		}
		script := db.dialect.ddl.Replace(string(text))
		up := func(ctx context.Context, tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, script)
			return err
		}
		list = append(list, goose.NewGoMigration(version, &goose.GoFunc{RunTx: up}, nil))
	}
	return list, nil
}

// backUp copies the database, on disk before it returns. The copy gets its name
// when it is whole, so that a process that was killed leaves no half one.
func (db *DB) backUp(ctx context.Context, version int64) error {
	path := fmt.Sprintf("%s.v%d-%s.backup", db.where, version, db.now().UTC().Format("20060102-150405"))
	db.log.Info("backing up the database before migrating it", "to", path)
	part := db.where + ".backup.part"
	if err := os.RemoveAll(part); err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	if _, err := db.pool.ExecContext(ctx, "VACUUM INTO $1", part); err != nil {
		return fmt.Errorf("back up to %s: %w", part, err)
	}
	if err := syncFile(part); err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	if err := os.Rename(part, path); err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	return syncFile(filepath.Dir(path))
}

// syncFile waits until a file, or the names in a folder, are on disk.
func syncFile(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}
