package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"github.com/attune-quiz/attune/internal/store"
	"github.com/attune-quiz/attune/quiz"
)

var _ quiz.Shares = (*Store)(nil)

type (
	shareWrites struct{ insert, of, remove, removeOf *sql.Stmt }
	shareReads  struct{ one, of *sql.Stmt }
)

func prepareShareWrites(p *preparer) shareWrites {
	return shareWrites{
		insert: p.prepare(store.InsertShare), of: p.prepare(store.SelectSharesOf),
		remove: p.prepare(store.RemoveShare), removeOf: p.prepare(store.RemoveSharesOf),
	}
}

func prepareShareReads(p *preparer) shareReads {
	return shareReads{one: p.prepare(store.SelectShare), of: p.prepare(store.SelectSharesOf)}
}

// AddShare implements quiz.Shares.
func (s *Store) AddShare(ctx context.Context, share quiz.Share) (quiz.Share, error) {
	fresh, err := store.NewShareRow(share)
	if err != nil {
		return quiz.Share{}, wrap("add share", err)
	}
	var row store.ShareRow
	err = s.writer.do(ctx, func(tx *txn) error {
		row = fresh
		of, err := s.liveRow(tx, share.Attempt)
		if err != nil {
			return err
		}
		shares, err := shareRows(tx.stmt(s.change.share.of).QueryContext(within, string(share.Attempt)))
		if err != nil {
			return err
		}
		known, err := row.Admits(of.Status(), shares)
		if err != nil {
			return refusal{err}
		}
		if known != nil {
			row = *known
			return nil
		}
		n, err := affected(tx.stmt(s.change.share.insert).ExecContext(within, row.Fields()...))
		if err == nil && n == 0 {
			return refusal{quiz.ErrConflict}
		}
		return err
	})
	if err != nil {
		return quiz.Share{}, wrap("add share", err)
	}
	out, err := row.Share()
	return out, wrap("add share", err)
}

func shareRows(rows *sql.Rows, err error) ([]store.ShareRow, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []store.ShareRow
	for rows.Next() {
		var r store.ShareRow
		if err := rows.Scan(r.Fields()...); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

// Share implements quiz.Shares.
func (s *Store) Share(ctx context.Context, id quiz.ShareID) (quiz.Share, error) {
	var row store.ShareRow
	err := s.read.share.one.QueryRowContext(ctx, string(id), store.Millis(s.clock())).Scan(row.Fields()...)
	if errors.Is(err, sql.ErrNoRows) {
		err = quiz.ErrNotFound
	}
	if err != nil {
		return quiz.Share{}, wrap("find share", err)
	}
	share, err := row.Share()
	return share, wrap("find share", err)
}

// SharesOf implements quiz.Shares.
func (s *Store) SharesOf(ctx context.Context, id quiz.AttemptID) ([]quiz.Share, error) {
	rows, err := shareRows(s.read.share.of.QueryContext(ctx, string(id)))
	if err != nil {
		return nil, wrap("list shares", err)
	}
	shares, err := store.Shares(rows)
	return shares, wrap("list shares", err)
}

// RemoveShare implements quiz.Shares.
func (s *Store) RemoveShare(ctx context.Context, of quiz.AttemptID, id quiz.ShareID) error {
	return wrap("remove share", s.writer.do(ctx, func(tx *txn) error {
		n, err := affected(tx.stmt(s.change.share.remove).ExecContext(within, string(id), string(of)))
		if err == nil && n == 0 {
			return refusal{quiz.ErrNotFound}
		}
		s.writer.erased.Store(true)
		return err
	}))
}
