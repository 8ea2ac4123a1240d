package memory

import (
	"context"
	"slices"

	"github.com/attune-quiz/attune/internal/store"
	"github.com/attune-quiz/attune/quiz"
)

var _ quiz.Shares = (*Store)(nil)

// AddShare implements quiz.Shares.
func (s *Store) AddShare(ctx context.Context, share quiz.Share) (out quiz.Share, err error) {
	err = s.locked(ctx, "add share", func() error {
		row, err := store.NewShareRow(share)
		if err != nil {
			return err
		}
		a, err := s.live(share.Attempt)
		if err != nil {
			return err
		}
		known, err := row.Admits(a.Status, s.sharesOf(share.Attempt))
		if err != nil {
			return err
		}
		if known != nil {
			out, err = known.Share()
			return err
		}
		if slices.ContainsFunc(s.shares, func(r store.ShareRow) bool { return r.ID() == share.ID }) {
			return quiz.ErrConflict
		}
		s.shares = append(s.shares, row)
		out, err = row.Share()
		return err
	})
	return out, err
}

// Share implements quiz.Shares.
func (s *Store) Share(ctx context.Context, id quiz.ShareID) (out quiz.Share, err error) {
	err = s.locked(ctx, "find share", func() error {
		at := slices.IndexFunc(s.shares, func(r store.ShareRow) bool { return r.ID() == id })
		if at < 0 {
			return quiz.ErrNotFound
		}
		if _, err := s.live(s.shares[at].Of()); err != nil {
			return err
		}
		out, err = s.shares[at].Share()
		return err
	})
	return out, err
}

// SharesOf implements quiz.Shares.
func (s *Store) SharesOf(ctx context.Context, id quiz.AttemptID) (out []quiz.Share, err error) {
	err = s.locked(ctx, "list shares", func() error {
		out, err = store.Shares(s.sharesOf(id))
		return err
	})
	return out, err
}

// sharesOf lists in the order in which they came.
func (s *Store) sharesOf(id quiz.AttemptID) []store.ShareRow {
	var out []store.ShareRow
	for _, r := range s.shares {
		if r.Of() == id {
			out = append(out, r)
		}
	}
	return out
}

// RemoveShare implements quiz.Shares.
func (s *Store) RemoveShare(ctx context.Context, of quiz.AttemptID, id quiz.ShareID) error {
	return s.locked(ctx, "remove share", func() error {
		before := len(s.shares)
		s.shares = slices.DeleteFunc(s.shares, func(r store.ShareRow) bool { return r.ID() == id && r.Of() == of })
		if len(s.shares) == before {
			return quiz.ErrNotFound
		}
		return nil
	})
}

func (s *Store) dropShares(of quiz.AttemptID) {
	s.shares = slices.DeleteFunc(s.shares, func(r store.ShareRow) bool { return r.Of() == of })
}
