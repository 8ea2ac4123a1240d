package memory

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/attune-quiz/attune/internal/store"
	"github.com/attune-quiz/attune/quiz"
)

var _ quiz.Outbox = (*Store)(nil)

// entry is an event that waits, is leased or is settled.
type entry struct {
	event       quiz.Event
	leasedUntil time.Time
	settled     time.Time // zero until then
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
			if e.settled.IsZero() && open(e.leasedUntil, now) {
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
		if !known || !s.outbox[i].settled.IsZero() {
			return quiz.ErrNotFound
		}
		s.outbox[i].settled = s.clock()
		return nil
	})
}

// Forget implements quiz.Outbox.
func (s *Store) Forget(ctx context.Context, settled time.Time, limit int) (n int, err error) {
	err = s.locked(ctx, "forget events", func() error {
		old := s.settled(settled)
		old = old[:min(limit, len(old))]
		for _, e := range old {
			if e.event.Type == quiz.AttemptErased && s.rows[e.event.Attempt].Erased() {
				delete(s.rows, e.event.Attempt)
			}
		}
		n = len(old)
		s.remove(old)
		return nil
	})
	return n, err
}

// settled lists what was settled by then, oldest first.
func (s *Store) settled(by time.Time) []entry {
	var old []entry
	for _, e := range s.outbox {
		if !e.settled.IsZero() && !e.settled.After(by) {
			old = append(old, e)
		}
	}
	slices.SortStableFunc(old, func(a, b entry) int { return a.settled.Compare(b.settled) })
	return old
}

func (s *Store) remove(old []entry) {
	for _, e := range old {
		delete(s.places, e.event.ID)
	}
	s.outbox = slices.DeleteFunc(s.outbox, func(e entry) bool {
		_, stays := s.places[e.event.ID]
		return !stays
	})
	for i, e := range s.outbox {
		s.places[e.event.ID] = i
	}
}

// open reports whether nobody's lease is in force.
func open(until, now time.Time) bool {
	return !until.After(now) || until.After(now.Add(quiz.MaxLease))
}
