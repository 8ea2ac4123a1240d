package sqlite

import (
	"context"
	"database/sql"
	"time"

	"github.com/attune-quiz/attune/internal/store"
	"github.com/attune-quiz/attune/quiz"
)

var (
	_ quiz.Letters = (*Store)(nil)
	_ quiz.Leads   = (*Store)(nil)
)

// letterWrites are the statements that change letters.
type letterWrites struct{ insert, claim, postpone, discard, removeOf, forget *sql.Stmt }

func prepareLetterWrites(p *preparer) letterWrites {
	return letterWrites{
		insert: p.prepare(store.InsertLetter), claim: p.prepare(store.ClaimLetters("")),
		postpone: p.prepare(store.PostponeLetter), discard: p.prepare(store.DiscardLetter),
		removeOf: p.prepare(store.RemoveLetterOf), forget: p.prepare(store.ForgetLetters),
	}
}

// leadWrites are the statements that change leads.
type leadWrites struct{ insert, queue, drop, forget *sql.Stmt }

func prepareLeadWrites(p *preparer) leadWrites {
	return leadWrites{
		insert: p.prepare(store.InsertLead), queue: p.prepare(store.QueueLead),
		drop: p.prepare(store.DropLead), forget: p.prepare(store.ForgetLeads),
	}
}

// mailboxReads are the statements that read letters and leads.
type mailboxReads struct{ letterOf, dueLeads, lead *sql.Stmt }

func prepareMailboxReads(p *preparer) mailboxReads {
	return mailboxReads{
		letterOf: p.prepare(store.SelectLetterOf),
		dueLeads: p.prepare(store.SelectDueLeads), lead: p.prepare(store.SelectLead),
	}
}

// ClaimLetters implements quiz.Letters.
func (s *Store) ClaimLetters(ctx context.Context, limit int, lease time.Duration) (letters []quiz.Letter, err error) {
	err = s.writer.do(ctx, func(tx *txn) error {
		rows, err := collect[store.LetterRow](tx.stmt(s.change.letter.claim).
			QueryContext(within, store.ClaimArgs(s.clock(), limit, lease)...))
		letters = store.LettersInOrder(rows)
		return err
	})
	return letters, wrap("claim letters", err)
}

// collect reads all rows into what has Fields.
func collect[T any, R interface {
	*T
	Fields() []any
}](rows *sql.Rows, err error) (found []T, _ error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var r T
		if err := rows.Scan(R(&r).Fields()...); err != nil {
			return nil, err
		}
		found = append(found, r)
	}
	return found, rows.Err()
}

// PostponeLetter implements quiz.Letters.
func (s *Store) PostponeLetter(ctx context.Context, id quiz.LetterID, until time.Time) error {
	return s.one(ctx, "postpone letter", s.change.letter.postpone, string(id), store.Millis(until))
}

// DiscardLetter implements quiz.Letters.
func (s *Store) DiscardLetter(ctx context.Context, id quiz.LetterID) error {
	return s.one(ctx, "discard letter", s.change.letter.discard, string(id))
}

// LetterOf implements quiz.Letters.
func (s *Store) LetterOf(ctx context.Context, id quiz.AttemptID) (quiz.Letter, error) {
	var row store.LetterRow
	if err := s.read.mailbox.letterOf.QueryRowContext(ctx, string(id)).Scan(row.Fields()...); err != nil {
		return quiz.Letter{}, wrap("get letter", notFound(err))
	}
	return row.Letter(), nil
}

// ForgetLetters implements quiz.Letters.
func (s *Store) ForgetLetters(ctx context.Context, written time.Time, limit int) (int, error) {
	return s.addresses(ctx, "forget letters", s.change.letter.forget, store.Millis(written), limit)
}

// AddLead implements quiz.Leads.
func (s *Store) AddLead(ctx context.Context, l quiz.Lead) error {
	return wrap("add lead", s.writer.do(ctx, func(tx *txn) error {
		n, err := affected(tx.stmt(s.change.lead.insert).ExecContext(within, store.LeadArgs(l)...))
		if err == nil && n == 0 {
			return refusal{quiz.ErrConflict}
		}
		return err
	}))
}

// DueLeads implements quiz.Leads.
func (s *Store) DueLeads(ctx context.Context, limit int) ([]quiz.Lead, error) {
	rows, err := collect[store.LeadRow](s.read.mailbox.dueLeads.QueryContext(ctx, store.Millis(s.clock()), limit))
	leads := make([]quiz.Lead, len(rows))
	for i, r := range rows {
		leads[i] = r.Lead()
	}
	return leads, wrap("list due leads", err)
}

// QueueLead implements quiz.Leads.
func (s *Store) QueueLead(ctx context.Context, id quiz.EventID) error {
	return s.one(ctx, "queue lead", s.change.lead.queue, string(id))
}

// Lead implements quiz.Leads.
func (s *Store) Lead(ctx context.Context, id quiz.EventID) (quiz.Lead, error) {
	var row store.LeadRow
	if err := s.read.mailbox.lead.QueryRowContext(ctx, string(id)).Scan(row.Fields()...); err != nil {
		return quiz.Lead{}, wrap("get lead", notFound(err))
	}
	return row.Lead(), nil
}

// DropLead implements quiz.Leads.
func (s *Store) DropLead(ctx context.Context, id quiz.EventID) error {
	_, err := s.addresses(ctx, "drop lead", s.change.lead.drop, string(id))
	return err
}

// ForgetLeads implements quiz.Leads.
func (s *Store) ForgetLeads(ctx context.Context, due time.Time, limit int) (int, error) {
	return s.addresses(ctx, "forget leads", s.change.lead.forget, store.Millis(due), limit)
}

// one changes or removes one row that holds an address.
func (s *Store) one(ctx context.Context, doing string, stmt *sql.Stmt, args ...any) error {
	n, err := s.addresses(ctx, doing, stmt, args...)
	if err == nil && n == 0 {
		return wrap(doing, quiz.ErrNotFound)
	}
	return err
}

// addresses changes or removes rows that hold addresses and returns how many.
// The journal, which holds their former state, is emptied soon.
func (s *Store) addresses(ctx context.Context, doing string, stmt *sql.Stmt, args ...any) (int, error) {
	var n int64
	err := s.writer.do(ctx, func(tx *txn) (err error) {
		n, err = affected(tx.stmt(stmt).ExecContext(within, args...))
		if n > 0 {
			s.writer.erased.Store(true)
		}
		return err
	})
	return int(n), wrap(doing, err)
}
