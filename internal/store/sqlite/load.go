package sqlite

import (
	"context"

	"github.com/attune-quiz/attune/internal/store"
	"github.com/attune-quiz/attune/quiz"
)

// Load says how busy the file is.
func (s *Store) Load() store.Load {
	reads, writes := s.reader.Stats(), s.writer.db.Stats()
	return store.Load{
		Waiting: len(s.writer.queue), Room: queueLength,
		Open: reads.OpenConnections + writes.OpenConnections, InUse: reads.InUse + writes.InUse,
		Most: reads.MaxOpenConnections + writes.MaxOpenConnections, Waits: reads.WaitCount,
	}
}

// OnCommit calls told after every commit with how many writes shared it. Call
// it before the first write.
func (s *Store) OnCommit(told func(writes int)) { s.writer.committed = told }

// Backlog implements quiz.Outbox.
func (s *Store) Backlog(ctx context.Context) (quiz.Backlog, error) {
	var events int
	var oldest int64
	if err := s.reader.QueryRowContext(ctx, store.SelectBacklog).Scan(&events, &oldest); err != nil {
		return quiz.Backlog{}, wrap("measure the outbox", err)
	}
	return store.Backlog(events, oldest), nil
}

// Overdue implements quiz.Deliveries.
func (s *Store) Overdue(ctx context.Context) (quiz.Backlog, error) {
	var events int
	var oldest int64
	if err := s.reader.QueryRowContext(ctx, store.SelectOverdue, store.Millis(s.clock())).Scan(&events, &oldest); err != nil {
		return quiz.Backlog{}, wrap("measure deliveries", err)
	}
	return store.Backlog(events, oldest), nil
}
