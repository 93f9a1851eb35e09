package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
)

// writer is the one goroutine that changes the database.
//
//	Update ──▶ queue ──▶ BEGIN ─▶ change change … ─▶ COMMIT ──▶ answers
//
// It takes what has queued meanwhile into the same transaction and never waits
// for more. Nobody is answered before COMMIT has returned, not even who is
// refused: the refusal may rest on what another change in the same transaction
// did.
//
// A change that fails is rolled back alone. Most that fail have written nothing;
// where one has, the whole transaction is rolled back and all its changes are
// run again, each in a savepoint of its own. To have those from the start would
// cost each vote two statements and copies of the pages that it writes.
type writer struct {
	db      *DB
	session *session
	queue   chan *change
	batch   []*change // taken from the queue, not answered yet
	done    chan struct{}

	changedEntry bool // by a change of the batch
}

// change is one Update.
type change struct {
	ctx    context.Context
	run    func(*tx) error
	err    error
	answer chan error // takes one answer without blocking
}

// maxBatch bounds how many changes share a commit, and so how long the first
// of them waits for the others.
const maxBatch = 256

// yields is how often the writer lets others run before it commits.
const yields = 3

// begun is the context of all that the writer does: a change that has begun
// is carried to its end.
var begun = context.Background()

func startWriter(ctx context.Context, db *DB) (*writer, error) {
	s, err := openSession(ctx, db.pool)
	if err != nil {
		return nil, err
	}
	w := &writer{db: db, session: s, queue: make(chan *change, maxBatch), done: make(chan struct{})}
	go w.loop()
	return w, nil
}

// stop lets the queue run empty; nothing may be queued any more.
func (w *writer) stop() error {
	close(w.queue)
	<-w.done
	return w.session.close()
}

// update queues a change and waits for its answer. A change whose context has
// ended before its turn is not run.
func (db *DB) update(ctx context.Context, run func(*tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	c := &change{ctx: ctx, run: run, answer: make(chan error, 1)}
	if err := db.enqueue(c); err != nil {
		return err
	}
	return <-c.answer
}

func (db *DB) enqueue(c *change) error {
	db.closing.RLock()
	defer db.closing.RUnlock()
	if db.closed {
		return errClosed
	}
	select {
	case db.writer.queue <- c:
		return nil
	case <-c.ctx.Done():
		return c.ctx.Err()
	}
}

func (w *writer) loop() {
	finished := false
	defer func() {
		if !finished { // a change has ended this goroutine (runtime.Goexit)
			w.rollBack()
			w.answerAll(errors.New("a change ended its goroutine"))
			go w.loop()
		}
	}()
	for c := range w.queue {
		w.serve(c)
	}
	finished = true
	close(w.done)
}

// serve runs one transaction that begins with the change first.
func (w *writer) serve(first *change) {
	w.batch = append(w.batch, first)
	if _, err := w.session.exec(begun, "BEGIN IMMEDIATE"); err != nil {
		w.rollBack()
		w.answerAll(fmt.Errorf("begin a change: %w", err))
		return
	}
	attempt := w.attempt
	for c := first; c != nil; c = w.next() {
		err := attempt(c)
		if errors.Is(err, errSpoilt) {
			attempt = w.attemptApart
			err = w.again()
		}
		if err != nil {
			w.rollBack()
			w.answerAll(err)
			return
		}
	}
	if _, err := w.session.exec(begun, "COMMIT"); err != nil {
		w.rollBack()
		w.answerAll(fmt.Errorf("commit: %w", err))
		return
	}
	w.answerAll(nil)
}

// next takes a further change into the batch, nil when none is waiting. Before
// it gives up it lets those run who are about to queue one: a commit for a
// single change costs as much as one for a hundred.
func (w *writer) next() *change {
	for range yields {
		if len(w.batch) >= maxBatch {
			return nil
		}
		select {
		case c := <-w.queue:
			if c != nil {
				w.batch = append(w.batch, c)
			}
			return c
		default:
			runtime.Gosched()
		}
	}
	return nil
}

// errSpoilt says that a change has failed which had written, or that a
// statement has, after which SQLite may have ended the transaction by itself.
var errSpoilt = errors.New("a change that failed has written")

// attempt runs one change and notes its outcome.
func (w *writer) attempt(c *change) error {
	if c.err = c.ctx.Err(); c.err != nil {
		return nil
	}
	w.session.touched = false
	if c.err = w.run(c); c.err != nil && w.session.touched {
		return errSpoilt
	}
	return nil
}

// again rolls the transaction back and runs all changes of the batch anew.
func (w *writer) again() error {
	w.rollBack()
	if _, err := w.session.exec(begun, "BEGIN IMMEDIATE"); err != nil {
		return fmt.Errorf("begin changes again: %w", err)
	}
	for _, c := range w.batch {
		if err := w.attemptApart(c); err != nil {
			return err
		}
	}
	return nil
}

// attemptApart runs one change in a savepoint and notes its outcome. An error is
// returned only when the whole transaction is lost, which SQLite does by
// itself when the disk is full.
func (w *writer) attemptApart(c *change) error {
	if c.err = c.ctx.Err(); c.err != nil {
		return nil
	}
	if _, err := w.session.exec(begun, "SAVEPOINT change"); err != nil {
		return fmt.Errorf("begin a change: %w", err)
	}
	if c.err = w.run(c); c.err != nil {
		if _, err := w.session.exec(begun, "ROLLBACK TO change"); err != nil {
			return c.err
		}
	}
	if _, err := w.session.exec(begun, "RELEASE change"); err != nil {
		return fmt.Errorf("end a change: %w", err)
	}
	return nil
}

// run calls the change and turns a panic into an error.
func (w *writer) run(c *change) (err error) {
	t := &tx{db: w.db, run: w.session, ctx: begun}
	defer func() {
		t.run = nil
		w.changedEntry = w.changedEntry || t.changedEntry
		if cause := recover(); cause != nil {
			err = fmt.Errorf("a change panicked: %v\n%s", cause, debug.Stack())
		}
	}()
	return c.run(t)
}

// answerAll answers the batch: everyone with failed where it is not nil, else
// each with its own outcome.
func (w *writer) answerAll(failed error) {
	if w.changedEntry { // before anybody hears that it is done
		w.changedEntry = false
		w.db.entryChanges.Add(1)
	}
	for i, c := range w.batch {
		err := failed
		if failed == nil {
			err = c.err
		}
		c.answer <- w.db.explain(err)
		w.batch[i] = nil
	}
	w.batch = w.batch[:0]
}

// rollBack ends the transaction, which SQLite may have done already. A
// connection that can begin no other is replaced.
func (w *writer) rollBack() {
	for range 2 {
		_, _ = w.session.exec(begun, "ROLLBACK")
		if _, err := w.session.exec(begun, "BEGIN"); err == nil {
			_, err = w.session.exec(begun, "ROLLBACK")
			if err == nil {
				return
			}
		}
		w.session.discard()
		fresh, err := openSession(begun, w.db.pool)
		if err != nil {
			w.db.log.Error("the database gives no new connection", "error", err)
			return
		}
		w.session = fresh
	}
}
