package jobs

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

// Sink takes events to where others learn of them. It may get an event more
// than once, always under the same id.
type Sink interface {
	// Deliver returns how many of the events, from the first on, have arrived
	// for good, and why the next one has not.
	Deliver(ctx context.Context, events []quiz.Event) (int, error)
}

// Deliverer hands the events of the outbox to a sink, oldest first. Several
// may serve one outbox, in one process or many.
type Deliverer struct {
	Outbox quiz.Outbox
	Sink   Sink
	Every  time.Duration // between looks into an empty outbox; above 0
	Log    *slog.Logger
}

const (
	claimed = 64 // events at a time
	// claimLease is how long a delivery may take before another replica takes
	// the events over, and how soon one that failed is tried again.
	claimLease = time.Minute
)

// Run delivers until ctx ends; then it returns nil. A delivery that fails is
// logged and tried again when its lease is over.
func (d *Deliverer) Run(ctx context.Context) error {
	tick := time.NewTicker(d.Every)
	defer tick.Stop()
	for {
		if _, err := d.Deliver(ctx); err != nil && ctx.Err() == nil {
			d.Log.ErrorContext(ctx, "delivery of events failed", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// Deliver delivers what can be claimed now and returns how many events were
// delivered.
func (d *Deliverer) Deliver(ctx context.Context) (delivered int, err error) {
	for {
		events, err := d.Outbox.Claim(ctx, claimed, claimLease)
		if err != nil || len(events) == 0 {
			return delivered, err
		}
		n, err := d.Sink.Deliver(ctx, events)
		if e := d.settle(ctx, events[:n]); err == nil {
			err = e
		}
		delivered += n
		if err != nil {
			return delivered, fmt.Errorf("after %d of %d: %w", n, len(events), err)
		}
		if len(events) < claimed {
			return delivered, nil
		}
	}
}

// settle settles all at once, so that they share a commit. What has arrived
// is settled even where ctx has ended meanwhile: it would only be sent again.
func (d *Deliverer) settle(ctx context.Context, events []quiz.Event) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	errs := make([]error, len(events))
	var wg sync.WaitGroup
	for i, e := range events {
		wg.Go(func() { errs[i] = d.Outbox.Settle(ctx, e.ID) })
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err // the others say the same
		}
	}
	return nil
}
