package sqlstore

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"plaudit/voting"
)

// On PostgreSQL each Update is a transaction of its own. It is run again when
// the server could not let it stand beside another, and when the connection was
// lost before the commit was sent: then nothing of it was kept. When the
// connection is lost at the commit itself, nobody knows, and the caller is told
// so (voting.ErrOutcomeUnknown).
const (
	mostAttempts = 50              // beside others that change the same
	patience     = 2 * time.Second // for a server that is gone, such as one that restarts
	lostPause    = 50 * time.Millisecond
)

var (
	errAgain   = errors.New("what this change has read was changed by another meanwhile")
	errUnknown = errors.New("the connection was lost while the change was being made durable")
	errUnfit   = errors.New("the database server is not fit for votes")
)

// isConflict reports whether the transaction stood in another's way: a deadlock,
// or what it had read is no longer so.
func isConflict(err error) bool {
	return errors.Is(err, errAgain) || postgresCode("40001", "40P01")(err)
}

// isLost reports whether the server is not to be reached, is starting or ending,
// or is no longer the one that may be written to.
func isLost(err error) bool {
	var (
		connecting *pgconn.ConnectError
		network    net.Error
	)
	switch {
	case err == nil:
		return false
	case errors.As(err, &connecting):
		return true
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return false
	case errors.As(err, &network), pgconn.SafeToRetry(err):
		return true
	case errors.Is(err, driver.ErrBadConn), errors.Is(err, sql.ErrConnDone), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, errUnfit):
		return true
	}
	return postgresCode("08", "57P", "53300")(err)
}

// attempts runs change until it has been made durable or cannot be.
func (db *DB) attempts(ctx context.Context, lock string, change func(*tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	began := time.Now()
	for n := 1; ; n++ {
		err := db.attempt(ctx, lock, change)
		var wait time.Duration
		switch {
		case err == nil:
			db.back()
			return nil
		case errors.Is(err, errUnknown):
			db.away(err)
			return unknown(err)
		case isConflict(err) && n < mostAttempts:
			wait = rand.N(time.Duration(n) * time.Millisecond)
		case isLost(err) && time.Since(began) < patience:
			db.away(err)
			wait = lostPause
		default:
			return db.explain(err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
		}
	}
}

// attempt runs change in one transaction. Who has gone away meanwhile does not
// stop it.
func (db *DB) attempt(ctx context.Context, lock string, change func(*tx) error) (err error) {
	conn, err := db.connect(ctx, db.pool)
	if err != nil {
		return err
	}
	defer conn.Close()
	ctx = context.WithoutCancel(ctx)
	w := &work{conn: conn, begin: beginChange, latest: db.clocks()}
	t := &tx{db: db, run: w, ctx: ctx}
	done := false
	defer func() {
		t.run = nil
		if !done { // a change has ended this goroutine (runtime.Goexit)
			w.rollBack(ctx)
		}
	}()
	if lock != "" {
		w.hold(lock, voting.Exclusive)
	}
	err = safely(t, change)
	switch {
	case w.broken != nil:
		err = w.broken
	case err == nil:
		err = t.failed
	}
	done = true
	if err != nil {
		w.rollBack(ctx)
		return nonceUsed(err)
	}
	if err = w.commit(ctx); err != nil && !errors.Is(err, errUnknown) {
		w.rollBack(ctx)
		return nonceUsed(err)
	}
	if t.changedEntry { // before anybody hears that it is done
		db.entryChanges.Add(1)
	}
	return err
}

// nonceUsed says in the rules' words that two votes had one nonce: with later,
// it comes out after InsertVote has returned.
func nonceUsed(err error) error {
	var failure *pgconn.PgError
	if errors.As(err, &failure) && failure.ConstraintName == waitingKey {
		return voting.ErrNonceUsed
	}
	return err
}

// safely calls the change and turns a panic into an error.
func safely(t *tx, change func(*tx) error) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("a change panicked: %v\n%s", cause, debug.Stack())
		}
	}()
	return change(t)
}

// viewOnce runs read on one snapshot. Only to begin it is tried again.
func (db *DB) viewOnce(ctx context.Context, read func(*tx) error) (err error) {
	began := time.Now()
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		conn, err := db.connect(ctx, db.readPool)
		if err == nil {
			w := &work{conn: conn, begin: beginView, latest: db.clocks()}
			w.tick()
			if err = w.flush(ctx); err == nil {
				db.back()
				return db.explain(db.look(ctx, w, read))
			}
			conn.Close()
		}
		if !isLost(err) || time.Since(began) > patience {
			return db.explain(err)
		}
		db.away(err)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(lostPause):
		}
	}
}

// look runs read in a transaction that has begun, and ends it.
func (db *DB) look(ctx context.Context, w *work, read func(*tx) error) error {
	t := &tx{db: db, run: w, ctx: ctx, reading: true}
	defer func() {
		t.run = nil
		w.rollBack(context.WithoutCancel(ctx))
		w.conn.Close()
	}()
	err := read(t)
	switch {
	case w.broken != nil:
		return w.broken
	case err == nil:
		return t.failed
	}
	return err
}

func (db *DB) connect(ctx context.Context, pool *sql.DB) (*sql.Conn, error) {
	conn, err := pool.Conn(ctx)
	if err != nil && db.closedNow() {
		return nil, errClosed
	}
	return conn, err
}

func (db *DB) closedNow() bool {
	db.closing.RLock()
	defer db.closing.RUnlock()
	return db.closed
}

// clocks is where transactions leave the time they have read, nil where it is
// given from outside.
func (db *DB) clocks() *atomic.Pointer[clock] {
	if db.now != nil {
		return nil
	}
	return &db.latest
}

// Now is the time that rules go by, as well as this process knows it without
// asking: on PostgreSQL, what a transaction read last and what has passed since.
func (db *DB) Now() time.Time {
	if db.now != nil {
		return db.now().UTC().Truncate(time.Microsecond)
	}
	return db.latest.Load().now()
}

// Alone runs do unless another process runs something under the same name.
// Where only one process may serve a database, it always runs.
func (db *DB) Alone(ctx context.Context, name string, do func() error) error {
	if db.writer != nil {
		return do()
	}
	conn, err := db.pool.Conn(ctx)
	if err != nil {
		return db.explain(err)
	}
	defer conn.Close()
	var free bool
	if err := conn.QueryRowContext(ctx, "SELECT pg_try_advisory_lock($1)", lockKey(name)).Scan(&free); err != nil || !free {
		return db.explain(err)
	}
	err = do()
	_, unlocked := conn.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", lockKey(name))
	return errors.Join(err, db.explain(unlocked))
}

// away notes that the server is not to be reached, and lets go of connections
// that are most likely dead as well.
func (db *DB) away(err error) {
	if db.gone.CompareAndSwap(false, true) {
		db.log.Error("the database does not answer: what needs it is refused until it does", "error", err)
	}
	for pool, size := range map[*sql.DB]int{db.pool: updaters, db.readPool: viewers} {
		pool.SetMaxIdleConns(0)
		pool.SetMaxIdleConns(size)
	}
}

// back notes that the server answers.
func (db *DB) back() {
	if db.gone.Load() && db.gone.CompareAndSwap(true, false) {
		db.log.Info("the database answers again")
	}
}

// unknown is what the caller hears when nobody knows.
func unknown(err error) error {
	e := *voting.ErrOutcomeUnknown
	e.Err = err
	return &e
}
