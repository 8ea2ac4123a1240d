package memory

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/attune-quiz/attune/internal/store"
	"github.com/attune-quiz/attune/quiz"
)

var _ quiz.Attempts = (*Store)(nil)

// Create implements quiz.Attempts.
func (s *Store) Create(ctx context.Context, a quiz.Attempt, events ...quiz.Event) error {
	return s.locked(ctx, "create attempt", func() error {
		row, err := store.NewRow(a)
		if err != nil {
			return err
		}
		_, idTaken := s.rows[a.ID]
		_, keyTaken := s.keys[a.Key]
		if idTaken || keyTaken {
			return quiz.ErrConflict
		}
		if err := s.addEvents(events); err != nil {
			return err
		}
		s.rows[a.ID] = row
		if a.Key != (quiz.Hash{}) {
			s.keys[a.Key] = a.ID
		}
		return nil
	})
}

// Get implements quiz.Attempts.
func (s *Store) Get(ctx context.Context, id quiz.AttemptID) (a quiz.Attempt, err error) {
	err = s.locked(ctx, "get attempt", func() (err error) {
		a, err = s.live(id)
		return err
	})
	return a, err
}

// ByKey implements quiz.Attempts.
func (s *Store) ByKey(ctx context.Context, key quiz.Hash) (a quiz.Attempt, err error) {
	err = s.locked(ctx, "get attempt by key", func() (err error) {
		a, err = s.live(s.keys[key])
		return err
	})
	return a, err
}

// Save implements quiz.Attempts.
func (s *Store) Save(ctx context.Context, id quiz.AttemptID, responses []quiz.Response, expires time.Time) (p quiz.Progress, err error) {
	return s.save(ctx, id, responses, expires, func(p store.Patch) store.Patch { return p })
}

// SaveOpened implements quiz.Attempts.
func (s *Store) SaveOpened(ctx context.Context, id quiz.AttemptID, opener quiz.Hash, responses []quiz.Response, expires time.Time) (quiz.Progress, error) {
	return s.save(ctx, id, responses, expires, func(p store.Patch) store.Patch { return p.OpenedBy(opener) })
}

func (s *Store) save(ctx context.Context, id quiz.AttemptID, responses []quiz.Response, expires time.Time, by func(store.Patch) store.Patch) (p quiz.Progress, err error) {
	err = s.locked(ctx, "save responses", func() error {
		patch, err := store.NewPatch(responses)
		if err != nil {
			return err
		}
		patch = by(patch)
		row, ok := s.rows[id]
		if !ok {
			return quiz.ErrNotFound
		}
		if err := patch.Refused(row.Standing(), s.clock()); err != nil {
			return err
		}
		p, err = s.merge(row, responses, expires)
		return err
	})
	return p, err
}

func (s *Store) merge(row store.Row, responses []quiz.Response, expires time.Time) (quiz.Progress, error) {
	a, err := row.Attempt()
	if err != nil {
		return quiz.Progress{}, err
	}
	a.Sheet.Put(responses...)
	if until := store.Until(expires); until.After(a.Expires) {
		a.Expires = until
	}
	if row, err = store.NewRow(a); err != nil {
		return quiz.Progress{}, err
	}
	s.rows[a.ID] = row
	return a.Sheet.Progress(), nil
}

// Update implements quiz.Attempts.
func (s *Store) Update(ctx context.Context, id quiz.AttemptID, fn func(*quiz.Attempt) ([]quiz.Event, error)) error {
	return s.locked(ctx, "update attempt", func() error {
		before, err := s.live(id)
		if err != nil {
			return err
		}
		changed, events, err := store.Change(s.rows[id], fn)
		if err != nil {
			return err
		}
		return s.put(before, changed, events)
	})
}

// put stores a row that exists, and the events of what changed it.
func (s *Store) put(before quiz.Attempt, changed store.Row, events []quiz.Event) error {
	if err := s.addEvents(events); err != nil {
		return err
	}
	if changed.Erased() {
		s.fold(s.rows[before.ID])
		delete(s.keys, before.Key)
		s.dropCode(before.ID)
		s.dropShares(before.ID)
		s.dropLetter(before.ID)
	}
	s.rows[before.ID] = changed
	return nil
}

// Expired implements quiz.Attempts.
func (s *Store) Expired(ctx context.Context, limit int) (ids []quiz.AttemptID, err error) {
	err = s.locked(ctx, "list expired attempts", func() error {
		for id, row := range s.rows {
			if !row.Erased() && s.over(row) {
				ids = append(ids, id)
			}
		}
		slices.SortFunc(ids, func(a, b quiz.AttemptID) int {
			return cmp.Or(cmp.Compare(s.rows[a].Standing().Expires, s.rows[b].Standing().Expires), cmp.Compare(a, b))
		})
		ids = ids[:min(limit, len(ids))]
		return nil
	})
	return ids, err
}

// EraseExpired implements quiz.Attempts.
func (s *Store) EraseExpired(ctx context.Context, id quiz.AttemptID, events ...quiz.Event) error {
	return s.locked(ctx, "erase expired attempt", func() error {
		row, ok := s.rows[id]
		if !ok || row.Erased() || !s.over(row) {
			return quiz.ErrNotFound
		}
		before, err := row.Attempt()
		if err != nil {
			return err
		}
		blank, events, err := row.Remains().Erase(id, events)
		if err != nil {
			return err
		}
		return s.put(before, blank, events)
	})
}

// live returns the attempt unless it is unknown, erased or expired.
func (s *Store) live(id quiz.AttemptID) (quiz.Attempt, error) {
	row, ok := s.rows[id]
	if !ok || row.Erased() || s.over(row) {
		return quiz.Attempt{}, quiz.ErrNotFound
	}
	return row.Attempt()
}

func (s *Store) over(row store.Row) bool {
	return row.Standing().Expires <= store.Millis(s.clock())
}

// locked runs do under the lock and says in its error what was being done.
func (s *Store) locked(ctx context.Context, doing string, do func() error) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := do(); err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}
