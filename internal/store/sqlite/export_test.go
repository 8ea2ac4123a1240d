package sqlite

// Scrub does at once what the writer does at intervals.
func (s *Store) Scrub() { s.writer.scrub() }

// QueueLength is how many writes may wait.
const QueueLength = queueLength

// Waiting is how many writes wait now.
func (s *Store) Waiting() int { return len(s.writer.queue) }
