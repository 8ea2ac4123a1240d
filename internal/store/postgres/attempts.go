package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/attune-quiz/attune/internal/store"
	"github.com/attune-quiz/attune/quiz"
)

var _ quiz.Attempts = (*Store)(nil)

// Create implements quiz.Attempts.
func (s *Store) Create(ctx context.Context, a quiz.Attempt, events ...quiz.Event) error {
	row, err := store.NewRow(a)
	if err != nil {
		return wrap("create attempt", err)
	}
	return wrap("create attempt", s.write(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, store.InsertAttempt, row.Fields()...)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return quiz.ErrConflict
		}
		return addEvents(ctx, tx, events)
	}))
}

// Get implements quiz.Attempts.
func (s *Store) Get(ctx context.Context, id quiz.AttemptID) (quiz.Attempt, error) {
	a, err := s.get(ctx, store.SelectAttempt, string(id))
	return a, wrap("get attempt", err)
}

// ByKey implements quiz.Attempts.
func (s *Store) ByKey(ctx context.Context, key quiz.Hash) (quiz.Attempt, error) {
	a, err := s.get(ctx, store.SelectByKey, store.PackHash(key))
	return a, wrap("get attempt by key", err)
}

func (s *Store) get(ctx context.Context, query, by string) (quiz.Attempt, error) {
	var row store.Row
	err := s.read(ctx, func() error {
		return s.pool.QueryRow(ctx, query, by, store.Millis(s.clock())).Scan(row.Fields()...)
	})
	if err != nil {
		return quiz.Attempt{}, notFound(err)
	}
	return row.Attempt()
}

// Save implements quiz.Attempts.
func (s *Store) Save(ctx context.Context, id quiz.AttemptID, responses []quiz.Response, expires time.Time) (quiz.Progress, error) {
	patch, err := store.NewPatch(responses)
	if err != nil {
		return quiz.Progress{}, wrap("save responses", err)
	}
	p, err := s.saver.do(ctx, id, patch, expires)
	return p, wrap("save responses", err)
}

// SaveOpened implements quiz.Attempts.
func (s *Store) SaveOpened(ctx context.Context, id quiz.AttemptID, opener quiz.Hash, responses []quiz.Response, expires time.Time) (quiz.Progress, error) {
	patch, err := store.NewPatch(responses)
	if err != nil {
		return quiz.Progress{}, wrap("save responses", err)
	}
	p, err := s.saver.do(ctx, id, patch.OpenedBy(opener), expires)
	return p, wrap("save responses", err)
}

// Update implements quiz.Attempts.
func (s *Store) Update(ctx context.Context, id quiz.AttemptID, fn func(*quiz.Attempt) ([]quiz.Event, error)) error {
	return wrap("update attempt", s.write(ctx, func(tx pgx.Tx) error {
		row, err := s.held(ctx, tx, id)
		if err != nil {
			return err
		}
		changed, events, err := store.Change(row, fn)
		if err != nil {
			return err
		}
		return s.put(ctx, tx, changed, events)
	}))
}

// held reads and locks the attempt that the transaction is about to change.
func (s *Store) held(ctx context.Context, tx pgx.Tx, id quiz.AttemptID) (row store.Row, err error) {
	err = tx.QueryRow(ctx, store.SelectAttempt+" FOR UPDATE", string(id), store.Millis(s.clock())).
		Scan(row.Fields()...)
	return row, notFound(err)
}

// put stores a row that exists, and the events of what changed it.
func (s *Store) put(ctx context.Context, tx pgx.Tx, row store.Row, events []quiz.Event) error {
	if row.Erased() {
		// What cannot be noted outside is not erased: a restore would bring it back.
		if err := s.erasures.Append(s.clock(), row.ID()); err != nil {
			return err
		}
		if err := dropOf(ctx, tx, row.ID()); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(ctx, store.UpdateAttempt, row.Fields()...); err != nil {
		return err
	}
	return addEvents(ctx, tx, events)
}

// dropOf counts how far attempts came and takes away what goes with them.
func dropOf(ctx context.Context, tx pgx.Tx, ids ...quiz.AttemptID) error {
	for _, id := range ids {
		if _, err := tx.Exec(ctx, store.FoldAttempt, string(id)); err != nil {
			return err
		}
	}
	for _, text := range []string{
		"DELETE FROM resume_codes WHERE attempt = ANY($1)",
		"DELETE FROM shares WHERE attempt = ANY($1)",
		"DELETE FROM letters WHERE attempt = ANY($1)",
	} {
		if _, err := tx.Exec(ctx, text, ids); err != nil {
			return err
		}
	}
	return nil
}

// Expired implements quiz.Attempts.
func (s *Store) Expired(ctx context.Context, limit int) (ids []quiz.AttemptID, err error) {
	err = s.read(ctx, func() error {
		rows, err := s.pool.Query(ctx, store.SelectExpired, store.Millis(s.clock()), limit)
		if err != nil {
			return err
		}
		ids, err = pgx.CollectRows(rows, pgx.RowTo[quiz.AttemptID])
		return err
	})
	return ids, wrap("list expired attempts", err)
}

// EraseExpired implements quiz.Attempts. It does not unpack what it erases,
// so that no row is too broken to go.
func (s *Store) EraseExpired(ctx context.Context, id quiz.AttemptID, events ...quiz.Event) error {
	return wrap("erase expired attempt", s.write(ctx, func(tx pgx.Tx) error {
		var remains store.Remains
		err := tx.QueryRow(ctx, store.SelectOneExpired+" FOR UPDATE", string(id), store.Millis(s.clock())).
			Scan(remains.Fields()...)
		if err != nil {
			return notFound(err)
		}
		blank, events, err := remains.Erase(id, events)
		if err != nil {
			return err
		}
		return s.put(ctx, tx, blank, events)
	}))
}
