package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"github.com/attune-quiz/attune/internal/store"
	"github.com/attune-quiz/attune/quiz"
)

var _ quiz.ResumeCodes = (*Store)(nil)

type codeWrites struct{ insert, find, remove, removeOf, sweep *sql.Stmt }

func prepareCodeWrites(p *preparer) codeWrites {
	return codeWrites{
		insert: p.prepare(store.InsertCode), find: p.prepare(store.SelectCode), remove: p.prepare(store.RemoveCode),
		removeOf: p.prepare(store.RemoveCodeOf), sweep: p.prepare(store.SweepCodes),
	}
}

// KeepResumeCode implements quiz.ResumeCodes.
func (s *Store) KeepResumeCode(ctx context.Context, c quiz.ResumeCode) error {
	row := store.NewCodeRow(c)
	return wrap("keep resume code", s.writer.do(ctx, func(tx *txn) error {
		if _, err := s.liveRow(tx, c.Attempt); err != nil {
			return err
		}
		// What the replaced code opened was a secret: it leaves the journal too.
		s.writer.erased.Store(true)
		if _, err := tx.stmt(s.change.code.removeOf).ExecContext(within, string(c.Attempt)); err != nil {
			return err
		}
		n, err := affected(tx.stmt(s.change.code.insert).ExecContext(within, row.Fields()...))
		if err == nil && n == 0 {
			return quiz.ErrConflict // no refusal: the former code must stay
		}
		return err
	}))
}

// liveRow returns the row of an attempt that can be read.
func (s *Store) liveRow(tx *txn, id quiz.AttemptID) (store.Row, error) {
	var row store.Row
	err := tx.stmt(s.change.attempt).QueryRowContext(within, string(id), store.Millis(s.clock())).Scan(row.Fields()...)
	return row, notFound(err)
}

// SpendResumeCode implements quiz.ResumeCodes.
func (s *Store) SpendResumeCode(ctx context.Context, code, opener quiz.Hash) (quiz.AttemptID, error) {
	var id quiz.AttemptID
	err := s.writer.do(ctx, func(tx *txn) error {
		var found store.CodeRow
		hash := store.PackHash(code)
		err := tx.stmt(s.change.code.find).QueryRowContext(within, hash, store.Millis(s.clock())).Scan(found.Fields()...)
		if err != nil {
			return notFound(err)
		}
		row, err := s.liveRow(tx, found.Of())
		if err != nil {
			return err
		}
		changed, events, err := store.Change(row, store.Opened(opener))
		if err != nil {
			return refusal{err}
		}
		if _, err := tx.stmt(s.change.code.remove).ExecContext(within, hash); err != nil {
			return err
		}
		s.writer.erased.Store(true)
		id = found.Of()
		return s.put(tx, changed, events)
	})
	if err != nil {
		return "", wrap("spend resume code", err)
	}
	return id, nil
}

// ResumeCode implements quiz.ResumeCodes.
func (s *Store) ResumeCode(ctx context.Context, id quiz.AttemptID) (quiz.ResumeCode, error) {
	var row store.CodeRow
	err := s.read.codeOf.QueryRowContext(ctx, string(id), store.Millis(s.clock())).Scan(row.Fields()...)
	if errors.Is(err, sql.ErrNoRows) {
		err = quiz.ErrNotFound
	}
	if err != nil {
		return quiz.ResumeCode{}, wrap("find resume code", err)
	}
	c, err := row.Code()
	return c, wrap("find resume code", err)
}

// RemoveResumeCode implements quiz.ResumeCodes.
func (s *Store) RemoveResumeCode(ctx context.Context, id quiz.AttemptID) error {
	return wrap("remove resume code", s.writer.do(ctx, func(tx *txn) error {
		if _, err := s.liveRow(tx, id); err != nil {
			return err
		}
		s.writer.erased.Store(true)
		_, err := tx.stmt(s.change.code.removeOf).ExecContext(within, string(id))
		return err
	}))
}

// SweepResumeCodes implements quiz.ResumeCodes.
func (s *Store) SweepResumeCodes(ctx context.Context, limit int) (int, error) {
	var n int64
	err := s.writer.do(ctx, func(tx *txn) (err error) {
		n, err = affected(tx.stmt(s.change.code.sweep).ExecContext(within, store.Millis(s.clock()), limit))
		return err
	})
	return int(n), wrap("sweep resume codes", err)
}
