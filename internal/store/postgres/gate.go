package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/attune-quiz/attune/internal/store"
	"github.com/attune-quiz/attune/quiz"
)

var (
	_ quiz.GateCodes = (*Store)(nil)
	_ quiz.Gates     = (*Store)(nil)
)

// MintGateCodes implements quiz.GateCodes.
func (s *Store) MintGateCodes(ctx context.Context, b quiz.CodeBatch) error {
	hashes := make([]string, len(b.Codes))
	for i, code := range b.Codes {
		hashes[i] = store.PackHash(code)
	}
	return wrap("mint codes", s.write(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, store.InsertBatch, store.BatchArgs(b)...)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return batchKnown(ctx, tx, b)
		}
		tag, err = tx.Exec(ctx, `INSERT INTO gate_codes (hash, partner, expires)
SELECT hash, $2, $3 FROM unnest($1::text[]) AS hash ON CONFLICT DO NOTHING`,
			hashes, string(b.Partner), store.Millis(b.Expires))
		if err == nil && int(tag.RowsAffected()) < len(hashes) {
			err = quiz.ErrConflict
		}
		return err
	}))
}

func batchKnown(ctx context.Context, tx pgx.Tx, b quiz.CodeBatch) error {
	var codes int
	var expires int64
	if err := tx.QueryRow(ctx, store.SelectBatch, store.PackHash(b.Key)).Scan(&codes, &expires); err != nil {
		return err
	}
	return store.BatchKnown(b, codes, expires)
}

// ForgetGateCodes implements quiz.GateCodes.
func (s *Store) ForgetGateCodes(ctx context.Context, over time.Time, limit int) (n int, err error) {
	err = s.write(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, store.ForgetBatches, store.Millis(over), limit); err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, store.ForgetGateCodes, store.Millis(over), limit)
		n = int(tag.RowsAffected())
		return err
	})
	return n, wrap("forget codes", err)
}

// Unlock implements quiz.Gates.
func (s *Store) Unlock(ctx context.Context, id quiz.AttemptID, fn func(*quiz.Attempt) (quiz.Opening, error)) error {
	return wrap("unlock attempt", s.write(ctx, func(tx pgx.Tx) error {
		row, err := s.held(ctx, tx, id)
		if err != nil {
			return err
		}
		var opening quiz.Opening
		changed, events, err := store.Change(row, store.Unlocking(fn, &opening))
		if err != nil {
			return err
		}
		if code := opening.Code; code != nil {
			tag, err := tx.Exec(ctx, store.SpendGateCode, store.SpendArgs(*code, s.clock())...)
			if err == nil && tag.RowsAffected() == 0 {
				err = quiz.ErrCode
			}
			if err != nil {
				return err
			}
		}
		if err := s.put(ctx, tx, changed, events); err != nil {
			return err
		}
		return send(ctx, tx, opening)
	}))
}

// send queues what goes out with an opening.
func send(ctx context.Context, tx pgx.Tx, o quiz.Opening) error {
	if o.Letter != nil {
		if err := once(tx.Exec(ctx, store.InsertLetter, store.LetterArgs(*o.Letter)...)); err != nil {
			return fmt.Errorf("add letter: %w", err)
		}
	}
	if o.Lead != nil {
		if err := once(tx.Exec(ctx, store.InsertLead, store.LeadArgs(*o.Lead)...)); err != nil {
			return fmt.Errorf("add lead: %w", err)
		}
	}
	return nil
}

// once is the outcome of an insert that must add a row.
func once(tag pgconn.CommandTag, err error) error {
	if err == nil && tag.RowsAffected() == 0 {
		err = quiz.ErrConflict
	}
	return err
}
