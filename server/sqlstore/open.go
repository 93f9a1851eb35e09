package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"plaudit/voting"
)

// Options say which database to open and what it is given from outside.
type Options struct {
	Path string // the SQLite file; made when missing
	URL  string // of a PostgreSQL database, postgres://…; then there is no file

	// Now is the time that rules go by. Nil is the database's own clock on
	// PostgreSQL, time.Now on SQLite.
	Now func() time.Time
	Log *slog.Logger // nothing is logged when nil

	// Existing refuses a PostgreSQL database that has no tables yet.
	Existing bool
	// Unsafe takes a PostgreSQL server that loses what it acknowledged. It is
	// for tests, which are quicker so.
	Unsafe bool
}

// DB is an open database. It is safe for concurrent use. Several processes
// may have the same one open.
type DB struct {
	dialect  dialect
	now      func() time.Time // nil: the database's clock
	log      *slog.Logger
	where    string  // file, or server and database
	pool     *sql.DB // for changes; on SQLite the writer's connection
	readPool *sql.DB
	readers  chan *session // SQLite
	writer   *writer       // SQLite
	contests cache[voting.Contest]
	entries  cache[voting.Entry]

	entryChanges atomic.Uint64
	spent        atomic.Int64 // challenges since the start
	counted      atomic.Int64 // votes since the start
	gone         atomic.Bool  // PostgreSQL did not answer lately
	latest       atomic.Pointer[clock]

	closing sync.RWMutex // held shared while queueing a change
	closed  bool
}

// The pragmas. Every commit reaches the disk (FULL) before it is answered. The
// log may grow to 16 MB before it is copied back, so that a page many votes
// touch is copied once.
const (
	pragmas = "?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)" +
		"&_pragma=foreign_keys(1)&_pragma=wal_autocheckpoint(4000)&_txlock=immediate"
	writerPragmas = pragmas + "&_pragma=cache_size(-32768)"
	readerPragmas = pragmas + "&_pragma=cache_size(-4096)&_pragma=query_only(1)"
	readerCount   = 8
	oldestSQLite  = "3.51.3"
)

// Open opens the database, and first brings its tables up to date (on SQLite
// after a backup beside the file, where there is anything to back up). It refuses
// a database that a newer program has written, and a server that would lose votes.
func Open(ctx context.Context, o Options) (*DB, error) {
	db := &DB{now: o.Now, log: o.Log}
	db.contests.most, db.entries.most = maxContests, maxEntries
	if db.log == nil {
		db.log = slog.New(slog.DiscardHandler)
	}
	open := func() error { return db.openPostgres(ctx, o) }
	if o.URL == "" {
		open = func() error { return db.openSQLite(ctx, o) }
	}
	if err := open(); err != nil {
		return nil, errors.Join(fmt.Errorf("open the database %s: %w", db.where, err), db.closePools())
	}
	return db, nil
}

func (db *DB) openSQLite(ctx context.Context, o Options) error {
	db.dialect, db.where = sqliteDialect(), o.Path
	if db.now == nil {
		db.now = time.Now
	}
	return alone(o.Path, func() error { return db.openFile(ctx) })
}

func (db *DB) openFile(ctx context.Context) (err error) {
	if db.pool, err = openPool(db.where, writerPragmas, 1); err != nil {
		return err
	}
	if err := db.checkVersion(ctx); err != nil {
		return err
	}
	if err := db.migrate(ctx); err != nil {
		return err
	}
	if err := db.openReaders(ctx); err != nil {
		return err
	}
	db.writer, err = startWriter(ctx, db)
	return err
}

func openPool(path, pragmas string, size int) (*sql.DB, error) {
	pool, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+pragmas)
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(size)
	pool.SetMaxIdleConns(size)
	return pool, nil
}

func (db *DB) openReaders(ctx context.Context) (err error) {
	if db.readPool, err = openPool(db.where, readerPragmas, readerCount); err != nil {
		return err
	}
	db.readers = make(chan *session, readerCount)
	for range readerCount {
		s, err := openSession(ctx, db.readPool)
		if err != nil {
			return err
		}
		db.readers <- s
	}
	return nil
}

func (db *DB) checkVersion(ctx context.Context) error {
	var version string
	if err := db.pool.QueryRowContext(ctx, "SELECT sqlite_version()").Scan(&version); err != nil {
		return err
	}
	if olderVersion(version, oldestSQLite) {
		return fmt.Errorf("this program was built with SQLite %s, which can damage a database in WAL mode: build it with %s or newer", version, oldestSQLite)
	}
	return nil
}

// olderVersion compares versions such as 3.51.3.
func olderVersion(a, b string) bool {
	as, bs := strings.Split(a, "."), strings.Split(b, ".")
	for i := range min(len(as), len(bs)) {
		x, _ := strconv.Atoi(as[i])
		y, _ := strconv.Atoi(bs[i])
		if x != y {
			return x < y
		}
	}
	return len(as) < len(bs)
}

// Close waits for the changes under way and closes the database. Later calls
// are answered with an error.
func (db *DB) Close() error {
	db.closing.Lock()
	was := db.closed
	db.closed = true
	db.closing.Unlock()
	if was {
		return nil
	}
	if db.writer == nil {
		return db.closePools()
	}
	err := db.writer.stop()
	for range readerCount {
		s := <-db.readers
		err = errors.Join(err, s.close())
	}
	close(db.readers)
	return errors.Join(err, db.closePools())
}

func (db *DB) closePools() (err error) {
	for _, pool := range []*sql.DB{db.readPool, db.pool} {
		if pool != nil {
			err = errors.Join(err, pool.Close())
		}
	}
	return err
}

// explain turns a failure of the database that passes into a refusal that says
// so.
func (db *DB) explain(err error) error {
	refusal := voting.ErrDatabaseAway
	switch {
	case err == nil:
		return nil
	case db.dialect.isFull(err):
		refusal = voting.ErrDiskFull
	case !isLost(err):
		return err
	}
	e := *refusal
	e.Err = err
	return &e
}
