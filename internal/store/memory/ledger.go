package memory

import (
	"cmp"
	"context"
	"slices"

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
