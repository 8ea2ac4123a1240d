package postgres

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/attune-quiz/attune/internal/store"
	"github.com/attune-quiz/attune/quiz"
)

var _ quiz.Outbox = (*Store)(nil)

func addEvents(ctx context.Context, tx pgx.Tx, events []quiz.Event) error {
	for _, e := range events {
		tag, err := tx.Exec(ctx, store.InsertEvent, store.EventArgs(e)...)
		if err == nil && tag.RowsAffected() == 0 {
			err = quiz.ErrConflict
		}
		if err != nil {
			return fmt.Errorf("add event: %w", err)
		}
	}
	return nil
}

// Claim implements quiz.Outbox.
func (s *Store) Claim(ctx context.Context, limit int, lease time.Duration) ([]quiz.Event, error) {
	var found []store.Entry
	err := s.write(ctx, func(tx pgx.Tx) error {
		args := store.ClaimArgs(s.clock(), limit, lease)
		rows, err := tx.Query(ctx, store.ClaimEvents("FOR UPDATE SKIP LOCKED"), args...)
		if err != nil {
			return err
		}
		found, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (e store.Entry, err error) {
			return e, row.Scan(e.Fields()...)
		})
		return err
	})
	if err != nil {
		return nil, wrap("claim events", err)
	}
	slices.SortFunc(found, func(a, b store.Entry) int { return cmp.Compare(a.Seq, b.Seq) })
	events := make([]quiz.Event, len(found))
	for i, e := range found {
		events[i] = e.Event()
	}
	return events, nil
}

// Settle implements quiz.Outbox.
func (s *Store) Settle(ctx context.Context, id quiz.EventID) error {
	return wrap("settle event", s.write(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, store.SettleEvent, string(id), store.Millis(s.clock()))
		if err == nil && tag.RowsAffected() == 0 {
			err = quiz.ErrNotFound
		}
		return err
	}))
}

// Forget implements quiz.Outbox.
func (s *Store) Forget(ctx context.Context, settled time.Time, limit int) (n int, err error) {
	err = s.write(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, store.ForgetAttempts, store.Millis(settled), limit); err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, store.ForgetEvents, store.Millis(settled), limit)
		n = int(tag.RowsAffected())
		return err
	})
	return n, wrap("forget events", err)
}
