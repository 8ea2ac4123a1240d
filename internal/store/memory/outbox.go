package memory

import (
	"context"
	"fmt"
	"time"

	"github.com/attune-quiz/attune/internal/store"
	"github.com/attune-quiz/attune/quiz"
)

var _ quiz.Outbox = (*Store)(nil)

// entry is an event that waits, is leased or is settled.
type entry struct {
	event       quiz.Event
	leasedUntil time.Time
	settled     bool
}

// addEvents adds all of the events or none.
func (s *Store) addEvents(events []quiz.Event) error {
	fresh := map[quiz.EventID]bool{}
	for _, e := range events {
		if _, known := s.places[e.ID]; known || fresh[e.ID] {
			return fmt.Errorf("add event: %w", quiz.ErrConflict)
		}
		fresh[e.ID] = true
	}
	for _, e := range events {
		e.At = store.Moment(store.Millis(e.At))
		s.places[e.ID] = len(s.outbox)
		s.outbox = append(s.outbox, entry{event: e})
	}
	return nil
}

// Claim implements quiz.Outbox.
func (s *Store) Claim(ctx context.Context, limit int, lease time.Duration) (events []quiz.Event, err error) {
	err = s.locked(ctx, "claim events", func() error {
		now := s.clock()
		for i := range s.outbox {
			e := &s.outbox[i]
			if len(events) == limit {
				break
			}
			if !e.settled && !e.leasedUntil.After(now) {
				e.leasedUntil = now.Add(lease)
				events = append(events, e.event)
			}
		}
		return nil
	})
	return events, err
}

// Settle implements quiz.Outbox.
func (s *Store) Settle(ctx context.Context, id quiz.EventID) error {
	return s.locked(ctx, "settle event", func() error {
		i, known := s.places[id]
		if !known || s.outbox[i].settled {
			return quiz.ErrNotFound
		}
		s.outbox[i].settled = true
		return nil
	})
}
