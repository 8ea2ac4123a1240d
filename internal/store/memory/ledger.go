package memory

import (
	"cmp"
	"context"
	"slices"

	"github.com/attune-quiz/attune/internal/store"
	"github.com/attune-quiz/attune/quiz"
)

var _ quiz.Ledger = (*Store)(nil)

// Listed implements quiz.Ledger.
func (s *Store) Listed(ctx context.Context, side quiz.PartnerID, after quiz.Mark, limit int) (list []quiz.Listed, err error) {
	err = s.locked(ctx, "list a partner's attempts", func() error {
		for _, row := range s.rows {
			l := row.Line().Listed()
			if side != "" && row.Partner() == side && !row.Erased() && !s.over(row) && (after == quiz.Mark{} || newest(after, l.Mark()) < 0) {
				list = append(list, l)
			}
		}
		slices.SortFunc(list, func(a, b quiz.Listed) int { return newest(a.Mark(), b.Mark()) })
		list = list[:min(limit, len(list))]
		return nil
	})
	return list, err
}

// newest compares places in a list that begins with the newest.
func newest(a, b quiz.Mark) int {
	return cmp.Or(b.Created.Compare(a.Created), cmp.Compare(b.ID, a.ID))
}

// Reached implements quiz.Ledger.
func (s *Store) Reached(ctx context.Context, side quiz.PartnerID, by quiz.Property, from, to quiz.Day) (list []quiz.Reach, err error) {
	err = s.locked(ctx, "count a partner's attempts", func() error {
		sums := map[quiz.Reach]int{}
		add := func(r store.Reached, attempts int) {
			if side != "" && r.Partner == side && r.Property == by && r.Within(from, to) {
				sums[r.Reach(by, 0)] += attempts
			}
		}
		for r, attempts := range s.funnel {
			add(r, attempts)
		}
		for _, row := range s.rows {
			for _, r := range row.ReachedBy() {
				add(r, 1)
			}
		}
		for r, attempts := range sums {
			r.Attempts = attempts
			list = append(list, r)
		}
		return nil
	})
	return list, err
}

// fold counts how far an attempt came that is about to be erased.
func (s *Store) fold(row store.Row) {
	if row.Erased() || row.Partner() == "" {
		return
	}
	for _, r := range row.ReachedBy() {
		s.funnel[r]++
	}
}
