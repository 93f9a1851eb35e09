package sqlstore

import (
	"errors"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"plaudit/voting"
)

// dialect is all that differs between databases.
type dialect struct {
	ddl      *strings.Replacer      // words of the migrations
	lock     map[voting.Lock]string // clause that holds a contest's row
	lockRow  string                 // clause that holds any other row
	claim    string                 // clause that skips rows others hold
	isUnique func(error) bool       // a UNIQUE or PRIMARY KEY was violated
	isFull   func(error) bool       // the disk is full

	// For dump.go: every column of every table of ours as table, column, type,
	// in order; and every foreign key as table, table pointed at.
	columns, references string
}

// sqliteDialect needs no locking clauses: there is one writer at a time.
func sqliteDialect() dialect {
	return dialect{
		ddl:      strings.NewReplacer("ROWKEY", "INTEGER PRIMARY KEY", "BY_PRIMARY_KEY", "WITHOUT ROWID"),
		isUnique: sqliteCode(sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY),
		isFull:   sqliteCode(sqlite3.SQLITE_FULL),
		columns: `SELECT m.name, c.name, c.type FROM sqlite_schema m JOIN pragma_table_info(m.name) c
			WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite!_%' ESCAPE '!' AND m.name <> 'goose_db_version'
			ORDER BY m.name, c.cid`,
		references: `SELECT m.name, f."table" FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'`,
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
