package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"

	"github.com/pressly/goose/v3"
)

// ErrNotEmpty says that a database that is to be filled holds something.
var ErrNotEmpty = errors.New("the database is not empty")

// Load fills an empty database with what a Snapshot of the same schema version
// gave, of either kind of database: it makes the tables of that version, hands
// load one transaction, and brings the tables up to date after it. Nothing of
// what load did is kept when it returns an error. ErrNotEmpty where there are
// rows already.
func Load(ctx context.Context, o Options, version int64, load func(*Loader) error) error {
	db := &DB{now: o.Now, log: o.Log}
	if db.log == nil {
		db.log = slog.New(slog.DiscardHandler)
	}
	fill := func() error { return db.load(ctx, version, load) }
	var err error
	if o.URL == "" {
		err = db.loadFile(o.Path, fill)
	} else {
		err = db.loadServer(ctx, o, fill)
	}
	return errors.Join(err, db.closePools())
}

func (db *DB) loadFile(path string, fill func() error) error {
	db.dialect, db.where = sqliteDialect(), path
	return alone(path, func() (err error) {
		if db.pool, err = openPool(path, writerPragmas, 1); err != nil {
			return err
		}
		return fill()
	})
}

// loadServer lets nobody open the database meanwhile.
func (db *DB) loadServer(ctx context.Context, o Options, fill func() error) error {
	config, err := db.reachPostgres(o)
	if err != nil {
		return err
	}
	return advise(db.aloneOnServer(ctx, "open", fill), config)
}

func (db *DB) load(ctx context.Context, version int64, load func(*Loader) error) error {
	provider, has, knows, err := db.migrator(ctx)
	switch {
	case err != nil:
		return err
	case version > knows:
		return fmt.Errorf("the rows are of schema version %d, this program knows versions up to %d: run a newer program", version, knows)
	case has > version:
		return fmt.Errorf("%w: its schema has version %d already", ErrNotEmpty, has)
	}
	if _, err := provider.UpTo(ctx, version); err != nil {
		return fmt.Errorf("make the tables of version %d: %w", version, err)
	}
	if err := db.loadRows(ctx, load); err != nil {
		return err
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate from version %d to %d: %w", version, knows, err)
	}
	return nil
}

func (db *DB) loadRows(ctx context.Context, load func(*Loader) error) (err error) {
	tx, err := db.pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, tx.Rollback())
		}
	}()
	if db.dialect.prepare != "" {
		if _, err := tx.ExecContext(ctx, db.dialect.prepare); err != nil {
			return err
		}
	}
	l := &Loader{ctx: ctx, tx: tx, dialect: db.dialect, tables: map[string]Table{}}
	tables, err := listTables(l.each, db.dialect)
	if err != nil {
		return err
	}
	for _, table := range tables {
		l.tables[table.Name] = table
		err := tx.QueryRowContext(ctx, "SELECT 1 FROM "+table.Name+" LIMIT 1").Scan(new(int))
		if err == nil {
			return fmt.Errorf("%w: there are rows in %s", ErrNotEmpty, table.Name)
		}
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
	}
	if err := load(l); err != nil {
		return err
	}
	if err := l.countOn(); err != nil {
		return err
	}
	if db.dialect.learn != "" {
		if _, err := tx.ExecContext(ctx, db.dialect.learn); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// Loader puts rows into an empty database.
type Loader struct {
	ctx     context.Context
	tx      *sql.Tx
	dialect dialect
	tables  map[string]Table
}

// countOn lets keys that the database counts up go on after those that are
// there.
func (l *Loader) countOn() error {
	if l.dialect.identities == "" {
		return nil
	}
	var counted [][2]string
	err := l.each(func(r row) error {
		var c [2]string
		err := r.Scan(&c[0], &c[1])
		counted = append(counted, c)
		return err
	}, l.dialect.identities)
	for _, c := range counted {
		if err == nil && l.tables[c[0]].Name != "" {
			_, err = l.tx.ExecContext(l.ctx, "SELECT setval(pg_get_serial_sequence($1, $2), (SELECT COALESCE(max("+c[1]+"), 0) + 1 FROM "+c[0]+"), false)", c[0], c[1])
		}
	}
	return err
}

func (l *Loader) each(scan func(row) error, text string, args ...any) error {
	rows, err := l.tx.QueryContext(l.ctx, text, args...)
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
}

// Table begins to fill a table, which must have just these columns, in any
// order. Tables come in the order of Snapshot.Tables. Close what it returns
// before the next.
func (l *Loader) Table(table Table) (*TableLoader, error) {
	own, ok := l.tables[table.Name]
	if !ok {
		return nil, fmt.Errorf("there is no table %q in this version of the schema", table.Name)
	}
	has := map[Column]bool{}
	for _, c := range own.Columns {
		has[c] = true
	}
	for _, c := range table.Columns {
		if !has[c] {
			return nil, fmt.Errorf("table %s has no column %q of kind %s, or twice", table.Name, c.Name, c.Kind)
		}
		delete(has, c)
	}
	if len(has) > 0 {
		return nil, fmt.Errorf("%d columns of table %s are missing", len(has), table.Name)
	}
	return &TableLoader{loader: l, table: table}, nil
}

// TableLoader puts rows into one table, many at a time.
type TableLoader struct {
	loader  *Loader
	table   Table
	waiting []any
	many    *sql.Stmt // for a full batch
}

func (t *TableLoader) batch() int { return max(1, t.loader.dialect.arguments/len(t.table.Columns)) }

// Line adds a row as Snapshot.Lines gave it.
func (t *TableLoader) Line(line []byte) error {
	var raw []json.RawMessage
	if err := json.Unmarshal(line, &raw); err != nil {
		return fmt.Errorf("a row of %s: %w", t.table.Name, err)
	}
	if len(raw) != len(t.table.Columns) {
		return fmt.Errorf("a row of %s has %d values for %d columns", t.table.Name, len(raw), len(t.table.Columns))
	}
	for i, column := range t.table.Columns {
		value, err := decode(raw[i], column.Kind)
		if err != nil {
			return fmt.Errorf("column %s of %s: %w", column.Name, t.table.Name, err)
		}
		t.waiting = append(t.waiting, value)
	}
	if len(t.waiting) < t.batch()*len(t.table.Columns) {
		return nil
	}
	if t.many == nil {
		var err error
		if t.many, err = t.loader.tx.PrepareContext(t.loader.ctx, t.insert(t.batch())); err != nil {
			return err
		}
	}
	_, err := t.many.ExecContext(t.loader.ctx, t.values()...)
	t.waiting = t.waiting[:0]
	return t.explain(err)
}

// Close adds what waits.
func (t *TableLoader) Close() error {
	if t.many != nil {
		defer t.many.Close()
	}
	if len(t.waiting) == 0 {
		return nil
	}
	_, err := t.loader.tx.ExecContext(t.loader.ctx, t.insert(len(t.waiting)/len(t.table.Columns)), t.values()...)
	t.waiting = nil
	return t.explain(err)
}

// values is what waits, as the database takes it.
func (t *TableLoader) values() []any {
	if t.loader.dialect.goose == goose.DialectPostgres {
		return clean(t.waiting)
	}
	return t.waiting
}

func (t *TableLoader) explain(err error) error {
	if err != nil {
		err = fmt.Errorf("fill table %s: %w", t.table.Name, err)
	}
	return err
}

// insert is the statement for so many rows.
func (t *TableLoader) insert(rows int) string {
	var text strings.Builder
	text.WriteString("INSERT INTO " + t.table.Name + " (" + names(t.table.Columns) + ") " + t.loader.dialect.own + "VALUES ")
	n := 0
	for i := range rows {
		if i > 0 {
			text.WriteByte(',')
		}
		for j := range t.table.Columns {
			n++
			text.WriteString([]string{"(", ","}[min(j, 1)])
			text.WriteString("$" + strconv.Itoa(n))
		}
		text.WriteByte(')')
	}
	return text.String()
}
