package telemetry

import (
	"context"
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

// Create implements quiz.Attempts.
func (a Attempts) Create(ctx context.Context, at quiz.Attempt, events ...quiz.Event) error {
	ctx, call := a.meter.begin(ctx, callCreate)
	err := a.Attempts.Create(ctx, at, events...)
	call.end(err)
	if err == nil {
		a.meter.happened(at.Instrument, at.Locale, events)
	}
	return err
}

// Get implements quiz.Attempts.
func (a Attempts) Get(ctx context.Context, id quiz.AttemptID) (quiz.Attempt, error) {
	ctx, call := a.meter.begin(ctx, callGet)
	at, err := a.Attempts.Get(ctx, id)
	call.end(err)
	return at, err
}

// Save implements quiz.Attempts.
func (a Attempts) Save(ctx context.Context, id quiz.AttemptID, responses []quiz.Response, expires time.Time) (quiz.Progress, error) {
	ctx, call := a.meter.begin(ctx, callSave)
	p, err := a.Attempts.Save(ctx, id, responses, expires)
	a.meter.saves.WithLabelValues(call.end(err)).Inc()
	return p, err
}

// SaveOpened implements quiz.Attempts.
func (a Attempts) SaveOpened(ctx context.Context, id quiz.AttemptID, opener quiz.Hash, responses []quiz.Response, expires time.Time) (quiz.Progress, error) {
	ctx, call := a.meter.begin(ctx, callSave)
	p, err := a.Attempts.SaveOpened(ctx, id, opener, responses, expires)
	a.meter.saves.WithLabelValues(call.end(err)).Inc()
	return p, err
}

// Update implements quiz.Attempts. Its events count once they are stored.
func (a Attempts) Update(ctx context.Context, id quiz.AttemptID, fn func(*quiz.Attempt) ([]quiz.Event, error)) error {
	var (
		instrument quiz.InstrumentID
		locale     quiz.Locale
		events     []quiz.Event
	)
	ctx, call := a.meter.begin(ctx, callUpdate)
	err := a.Attempts.Update(ctx, id, func(at *quiz.Attempt) (_ []quiz.Event, err error) {
		instrument, locale = at.Instrument, at.Locale
		events, err = fn(at)
		return events, err
	})
	call.end(err)
	if err == nil {
		a.meter.happened(instrument, locale, events)
	}
	return err
}

// EraseExpired implements quiz.Attempts.
func (a Attempts) EraseExpired(ctx context.Context, id quiz.AttemptID, events ...quiz.Event) error {
	ctx, call := a.meter.begin(ctx, callEraseExpired)
	err := a.Attempts.EraseExpired(ctx, id, events...)
	call.end(err)
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
