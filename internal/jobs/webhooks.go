package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

// Webhooks is a sink that queues a delivery for each event of a partner with a
// webhook. Of all others nobody is told.
type Webhooks struct {
	Partners   quiz.Partners
	Deliveries quiz.Deliveries
	Now        func() time.Time
}

// Deliver implements Sink. An event that comes again is queued once.
func (w Webhooks) Deliver(ctx context.Context, events []quiz.Event) (int, error) {
	var ds []quiz.Delivery
	for _, e := range events {
		listens, err := listens(w.Partners, e.Partner)
		if err != nil {
			return 0, err
		}
		if listens {
			ds = append(ds, quiz.Delivery{
				ID: e.ID, Partner: e.Partner, Type: e.Type, Subject: string(e.Attempt),
				At: e.At, State: quiz.DeliveryPending, Due: w.Now(),
			})
		}
	}
	if err := w.Deliveries.Enqueue(ctx, ds...); err != nil {
		return 0, err
	}
	return len(events), nil
}

// listens reports whether the partner has a webhook.
func listens(partners quiz.Partners, id quiz.PartnerID) (bool, error) {
	to, err := endpoint(partners, id)
	return to != nil, err
}

// endpoint returns the partner's webhook; nil: there is none.
func endpoint(partners quiz.Partners, id quiz.PartnerID) (*quiz.Webhook, error) {
	if id == "" {
		return nil, nil
	}
	p, err := partners.Partner(id)
	if errors.Is(err, quiz.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look up partner %s: %w", id, err)
	}
	return p.Webhook, nil
}

// All is a sink of several: an event has arrived once it is in each. Without
// any, nobody listens and every event has arrived.
type All []Sink

// Deliver implements Sink.
func (all All) Deliver(ctx context.Context, events []quiz.Event) (int, error) {
	n := len(events)
	var first error
	for _, sink := range all {
		arrived, err := sink.Deliver(ctx, events[:n])
		if n = arrived; err != nil && first == nil {
			first = err
		}
	}
	return n, first
}
