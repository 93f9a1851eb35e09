package sqlstore

import "plaudit/voting"

// Exec runs a statement of a test's own inside a transaction.
func Exec(t voting.Tx, text string, args ...any) error {
	_, err := t.(*tx).exec(text, args...)
	return err
}

// OlderVersion is olderVersion.
func OlderVersion(a, b string) bool { return olderVersion(a, b) }

// Queued is how many changes wait.
func Queued(db *DB) int { return len(db.writer.queue) }

// Fold is tx.fold.
func Fold(t voting.Tx) error { return t.(*tx).fold() }
