package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/fnv"
	"reflect"
	"strconv"
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
	later(ctx context.Context, text string, args ...any) error
	one(ctx context.Context, text string, args []any, into ...any) error
	each(ctx context.Context, scan func(row) error, text string, args ...any) error
	// hold takes the lock of that name until the transaction ends. Statements
	// that follow see all that earlier holders have changed.
	hold(ctx context.Context, name string, how voting.Lock) error
}

// work is one transaction on a connection to PostgreSQL. It begins with its
// first statement, and takes the database's time with it: each of them costs a
// way to the server and back, which is most of what a vote costs.
type work struct {
	conn  *sql.Conn
	begin string // the statement that begins it
	begun bool
	batch pgx.Batch // what is to be done before the next statement
	clock *clock    // as read last

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

// ready begins the transaction if it has not begun, and does what is waiting.
func (w *work) ready(ctx context.Context) error {
	if !w.begun {
		return w.script(ctx, "")
	}
	return w.flush(ctx)
}

// script runs a statement without values, after beginning where that is still to
// do, and reads the clock after it.
func (w *work) script(ctx context.Context, text string) error {
	if w.begun {
		if err := w.flush(ctx); err != nil {
			return err
		}
	} else {
		text = w.begin + ";" + text
	}
	if w.latest != nil {
		text += readClock
	}
	return w.raw(func(c *pgx.Conn) error {
		results, err := c.PgConn().Exec(ctx, text).ReadAll()
		if err != nil {
			return err
		}
		w.begun = true
		if w.latest == nil {
			return nil
		}
		w.clock, err = newClock(results[len(results)-1])
		w.latest.Store(w.clock)
		return err
	})
}

// hold implements runner by an advisory lock. A row lock would be written to the
// row, and a list of holders beside it, for every single vote.
func (w *work) hold(ctx context.Context, name string, how voting.Lock) error {
	switch how {
	case voting.Shared:
		return w.script(ctx, fmt.Sprintf("select pg_advisory_xact_lock_shared(%d);", lockKey(name)))
	case voting.Exclusive:
		return w.script(ctx, fmt.Sprintf("select pg_advisory_xact_lock(%d);", lockKey(name)))
	}
	return nil
}

// lockKey is the number of a lock. Two names that meet in one number would wait
// for each other, no more.
func lockKey(name string) int64 {
	h := fnv.New64a()
	h.Write([]byte("plaudit " + name))
	return int64(h.Sum64())
}

func (w *work) exec(ctx context.Context, text string, args ...any) (changed int64, err error) {
	if err := w.ready(ctx); err != nil {
		return 0, err
	}
	err = w.raw(func(c *pgx.Conn) error {
		tag, err := c.Exec(ctx, text, clean(args)...)
		changed = tag.RowsAffected()
		return err
	})
	return changed, err
}

// later implements runner: the statement goes with the next, or with the commit.
func (w *work) later(_ context.Context, text string, args ...any) error {
	w.batch.Queue(text, clean(args)...)
	return nil
}

func (w *work) flush(ctx context.Context) error {
	if w.batch.Len() == 0 {
		return nil
	}
	batch := w.batch
	w.batch = pgx.Batch{}
	return w.raw(func(c *pgx.Conn) error { return c.SendBatch(ctx, &batch).Close() })
}

func (w *work) one(ctx context.Context, text string, args []any, into ...any) error {
	if err := w.ready(ctx); err != nil {
		return err
	}
	return w.raw(func(c *pgx.Conn) error { return c.QueryRow(ctx, text, clean(args)...).Scan(into...) })
}

func (w *work) each(ctx context.Context, scan func(row) error, text string, args ...any) error {
	if err := w.ready(ctx); err != nil {
		return err
	}
	return w.raw(func(c *pgx.Conn) error {
		rows, err := c.Query(ctx, text, clean(args)...)
		if err != nil {
			return err
		}
		defer rows.Close()
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
	if !w.begun && w.batch.Len() == 0 {
		return nil
	}
	if !w.begun {
		if err := w.ready(ctx); err != nil {
			return err
		}
	}
	batch := w.batch
	w.batch = pgx.Batch{}
	batch.Queue("commit")
	var done pgconn.CommandTag
	err := w.raw(func(c *pgx.Conn) error {
		results := c.SendBatch(ctx, &batch)
		for range batch.Len() {
			var err error
			if done, err = results.Exec(); err != nil {
				return errors.Join(err, results.Close())
			}
		}
		return results.Close()
	})
	switch {
	case err == nil && done.String() != "COMMIT": // an earlier statement had failed, and nobody minded
		return fmt.Errorf("commit: the transaction was rolled back (%s)", done)
	case err == nil:
		w.begun = false
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
	if !w.begun {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	_ = w.raw(func(c *pgx.Conn) error {
		_, err := c.PgConn().Exec(ctx, "rollback").ReadAll()
		return err
	})
}

// readClock asks for the time at which the server reaches it, in microseconds.
const readClock = "select (extract(epoch from clock_timestamp()) * 1000000)::bigint"

// clock is the database's time as it was read last, carried on by this process's
// own monotonic clock.
type clock struct {
	at   time.Time // of the database
	read time.Time // here, when at had arrived
}

func newClock(answer *pgconn.Result) (*clock, error) {
	if len(answer.Rows) != 1 {
		return nil, errors.New("the database does not say what time it is")
	}
	micros, err := strconv.ParseInt(string(answer.Rows[0][0]), 10, 64)
	if err != nil {
		return nil, fmt.Errorf("read the database's clock: %w", err)
	}
	return &clock{at: time.UnixMicro(micros).UTC(), read: time.Now()}, nil
}

func (c *clock) now() time.Time {
	return c.at.Add(time.Since(c.read)).Truncate(time.Microsecond)
}
