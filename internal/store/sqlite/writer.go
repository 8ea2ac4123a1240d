package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

const (
	queueLength = 1024             // writes that may wait; one more is refused as busy
	batchLength = 256              // writes that may share a commit
	scrubEvery  = 20 * time.Second // erased content leaves the journal within this and a commit
)

// errClosed answers writes after Close.
var errClosed = fmt.Errorf("the store is closed: %w", quiz.ErrUnavailable)

// writer is the one goroutine that writes.
type writer struct {
	db      *sql.DB // one connection
	queue   chan *job
	stopped chan struct{}

	mu     sync.RWMutex // held for writing only to close the queue
	closed bool

	erased  atomic.Bool      // the journal may still hold what was erased
	leaving []quiz.AttemptID // what the open transaction erases
	log     func(...quiz.AttemptID) error

	committed func(writes int)
}

// job is one write. Its caller or the writer takes it, whoever is first: the
// caller to give up, the writer to run it.
type job struct {
	run      func(*txn) error
	taken    atomic.Bool
	err      error
	panicked any
	done     chan struct{}
}

// txn is the transaction that a batch shares, with the prepared statements
// that it has used.
type txn struct {
	*sql.Tx
	bound map[*sql.Stmt]*sql.Stmt
}

// stmt returns a prepared statement for use in the transaction.
func (t *txn) stmt(s *sql.Stmt) *sql.Stmt {
	b, ok := t.bound[s]
	if !ok {
		b = t.StmtContext(within, s)
		t.bound[s] = b
	}
	return b
}

// refusal is the error of a job that wrote nothing: its neighbours go on.
type refusal struct{ error }

func (r refusal) Unwrap() error { return r.error }

func startWriter(db *sql.DB) *writer {
	w := &writer{
		db: db, queue: make(chan *job, queueLength), stopped: make(chan struct{}),
		log: func(...quiz.AttemptID) error { return nil }, committed: func(int) {},
	}
	go w.loop()
	return w
}

// do runs a write and returns after its commit. If run returns an error that
// is not a refusal, nothing of it stays, and those that shared its
// transaction run again alone. Once run has begun, do waits for its end
// whatever becomes of ctx. A panic of run comes back as the caller's.
func (w *writer) do(ctx context.Context, run func(*txn) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	j := &job{run: run, done: make(chan struct{})}
	if err := w.enqueue(j); err != nil {
		return err
	}
	select {
	case <-j.done:
	case <-ctx.Done():
		if j.taken.CompareAndSwap(false, true) {
			return ctx.Err()
		}
		<-j.done
	}
	if j.panicked != nil {
		panic(j.panicked)
	}
	if r, ok := j.err.(refusal); ok {
		return r.error
	}
	return j.err
}

func (w *writer) enqueue(j *job) error {
	w.mu.RLock()
	defer w.mu.RUnlock()
	if w.closed {
		return errClosed
	}
	select {
	case w.queue <- j:
		return nil
	default:
		return quiz.ErrBusy
	}
}

// close waits until all that was accepted is answered.
func (w *writer) close() {
	w.mu.Lock()
	if !w.closed {
		w.closed = true
		close(w.queue)
	}
	w.mu.Unlock()
	<-w.stopped
}

func (w *writer) loop() {
	defer close(w.stopped)
	tick := time.NewTicker(scrubEvery)
	defer tick.Stop()
	for {
		select {
		case first, ok := <-w.queue:
			if !ok {
				return
			}
			w.serve(w.gather(first))
		case <-tick.C:
			w.scrub()
		}
	}
}

// gather takes first and what else is waiting and was not given up.
func (w *writer) gather(first *job) []*job {
	var batch []*job
	for j := first; ; {
		if j.taken.CompareAndSwap(false, true) {
			batch = append(batch, j)
		}
		if len(batch) == batchLength {
			return batch
		}
		select {
		case next, ok := <-w.queue:
			if !ok {
				return batch
			}
			j = next
		default:
			return batch
		}
	}
}

// serve runs the batch and answers it. A batch that one job spoiled is run
// again job by job, for callers share a commit, never an outcome.
func (w *writer) serve(batch []*job) {
	spoiled, err := w.transact(batch)
	if err != nil && (!spoiled || broken(err)) {
		w.reconnect()
	}
	if full(err) {
		w.empty() // the journal may be what fills the disk
	}
	if spoiled && len(batch) > 1 {
		for _, j := range batch {
			w.serve([]*job{j})
		}
		return
	}
	for _, j := range batch {
		if err != nil {
			j.err = err
		}
		close(j.done)
	}
}

// transact runs the batch in one transaction. It reports whether a job failed
// and with what, or the error of the transaction itself; then nothing stays.
func (w *writer) transact(batch []*job) (spoiled bool, err error) {
	if len(batch) == 0 {
		return false, nil
	}
	w.leaving = nil
	tx, err := w.db.BeginTx(context.Background(), nil)
	if err != nil {
		return false, err
	}
	shared := &txn{Tx: tx, bound: map[*sql.Stmt]*sql.Stmt{}}
	for _, j := range batch {
		if err := j.try(shared); err != nil {
			return true, errors.Join(err, tx.Rollback())
		}
	}
	// What cannot be noted outside is not erased: a restore would bring it back.
	if err := w.log(w.leaving...); err != nil {
		return true, errors.Join(err, tx.Rollback())
	}
	if err := tx.Commit(); err != nil {
		return false, err
	}
	w.committed(len(batch))
	return false, nil
}

// erasing notes what the open transaction erases.
func (w *writer) erasing(id quiz.AttemptID) {
	w.erased.Store(true)
	w.leaving = append(w.leaving, id)
}

// reconnect drops the connection, which may have fallen back to reading
// alone, hold a broken file or a transaction that could not end, so that the
// next write opens the file anew.
func (w *writer) reconnect() {
	w.db.SetMaxIdleConns(0)
	w.db.SetMaxIdleConns(1)
}

// try runs the job and returns its error unless it is a refusal.
func (j *job) try(tx *txn) (err error) {
	defer func() {
		if j.panicked = recover(); j.panicked != nil {
			err = errors.New("a write panicked")
		}
	}()
	j.err = j.run(tx)
	if _, refused := j.err.(refusal); refused {
		return nil
	}
	return j.err
}

// scrub empties the journal if it may hold what was erased. Readers can be in
// the way; then the next tick tries again.
func (w *writer) scrub() {
	if !w.erased.Load() {
		return
	}
	if w.empty() {
		w.erased.Store(false)
	}
}

// empty moves the journal into the database and cuts it off, and reports
// whether it could.
func (w *writer) empty() bool {
	var busy, frames, moved int
	row := w.db.QueryRowContext(context.Background(), "PRAGMA wal_checkpoint(TRUNCATE)")
	return row.Scan(&busy, &frames, &moved) == nil && busy == 0
}
