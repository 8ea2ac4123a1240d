package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/attune-quiz/attune/internal/store"
	"github.com/attune-quiz/attune/quiz"
)

var _ quiz.Shares = (*Store)(nil)

// AddShare implements quiz.Shares. The lock of the attempt makes its shares
// come one after another.
func (s *Store) AddShare(ctx context.Context, share quiz.Share) (quiz.Share, error) {
	fresh, err := store.NewShareRow(share)
	if err != nil {
		return quiz.Share{}, wrap("add share", err)
	}
	var row store.ShareRow
	err = s.write(ctx, func(tx pgx.Tx) error {
		row = fresh
		of, err := s.lock(ctx, tx, share.Attempt)
		if err != nil {
			return err
		}
		shares, err := shareRows(tx.Query(ctx, store.SelectSharesOf, string(share.Attempt)))
		if err != nil {
			return err
		}
		known, err := row.Admits(of.Status(), shares)
		if err != nil {
			return err
		}
		if known != nil {
			row = *known
			return nil
		}
		tag, err := tx.Exec(ctx, store.InsertShare, row.Fields()...)
		if err == nil && tag.RowsAffected() == 0 {
			err = quiz.ErrConflict
		}
		return err
	})
	if err != nil {
		return quiz.Share{}, wrap("add share", err)
	}
	out, err := row.Share()
	return out, wrap("add share", err)
}

func shareRows(rows pgx.Rows, err error) ([]store.ShareRow, error) {
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (r store.ShareRow, err error) {
		return r, row.Scan(r.Fields()...)
	})
}

// Share implements quiz.Shares.
func (s *Store) Share(ctx context.Context, id quiz.ShareID) (quiz.Share, error) {
	var row store.ShareRow
	err := s.read(ctx, func() error {
		return s.pool.QueryRow(ctx, store.SelectShare, string(id), store.Millis(s.clock())).Scan(row.Fields()...)
	})
	if err != nil {
		return quiz.Share{}, wrap("find share", notFound(err))
	}
	share, err := row.Share()
	return share, wrap("find share", err)
}

// SharesOf implements quiz.Shares.
func (s *Store) SharesOf(ctx context.Context, id quiz.AttemptID) (out []quiz.Share, err error) {
	err = s.read(ctx, func() error {
		rows, err := shareRows(s.pool.Query(ctx, store.SelectSharesOf, string(id)))
		if err != nil {
			return err
		}
		out, err = store.Shares(rows)
		return err
	})
	return out, wrap("list shares", err)
}

// RemoveShare implements quiz.Shares.
func (s *Store) RemoveShare(ctx context.Context, of quiz.AttemptID, id quiz.ShareID) error {
	return wrap("remove share", s.write(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, store.RemoveShare, string(id), string(of))
		if err == nil && tag.RowsAffected() == 0 {
			err = quiz.ErrNotFound
		}
		return err
	}))
}
