package sqlite

import (
	"context"

	"github.com/attune-quiz/attune/quiz"
)

var _ quiz.Tallies = (*Store)(nil)

// Count implements quiz.Tallies.
func (s *Store) Count(ctx context.Context, name, value string) error {
	return wrap("count", s.writer.do(ctx, func(tx *txn) error {
		_, err := tx.stmt(s.change.count).ExecContext(within, name, value)
		return err
	}))
}

// Tally implements quiz.Tallies.
func (s *Store) Tally(ctx context.Context, name string) (map[string]int, error) {
	rows, err := s.read.tally.QueryContext(ctx, name)
	if err != nil {
		return nil, wrap("read tally", err)
	}
	defer rows.Close()
	totals := map[string]int{}
	for rows.Next() {
		var value string
		var total int
		if err := rows.Scan(&value, &total); err != nil {
			return nil, wrap("read tally", err)
		}
		totals[value] = total
	}
	return totals, wrap("read tally", rows.Err())
}
