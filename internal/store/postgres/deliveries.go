package postgres

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/attune-quiz/attune/internal/store"
	"github.com/attune-quiz/attune/quiz"
)

var _ quiz.Deliveries = (*Store)(nil)

// Enqueue implements quiz.Deliveries.
func (s *Store) Enqueue(ctx context.Context, ds ...quiz.Delivery) error {
	if len(ds) == 0 {
		return ctx.Err()
	}
	// One order for all, so that replicas that queue the same do not wait for
	// each other in a circle.
	ds = slices.SortedFunc(slices.Values(ds), func(a, b quiz.Delivery) int { return cmp.Compare(a.ID, b.ID) })
	return wrap("queue deliveries", s.write(ctx, func(tx pgx.Tx) error {
		var batch pgx.Batch
		for _, d := range ds {
			batch.Queue(store.InsertDelivery, store.InsertDeliveryArgs(d)...)
		}
		return tx.SendBatch(ctx, &batch).Close()
	}))
}

// DuePartners implements quiz.Deliveries.
func (s *Store) DuePartners(ctx context.Context) (ids []quiz.PartnerID, err error) {
	err = s.read(ctx, func() error {
		rows, err := s.pool.Query(ctx, store.SelectDuePartners, store.DueArgs(s.clock())...)
		if err != nil {
			return err
		}
		ids, err = pgx.CollectRows(rows, pgx.RowTo[quiz.PartnerID])
		return err
	})
	return ids, wrap("list due partners", err)
}

// ClaimDeliveries implements quiz.Deliveries.
func (s *Store) ClaimDeliveries(ctx context.Context, p quiz.PartnerID, limit int, lease time.Duration) (ds []quiz.Delivery, err error) {
	err = s.write(ctx, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, store.ClaimDeliveries("FOR UPDATE SKIP LOCKED"),
			store.ClaimDeliveriesArgs(s.clock(), p, limit, lease)...)
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

func deliveryRows(rows pgx.Rows) ([]store.DeliveryRow, error) {
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (r store.DeliveryRow, err error) {
		return r, row.Scan(r.Fields()...)
	})
}

// RecordTry implements quiz.Deliveries.
func (s *Store) RecordTry(ctx context.Context, id quiz.EventID, t quiz.Try, state quiz.DeliveryState, due time.Time) error {
	return wrap("record try", s.write(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, store.RecordTry, store.RecordTryArgs(s.clock(), id, t, state, due)...)
		if err == nil && tag.RowsAffected() == 0 {
			err = quiz.ErrNotFound
		}
		return err
	}))
}

// ListDeliveries implements quiz.Deliveries.
func (s *Store) ListDeliveries(ctx context.Context, p quiz.PartnerID, after quiz.DeliveryMark, limit int) (ds []quiz.Delivery, err error) {
	err = s.read(ctx, func() error {
		rows, err := s.pool.Query(ctx, store.SelectDeliveries, store.ListDeliveriesArgs(p, after, limit)...)
		if err != nil {
			return err
		}
		found, err := deliveryRows(rows)
		if err != nil {
			return err
		}
		ds, err = store.Deliveries(found)
		return err
	})
	return ds, wrap("list deliveries", err)
}

// Replay implements quiz.Deliveries.
func (s *Store) Replay(ctx context.Context, p quiz.PartnerID, id quiz.EventID) error {
	return wrap("replay delivery", s.write(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, store.ReplayDelivery, string(p), string(id), store.Millis(s.clock()))
		if err == nil && tag.RowsAffected() > 0 {
			_, err = tx.Exec(ctx, store.EnableEndpoint, string(p))
			return err
		}
		if err != nil {
			return err
		}
		var subject string
		if err := tx.QueryRow(ctx, store.SelectSubject, string(p), string(id)).Scan(&subject); err != nil {
			return notFound(err)
		}
		return quiz.ErrGone
	}))
}

// ForgetDeliveries implements quiz.Deliveries.
func (s *Store) ForgetDeliveries(ctx context.Context, ended time.Time, limit int) (n int, err error) {
	err = s.write(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, store.ForgetDeliveries, store.Millis(ended), limit)
		if err != nil {
			return err
		}
		n = int(tag.RowsAffected())
		_, err = tx.Exec(ctx, store.ForgetSubjects)
		return err
	})
	return n, wrap("forget deliveries", err)
}

// Disable implements quiz.Deliveries.
func (s *Store) Disable(ctx context.Context, p quiz.PartnerID, url quiz.Hash) error {
	return wrap("disable endpoint", s.read(ctx, func() error {
		_, err := s.pool.Exec(ctx, store.DisableEndpoint, string(p), store.PackHash(url))
		return err
	}))
}

// Enable implements quiz.Deliveries.
func (s *Store) Enable(ctx context.Context, p quiz.PartnerID) error {
	return wrap("enable endpoint", s.read(ctx, func() error {
		_, err := s.pool.Exec(ctx, store.EnableEndpoint, string(p))
		return err
	}))
}

// Disabled implements quiz.Deliveries.
func (s *Store) Disabled(ctx context.Context, p quiz.PartnerID, url quiz.Hash) (bool, error) {
	var n int
	err := s.read(ctx, func() error {
		return s.pool.QueryRow(ctx, store.SelectEndpoint, string(p), store.PackHash(url)).Scan(&n)
	})
	return n > 0, wrap("look up endpoint", err)
}
