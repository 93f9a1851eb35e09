package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/fnv"
	"reflect"
	"strings"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"plaudit/voting"
)

// runner runs the statements of a transaction: a session on SQLite, a work on
// PostgreSQL.
type runner interface {
	exec(ctx context.Context, text string, args ...any) (changed int64, err error)
	// later may wait with the statement until the next, or the commit.
	later(ctx context.Context, text string, args ...any) error
	one(ctx context.Context, text string, args []any, into ...any) error
	each(ctx context.Context, scan func(row) error, text string, args ...any) error
	// hold takes the lock of that name until the transaction ends. Statements
	// that follow see all that earlier holders have changed, and Now is read anew.
	hold(name string, how voting.Lock)
}

// work is one transaction on a connection to PostgreSQL. What costs most of a vote
// is the way to the server and back, so statements whose answer nobody waits for
// (begin, locks, the clock, what was asked for by later) go with the next one.
type work struct {
	conn  *sql.Conn
	begin string    // the statement that begins it
	batch pgx.Batch // what is to be sent
	begun bool      // begin is in the batch, or was sent
	sent  bool      // something was sent

	clock  *clock                 // as read last
	asked  bool                   // reading it is in the batch
	latest *atomic.Pointer[clock] // of all transactions; nil where the time is given from outside

	broken error // the first error after which only another attempt helps
}

// Where a transaction begins. What a change reads, it reads anew with every
// statement, so that it sees what was there when it got a lock; what a View
// reads is all of one moment.
const (
	beginChange = "begin isolation level read committed"
	beginView   = "begin isolation level repeatable read read only"
)

// raw gives the driver's connection.
func (w *work) raw(do func(*pgx.Conn) error) error {
	err := w.conn.Raw(func(driver any) error { return do(driver.(*stdlib.Conn).Conn()) })
	if w.begin == beginChange && postgresCode("25006")(err) {
		err = fmt.Errorf("%w: it may only be read: %w", errUnfit, err) // a standby
	}
	if w.broken == nil && (isLost(err) || isConflict(err)) {
		w.broken = err
	}
	return err
}

// queue adds a statement to the batch.
func (w *work) queue(text string, args []any) *pgx.QueuedQuery {
	w.start()
	return w.batch.Queue(text, clean(args)...)
}

// start begins the transaction if it has not begun.
func (w *work) start() {
	if !w.begun {
		w.begun = true
		w.batch.Queue(w.begin)
	}
}

// flush sends the batch and reads all answers.
func (w *work) flush(ctx context.Context) error {
	if w.batch.Len() == 0 {
		return nil
	}
	batch := w.batch
	w.batch, w.sent = pgx.Batch{}, true
	return w.raw(func(c *pgx.Conn) error { return c.SendBatch(ctx, &batch).Close() })
}

// hold implements runner by an advisory lock. A row lock would be written to the
// row (for each vote, with a list of who shares it), and even a vote that is
// there already would have to wait for the disk.
func (w *work) hold(name string, how voting.Lock) {
	lock := "pg_advisory_xact_lock($1)"
	if how == voting.Shared {
		lock = "pg_advisory_xact_lock_shared($1)"
	}
	w.start()
	// CASE has the clock read after the lock was taken.
	w.readClock("select case when "+lock+" is not null then clock_timestamp() end", lockKey(name))
}

func (w *work) tick() {
	w.start()
	if w.latest != nil {
		w.readClock("select clock_timestamp()")
	}
}

// lockKey is the number of a lock. Two names that meet in one number would wait
// for each other, no more.
func lockKey(name string) int64 {
	h := fnv.New64a()
	h.Write([]byte("plaudit " + name))
	return int64(h.Sum64())
}

func (w *work) exec(ctx context.Context, text string, args ...any) (changed int64, err error) {
	w.queue(text, args).Exec(func(tag pgconn.CommandTag) error {
		changed = tag.RowsAffected()
		return nil
	})
	return changed, w.flush(ctx)
}

// later implements runner.
func (w *work) later(_ context.Context, text string, args ...any) error {
	w.queue(text, args)
	return nil
}

func (w *work) one(ctx context.Context, text string, args []any, into ...any) error {
	var none error // is no failure of the batch
	w.queue(text, args).QueryRow(func(r pgx.Row) error {
		err := r.Scan(into...)
		if errors.Is(err, sql.ErrNoRows) {
			none, err = err, nil
		}
		return err
	})
	if err := w.flush(ctx); err != nil {
		return err
	}
	return none
}

func (w *work) each(ctx context.Context, scan func(row) error, text string, args ...any) error {
	w.soon(scan, text, args...)
	return w.flush(ctx)
}

// soon adds a query to the batch; scan is called for each of its rows once the
// batch is sent.
func (w *work) soon(scan func(row) error, text string, args ...any) {
	w.queue(text, args).Query(func(rows pgx.Rows) error {
		for rows.Next() {
			if err := scan(rows); err != nil {
				return err
			}
		}
		return rows.Err()
	})
}

// clean makes text that PostgreSQL refuses, though no rule of ours lets it be
// stored, into text that is simply not found.
func clean(args []any) []any {
	copied := false
	for i, arg := range args {
		v := reflect.ValueOf(arg)
		if v.Kind() != reflect.String {
			continue
		}
		text := v.String()
		if utf8.ValidString(text) && strings.IndexByte(text, 0) < 0 {
			continue
		}
		if !copied {
			args, copied = append([]any(nil), args...), true
		}
		args[i] = strings.ReplaceAll(strings.ToValidUTF8(text, "\ufffd"), "\x00", "\ufffd")
	}
	return args
}

// commit makes the transaction durable. errUnknown means that the connection was
// lost when the server may have done so already.
func (w *work) commit(ctx context.Context) error {
	if !w.begun {
		return nil
	}
	var done pgconn.CommandTag
	w.batch.Queue("commit").Exec(func(tag pgconn.CommandTag) error {
		done = tag
		return nil
	})
	err := w.flush(ctx)
	switch {
	case err == nil && done.String() != "COMMIT": // an earlier statement had failed, and nobody minded
		return fmt.Errorf("commit: the transaction was rolled back (%s)", done)
	case err == nil:
		w.sent = false
		return nil
	case pgconn.SafeToRetry(err) || saidNo(err):
		return fmt.Errorf("commit: %w", err)
	}
	return fmt.Errorf("commit: %w: %w", errUnknown, err)
}

// saidNo reports whether the server itself answered that a statement failed, so
// that nothing of the transaction was kept. A server that is ending says so too,
// but may have committed before.
func saidNo(err error) bool {
	var failure *pgconn.PgError
	return errors.As(err, &failure) && failure.SeverityUnlocalized == "ERROR"
}

// rollBack ends the transaction. A connection on which that fails is of no more
// use; the pool sees that it has ended, or is inside a transaction.
func (w *work) rollBack(ctx context.Context) {
	if !w.sent {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	_ = w.raw(func(c *pgx.Conn) error {
		_, err := c.PgConn().Exec(ctx, "rollback").ReadAll()
		return err
	})
}

// readClock adds a query whose answer is the time at which the server comes to
// it.
func (w *work) readClock(text string, args ...any) {
	query := w.batch.Queue(text, args...)
	if w.latest == nil {
		return
	}
	w.asked = true
	query.QueryRow(func(r pgx.Row) error {
		var at time.Time
		if err := r.Scan(&at); err != nil {
			return fmt.Errorf("read the database's clock: %w", err)
		}
		w.asked = false
		w.clock = &clock{at: at.UTC(), read: time.Now()}
		w.latest.Store(w.clock)
		return nil
	})
}

// now is the database's time, as it was at the last tick, or is asked for now.
func (w *work) now(ctx context.Context) (time.Time, error) {
	if w.clock == nil && !w.asked {
		w.tick()
	}
	if w.asked {
		if err := w.flush(ctx); err != nil {
			return time.Time{}, err
		}
	}
	return w.clock.now(), nil
}

// clock is the database's time as it was read last, carried on by this process's
// own monotonic clock.
type clock struct {
	at   time.Time // of the database
	read time.Time // here, when at had arrived
}

func (c *clock) now() time.Time {
	return c.at.Add(time.Since(c.read)).Truncate(time.Microsecond)
}
