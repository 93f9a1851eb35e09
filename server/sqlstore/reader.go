package sqlstore

import (
	"context"
	"errors"
)

var errClosed = errors.New("the database is closed")

// view runs read on one snapshot. A View inside a View could wait for itself:
// there are only so many connections.
func (db *DB) view(ctx context.Context, read func(*tx) error) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	var s *session
	select {
	case <-ctx.Done():
		return ctx.Err()
	case s = <-db.readers:
	}
	if s == nil {
		return errClosed
	}
	defer func() { db.readers <- s }()
	if _, err := s.exec(context.Background(), "BEGIN"); err != nil {
		return err
	}
	t := &tx{db: db, run: s, ctx: ctx, reading: true}
	defer func() {
		t.run = nil
		_, end := s.exec(context.Background(), "ROLLBACK")
		err = errors.Join(err, end)
	}()
	return read(t)
}
