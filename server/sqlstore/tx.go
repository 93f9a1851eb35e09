package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"strings"
	"time"

	"plaudit/voting"
)

// tx is one transaction. It implements the Tx of all three ports, and is good
// for nothing once its closure has returned.
type tx struct {
	db  *DB
	run runner // nil once it has ended
	ctx context.Context

	reading      bool  // a View
	failed       error // where a method had no way to say so
	changedEntry bool
	readEntries  map[voting.EntryID]string // digests

	foreseen *foreseen // nil: nothing
	// What this transaction has looked up; refs never change.
	lastContest struct {
		id  voting.ContestID
		ref int64
	}
	lastEntry struct {
		id  voting.EntryID
		ref int64
	}
	lastVoter struct {
		contest int64
		key     voting.VoterKey
		ref     int64
	}
}

// store makes one port of a DB. Where lock is not empty its changes are made one
// at a time, by all processes together.
type store[Tx any] struct {
	db   *DB
	as   func(*tx) Tx
	lock string
}

// View implements the ports.
func (s store[Tx]) View(ctx context.Context, read func(Tx) error) error {
	do := func(t *tx) error { return read(s.as(t)) }
	if s.db.writer == nil {
		return s.db.viewOnce(ctx, do)
	}
	return s.db.view(ctx, do)
}

// Update implements the ports.
func (s store[Tx]) Update(ctx context.Context, change func(Tx) error) error {
	return s.UpdateUnder(ctx, s.lock, change)
}

// UpdateUnder implements auth.Store.
func (s store[Tx]) UpdateUnder(ctx context.Context, lock string, change func(Tx) error) error {
	do := func(t *tx) error { return change(s.as(t)) }
	if s.db.writer == nil {
		return s.db.attempts(ctx, lock, do)
	}
	return s.db.update(ctx, do)
}

// Voting returns the database as the store of contests.
func (db *DB) Voting() voting.Store {
	return store[voting.Tx]{db: db, as: func(t *tx) voting.Tx { return t }}
}

// Now implements voting.Tx and auth.Tx.
func (t *tx) Now() time.Time {
	if t.db.now != nil {
		return t.db.now().UTC().Truncate(time.Microsecond)
	}
	w, ok := t.run.(*work)
	if !ok {
		return time.Time{} // it has ended
	}
	now, err := w.now(t.ctx)
	if err != nil {
		t.failed = err
	}
	return now
}

var errEnded = errors.New("the transaction has ended")

func (t *tx) exec(text string, args ...any) (changed int64, err error) {
	if t.run == nil {
		return 0, errEnded
	}
	return t.run.exec(t.ctx, text, args...)
}

// later runs a statement whose outcome nobody waits for; should it fail, so does
// the transaction.
func (t *tx) later(text string, args ...any) error {
	if t.run == nil {
		return errEnded
	}
	return t.run.later(t.ctx, text, args...)
}

// one scans the first row; missing is returned where there is none and it is
// not nil.
func (t *tx) one(missing error, text string, args []any, into ...any) error {
	if t.run == nil {
		return errEnded
	}
	err := t.run.one(t.ctx, text, args, into...)
	if missing != nil && errors.Is(err, sql.ErrNoRows) {
		return missing
	}
	return err
}

// each calls scan for every row; scan must not use the transaction.
func (t *tx) each(scan func(row) error, text string, args ...any) error {
	if t.run == nil {
		return errEnded
	}
	return t.run.each(t.ctx, scan, text, args...)
}

// list is the arguments of a statement with a list of values in it. Lists are
// filled up to a few lengths by repeating a value, so that there are few
// different statements.
type list struct{ args []any }

func (l *list) add(value any) string {
	l.args = append(l.args, value)
	return "$" + strconv.Itoa(len(l.args))
}

// in returns "IN ($2, $3 …)"; for no values a list that nothing is in.
func in[T any](l *list, values []T) string {
	if len(values) == 0 {
		return "IN (NULL)"
	}
	length := 1
	for length < len(values) {
		length *= 2
	}
	marks := make([]string, length)
	for i := range marks {
		marks[i] = l.add(values[min(i, len(values)-1)])
	}
	return "IN (" + strings.Join(marks, ", ") + ")"
}

// micros is how times are stored; 0 for the zero time.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func moment(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micros).UTC()
}

// changedOne turns "no row was changed" into missing.
func changedOne(changed int64, err, missing error) error {
	if err == nil && changed == 0 {
		return missing
	}
	return err
}
