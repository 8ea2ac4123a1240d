package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/attune-quiz/attune/internal/store"
	"github.com/attune-quiz/attune/quiz"
)

var _ quiz.Attempts = (*Store)(nil)

// within is the context of statements inside the shared transaction: one
// caller's end must not interrupt the others.
var within = context.Background()

// Create implements quiz.Attempts.
func (s *Store) Create(ctx context.Context, a quiz.Attempt, events ...quiz.Event) error {
	row, err := store.NewRow(a)
	if err != nil {
		return wrap("create attempt", err)
	}
	return wrap("create attempt", s.writer.do(ctx, func(tx *txn) error {
		n, err := affected(tx.stmt(s.change.insert).ExecContext(within, row.Fields()...))
		if err != nil {
			return err
		}
		if n == 0 {
			return refusal{quiz.ErrConflict}
		}
		return s.addEvents(tx, events)
	}))
}

// Get implements quiz.Attempts.
func (s *Store) Get(ctx context.Context, id quiz.AttemptID) (quiz.Attempt, error) {
	a, err := s.get(ctx, s.read.attempt, string(id))
	return a, wrap("get attempt", err)
}

// ByKey implements quiz.Attempts.
func (s *Store) ByKey(ctx context.Context, key quiz.Hash) (quiz.Attempt, error) {
	a, err := s.get(ctx, s.read.byKey, store.PackHash(key))
	return a, wrap("get attempt by key", err)
}

func (s *Store) get(ctx context.Context, stmt *sql.Stmt, by string) (quiz.Attempt, error) {
	var row store.Row
	err := stmt.QueryRowContext(ctx, by, store.Millis(s.clock())).Scan(row.Fields()...)
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
	return s.save(ctx, id, patch, expires)
}

// SaveOpened implements quiz.Attempts.
func (s *Store) SaveOpened(ctx context.Context, id quiz.AttemptID, opener quiz.Hash, responses []quiz.Response, expires time.Time) (quiz.Progress, error) {
	patch, err := store.NewPatch(responses)
	if err != nil {
		return quiz.Progress{}, wrap("save responses", err)
	}
	return s.save(ctx, id, patch.OpenedBy(opener), expires)
}

func (s *Store) save(ctx context.Context, id quiz.AttemptID, patch store.Patch, expires time.Time) (quiz.Progress, error) {
	var p quiz.Progress
	err := s.writer.do(ctx, func(tx *txn) error {
		now := s.clock()
		err := s.patch(tx, patch.Shape(), patch.Args(id, now, expires)).Scan(&p.Answered, &p.Total)
		if errors.Is(err, sql.ErrNoRows) {
			return s.refused(tx, id, patch, now)
		}
		return err
	})
	if err != nil {
		return quiz.Progress{}, wrap("save responses", err)
	}
	return p, nil
}

func (s *Store) patch(tx *txn, shape store.Shape, args []any) *sql.Row {
	if stmt, ok := s.change.save[shape]; ok {
		return tx.stmt(stmt).QueryRowContext(within, args...)
	}
	return tx.QueryRowContext(within, shape.Statement(), args...)
}

// refused tells why the attempt took no responses.
func (s *Store) refused(tx *txn, id quiz.AttemptID, patch store.Patch, now time.Time) error {
	var at store.Standing
	row := tx.stmt(s.change.standing).QueryRowContext(within, string(id))
	if err := row.Scan(at.Fields()...); err != nil {
		return notFound(err)
	}
	if err := patch.Refused(at, now); err != nil {
		return refusal{err}
	}
	return fmt.Errorf("refused in status %q without a reason", at.Status)
}

// Update implements quiz.Attempts.
func (s *Store) Update(ctx context.Context, id quiz.AttemptID, fn func(*quiz.Attempt) ([]quiz.Event, error)) error {
	return wrap("update attempt", s.writer.do(ctx, func(tx *txn) error {
		row, err := s.held(tx, id)
		if err != nil {
			return err
		}
		changed, events, err := store.Change(row, fn)
		if err != nil {
			return refusal{err}
		}
		return s.put(tx, changed, events)
	}))
}

// held reads the attempt that the transaction is about to change.
func (s *Store) held(tx *txn, id quiz.AttemptID) (row store.Row, err error) {
	err = tx.stmt(s.change.attempt).
		QueryRowContext(within, string(id), store.Millis(s.clock())).Scan(row.Fields()...)
	return row, notFound(err)
}

// put stores a row that exists, and the events of what changed it.
func (s *Store) put(tx *txn, row store.Row, events []quiz.Event) error {
	if row.Erased() {
		s.writer.erasing(row.ID())
		if err := s.dropOf(tx, row.ID()); err != nil {
			return err
		}
	}
	_, err := tx.stmt(s.change.update).ExecContext(within, row.Fields()...)
	if err != nil {
		return err
	}
	return s.addEvents(tx, events)
}

// dropOf counts how far an attempt came and takes away what goes with it.
func (s *Store) dropOf(tx *txn, id quiz.AttemptID) error {
	for _, stmt := range []*sql.Stmt{s.change.fold, s.change.code.removeOf, s.change.share.removeOf, s.change.letter.removeOf} {
		if _, err := tx.stmt(stmt).ExecContext(within, string(id)); err != nil {
			return err
		}
	}
	return nil
}

// Expired implements quiz.Attempts.
func (s *Store) Expired(ctx context.Context, limit int) ([]quiz.AttemptID, error) {
	rows, err := s.read.expired.QueryContext(ctx, store.Millis(s.clock()), limit)
	if err != nil {
		return nil, wrap("list expired attempts", err)
	}
	defer rows.Close()
	var ids []quiz.AttemptID
	for rows.Next() {
		var id quiz.AttemptID
		if err := rows.Scan(&id); err != nil {
			return nil, wrap("list expired attempts", err)
		}
		ids = append(ids, id)
	}
	return ids, wrap("list expired attempts", rows.Err())
}

// EraseExpired implements quiz.Attempts. It does not unpack what it erases,
// so that no row is too broken to go.
func (s *Store) EraseExpired(ctx context.Context, id quiz.AttemptID, events ...quiz.Event) error {
	return wrap("erase expired attempt", s.writer.do(ctx, func(tx *txn) error {
		var remains store.Remains
		row := tx.stmt(s.change.oneExpired).QueryRowContext(within, string(id), store.Millis(s.clock()))
		if err := row.Scan(remains.Fields()...); err != nil {
			return notFound(err)
		}
		blank, events, err := remains.Erase(id, events)
		if err != nil {
			return refusal{err}
		}
		return s.put(tx, blank, events)
	}))
}
