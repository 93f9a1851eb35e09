package storetest

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"hash/fnv"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"plaudit/server/sqlstore"
)

const (
	postgresVariable = "PLAUDIT_TEST_POSTGRES"       // address of a server
	againVariable    = "PLAUDIT_TEST_POSTGRES_AGAIN" // set by Main
)

// Postgres gives the test an empty database with all tables, for as long as it
// runs, and returns its address. The test is skipped where there is no server.
//
// Making a database costs more than most tests. So the server keeps those that
// were made: whoever needs one takes any that nobody has, by a lock that ends
// with its connection, and empties it.
func Postgres(t testing.TB) string {
	t.Helper()
	admin := administrator(t)
	ctx := context.WithoutCancel(t.Context())
	for n := 1; ; n++ {
		name := fmt.Sprintf("plaudit_test_%s_%d", sqlstore.Schema(), n)
		var free, there bool
		err := admin.QueryRow(ctx, "SELECT pg_try_advisory_lock($1)", number(name)).Scan(&free)
		if err == nil && free {
			err = admin.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)", name).Scan(&there)
		}
		switch {
		case err != nil:
		case !free:
			continue
		case there:
			err = sweep(ctx, addressOf(name))
			if errors.Is(err, errOtherTables) {
				_, err = admin.Exec(ctx, "DROP DATABASE "+name+" WITH (FORCE)")
				err = errors.Join(err, create(ctx, admin, name))
			}
		default:
			err = create(ctx, admin, name)
		}
		if err != nil {
			t.Fatal(fmt.Errorf("get the database of a test: %w", err))
		}
		return addressOf(name)
	}
}

// Bare is Postgres for a test that needs a database without tables, of its own.
func Bare(t testing.TB) string {
	t.Helper()
	admin := administrator(t)
	ctx := context.WithoutCancel(t.Context())
	name := "plaudit_bare_" + strings.ToLower(rand.Text())
	if _, err := admin.Exec(ctx, "CREATE DATABASE "+name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := admin.Exec(ctx, "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Error(err)
		}
	})
	return addressOf(name)
}

// administrator is a connection that ends with the test.
func administrator(t testing.TB) *pgx.Conn {
	t.Helper()
	server := os.Getenv(postgresVariable)
	if server == "" {
		t.Skip("there is no PostgreSQL (PLAUDIT_TEST_POSTGRES)")
	}
	ctx := context.WithoutCancel(t.Context())
	admin, err := pgx.Connect(ctx, server)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := admin.Close(ctx); err != nil {
			t.Error(err)
		}
	})
	return admin
}

func number(name string) int64 {
	h := fnv.New64a()
	h.Write([]byte(name))
	return int64(h.Sum64())
}

// create makes a database with all tables; a half-made one has another name.
func create(ctx context.Context, admin *pgx.Conn, name string) error {
	draft := "plaudit_draft_" + strings.ToLower(rand.Text())
	if _, err := admin.Exec(ctx, "CREATE DATABASE "+draft+" TEMPLATE template0"); err != nil {
		return err
	}
	db, err := sqlstore.Open(ctx, sqlstore.Options{URL: addressOf(draft), Unsafe: true})
	if err == nil {
		err = db.Close()
	}
	if err == nil {
		err = with(ctx, addressOf(draft), func(conn *pgx.Conn) error {
			var tables string
			if err := conn.QueryRow(ctx, "SELECT "+tablesNow).Scan(&tables); err != nil {
				return err
			}
			_, err := conn.Exec(ctx, "COMMENT ON DATABASE "+draft+" IS '"+tables+"'")
			return err
		})
	}
	if err == nil {
		_, err = admin.Exec(ctx, "ALTER DATABASE "+draft+" RENAME TO "+name)
	}
	return err
}

// tablesNow is a digest of all columns; create leaves it with the database.
const tablesNow = `(SELECT md5(string_agg(concat_ws(' ', table_name, column_name, data_type), ',' ORDER BY table_name, column_name))
	FROM information_schema.columns WHERE table_schema = 'public')`

var errOtherTables = errors.New("a test has changed the tables")

func with(ctx context.Context, address string, do func(*pgx.Conn) error) error {
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return err
	}
	return errors.Join(do(conn), conn.Close(ctx))
}

// sweep ends what an earlier test has left open and deletes all rows;
// errOtherTables where it left other tables than there were.
func sweep(ctx context.Context, address string) error {
	return with(ctx, address, func(conn *pgx.Conn) error {
		var same bool
		err := conn.QueryRow(ctx, "SELECT "+tablesNow+` IS NOT DISTINCT FROM shobj_description(oid, 'pg_database')
			FROM pg_database WHERE datname = current_database()`).Scan(&same)
		if err == nil && !same {
			err = errOtherTables
		}
		if err != nil {
			return err
		}
		_, err = conn.Exec(ctx, deleteAll)
		return err
	})
}

const deleteAll = `
		SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid();
		SET session_replication_role = replica; -- in any order of tables
		DO $$
		DECLARE name text; used bool;
		BEGIN
			FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'goose_db_version' LOOP
				EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', name) INTO used;
				IF used THEN EXECUTE format('DELETE FROM %I', name); END IF;
			END LOOP;
			PERFORM setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false) FROM pg_sequences WHERE last_value IS NOT NULL;
		END $$`

// addressOf is the server's address with another database.
func addressOf(database string) string {
	address, err := url.Parse(os.Getenv(postgresVariable))
	if err != nil {
		return ""
	}
	address.Path = "/" + database
	return address.String()
}
