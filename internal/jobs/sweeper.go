package jobs

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

// Sweeper erases attempts whose time is over, removes resume codes that open
// nothing any more and forgets events that were delivered. Several may run on one store: one of them sweeps, and another
// takes over when it ends. Even if two swept at once, an attempt would be
// erased once, with one event.
type Sweeper struct {
	Attempts   quiz.Attempts
	Outbox     quiz.Outbox      // nil: no events are forgotten
	Codes      quiz.ResumeCodes // nil: there are none
	Deliveries quiz.Deliveries  // nil: there are none; they stay a while after their end
	Leads      quiz.Leads       // nil: there are none; they stay no longer than deliveries
	GateCodes  quiz.GateCodes   // nil: there are none
	Letters    quiz.Letters     // nil: there are none; they stay no longer than LettersKept
	Leases     quiz.Leases      // nil: this is the only sweeper
	Holder     string           // names this sweeper among others
	Every      time.Duration    // between sweeps; above 0 and well below quiz.MaxLease
	Now        func() time.Time // the time of the events
	Random     io.Reader        // for the ids of the events
	Log        *slog.Logger
}

const (
	page = 100 // how many expired attempts or settled events are taken at a time

	// A clock that leaps ahead by more than leap between two sweeps is waited
	// out: what seems to be over is not erased until it has stood for patience,
	// in which an operator can set it right. Nobody is given what seems over.
	leap     = time.Hour
	patience = time.Hour
	// webhooksKept is how long the log of a delivery stays after its end, in
	// which it can be replayed.
	webhooksKept = 14 * 24 * time.Hour
)

// Run sweeps at once and then at intervals until ctx ends; then it returns
// nil. A sweep that fails is logged and tried again at the next interval.
func (s *Sweeper) Run(ctx context.Context) error {
	tick := time.NewTicker(s.Every)
	defer tick.Stop()
	w := watch{now: s.Now}
	for {
		s.turn(ctx, &w)
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// turn sweeps if it is this sweeper's to do.
func (s *Sweeper) turn(ctx context.Context, w *watch) {
	if w.leapt() {
		s.Log.WarnContext(ctx, "the clock leapt ahead: nothing is erased for a while", "for", patience)
	}
	if w.waiting() {
		return
	}
	held, err := s.held(ctx)
	if err != nil && ctx.Err() == nil {
		s.Log.ErrorContext(ctx, "sweep failed", "error", err)
	}
	if held {
		s.sweep(ctx)
	}
}

// held reports whether the sweep is this sweeper's until after its next turn.
func (s *Sweeper) held(ctx context.Context) (bool, error) {
	if s.Leases == nil {
		return true, nil
	}
	return s.Leases.Hold(ctx, "sweep", s.Holder, 2*s.Every)
}

// watch compares the clock with the time that really passes.
type watch struct {
	now         func() time.Time
	clock, real time.Time // at the last look
	until       time.Time // in real time
}

// leapt looks at the clock and reports whether it is far ahead of itself.
func (w *watch) leapt() bool {
	clock, real := w.now().Round(0), time.Now()
	before, since := w.clock, real.Sub(w.real)
	w.clock, w.real = clock, real
	if before.IsZero() || clock.Sub(before)-since < leap {
		return false
	}
	w.until = real.Add(patience)
	return true
}

func (w *watch) waiting() bool { return time.Now().Before(w.until) }

func (s *Sweeper) sweep(ctx context.Context) {
	erased, err := s.Sweep(ctx)
	if erased > 0 {
		s.Log.InfoContext(ctx, "erased expired attempts", "count", erased)
	}
	if err == nil {
		err = s.sweepCodes(ctx)
	}
	if err == nil {
		err = errors.Join(s.forget(ctx), s.forgetWebhooks(ctx), s.forgetGates(ctx))
	}
	if err != nil && ctx.Err() == nil {
		s.Log.ErrorContext(ctx, "sweep failed", "error", err)
	}
}

// sweepCodes removes the resume codes whose time is over.
func (s *Sweeper) sweepCodes(ctx context.Context) error {
	for s.Codes != nil {
		n, err := s.Codes.SweepResumeCodes(ctx, page)
		if err != nil || n < page {
			return err
		}
	}
	return nil
}

// forget removes the events that were delivered.
func (s *Sweeper) forget(ctx context.Context) error {
	for s.Outbox != nil {
		n, err := s.Outbox.Forget(ctx, s.Now(), page)
		if err != nil || n < page {
			return err
		}
	}
	return nil
}

// forgetWebhooks removes deliveries that ended long ago, and leads that nobody
// took in all that time.
func (s *Sweeper) forgetWebhooks(ctx context.Context) error {
	old := s.Now().Add(-webhooksKept)
	for s.Deliveries != nil {
		n, err := s.Deliveries.ForgetDeliveries(ctx, old, page)
		if err != nil {
			return err
		}
		if n < page {
			break
		}
	}
	for s.Leads != nil {
		n, err := s.Leads.ForgetLeads(ctx, old, page)
		if err != nil || n < page {
			return err
		}
	}
	return nil
}

// forgetGates removes the codes of gates that are over, and the letters that
// nobody sent in their time: their addresses must not stay even where there is
// no postman any more.
func (s *Sweeper) forgetGates(ctx context.Context) error {
	for s.GateCodes != nil {
		n, err := s.GateCodes.ForgetGateCodes(ctx, s.Now(), page)
		if err != nil {
			return err
		}
		if n < page {
			break
		}
	}
	for s.Letters != nil {
		n, err := s.Letters.ForgetLetters(ctx, s.Now().Add(-LettersKept), page)
		if err != nil || n < page {
			return err
		}
	}
	return nil
}

// Sweep erases all attempts whose time is over and returns how many. One that
// cannot be erased does not keep the others of its page.
func (s *Sweeper) Sweep(ctx context.Context) (erased int, err error) {
	for {
		ids, err := s.Attempts.Expired(ctx, page)
		if err != nil {
			return erased, err
		}
		n, err := s.erase(ctx, ids)
		erased += n
		if err != nil || n == 0 || len(ids) < page {
			return erased, err
		}
	}
}

func (s *Sweeper) erase(ctx context.Context, ids []quiz.AttemptID) (erased int, err error) {
	for _, id := range ids {
		if ctx.Err() != nil {
			return erased, errors.Join(err, ctx.Err())
		}
		event, e := s.event(id)
		if e == nil {
			e = s.Attempts.EraseExpired(ctx, id, event)
		}
		switch {
		case e == nil:
			erased++
		case errors.Is(e, quiz.ErrNotFound): // another sweeper, or the visitor, was first
		default:
			err = errors.Join(err, fmt.Errorf("erase %s: %w", id, e))
		}
	}
	return erased, err
}

func (s *Sweeper) event(id quiz.AttemptID) (quiz.Event, error) {
	b := make([]byte, 16)
	if _, err := io.ReadFull(s.Random, b); err != nil {
		return quiz.Event{}, fmt.Errorf("draw an event id: %w", err)
	}
	return quiz.Event{
		ID:   quiz.EventID("evt_" + base64.RawURLEncoding.EncodeToString(b)),
		Type: quiz.AttemptErased, Attempt: id, At: s.Now().UTC(),
	}, nil
}
