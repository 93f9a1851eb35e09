package sqlstore

import (
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
