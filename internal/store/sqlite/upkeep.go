package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"github.com/attune-quiz/attune/internal/store"
	"github.com/attune-quiz/attune/quiz"
)

var (
	_ quiz.Versions = (*Store)(nil)
	_ quiz.Leases   = (*Store)(nil)
)

// Forget implements quiz.Outbox.
func (s *Store) Forget(ctx context.Context, settled time.Time, limit int) (int, error) {
	var n int64
	err := s.writer.do(ctx, func(tx *txn) (err error) {
		by := store.Millis(settled)
		if _, err = tx.stmt(s.change.forgetAttempts).ExecContext(within, by, limit); err != nil {
			return err
		}
		n, err = affected(tx.stmt(s.change.forgetEvents).ExecContext(within, by, limit))
		return err
	})
	return int(n), wrap("forget events", err)
}

// Keep implements quiz.Versions.
func (s *Store) Keep(ctx context.Context, v quiz.Version) error {
	return wrap("keep version", s.writer.do(ctx, func(tx *txn) error {
		_, err := tx.stmt(s.change.keep).
			ExecContext(within, v.Hash, string(v.Instrument), v.Number, string(v.Body))
		return err
	}))
}

// Version implements quiz.Versions.
func (s *Store) Version(ctx context.Context, hash string) (quiz.Version, error) {
	v := quiz.Version{Hash: hash}
	err := s.read.version.QueryRowContext(ctx, hash).Scan(&v.Instrument, &v.Number, &v.Body)
	if errors.Is(err, sql.ErrNoRows) {
		err = quiz.ErrNotFound
	}
	if err != nil {
		return quiz.Version{}, wrap("read version", err)
	}
	return v, nil
}

// Hold implements quiz.Leases.
func (s *Store) Hold(ctx context.Context, job, holder string, lease time.Duration) (bool, error) {
	var n int64
	err := s.writer.do(ctx, func(tx *txn) (err error) {
		n, err = affected(tx.stmt(s.change.hold).
			ExecContext(within, store.HoldArgs(s.clock(), job, holder, lease)...))
		return err
	})
	return n > 0, wrap("hold "+job, err)
}

// Remove takes attempts out without a trace or an event, as after a restore:
// others were told of their erasure already. It returns how many there were.
func (s *Store) Remove(ctx context.Context, ids ...quiz.AttemptID) (removed int, err error) {
	for part := range slices.Chunk(ids, removedAtOnce) {
		var found int64
		err := s.writer.do(ctx, func(tx *txn) error {
			found = 0
			s.writer.erased.Store(true)
			for _, id := range part {
				if err := s.dropOf(tx, id); err != nil {
					return err
				}
				n, err := affected(tx.stmt(s.change.remove).ExecContext(within, string(id)))
				if err != nil {
					return err
				}
				found += n
			}
			return nil
		})
		if err != nil {
			return removed, wrap("remove attempts", err)
		}
		removed += int(found)
	}
	return removed, nil
}

const removedAtOnce = 500
