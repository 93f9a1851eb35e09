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
}

// sqliteDialect needs no locking clauses: there is one writer at a time.
func sqliteDialect() dialect {
	return dialect{
		goose:    goose.DialectSQLite3,
		ddl:      strings.NewReplacer("ROWKEY", "INTEGER PRIMARY KEY", "BY_PRIMARY_KEY", "WITHOUT ROWID"),
		pass:     func(string) string { return "" },
		isUnique: sqliteCode(sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY),
		isFull:   sqliteCode(sqlite3.SQLITE_FULL),
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
