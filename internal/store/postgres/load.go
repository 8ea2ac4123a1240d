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
func (s *Store) Backlog(ctx context.Context) (left quiz.Backlog, err error) {
	err = s.read(ctx, func() error {
		var events int
		var oldest int64
		err := s.pool.QueryRow(ctx, store.SelectBacklog).Scan(&events, &oldest)
		left = store.Backlog(events, oldest)
		return err
	})
	return left, wrap("measure the outbox", err)
}
