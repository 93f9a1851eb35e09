package sqlstore

import (
	"context"
	"log/slog"

	"github.com/jackc/pgx/v5"

	"plaudit/voting"
)

// Exec runs a statement of a test's own inside a transaction.
func Exec(t voting.Tx, text string, args ...any) error {
	_, err := t.(*tx).exec(text, args...)
	return err
}

// OlderVersion is olderVersion.
func OlderVersion(a, b string) bool { return olderVersion(a, b) }

// Fit and Advise are fit and advise.
func Fit(number int, fsync, commit string, unsafe bool) error {
	return fit(number, "of old", fsync, commit, unsafe)
}

// Advise is advise for a user and a database called so.
func Advise(err error) error {
	config, parseErr := pgx.ParseConfig("postgres://user@host/database")
	if parseErr != nil {
		return parseErr
	}
	return advise(err, config)
}

// Queued is how many changes wait.
func Queued(db *DB) int { return len(db.writer.queue) }

// Fold is tx.fold.
func Fold(t voting.Tx) error { return t.(*tx).fold() }

// MigrateTo makes a SQLite database of an earlier version.
func MigrateTo(ctx context.Context, path string, version int64) error {
	db := &DB{dialect: sqliteDialect(), log: slog.New(slog.DiscardHandler)}
	var err error
	if db.pool, err = openPool(path, writerPragmas, 1); err != nil {
		return err
	}
	defer db.pool.Close()
	provider, _, _, err := db.migrator(ctx)
	if err != nil {
		return err
	}
	_, err = provider.UpTo(ctx, version)
	return err
}
