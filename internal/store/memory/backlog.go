package memory

import (
	"context"

	"github.com/attune-quiz/attune/quiz"
)

// Backlog implements quiz.Outbox.
func (s *Store) Backlog(ctx context.Context) (left quiz.Backlog, err error) {
	err = s.locked(ctx, "measure the outbox", func() error {
		for _, e := range s.outbox {
			if !e.settled.IsZero() {
				continue
			}
			if left.Events == 0 {
				left.Oldest = e.event.At
			}
			left.Events++
		}
		return nil
	})
	return left, err
}
