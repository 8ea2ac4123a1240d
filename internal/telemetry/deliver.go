package telemetry

import (
	"context"
	"time"

	"github.com/attune-quiz/attune/internal/trace"
	"github.com/attune-quiz/attune/quiz"
)

// sink is where events go, as package jobs has it.
type sink interface {
	Deliver(ctx context.Context, events []quiz.Event) (int, error)
}

// Sink is a sink whose events a meter counts.
type Sink struct {
	sink
	meter *Meter
}

// Sink returns the sink so that the meter sees what arrives.
func (m *Meter) Sink(of sink) Sink { return Sink{of, m} }

// Deliver implements jobs.Sink.
func (s Sink) Deliver(ctx context.Context, events []quiz.Event) (int, error) {
	ctx, span := s.meter.tracer.Begin(ctx, "hand out events", trace.Internal)
	span.Set("attune.events", len(events))
	n, err := s.sink.Deliver(ctx, events)
	s.meter.events.WithLabelValues(outcomeOK).Add(float64(n))
	if err != nil {
		s.meter.events.WithLabelValues(outcomeFailed).Inc()
		span.Fail()
	}
	span.End()
	return n, err
}

// Deliveries is a store of deliveries that tells a meter how each try went.
type Deliveries struct {
	quiz.Deliveries
	meter *Meter
}

// Deliveries returns the store so that the meter sees what is recorded. Which
// partner a delivery is for stays with the partner.
func (m *Meter) Deliveries(of quiz.Deliveries) Deliveries { return Deliveries{of, m} }

// delivered is the outcome of a try that arrived; that of another is its fault.
const delivered = "delivered"

// RecordTry implements quiz.Deliveries.
func (d Deliveries) RecordTry(ctx context.Context, id quiz.EventID, t quiz.Try, state quiz.DeliveryState, due time.Time) error {
	outcome := delivered
	if t.Fault != "" {
		outcome = string(t.Fault)
	}
	d.meter.deliveries.WithLabelValues(outcome).Inc()
	d.meter.posts.Observe(t.Took.Seconds())
	if state == quiz.DeliveryFailed {
		d.meter.givenUp.Inc()
	}
	span := d.meter.tracer.Past("post webhook", trace.Client, t.At, t.Took)
	span.Set("attune.outcome", outcome)
	span.Set("http.response.status_code", t.Status)
	if t.Fault != "" {
		span.Fail()
	}
	span.Keep()
	return d.Deliveries.RecordTry(ctx, id, t, state, due)
}
