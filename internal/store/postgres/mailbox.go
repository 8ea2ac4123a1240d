package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/attune-quiz/attune/internal/store"
	"github.com/attune-quiz/attune/quiz"
)

var (
	_ quiz.Letters = (*Store)(nil)
	_ quiz.Leads   = (*Store)(nil)
)

// ClaimLetters implements quiz.Letters.
func (s *Store) ClaimLetters(ctx context.Context, limit int, lease time.Duration) (letters []quiz.Letter, err error) {
	err = s.write(ctx, func(tx pgx.Tx) error {
		args := store.ClaimArgs(s.clock(), limit, lease)
		rows, err := collect[store.LetterRow](tx.Query(ctx, store.ClaimLetters("FOR UPDATE SKIP LOCKED"), args...))
		letters = store.LettersInOrder(rows)
		return err
	})
	return letters, wrap("claim letters", err)
}

// collect reads all rows into what has Fields.
func collect[T any, R interface {
	*T
	Fields() []any
}](rows pgx.Rows, err error) ([]T, error) {
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (r T, err error) {
		return r, row.Scan(R(&r).Fields()...)
	})
}

// PostponeLetter implements quiz.Letters.
func (s *Store) PostponeLetter(ctx context.Context, id quiz.LetterID, until time.Time) error {
	return wrap("postpone letter", s.one(ctx, store.PostponeLetter, string(id), store.Millis(until)))
}

// DiscardLetter implements quiz.Letters.
func (s *Store) DiscardLetter(ctx context.Context, id quiz.LetterID) error {
	return wrap("discard letter", s.one(ctx, store.DiscardLetter, string(id)))
}

// LetterOf implements quiz.Letters.
func (s *Store) LetterOf(ctx context.Context, id quiz.AttemptID) (quiz.Letter, error) {
	var row store.LetterRow
	err := s.read(ctx, func() error {
		return s.pool.QueryRow(ctx, store.SelectLetterOf, string(id)).Scan(row.Fields()...)
	})
	if err != nil {
		return quiz.Letter{}, wrap("get letter", notFound(err))
	}
	return row.Letter(), nil
}

// ForgetLetters implements quiz.Letters.
func (s *Store) ForgetLetters(ctx context.Context, written time.Time, limit int) (int, error) {
	n, err := s.rows(ctx, store.ForgetLetters, store.Millis(written), limit)
	return n, wrap("forget letters", err)
}

// AddLead implements quiz.Leads.
func (s *Store) AddLead(ctx context.Context, l quiz.Lead) error {
	return wrap("add lead", s.write(ctx, func(tx pgx.Tx) error {
		return once(tx.Exec(ctx, store.InsertLead, store.LeadArgs(l)...))
	}))
}

// DueLeads implements quiz.Leads.
func (s *Store) DueLeads(ctx context.Context, limit int) (leads []quiz.Lead, err error) {
	err = s.read(ctx, func() error {
		rows, err := collect[store.LeadRow](s.pool.Query(ctx, store.SelectDueLeads, store.Millis(s.clock()), limit))
		leads = make([]quiz.Lead, len(rows))
		for i, r := range rows {
			leads[i] = r.Lead()
		}
		return err
	})
	return leads, wrap("list due leads", err)
}

// QueueLead implements quiz.Leads.
func (s *Store) QueueLead(ctx context.Context, id quiz.EventID) error {
	return wrap("queue lead", s.one(ctx, store.QueueLead, string(id)))
}

// Lead implements quiz.Leads.
func (s *Store) Lead(ctx context.Context, id quiz.EventID) (quiz.Lead, error) {
	var row store.LeadRow
	err := s.read(ctx, func() error {
		return s.pool.QueryRow(ctx, store.SelectLead, string(id)).Scan(row.Fields()...)
	})
	if err != nil {
		return quiz.Lead{}, wrap("get lead", notFound(err))
	}
	return row.Lead(), nil
}

// DropLead implements quiz.Leads.
func (s *Store) DropLead(ctx context.Context, id quiz.EventID) error {
	_, err := s.rows(ctx, store.DropLead, string(id))
	return wrap("drop lead", err)
}

// ForgetLeads implements quiz.Leads.
func (s *Store) ForgetLeads(ctx context.Context, due time.Time, limit int) (int, error) {
	n, err := s.rows(ctx, store.ForgetLeads, store.Millis(due), limit)
	return n, wrap("forget leads", err)
}

// one changes or removes one row.
func (s *Store) one(ctx context.Context, statement string, args ...any) error {
	n, err := s.rows(ctx, statement, args...)
	if err == nil && n == 0 {
		err = quiz.ErrNotFound
	}
	return err
}

// rows changes or removes rows and returns how many.
func (s *Store) rows(ctx context.Context, statement string, args ...any) (n int, err error) {
	err = s.write(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, statement, args...)
		n = int(tag.RowsAffected())
		return err
	})
	return n, err
}
