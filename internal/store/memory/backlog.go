package memory

import (
	"context"

	"github.com/attune-quiz/attune/quiz"
)

// Overdue implements quiz.Deliveries.
func (s *Store) Overdue(ctx context.Context) (left quiz.Backlog, err error) {
	err = s.locked(ctx, "measure deliveries", func() error {
		now := s.clock()
		for _, p := range s.deliveries.parcels {
			if p.State != quiz.DeliveryPending || p.Due.After(now) {
				continue
			}
			if left.Events == 0 || p.Due.Before(left.Oldest) {
				left.Oldest = p.Due
			}
			left.Events++
		}
		return nil
	})
	return left, err
}

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
