package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/attune-quiz/attune/quiz"
)

// pauses are how long a call waits before each repeat, so that a connection
// that was cut costs no caller an error. A server that is away for longer does.
var pauses = [...]time.Duration{10 * time.Millisecond, 50 * time.Millisecond, 200 * time.Millisecond}

// call runs do among a bounded number of others.
func (s *Store) call(ctx context.Context, do func() error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	defer s.within.Add(-1)
	if s.within.Add(1) > maxCalls {
		return quiz.ErrBusy
	}
	return do()
}

// again repeats do while it fails in a way that passes and leaves nothing
// behind.
func again(ctx context.Context, do func() error) error {
	err := do()
	for _, pause := range pauses {
		if !lost(err) && !collided(err) || errors.Is(err, errCommit) {
			break
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(pause):
		}
		err = do()
	}
	return err
}

// read runs a query that changes nothing, or that changes the same twice.
func (s *Store) read(ctx context.Context, do func() error) error {
	return s.call(ctx, func() error { return again(ctx, do) })
}

// errCommit marks a commit whose outcome is not known: it must not be
// repeated.
var errCommit = errors.New("commit")

// write runs do in a transaction of its own, which stays only if do returns
// nil. Whatever breaks before the commit leaves nothing, and runs again.
func (s *Store) write(ctx context.Context, do func(pgx.Tx) error) error {
	return s.call(ctx, func() error {
		return again(ctx, func() error { return s.transact(ctx, do) })
	})
}

func (s *Store) transact(ctx context.Context, do func(pgx.Tx) error) error {
	tx, err := s.pool.Begin(ctx)
	if err != nil {
		return err
	}
	// After a commit this does nothing. A cancelled caller, and a panic of
	// the caller's function, must give the connection back without its locks.
	defer func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		_ = tx.Rollback(ctx)
	}()
	if err := do(tx); err != nil {
		return err
	}
	if err := tx.Commit(ctx); err != nil {
		return errors.Join(errCommit, err)
	}
	return nil
}
