package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/attune-quiz/attune/internal/store"
	"github.com/attune-quiz/attune/quiz"
)

var _ quiz.ResumeCodes = (*Store)(nil)

// KeepResumeCode implements quiz.ResumeCodes.
func (s *Store) KeepResumeCode(ctx context.Context, c quiz.ResumeCode) error {
	row := store.NewCodeRow(c)
	return wrap("keep resume code", s.write(ctx, func(tx pgx.Tx) error {
		if _, err := s.lock(ctx, tx, c.Attempt); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, store.RemoveCodeOf, string(c.Attempt)); err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, store.InsertCode, row.Fields()...)
		if err == nil && tag.RowsAffected() == 0 {
			err = quiz.ErrConflict
		}
		return err
	}))
}

// lock returns the row of an attempt that can be read and keeps others from
// changing it.
func (s *Store) lock(ctx context.Context, tx pgx.Tx, id quiz.AttemptID) (store.Row, error) {
	var row store.Row
	err := tx.QueryRow(ctx, store.SelectAttempt+" FOR UPDATE", string(id), store.Millis(s.clock())).Scan(row.Fields()...)
	return row, notFound(err)
}

// SpendResumeCode implements quiz.ResumeCodes. It locks the attempt before it
// takes the code, as erasing does.
func (s *Store) SpendResumeCode(ctx context.Context, code, opener quiz.Hash) (id quiz.AttemptID, err error) {
	err = s.write(ctx, func(tx pgx.Tx) error {
		var found store.CodeRow
		hash := store.PackHash(code)
		err := tx.QueryRow(ctx, store.SelectCode, hash, store.Millis(s.clock())).Scan(found.Fields()...)
		if err != nil {
			return notFound(err)
		}
		row, err := s.lock(ctx, tx, found.Of())
		if err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, store.RemoveCode, hash)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 { // spent meanwhile
			return quiz.ErrNotFound
		}
		changed, events, err := store.Change(row, store.Opened(opener))
		if err != nil {
			return err
		}
		id = found.Of()
		return s.put(ctx, tx, changed, events)
	})
	if err != nil {
		return "", wrap("spend resume code", err)
	}
	return id, nil
}

// ResumeCode implements quiz.ResumeCodes.
func (s *Store) ResumeCode(ctx context.Context, id quiz.AttemptID) (quiz.ResumeCode, error) {
	var row store.CodeRow
	err := s.read(ctx, func() error {
		return s.pool.QueryRow(ctx, store.SelectCodeOf, string(id), store.Millis(s.clock())).Scan(row.Fields()...)
	})
	if err != nil {
		return quiz.ResumeCode{}, wrap("find resume code", notFound(err))
	}
	c, err := row.Code()
	return c, wrap("find resume code", err)
}

// RemoveResumeCode implements quiz.ResumeCodes.
func (s *Store) RemoveResumeCode(ctx context.Context, id quiz.AttemptID) error {
	return wrap("remove resume code", s.write(ctx, func(tx pgx.Tx) error {
		if _, err := s.lock(ctx, tx, id); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, store.RemoveCodeOf, string(id))
		return err
	}))
}

// SweepResumeCodes implements quiz.ResumeCodes.
func (s *Store) SweepResumeCodes(ctx context.Context, limit int) (n int, err error) {
	err = s.read(ctx, func() error {
		tag, err := s.pool.Exec(ctx, store.SweepCodes, store.Millis(s.clock()), limit)
		n = int(tag.RowsAffected())
		return err
	})
	return n, wrap("sweep resume codes", err)
}
