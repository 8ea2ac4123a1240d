package telemetry

import (
	"context"
	"errors"
	"time"

	"github.com/attune-quiz/attune/internal/trace"
	"github.com/attune-quiz/attune/quiz"
)

// The calls of a store that are timed.
const (
	callCreate       = "create"
	callGet          = "get"
	callSave         = "save"
	callUpdate       = "update"
	callEraseExpired = "erase_expired"
)

// call is one of them under way.
type call struct {
	meter *Meter
	name  string
	begun time.Time
	span  *trace.Span
}

func (m *Meter) begin(ctx context.Context, name string) (context.Context, call) {
	ctx, span := trace.Start(ctx, "store "+name, trace.Client)
	return ctx, call{m, name, time.Now(), span}
}

// end notes how the call went and returns that.
func (c call) end(err error) string {
	how := outcome(err)
	c.meter.calls.WithLabelValues(c.name).Observe(time.Since(c.begun).Seconds())
	if how == outcomeBusy || how == outcomeFailed {
		c.meter.failures.WithLabelValues(c.name, how).Inc()
		c.span.Fail()
	}
	c.span.End()
	return how
}

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
