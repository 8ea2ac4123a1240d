package sqlite

import "context"

// Scrub does at once what the writer does at intervals.
func (s *Store) Scrub() { s.writer.scrub() }

// QueueLength is how many writes may wait.
const QueueLength = queueLength

// Waiting is how many writes wait now.
func (s *Store) Waiting() int { return len(s.writer.queue) }

// Pragma sets something on the writer's connection.
func (s *Store) Pragma(ctx context.Context, text string) error {
	var ignored any
	return s.writer.db.QueryRowContext(ctx, "PRAGMA "+text).Scan(&ignored)
}
