package memory

import (
	"context"
	"maps"

	"github.com/attune-quiz/attune/quiz"
)

var _ quiz.Tallies = (*Store)(nil)

// Count implements quiz.Tallies.
func (s *Store) Count(ctx context.Context, name, value string) error {
	return s.locked(ctx, "count", func() error {
		if s.tallies[name] == nil {
			s.tallies[name] = map[string]int{}
		}
		s.tallies[name][value]++
		return nil
	})
}

// Tally implements quiz.Tallies.
func (s *Store) Tally(ctx context.Context, name string) (totals map[string]int, err error) {
	err = s.locked(ctx, "read tally", func() error {
		totals = maps.Clone(s.tallies[name])
		return nil
	})
	if totals == nil && err == nil {
		totals = map[string]int{}
	}
	return totals, err
}
