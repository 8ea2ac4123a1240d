package postgres

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/attune-quiz/attune/internal/store"
	"github.com/attune-quiz/attune/quiz"
)

const (
	queueLength = 1024 // saves that may wait; one more is refused as busy
	batchLength = 128  // saves that may share a commit
	savers      = 4    // batches under way at once
	saveTimeout = 8 * time.Second
)

// saver sends the saves of many callers together.
type saver struct {
	store *Store
	queue chan *save
	busy  sync.WaitGroup

	committed func(saves int)

	mu     sync.RWMutex // held for writing only to close the queue
	closed bool
}

// save is one call of Save. Its caller or a saver takes it, whoever is first:
// the caller to give up, the saver to run it.
type save struct {
	id       quiz.AttemptID
	patch    store.Patch
	expires  time.Time
	taken    atomic.Bool
	progress quiz.Progress
	err      error
	done     chan struct{}
}

func startSaver(s *Store) *saver {
	v := &saver{store: s, queue: make(chan *save, queueLength), committed: func(int) {}}
	for range savers {
		v.busy.Go(v.loop)
	}
	return v
}

// do saves and returns after the commit. Once a batch has taken the save, do
// waits for its end whatever becomes of ctx.
func (v *saver) do(ctx context.Context, id quiz.AttemptID, patch store.Patch, expires time.Time) (quiz.Progress, error) {
	if err := ctx.Err(); err != nil {
		return quiz.Progress{}, err
	}
	s := &save{id: id, patch: patch, expires: expires, done: make(chan struct{})}
	if err := v.enqueue(s); err != nil {
		return quiz.Progress{}, err
	}
	select {
	case <-s.done:
	case <-ctx.Done():
		if s.taken.CompareAndSwap(false, true) {
			return quiz.Progress{}, ctx.Err()
		}
		<-s.done
	}
	return s.progress, s.err
}

func (v *saver) enqueue(s *save) error {
	v.mu.RLock()
	defer v.mu.RUnlock()
	if v.closed {
		return errClosed
	}
	select {
	case v.queue <- s:
		return nil
	default:
		return quiz.ErrBusy
	}
}

// close waits until all that was accepted is answered.
func (v *saver) close() {
	v.mu.Lock()
	if !v.closed {
		v.closed = true
		close(v.queue)
	}
	v.mu.Unlock()
	v.busy.Wait()
}

func (v *saver) loop() {
	for first := range v.queue {
		if batch := v.gather(first); len(batch) > 0 {
			v.serve(batch)
		}
	}
}

// gather takes first and what else is waiting and was not given up, in the
// order of ids: batches that lock the same rows lock them in the same order.
func (v *saver) gather(first *save) []*save {
	var batch []*save
	for s, more := first, true; more; {
		if s.taken.CompareAndSwap(false, true) {
			batch = append(batch, s)
		}
		if len(batch) == batchLength {
			break
		}
		select {
		case s, more = <-v.queue:
		default:
			more = false
		}
	}
	slices.SortStableFunc(batch, func(a, b *save) int { return cmp.Compare(a.id, b.id) })
	return batch
}

// serve runs the batch and answers it. A batch that one save spoiled is run
// again save by save, for callers share a commit, never an outcome.
func (v *saver) serve(batch []*save) {
	ctx, cancel := context.WithTimeout(context.Background(), saveTimeout)
	defer cancel()
	err := again(ctx, func() error { return v.send(ctx, batch) })
	if err != nil && len(batch) > 1 && !lost(err) && ctx.Err() == nil {
		for _, s := range batch {
			v.serve([]*save{s})
		}
		return
	}
	for _, s := range batch {
		if err != nil {
			s.err = err
		}
		close(s.done)
	}
}

// send runs the batch as one implicit transaction. A save that changed no row
// was refused; why is read afterwards.
func (v *saver) send(ctx context.Context, batch []*save) error {
	now := v.store.clock()
	var b pgx.Batch
	for _, s := range batch {
		b.Queue(s.patch.Shape().Statement(), s.patch.Args(s.id, now, s.expires)...)
	}
	refused, err := v.results(ctx, &b, batch)
	if err != nil {
		return err
	}
	v.committed(len(batch))
	for _, s := range refused {
		if s.err = v.reason(ctx, s, now); lost(s.err) {
			return s.err
		}
	}
	return nil
}

// results reads what each statement says. Only its end says that all of them
// are committed.
func (v *saver) results(ctx context.Context, b *pgx.Batch, batch []*save) (refused []*save, err error) {
	results := v.store.pool.SendBatch(ctx, b)
	for _, s := range batch {
		err := results.QueryRow().Scan(&s.progress.Answered, &s.progress.Total)
		if errors.Is(err, pgx.ErrNoRows) {
			refused = append(refused, s)
			continue
		}
		if err != nil {
			return nil, errors.Join(err, results.Close())
		}
	}
	return refused, results.Close()
}

// reason tells why the attempt took no responses.
func (v *saver) reason(ctx context.Context, s *save, now time.Time) error {
	var at store.Standing
	err := v.store.pool.QueryRow(ctx, store.SelectStanding, string(s.id)).Scan(at.Fields()...)
	if err != nil {
		return notFound(err)
	}
	if err := s.patch.Refused(at, now); err != nil {
		return err
	}
	// It changed between the two statements.
	return fmt.Errorf("refused in status %q without a reason: %w", at.Status, quiz.ErrBusy)
}
