package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"github.com/attune-quiz/attune/internal/store"
	"github.com/attune-quiz/attune/quiz"
)

var _ quiz.Outbox = (*Store)(nil)

func (s *Store) addEvents(tx *txn, events []quiz.Event) error {
	for _, e := range events {
		n, err := affected(tx.stmt(s.change.event).
			ExecContext(within, store.EventArgs(e)...))
		if err == nil && n == 0 {
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
	var events []quiz.Event
	err := s.writer.do(ctx, func(tx *txn) (err error) {
		events, err = claimed(tx.stmt(s.change.claim).
			QueryContext(within, store.ClaimArgs(s.clock(), limit, lease)...))
		return err
	})
	if err != nil {
		return nil, wrap("claim events", err)
	}
	return events, nil
}

// claimed reads what ClaimEvents gives and brings it into order.
func claimed(rows *sql.Rows, err error) ([]quiz.Event, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []store.Entry
	for rows.Next() {
		var e store.Entry
		if err := rows.Scan(e.Fields()...); err != nil {
			return nil, err
		}
		found = append(found, e)
	}
	slices.SortFunc(found, func(a, b store.Entry) int { return cmp.Compare(a.Seq, b.Seq) })
	events := make([]quiz.Event, len(found))
	for i, e := range found {
		events[i] = e.Event()
	}
	return events, rows.Err()
}

// Settle implements quiz.Outbox.
func (s *Store) Settle(ctx context.Context, id quiz.EventID) error {
	return wrap("settle event", s.writer.do(ctx, func(tx *txn) error {
		n, err := affected(tx.stmt(s.change.settle).
			ExecContext(within, string(id), store.Millis(s.clock())))
		if err == nil && n == 0 {
			return refusal{quiz.ErrNotFound}
		}
		return err
	}))
}
