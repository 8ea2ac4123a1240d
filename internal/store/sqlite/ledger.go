package sqlite

import (
	"context"

	"github.com/attune-quiz/attune/internal/store"
	"github.com/attune-quiz/attune/quiz"
)

var _ quiz.Ledger = (*Store)(nil)

// Listed implements quiz.Ledger.
func (s *Store) Listed(ctx context.Context, side quiz.PartnerID, after quiz.Mark, limit int) ([]quiz.Listed, error) {
	const doing = "list a partner's attempts"
	rows, err := s.read.listed.QueryContext(ctx, store.ListedArgs(s.clock(), side, after, limit)...)
	if err != nil {
		return nil, wrap(doing, err)
	}
	defer rows.Close()
	var list []quiz.Listed
	for rows.Next() {
		var l store.Line
		if err := rows.Scan(l.Fields()...); err != nil {
			return nil, wrap(doing, err)
		}
		list = append(list, l.Listed())
	}
	return list, wrap(doing, rows.Err())
}

// Reached implements quiz.Ledger.
func (s *Store) Reached(ctx context.Context, side quiz.PartnerID, by quiz.Property, from, to quiz.Day) ([]quiz.Reach, error) {
	const doing = "count a partner's attempts"
	rows, err := s.read.reached[by].QueryContext(ctx, string(side), int64(from), int64(to))
	if err != nil {
		return nil, wrap(doing, err)
	}
	defer rows.Close()
	var list []quiz.Reach
	for rows.Next() {
		var r store.Reached
		var attempts int
		if err := rows.Scan(append(r.Fields(), &attempts)...); err != nil {
			return nil, wrap(doing, err)
		}
		list = append(list, r.Reach(by, attempts))
	}
	return list, wrap(doing, rows.Err())
}
