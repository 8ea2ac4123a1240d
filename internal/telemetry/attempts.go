package telemetry

import (
	"context"
	"errors"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

// Attempts is a store of attempts that tells a meter what is done.
type Attempts struct {
	quiz.Attempts
	meter *Meter
}

// Attempts returns the store so that the meter sees its calls.
func (m *Meter) Attempts(of quiz.Attempts) Attempts { return Attempts{of, m} }

// The calls that are timed.
const (
	callCreate       = "create"
	callGet          = "get"
	callSave         = "save"
	callUpdate       = "update"
	callEraseExpired = "erase_expired"
)

// The outcomes that are told apart.
const (
	outcomeOK      = "ok"
	outcomeRefused = "refused" // the caller was wrong or late
	outcomeBusy    = "busy"
	outcomeFailed  = "failed"
)

func outcome(err error) string {
	var invalid quiz.Invalid
	switch {
	case err == nil:
		return outcomeOK
	case errors.Is(err, quiz.ErrBusy):
		return outcomeBusy
	case errors.Is(err, quiz.ErrUnavailable):
		return outcomeFailed
	case errors.Is(err, quiz.ErrNotFound), errors.Is(err, quiz.ErrFinished), errors.Is(err, quiz.ErrUnfinished),
		errors.Is(err, quiz.ErrConflict), errors.Is(err, quiz.ErrGone), errors.Is(err, context.Canceled), errors.As(err, &invalid):
		return outcomeRefused
	}
	return outcomeFailed
}

// call notes how a call of the store went.
func (m *Meter) call(name string, begun time.Time, err error) {
	m.calls.WithLabelValues(name).Observe(time.Since(begun).Seconds())
	if how := outcome(err); how == outcomeBusy || how == outcomeFailed {
		m.failures.WithLabelValues(name, how).Inc()
	}
}

// Create implements quiz.Attempts.
func (a Attempts) Create(ctx context.Context, at quiz.Attempt, events ...quiz.Event) error {
	begun := time.Now()
	err := a.Attempts.Create(ctx, at, events...)
	a.meter.call(callCreate, begun, err)
	if err == nil {
		a.meter.happened(at.Instrument, at.Locale, events)
	}
	return err
}

// Get implements quiz.Attempts.
func (a Attempts) Get(ctx context.Context, id quiz.AttemptID) (quiz.Attempt, error) {
	begun := time.Now()
	at, err := a.Attempts.Get(ctx, id)
	a.meter.call(callGet, begun, err)
	return at, err
}

// Save implements quiz.Attempts.
func (a Attempts) Save(ctx context.Context, id quiz.AttemptID, responses []quiz.Response, expires time.Time) (quiz.Progress, error) {
	begun := time.Now()
	p, err := a.Attempts.Save(ctx, id, responses, expires)
	a.meter.saved(begun, err)
	return p, err
}

// SaveOpened implements quiz.Attempts.
func (a Attempts) SaveOpened(ctx context.Context, id quiz.AttemptID, opener quiz.Hash, responses []quiz.Response, expires time.Time) (quiz.Progress, error) {
	begun := time.Now()
	p, err := a.Attempts.SaveOpened(ctx, id, opener, responses, expires)
	a.meter.saved(begun, err)
	return p, err
}

func (m *Meter) saved(begun time.Time, err error) {
	m.call(callSave, begun, err)
	m.saves.WithLabelValues(outcome(err)).Inc()
}

// Update implements quiz.Attempts. Its events count once they are stored.
func (a Attempts) Update(ctx context.Context, id quiz.AttemptID, fn func(*quiz.Attempt) ([]quiz.Event, error)) error {
	var (
		instrument quiz.InstrumentID
		locale     quiz.Locale
		events     []quiz.Event
	)
	begun := time.Now()
	err := a.Attempts.Update(ctx, id, func(at *quiz.Attempt) ([]quiz.Event, error) {
		instrument, locale = at.Instrument, at.Locale
		var err error
		events, err = fn(at)
		return events, err
	})
	a.meter.call(callUpdate, begun, err)
	if err == nil {
		a.meter.happened(instrument, locale, events)
	}
	return err
}

// EraseExpired implements quiz.Attempts.
func (a Attempts) EraseExpired(ctx context.Context, id quiz.AttemptID, events ...quiz.Event) error {
	begun := time.Now()
	err := a.Attempts.EraseExpired(ctx, id, events...)
	a.meter.call(callEraseExpired, begun, err)
	if err == nil {
		a.meter.happened("", "", events)
	}
	return err
}

// happened counts what the stored events say.
func (m *Meter) happened(instrument quiz.InstrumentID, locale quiz.Locale, events []quiz.Event) {
	for _, e := range events {
		switch e.Type {
		case quiz.AttemptStarted:
			m.started.WithLabelValues(string(instrument), string(locale)).Inc()
		case quiz.AttemptFinished:
			m.finished.WithLabelValues(string(instrument), string(locale)).Inc()
		case quiz.AttemptErased:
			m.erased.Inc()
		}
	}
}
