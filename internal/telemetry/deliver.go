package telemetry

import (
	"context"

	"github.com/attune-quiz/attune/internal/trace"
	"github.com/attune-quiz/attune/quiz"
)

// sink is where events go, as package jobs has it.
type sink interface {
	Deliver(ctx context.Context, events []quiz.Event) (int, error)
}

// Sink is a sink whose deliveries a meter counts.
type Sink struct {
	sink
	meter *Meter
}

// Sink returns the sink so that the meter sees what arrives.
func (m *Meter) Sink(of sink) Sink { return Sink{of, m} }

// Deliver implements jobs.Sink.
func (s Sink) Deliver(ctx context.Context, events []quiz.Event) (int, error) {
	ctx, span := s.meter.tracer.Begin(ctx, "deliver events", trace.Client)
	span.Set("attune.events", len(events))
	n, err := s.sink.Deliver(ctx, events)
	s.meter.deliveries.WithLabelValues(outcomeOK).Add(float64(n))
	if err != nil {
		s.meter.deliveries.WithLabelValues(outcomeFailed).Inc()
		span.Fail()
	}
	span.End()
	return n, err
}
