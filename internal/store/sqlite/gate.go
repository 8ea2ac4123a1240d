package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/attune-quiz/attune/internal/store"
	"github.com/attune-quiz/attune/quiz"
)

var (
	_ quiz.GateCodes = (*Store)(nil)
	_ quiz.Gates     = (*Store)(nil)
)

// gateWrites are the statements about gates.
type gateWrites struct {
	batch, known, code, spend, forgetCodes, forgetBatches *sql.Stmt
}

func prepareGateWrites(p *preparer) gateWrites {
	return gateWrites{
		batch: p.prepare(store.InsertBatch), known: p.prepare(store.SelectBatch),
		code: p.prepare(store.InsertGateCode), spend: p.prepare(store.SpendGateCode),
		forgetCodes: p.prepare(store.ForgetGateCodes), forgetBatches: p.prepare(store.ForgetBatches),
	}
}

// MintGateCodes implements quiz.GateCodes.
func (s *Store) MintGateCodes(ctx context.Context, b quiz.CodeBatch) error {
	return wrap("mint codes", s.writer.do(ctx, func(tx *txn) error {
		n, err := affected(tx.stmt(s.change.gate.batch).ExecContext(within, store.BatchArgs(b)...))
		if err != nil {
			return err
		}
		if n == 0 {
			return s.batchKnown(tx, b)
		}
		for _, code := range b.Codes {
			n, err := affected(tx.stmt(s.change.gate.code).
				ExecContext(within, store.PackHash(code), string(b.Partner), store.Millis(b.Expires)))
			if err == nil && n == 0 {
				err = quiz.ErrConflict // takes the whole batch back
			}
			if err != nil {
				return err
			}
		}
		return nil
	}))
}

func (s *Store) batchKnown(tx *txn, b quiz.CodeBatch) error {
	var codes int
	var expires int64
	err := tx.stmt(s.change.gate.known).QueryRowContext(within, store.PackHash(b.Key)).Scan(&codes, &expires)
	if err != nil {
		return err
	}
	if err := store.BatchKnown(b, codes, expires); err != nil {
		return refusal{err}
	}
	return nil
}

// ForgetGateCodes implements quiz.GateCodes.
func (s *Store) ForgetGateCodes(ctx context.Context, over time.Time, limit int) (int, error) {
	var n int64
	err := s.writer.do(ctx, func(tx *txn) (err error) {
		by := store.Millis(over)
		if _, err = tx.stmt(s.change.gate.forgetBatches).ExecContext(within, by, limit); err != nil {
			return err
		}
		n, err = affected(tx.stmt(s.change.gate.forgetCodes).ExecContext(within, by, limit))
		return err
	})
	return int(n), wrap("forget codes", err)
}

// Unlock implements quiz.Gates.
func (s *Store) Unlock(ctx context.Context, id quiz.AttemptID, fn func(*quiz.Attempt) (quiz.Opening, error)) error {
	return wrap("unlock attempt", s.writer.do(ctx, func(tx *txn) error {
		row, err := s.held(tx, id)
		if err != nil {
			return err
		}
		var opening quiz.Opening
		changed, events, err := store.Change(row, store.Unlocking(fn, &opening))
		if err != nil {
			return refusal{err}
		}
		if err := s.spend(tx, opening.Code); err != nil {
			return err
		}
		if err := s.put(tx, changed, events); err != nil {
			return err
		}
		return s.send(tx, opening)
	}))
}

// spend is the first write of its transaction: its refusal leaves nothing.
func (s *Store) spend(tx *txn, code *quiz.CodeUse) error {
	if code == nil {
		return nil
	}
	n, err := affected(tx.stmt(s.change.gate.spend).ExecContext(within, store.SpendArgs(*code, s.clock())...))
	if err == nil && n == 0 {
		return refusal{quiz.ErrCode}
	}
	return err
}

// send queues what goes out with an opening.
func (s *Store) send(tx *txn, o quiz.Opening) error {
	if o.Letter != nil {
		if err := once(tx.stmt(s.change.letter.insert).ExecContext(within, store.LetterArgs(*o.Letter)...)); err != nil {
			return fmt.Errorf("add letter: %w", err)
		}
	}
	if o.Lead != nil {
		if err := once(tx.stmt(s.change.lead.insert).ExecContext(within, store.LeadArgs(*o.Lead)...)); err != nil {
			return fmt.Errorf("add lead: %w", err)
		}
	}
	return nil
}

// once is the outcome of an insert that must add a row.
func once(r sql.Result, err error) error {
	n, err := affected(r, err)
	if err == nil && n == 0 {
		err = quiz.ErrConflict
	}
	return err
}
