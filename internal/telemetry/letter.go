package telemetry

import (
	"context"
	"errors"

	"github.com/attune-quiz/attune/internal/trace"
	"github.com/attune-quiz/attune/quiz"
)

// sender sends letters, as package jobs has it.
type sender interface {
	Send(context.Context, quiz.Letter) error
}

// Sender is a sender of letters that tells a meter how each try went, and
// nothing of to whom.
type Sender struct {
	sender
	meter *Meter
}

// Sender returns the sender so that the meter sees its tries.
func (m *Meter) Sender(of sender) Sender { return Sender{of, m} }

// The outcomes of a try, beside outcomeFailed.
const (
	letterSent          = "sent"
	letterGone          = "gone" // the attempt was erased meanwhile
	letterUndeliverable = "undeliverable"
)

// Send implements jobs.LetterSender.
func (s Sender) Send(ctx context.Context, l quiz.Letter) error {
	ctx, span := s.meter.tracer.Begin(ctx, "send letter", trace.Client)
	err := s.sender.Send(ctx, l)
	outcome := outcomeFailed
	switch {
	case err == nil:
		outcome = letterSent
	case errors.Is(err, quiz.ErrNotFound):
		outcome = letterGone
	case errors.Is(err, quiz.ErrUndeliverable):
		outcome = letterUndeliverable
	}
	s.meter.letters.WithLabelValues(outcome).Inc()
	span.Set("attune.outcome", outcome)
	if outcome == letterUndeliverable || outcome == outcomeFailed {
		span.Fail()
	}
	span.End()
	return err
}
