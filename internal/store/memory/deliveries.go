package memory

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/attune-quiz/attune/internal/store"
	"github.com/attune-quiz/attune/quiz"
)

var _ quiz.Deliveries = (*Store)(nil)

// parcel is a delivery with what only its store knows.
type parcel struct {
	quiz.Delivery
	seq         int64 // the order of queueing
	leasedUntil time.Time
	ended       time.Time // zero until then
}

func (p *parcel) due(now time.Time) bool {
	return p.State == quiz.DeliveryPending && !p.Due.After(now) && open(p.leasedUntil, now)
}

// owned is a delivery that the caller may change.
func (p *parcel) owned() quiz.Delivery {
	d := p.Delivery
	d.Tries = slices.Clone(d.Tries)
	return d
}

// deliveries are the parcels, the first queued first.
type deliveries struct {
	parcels []*parcel
	seq     int64
	off     map[quiz.PartnerID]quiz.Hash // endpoints that asked for no more
}

func (d *deliveries) find(id quiz.EventID) *parcel {
	i := slices.IndexFunc(d.parcels, func(p *parcel) bool { return p.ID == id })
	if i < 0 {
		return nil
	}
	return d.parcels[i]
}

// Enqueue implements quiz.Deliveries.
func (s *Store) Enqueue(ctx context.Context, ds ...quiz.Delivery) error {
	return s.locked(ctx, "queue deliveries", func() error {
		for _, d := range ds {
			if s.deliveries.find(d.ID) != nil {
				continue
			}
			s.deliveries.seq++
			d.State, d.Step, d.Tries = quiz.DeliveryPending, 0, nil
			d.At, d.Due = store.Moment(store.Millis(d.At)), store.Moment(store.Millis(d.Due))
			s.deliveries.parcels = append(s.deliveries.parcels, &parcel{Delivery: d, seq: s.deliveries.seq})
		}
		return nil
	})
}

// DuePartners implements quiz.Deliveries.
func (s *Store) DuePartners(ctx context.Context) (ids []quiz.PartnerID, err error) {
	err = s.locked(ctx, "list due partners", func() error {
		now := s.clock()
		for _, p := range s.deliveries.parcels {
			if p.due(now) && !slices.Contains(ids, p.Partner) {
				ids = append(ids, p.Partner)
			}
		}
		slices.Sort(ids)
		return nil
	})
	return ids, err
}

// ClaimDeliveries implements quiz.Deliveries.
func (s *Store) ClaimDeliveries(ctx context.Context, partner quiz.PartnerID, limit int, lease time.Duration) (ds []quiz.Delivery, err error) {
	err = s.locked(ctx, "claim deliveries", func() error {
		now := s.clock()
		var due []*parcel
		for _, p := range s.deliveries.parcels {
			if p.Partner == partner && p.due(now) {
				due = append(due, p)
			}
		}
		slices.SortStableFunc(due, func(a, b *parcel) int { return a.Due.Compare(b.Due) })
		for _, p := range due[:min(limit, len(due))] {
			p.leasedUntil = now.Add(lease)
			ds = append(ds, p.owned())
		}
		return nil
	})
	return ds, err
}

// RecordTry implements quiz.Deliveries.
func (s *Store) RecordTry(ctx context.Context, id quiz.EventID, t quiz.Try, state quiz.DeliveryState, due time.Time) error {
	return s.locked(ctx, "record try", func() error {
		p := s.deliveries.find(id)
		if p == nil || p.State != quiz.DeliveryPending {
			return quiz.ErrNotFound
		}
		t.At, t.Took = store.Moment(store.Millis(t.At)), t.Took.Truncate(time.Millisecond)
		p.Tries = append(p.Tries, t)
		p.Tries = p.Tries[max(0, len(p.Tries)-quiz.MaxTries):]
		p.State, p.Step, p.leasedUntil = state, p.Step+1, time.Time{}
		p.Due = store.Moment(store.Millis(due))
		if state != quiz.DeliveryPending {
			p.Due, p.ended = time.Time{}, s.clock()
		}
		if state == quiz.DeliveryDelivered && p.Type == quiz.LeadCreated {
			p.Subject = ""
		}
		return nil
	})
}

// ListDeliveries implements quiz.Deliveries.
func (s *Store) ListDeliveries(ctx context.Context, partner quiz.PartnerID, after quiz.DeliveryMark, limit int) (ds []quiz.Delivery, err error) {
	err = s.locked(ctx, "list deliveries", func() error {
		for _, p := range s.deliveries.parcels {
			mark := quiz.DeliveryMark{At: p.At, ID: p.ID}
			if p.Partner == partner && (after == quiz.DeliveryMark{} || newer(after, mark) < 0) {
				ds = append(ds, p.owned())
			}
		}
		slices.SortFunc(ds, func(a, b quiz.Delivery) int {
			return newer(quiz.DeliveryMark{At: a.At, ID: a.ID}, quiz.DeliveryMark{At: b.At, ID: b.ID})
		})
		ds = ds[:min(limit, len(ds))]
		return nil
	})
	return ds, err
}

// newer orders places, the newest first.
func newer(a, b quiz.DeliveryMark) int {
	return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.ID, a.ID))
}

// Replay implements quiz.Deliveries.
func (s *Store) Replay(ctx context.Context, partner quiz.PartnerID, id quiz.EventID) error {
	return s.locked(ctx, "replay delivery", func() error {
		p := s.deliveries.find(id)
		switch {
		case p == nil || p.Partner != partner:
			return quiz.ErrNotFound
		case p.Subject == "":
			return quiz.ErrGone
		}
		p.State, p.Step, p.Due, p.ended = quiz.DeliveryPending, 0, store.Moment(store.Millis(s.clock())), time.Time{}
		delete(s.deliveries.off, partner)
		return nil
	})
}

// ForgetDeliveries implements quiz.Deliveries.
func (s *Store) ForgetDeliveries(ctx context.Context, ended time.Time, limit int) (n int, err error) {
	err = s.locked(ctx, "forget deliveries", func() error {
		var old []*parcel
		for _, p := range s.deliveries.parcels {
			if !p.ended.IsZero() && !p.ended.After(ended) {
				old = append(old, p)
			}
		}
		slices.SortStableFunc(old, func(a, b *parcel) int { return cmp.Compare(store.Millis(a.ended), store.Millis(b.ended)) })
		old = old[:min(limit, len(old))]
		s.deliveries.parcels = slices.DeleteFunc(s.deliveries.parcels, func(p *parcel) bool { return slices.Contains(old, p) })
		n = len(old)
		s.deliveries.forgetSubjects()
		return nil
	})
	return n, err
}

// forgetSubjects takes out the ids of attempts whose erasure was delivered and
// that nothing pending tells of.
func (d *deliveries) forgetSubjects() {
	told, pending := map[string]bool{}, map[string]bool{}
	for _, p := range d.parcels {
		if p.State == quiz.DeliveryPending {
			pending[p.Subject] = true
		}
		if p.State == quiz.DeliveryDelivered && p.Type == quiz.AttemptErased {
			told[p.Subject] = true
		}
	}
	for _, p := range d.parcels {
		if told[p.Subject] && !pending[p.Subject] {
			p.Subject = ""
		}
	}
}

// Disable implements quiz.Deliveries.
func (s *Store) Disable(ctx context.Context, p quiz.PartnerID, url quiz.Hash) error {
	return s.locked(ctx, "disable endpoint", func() error {
		s.deliveries.off[p] = url
		return nil
	})
}

// Enable implements quiz.Deliveries.
func (s *Store) Enable(ctx context.Context, p quiz.PartnerID) error {
	return s.locked(ctx, "enable endpoint", func() error {
		delete(s.deliveries.off, p)
		return nil
	})
}

// Disabled implements quiz.Deliveries.
func (s *Store) Disabled(ctx context.Context, p quiz.PartnerID, url quiz.Hash) (off bool, err error) {
	err = s.locked(ctx, "look up endpoint", func() error {
		off = s.deliveries.off[p] == url
		return nil
	})
	return off, err
}
