package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/attune-quiz/attune/internal/store"
	"github.com/attune-quiz/attune/quiz"
)

var _ quiz.Ledger = (*Store)(nil)

// Listed implements quiz.Ledger.
func (s *Store) Listed(ctx context.Context, side quiz.PartnerID, after quiz.Mark, limit int) (list []quiz.Listed, err error) {
	err = s.read(ctx, func() error {
		rows, err := s.pool.Query(ctx, store.SelectListed, store.ListedArgs(s.clock(), side, after, limit)...)
		if err != nil {
			return err
		}
		list, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (quiz.Listed, error) {
			var l store.Line
			err := row.Scan(l.Fields()...)
			return l.Listed(), err
		})
		return err
	})
	return list, wrap("list a partner's attempts", err)
}

// Reached implements quiz.Ledger.
func (s *Store) Reached(ctx context.Context, side quiz.PartnerID, by quiz.Property, from, to quiz.Day) (list []quiz.Reach, err error) {
	err = s.read(ctx, func() error {
		rows, err := s.pool.Query(ctx, store.SelectReached()[by], string(side), int64(from), int64(to))
		if err != nil {
			return err
		}
		list, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (quiz.Reach, error) {
			var r store.Reached
			var attempts int
			err := row.Scan(append(r.Fields(), &attempts)...)
			return r.Reach(by, attempts), err
		})
		return err
	})
	return list, wrap("count a partner's attempts", err)
}
