package sqlite

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/attune-quiz/attune/internal/store"
	"github.com/attune-quiz/attune/quiz"
)

var _ quiz.Deliveries = (*Store)(nil)

// deliveryWrites are prepared on the writer's connection.
type deliveryWrites struct {
	insert, claim, record, replay, subject *sql.Stmt
	forget, forgetSubjects                 *sql.Stmt
	disable, enable                        *sql.Stmt
}

func prepareDeliveryWrites(p *preparer) deliveryWrites {
	return deliveryWrites{
		insert:         p.prepare(store.InsertDelivery),
		claim:          p.prepare(store.ClaimDeliveries("")),
		record:         p.prepare(store.RecordTry),
		replay:         p.prepare(store.ReplayDelivery),
		subject:        p.prepare(store.SelectSubject),
		forget:         p.prepare(store.ForgetDeliveries),
		forgetSubjects: p.prepare(store.ForgetSubjects),
		disable:        p.prepare(store.DisableEndpoint),
		enable:         p.prepare(store.EnableEndpoint),
	}
}

// deliveryReads are prepared on the readers' connections.
type deliveryReads struct{ due, list, endpoint *sql.Stmt }

func prepareDeliveryReads(p *preparer) deliveryReads {
	return deliveryReads{
		due:      p.prepare(store.SelectDuePartners),
		list:     p.prepare(store.SelectDeliveries),
		endpoint: p.prepare(store.SelectEndpoint),
	}
}

// Enqueue implements quiz.Deliveries.
func (s *Store) Enqueue(ctx context.Context, ds ...quiz.Delivery) error {
	if len(ds) == 0 {
		return ctx.Err()
	}
	return wrap("queue deliveries", s.writer.do(ctx, func(tx *txn) error {
		for _, d := range ds {
			if _, err := tx.stmt(s.change.delivery.insert).ExecContext(within, store.InsertDeliveryArgs(d)...); err != nil {
				return err
			}
		}
		return nil
	}))
}

// DuePartners implements quiz.Deliveries.
func (s *Store) DuePartners(ctx context.Context) ([]quiz.PartnerID, error) {
	rows, err := s.read.delivery.due.QueryContext(ctx, store.DueArgs(s.clock())...)
	if err != nil {
		return nil, wrap("list due partners", err)
	}
	defer rows.Close()
	var ids []quiz.PartnerID
	for rows.Next() {
		var id quiz.PartnerID
		if err := rows.Scan(&id); err != nil {
			return nil, wrap("list due partners", err)
		}
		ids = append(ids, id)
	}
	return ids, wrap("list due partners", rows.Err())
}

// ClaimDeliveries implements quiz.Deliveries.
func (s *Store) ClaimDeliveries(ctx context.Context, p quiz.PartnerID, limit int, lease time.Duration) ([]quiz.Delivery, error) {
	var ds []quiz.Delivery
	err := s.writer.do(ctx, func(tx *txn) error {
		rows, err := tx.stmt(s.change.delivery.claim).
			QueryContext(within, store.ClaimDeliveriesArgs(s.clock(), p, limit, lease)...)
		if err != nil {
			return err
		}
		found, err := deliveryRows(rows)
		if err != nil {
			return err
		}
		slices.SortFunc(found, store.LongestDue)
		ds, err = store.Deliveries(found)
		return err
	})
	return ds, wrap("claim deliveries", err)
}

func deliveryRows(rows *sql.Rows) ([]store.DeliveryRow, error) {
	defer rows.Close()
	var found []store.DeliveryRow
	for rows.Next() {
		var r store.DeliveryRow
		if err := rows.Scan(r.Fields()...); err != nil {
			return nil, err
		}
		found = append(found, r)
	}
	return found, rows.Err()
}

// RecordTry implements quiz.Deliveries.
func (s *Store) RecordTry(ctx context.Context, id quiz.EventID, t quiz.Try, state quiz.DeliveryState, due time.Time) error {
	return wrap("record try", s.writer.do(ctx, func(tx *txn) error {
		n, err := affected(tx.stmt(s.change.delivery.record).
			ExecContext(within, store.RecordTryArgs(s.clock(), id, t, state, due)...))
		if err == nil && n == 0 {
			return refusal{quiz.ErrNotFound}
		}
		return err
	}))
}

// ListDeliveries implements quiz.Deliveries.
func (s *Store) ListDeliveries(ctx context.Context, p quiz.PartnerID, after quiz.DeliveryMark, limit int) ([]quiz.Delivery, error) {
	rows, err := s.read.delivery.list.QueryContext(ctx, store.ListDeliveriesArgs(p, after, limit)...)
	if err != nil {
		return nil, wrap("list deliveries", err)
	}
	found, err := deliveryRows(rows)
	if err != nil {
		return nil, wrap("list deliveries", err)
	}
	ds, err := store.Deliveries(found)
	return ds, wrap("list deliveries", err)
}

// Replay implements quiz.Deliveries.
func (s *Store) Replay(ctx context.Context, p quiz.PartnerID, id quiz.EventID) error {
	return wrap("replay delivery", s.writer.do(ctx, func(tx *txn) error {
		n, err := affected(tx.stmt(s.change.delivery.replay).
			ExecContext(within, string(p), string(id), store.Millis(s.clock())))
		if err == nil && n > 0 {
			_, err = tx.stmt(s.change.delivery.enable).ExecContext(within, string(p))
		}
		if err != nil || n > 0 {
			return err
		}
		var subject string
		if err := tx.stmt(s.change.delivery.subject).QueryRowContext(within, string(p), string(id)).Scan(&subject); err != nil {
			return notFound(err)
		}
		return refusal{quiz.ErrGone}
	}))
}

// ForgetDeliveries implements quiz.Deliveries.
func (s *Store) ForgetDeliveries(ctx context.Context, ended time.Time, limit int) (int, error) {
	var n int64
	err := s.writer.do(ctx, func(tx *txn) (err error) {
		if n, err = affected(tx.stmt(s.change.delivery.forget).ExecContext(within, store.Millis(ended), limit)); err != nil {
			return err
		}
		_, err = tx.stmt(s.change.delivery.forgetSubjects).ExecContext(within)
		return err
	})
	return int(n), wrap("forget deliveries", err)
}

// Disable implements quiz.Deliveries.
func (s *Store) Disable(ctx context.Context, p quiz.PartnerID, url quiz.Hash) error {
	return wrap("disable endpoint", s.writer.do(ctx, func(tx *txn) error {
		_, err := tx.stmt(s.change.delivery.disable).ExecContext(within, string(p), store.PackHash(url))
		return err
	}))
}

// Enable implements quiz.Deliveries.
func (s *Store) Enable(ctx context.Context, p quiz.PartnerID) error {
	return wrap("enable endpoint", s.writer.do(ctx, func(tx *txn) error {
		_, err := tx.stmt(s.change.delivery.enable).ExecContext(within, string(p))
		return err
	}))
}

// Disabled implements quiz.Deliveries.
func (s *Store) Disabled(ctx context.Context, p quiz.PartnerID, url quiz.Hash) (bool, error) {
	var n int
	err := s.read.delivery.endpoint.QueryRowContext(ctx, string(p), store.PackHash(url)).Scan(&n)
	return n > 0, wrap("look up endpoint", err)
}
