package sqlstore

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"

	"plaudit/voting"
)

// session is one connection with the statements prepared on it. One goroutine
// uses it at a time.
type session struct {
	conn  *sql.Conn
	stmts map[string]*sql.Stmt

	// touched is set by a statement that changes something, and by one that fails.
	touched bool
}

// maxStatements bounds the statements kept. Texts are fixed but for lists of
// a few lengths, so the bound is hardly ever met.
const maxStatements = 300

func openSession(ctx context.Context, pool *sql.DB) (*session, error) {
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("connect to the database: %w", err)
	}
	return &session{conn: conn, stmts: map[string]*sql.Stmt{}}, nil
}

func (s *session) prepare(text string) (*sql.Stmt, error) {
	if stmt, ok := s.stmts[text]; ok {
		return stmt, nil
	}
	if len(s.stmts) >= maxStatements {
		s.forget()
	}
	stmt, err := s.conn.PrepareContext(context.Background(), text)
	if err != nil {
		return nil, fmt.Errorf("prepare %q: %w", text, err)
	}
	s.stmts[text] = stmt
	return stmt, nil
}

func (s *session) forget() {
	for _, stmt := range s.stmts {
		stmt.Close()
	}
	clear(s.stmts)
}

func (s *session) close() error {
	s.forget()
	return s.conn.Close()
}

// discard closes a connection that is not fit to be used again.
func (s *session) discard() {
	s.forget()
	_ = s.conn.Raw(func(any) error { return driver.ErrBadConn })
	_ = s.conn.Close()
}

// exec runs a statement and returns how many rows it changed.
func (s *session) exec(ctx context.Context, text string, args ...any) (int64, error) {
	s.touched = true
	stmt, err := s.prepare(text)
	if err != nil {
		return 0, err
	}
	result, err := stmt.ExecContext(ctx, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// later implements runner. Here nothing is gained by waiting.
func (s *session) later(ctx context.Context, text string, args ...any) error {
	_, err := s.exec(ctx, text, args...)
	return err
}

// hold implements runner. There is one writer at a time.
func (s *session) hold(string, voting.Lock) {}

// one scans the first row; sql.ErrNoRows when there is none.
func (s *session) one(ctx context.Context, text string, args []any, into ...any) error {
	stmt, err := s.prepare(text)
	if err != nil {
		return err
	}
	err = stmt.QueryRowContext(ctx, args...).Scan(into...)
	s.asked(text, err)
	return err
}

// each calls scan for every row. It must not run further statements.
func (s *session) each(ctx context.Context, scan func(row) error, text string, args ...any) error {
	stmt, err := s.prepare(text)
	if err != nil {
		return err
	}
	rows, err := stmt.QueryContext(ctx, args...)
	s.asked(text, err)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	s.asked(text, rows.Err())
	return rows.Err()
}

// asked notes a statement that returns rows; those with RETURNING change some.
func (s *session) asked(text string, err error) {
	if !strings.HasPrefix(text, "SELECT") || err != nil && !errors.Is(err, sql.ErrNoRows) {
		s.touched = true
	}
}

// row is a row to scan, of one or of many.
type row interface{ Scan(into ...any) error }
