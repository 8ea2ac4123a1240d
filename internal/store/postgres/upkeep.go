package postgres

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/attune-quiz/attune/internal/store"
	"github.com/attune-quiz/attune/quiz"
)

var (
	_ quiz.Tallies  = (*Store)(nil)
	_ quiz.Versions = (*Store)(nil)
	_ quiz.Leases   = (*Store)(nil)
)

// Count implements quiz.Tallies.
func (s *Store) Count(ctx context.Context, name, value string) error {
	return wrap("count", s.write(ctx, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, store.CountTally, name, value)
		return err
	}))
}

// Tally implements quiz.Tallies.
func (s *Store) Tally(ctx context.Context, name string) (totals map[string]int, err error) {
	err = s.read(ctx, func() error {
		rows, err := s.pool.Query(ctx, store.SelectTally, name)
		if err != nil {
			return err
		}
		totals = map[string]int{}
		var value string
		var total int
		_, err = pgx.ForEachRow(rows, []any{&value, &total}, func() error {
			totals[value] = total
			return nil
		})
		return err
	})
	return totals, wrap("read tally", err)
}

// Keep implements quiz.Versions.
func (s *Store) Keep(ctx context.Context, v quiz.Version) error {
	return wrap("keep version", s.read(ctx, func() error {
		_, err := s.pool.Exec(ctx, store.KeepVersion, v.Hash, string(v.Instrument), v.Number, string(v.Body))
		return err
	}))
}

// Version implements quiz.Versions.
func (s *Store) Version(ctx context.Context, hash string) (quiz.Version, error) {
	v := quiz.Version{Hash: hash}
	var body string
	err := s.read(ctx, func() error {
		return s.pool.QueryRow(ctx, store.SelectVersion, hash).Scan(&v.Instrument, &v.Number, &body)
	})
	if err != nil {
		return quiz.Version{}, wrap("read version", notFound(err))
	}
	v.Body = []byte(body)
	return v, nil
}

// Hold implements quiz.Leases.
func (s *Store) Hold(ctx context.Context, job, holder string, lease time.Duration) (held bool, err error) {
	err = s.read(ctx, func() error {
		tag, err := s.pool.Exec(ctx, store.HoldLease, store.HoldArgs(s.clock(), job, holder, lease)...)
		held = tag.RowsAffected() > 0
		return err
	})
	return held, wrap("hold "+job, err)
}

// Remove takes attempts out without a trace or an event, as after a restore:
// others were told of their erasure already. It returns how many there were.
func (s *Store) Remove(ctx context.Context, ids ...quiz.AttemptID) (removed int, err error) {
	for part := range slices.Chunk(ids, removedAtOnce) {
		var found int64
		err := s.write(ctx, func(tx pgx.Tx) error {
			if err := dropOf(ctx, tx, part...); err != nil {
				return err
			}
			tag, err := tx.Exec(ctx, "DELETE FROM attempts WHERE id = ANY($1)", part)
			found = tag.RowsAffected()
			return err
		})
		if err != nil {
			return removed, wrap("remove attempts", err)
		}
		removed += int(found)
	}
	return removed, nil
}

const removedAtOnce = 500
