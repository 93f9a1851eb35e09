package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

// How many connections a process has. Three processes fit into the hundred that
// PostgreSQL allows by default.
const (
	updaters = 20
	viewers  = 8
)

const (
	oldestPostgres = 14
	connectTimeout = 5 * time.Second
)

// reachPostgres makes the pools of connections.
func (db *DB) reachPostgres(o Options) (*pgx.ConnConfig, error) {
	config, err := pgx.ParseConfig(o.URL)
	if err != nil {
		return nil, errors.New("it is no address like postgres://user:password@host:5432/database") // the driver's words may hold the password
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = connectTimeout
	}
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "plaudit"
	}
	db.dialect, db.where = postgresDialect(), net.JoinHostPort(config.Host, strconv.Itoa(int(config.Port)))+"/"+config.Database
	open := func(settings string) *sql.DB {
		return stdlib.OpenDB(*config, stdlib.OptionAfterConnect(func(ctx context.Context, c *pgx.Conn) error { return greet(ctx, c, settings, o.Unsafe) }))
	}
	db.pool, db.readPool = open(changing), open("")
	for pool, size := range map[*sql.DB]int{db.pool: updaters, db.readPool: viewers} {
		pool.SetMaxOpenConns(size)
		pool.SetMaxIdleConns(size)
		pool.SetConnMaxIdleTime(5 * time.Minute)
	}
	return config, nil
}

func (db *DB) openPostgres(ctx context.Context, o Options) error {
	config, err := db.reachPostgres(o)
	if err != nil {
		return err
	}
	err = db.aloneOnServer(ctx, "open", func() error {
		if o.Existing {
			if err := db.hasTables(ctx); err != nil {
				return err
			}
		}
		return db.migrate(ctx)
	})
	if err == nil { // the first look at the clock as well
		err = db.viewOnce(ctx, func(t *tx) error { t.Now(); return t.failed })
	}
	return advise(err, config)
}

// changing are settings for changes. They find rows by their keys: to plan such a
// statement anew each time costs a fifth of a vote, and finds no other way, unless
// the tables were empty when it was planned, as at an opening. Then it would read
// them through for ever after, so it may not.
const changing = "set plan_cache_mode = force_generic_plan; set enable_seqscan = off; set enable_bitmapscan = off; set jit = off;"

// greet looks at each new connection, since behind one address there may be
// another server by now. A process whose machine has died must not keep its locks
// for the two hours that TCP waits by default.
func greet(ctx context.Context, c *pgx.Conn, settings string, unsafe bool) error {
	results, err := c.PgConn().Exec(ctx, settings+`set idle_in_transaction_session_timeout = '60s';
		set tcp_keepalives_idle = 30; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 3;
		select current_setting('server_version_num'), current_setting('server_version'), current_setting('fsync'), current_setting('synchronous_commit')`).ReadAll()
	if err != nil {
		return err
	}
	said := results[len(results)-1].Rows[0]
	number, err := strconv.Atoi(string(said[0]))
	if err != nil {
		return fmt.Errorf("read the server's version: %w", err)
	}
	return fit(number, string(said[1]), string(said[2]), string(said[3]), unsafe)
}

// fit refuses a server that is too old, or that loses votes.
func fit(number int, version, fsync, commit string, unsafe bool) error {
	const lost = "and would lose votes that were acknowledged"
	switch {
	case number < oldestPostgres*10000:
		return fmt.Errorf("%w: it is PostgreSQL %s, and must be %d or newer", errUnfit, version, oldestPostgres)
	case unsafe:
		return nil
	case fsync == "off":
		return fmt.Errorf("%w: it runs with fsync = off, %s; turn it on in postgresql.conf", errUnfit, lost)
	case commit == "off":
		return fmt.Errorf("%w: it runs with synchronous_commit = off, %s; turn it on for the server, the database and the role", errUnfit, lost)
	}
	return nil
}

// advise says what to do about an error at start.
func advise(err error, config *pgx.ConnConfig) error {
	if err == nil {
		return nil
	}
	var (
		failure    *pgconn.PgError
		connecting *pgconn.ConnectError
		advice     string
	)
	switch {
	case errors.As(err, &failure):
		switch failure.Code {
		case "28P01", "28000":
			advice = fmt.Sprintf("the server does not let %q in: look at user and password in the address, and at the server's pg_hba.conf", config.User)
		case "3D000":
			advice = fmt.Sprintf("the server has no such database; make it with: CREATE DATABASE %q OWNER %q", config.Database, config.User)
		case "42501":
			advice = fmt.Sprintf("%q may not make tables there; let it own the database: ALTER DATABASE %q OWNER TO %q", config.User, config.Database, config.User)
		case "53300":
			advice = fmt.Sprintf("the server has no connection left; each process of this program takes up to %d: raise max_connections", updaters+viewers)
		case "57P03":
			advice = "the server is starting or ending; try again in a moment"
		}
	case errors.Is(err, errUnfit):
	case errors.As(err, &connecting):
		advice = "nobody answers there: is the server running, and are host and port right? (sslmode=disable in the address speaks without TLS)"
	}
	if advice == "" {
		return err
	}
	return fmt.Errorf("%s (%w)", advice, err)
}

// hasTables refuses a database that this program has never used.
func (db *DB) hasTables(ctx context.Context) error {
	var there bool
	if err := db.pool.QueryRowContext(ctx, "SELECT to_regclass('goose_db_version') IS NOT NULL").Scan(&there); err != nil {
		return err
	}
	if !there {
		return errors.New("the database has none of our tables: is it the right one?")
	}
	return nil
}

// aloneOnServer runs do while no other process runs something under that name.
func (db *DB) aloneOnServer(ctx context.Context, name string, do func() error) error {
	conn, err := db.pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock($1)", lockKey(name)); err != nil {
		return err
	}
	err = do()
	_, unlocked := conn.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", lockKey(name))
	return errors.Join(err, unlocked)
}
