package sqlstore

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"plaudit/media"
	"plaudit/voting"
)

// Table is a table of ours, as both databases have it. Which there are is
// asked of the database, so that a new one is never forgotten.
type Table struct {
	Name    string   `json:"table"`
	Columns []Column `json:"columns"`
}

// Column is one column of a Table.
type Column struct {
	Name string `json:"name"`
	Kind Kind   `json:"kind"`
}

// Kind is how a column's values are written in a line: whole numbers and
// truth as in JSON, text as a string, bytes as a string in base64. Text that is
// not UTF-8, as a browser may send, is a list of one such string.
type Kind string

// The kinds.
const (
	Integer Kind = "integer"
	Text    Kind = "text"
	Bytes   Kind = "bytes"
	Boolean Kind = "boolean"
)

// kindOf knows the types of the migrations, by both databases' names.
func kindOf(declared string) (Kind, bool) {
	switch strings.ToLower(declared) {
	case "bigint", "integer", "smallint":
		return Integer, true
	case "text":
		return Text, true
	case "bytea":
		return Bytes, true
	case "boolean":
		return Boolean, true
	}
	return "", false
}

// Snapshot is all that a database holds at one moment. It is good for nothing
// once the closure that it was given to has returned.
type Snapshot struct{ t *tx }

// Snapshot calls read with the database as it is now. What others change
// meanwhile is not seen, and they do not wait.
func (db *DB) Snapshot(ctx context.Context, read func(Snapshot) error) error {
	view := db.view
	if db.writer == nil {
		view = db.viewOnce
	}
	return view(ctx, func(t *tx) error { return read(Snapshot{t}) })
}

// Version returns the version of the schema.
func (s Snapshot) Version() (version int64, err error) {
	err = s.t.one(nil, "SELECT max(version_id) FROM goose_db_version WHERE is_applied", nil, &version)
	return version, err
}

// Voting returns the snapshot as a store that can only be looked at.
func (s Snapshot) Voting() voting.Store { return snapshotStore(s) }

// Named returns the snapshot as the list of what must be in the bucket.
func (s Snapshot) Named() media.NamingTx { return s.t }

type snapshotStore Snapshot

// View implements voting.Store.
func (s snapshotStore) View(_ context.Context, read func(voting.Tx) error) error { return read(s.t) }

// Update implements voting.Store.
func (s snapshotStore) Update(context.Context, func(voting.Tx) error) error {
	return errors.New("a snapshot is not changed")
}

// Tables lists all tables, in an order in which their rows can be inserted.
func (s Snapshot) Tables() ([]Table, error) { return listTables(s.t.each, s.t.db.dialect) }

// Lines calls each with every row of a table: an array in JSON, in the order of
// the table's columns, without a line break. each must not keep the line.
func (s Snapshot) Lines(table Table, each func(line []byte) error) error {
	values := make([]any, len(table.Columns))
	into := make([]any, len(values))
	for i := range values {
		into[i] = &values[i]
	}
	var line bytes.Buffer
	return s.t.each(func(r row) error {
		if err := r.Scan(into...); err != nil {
			return err
		}
		line.Reset()
		for i, value := range values {
			if i == 0 {
				line.WriteByte('[')
			} else {
				line.WriteByte(',')
			}
			text, err := encode(value, table.Columns[i].Kind)
			if err != nil {
				return fmt.Errorf("column %s of %s: %w", table.Columns[i].Name, table.Name, err)
			}
			line.Write(text)
		}
		line.WriteByte(']')
		return each(line.Bytes())
	}, "SELECT "+names(table.Columns)+" FROM "+table.Name)
}

func names(columns []Column) string {
	var list []string
	for _, c := range columns {
		list = append(list, c.Name)
	}
	return strings.Join(list, ", ")
}

// encode writes one value.
func encode(value any, kind Kind) ([]byte, error) {
	switch v := value.(type) {
	case nil:
		return []byte("null"), nil
	case int16: // as PostgreSQL gives smaller ones
		return encode(int64(v), kind)
	case int32:
		return encode(int64(v), kind)
	case int64:
		switch {
		case kind == Integer:
			return strconv.AppendInt(nil, v, 10), nil
		case kind == Boolean && uint64(v) < 2: // as SQLite keeps it
			return strconv.AppendBool(nil, v == 1), nil
		}
	case bool:
		if kind == Boolean {
			return strconv.AppendBool(nil, v), nil
		}
	case string:
		switch {
		case kind == Text && utf8.ValidString(v):
			return json.Marshal(v)
		case kind == Text:
			return json.Marshal([]string{base64.StdEncoding.EncodeToString([]byte(v))})
		}
	case []byte:
		if kind == Bytes {
			return json.Marshal(base64.StdEncoding.EncodeToString(v))
		}
	}
	return nil, fmt.Errorf("a value of type %T is no %s", value, kind)
}

// decode is the way back.
func decode(raw json.RawMessage, kind Kind) (any, error) {
	if string(raw) == "null" {
		return nil, nil
	}
	switch kind {
	case Integer:
		return strconv.ParseInt(string(raw), 10, 64)
	case Boolean:
		return strconv.ParseBool(string(raw))
	case Bytes:
		var value []byte // base64, says encoding/json
		err := json.Unmarshal(raw, &value)
		return value, err
	case Text:
		if bytes.HasPrefix(raw, []byte("[")) {
			var value [1][]byte
			err := json.Unmarshal(raw, &value)
			return string(value[0]), err
		}
		var value string
		err := json.Unmarshal(raw, &value)
		return value, err
	}
	return nil, fmt.Errorf("no such kind %q", kind)
}

// eachFunc is tx.each, or the same on a transaction of another sort.
type eachFunc = func(scan func(row) error, text string, args ...any) error

// listTables asks the database for its tables. Who is pointed at comes first.
func listTables(each eachFunc, d dialect) ([]Table, error) {
	var tables []Table
	err := each(func(r row) error {
		var name, column, declared string
		if err := r.Scan(&name, &column, &declared); err != nil {
			return err
		}
		kind, ok := kindOf(declared)
		if !ok {
			return fmt.Errorf("column %s of table %s has the type %s, which no backup can hold yet: teach kindOf", column, name, declared)
		}
		if len(tables) == 0 || tables[len(tables)-1].Name != name {
			tables = append(tables, Table{Name: name})
		}
		last := &tables[len(tables)-1]
		last.Columns = append(last.Columns, Column{column, kind})
		return nil
	}, d.columns)
	if err != nil {
		return nil, err
	}
	pointsAt := map[string][]string{}
	err = each(func(r row) error {
		var from, to string
		err := r.Scan(&from, &to)
		pointsAt[from] = append(pointsAt[from], to)
		return err
	}, d.references)
	if err != nil {
		return nil, err
	}
	return inOrder(tables, pointsAt)
}

func inOrder(tables []Table, pointsAt map[string][]string) (ordered []Table, err error) {
	placed := map[string]bool{}
	for len(ordered) < len(tables) {
		before := len(ordered)
		for _, table := range tables {
			waits := slices.ContainsFunc(pointsAt[table.Name], func(to string) bool { return to != table.Name && !placed[to] })
			if placed[table.Name] || waits {
				continue
			}
			placed[table.Name] = true
			ordered = append(ordered, table)
		}
		if len(ordered) == before {
			return nil, errors.New("tables point at each other in a circle")
		}
	}
	return ordered, nil
}
