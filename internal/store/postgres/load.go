package postgres

import (
	"context"

	"github.com/attune-quiz/attune/internal/store"
	"github.com/attune-quiz/attune/quiz"
)

// Load says how busy this replica's pool is.
func (s *Store) Load() store.Load {
	pool := s.pool.Stat()
	return store.Load{
		Waiting: len(s.saver.queue), Room: queueLength,
		Open: int(pool.TotalConns()), InUse: int(pool.AcquiredConns()), Most: int(pool.MaxConns()),
		Waits: pool.EmptyAcquireCount(),
	}
}

// OnCommit calls told after every commit of saves with how many shared it; it
// may be called by several at once. Call it before the first write.
func (s *Store) OnCommit(told func(saves int)) { s.saver.committed = told }

// Backlog implements quiz.Outbox.
func (s *Store) Backlog(ctx context.Context) (quiz.Backlog, error) {
	left, err := s.backlog(ctx, store.SelectBacklog)
	return left, wrap("measure the outbox", err)
}

// Overdue implements quiz.Deliveries.
func (s *Store) Overdue(ctx context.Context) (quiz.Backlog, error) {
	left, err := s.backlog(ctx, store.SelectOverdue, store.Millis(s.clock()))
	return left, wrap("measure deliveries", err)
}

func (s *Store) backlog(ctx context.Context, query string, args ...any) (left quiz.Backlog, err error) {
	err = s.read(ctx, func() error {
		var events int
		var oldest int64
		err := s.pool.QueryRow(ctx, query, args...).Scan(&events, &oldest)
		left = store.Backlog(events, oldest)
		return err
	})
	return left, err
}
