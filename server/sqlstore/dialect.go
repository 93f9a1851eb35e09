package sqlstore

import (
	"errors"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// dialect is all that differs between the databases in SQL and its errors. How
// a transaction is run is in writer.go and reader.go for SQLite, and in
// attempt.go and work.go for PostgreSQL.
type dialect struct {
	goose    goose.Dialect
	ddl      *strings.Replacer      // words of the migrations
	lockRow  string                 // ends a SELECT of one table: holds its rows against other changes
	pass     func(of string) string // the same for one of its tables, passing over rows that others hold
	isUnique func(error) bool       // a UNIQUE or PRIMARY KEY was violated
	isFull   func(error) bool       // the disk is full

	// For dump.go: every column of every table of ours as table, column, type,
	// in order; and every foreign key as table, table pointed at.
	columns, references string
	// For load.go.
	prepare    string // before rows are put in
	learn      string // after it: has the database look at what it holds, or it would plan as for empty tables
	own        string // says in an INSERT that keys are not to be counted up
	identities string // columns that are, as table, column; "" where they go on by themselves
	arguments  int    // how many values of one statement are quickest
}

// sqliteDialect needs no locking clauses: there is one writer at a time.
func sqliteDialect() dialect {
	return dialect{
		goose:    goose.DialectSQLite3,
		ddl:      strings.NewReplacer("ROWKEY", "INTEGER PRIMARY KEY", "BY_PRIMARY_KEY", "WITHOUT ROWID"),
		pass:     func(string) string { return "" },
		isUnique: sqliteCode(sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY),
		isFull:   sqliteCode(sqlite3.SQLITE_FULL),
		columns: `SELECT m.name, c.name, c.type FROM sqlite_schema m JOIN pragma_table_info(m.name) c
			WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite!_%' ESCAPE '!' AND m.name <> 'goose_db_version'
			ORDER BY m.name, c.cid`,
		references: `SELECT m.name, f."table" FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'`,
		arguments:  120, // the driver looks the name of each up among all
	}
}

func sqliteCode(codes ...int) func(error) bool {
	return func(err error) bool {
		var failure *sqlite.Error
		if !errors.As(err, &failure) {
			return false
		}
		for _, code := range codes {
			if failure.Code() == code {
				return true
			}
		}
		return false
	}
}

// postgresDialect holds rows FOR NO KEY UPDATE, which does not keep others from
// adding rows that point at them.
func postgresDialect() dialect {
	return dialect{
		goose:    goose.DialectPostgres,
		ddl:      strings.NewReplacer("ROWKEY", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "BY_PRIMARY_KEY", ""),
		lockRow:  " FOR NO KEY UPDATE",
		pass:     func(of string) string { return " FOR NO KEY UPDATE OF " + of + " SKIP LOCKED" },
		isUnique: postgresCode("23505"),
		isFull:   postgresCode("53100"),
		columns: `SELECT c.table_name::text, c.column_name::text, c.data_type::text
			FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
			WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' AND c.table_name <> 'goose_db_version'
			ORDER BY c.table_name, c.ordinal_position`,
		references: `SELECT f.relname::text, t.relname::text FROM pg_constraint c JOIN pg_class f ON f.oid = c.conrelid JOIN pg_class t ON t.oid = c.confrelid
			WHERE c.contype = 'f' AND c.connamespace = current_schema()::regnamespace`,
		prepare: "SET LOCAL idle_in_transaction_session_timeout = 0", // files come between
		learn:   "ANALYZE",
		own:     "OVERRIDING SYSTEM VALUE ",
		identities: `SELECT table_name::text, column_name::text FROM information_schema.columns
			WHERE table_schema = current_schema() AND is_identity = 'YES'`,
		arguments: 4000,
	}
}

// postgresCode recognises errors by their SQLSTATE, or its first characters.
func postgresCode(codes ...string) func(error) bool {
	return func(err error) bool {
		var failure *pgconn.PgError
		if !errors.As(err, &failure) {
			return false
		}
		for _, code := range codes {
			if strings.HasPrefix(failure.Code, code) {
				return true
			}
		}
		return false
	}
}
