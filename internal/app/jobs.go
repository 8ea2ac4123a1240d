package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/attune-quiz/attune/internal/jobs"
	"github.com/attune-quiz/attune/internal/telemetry"
)

const (
	// sweepEvery is how often expired attempts are erased. Until then they are
	// stored, but nobody is given them.
	sweepEvery = time.Minute
	// deliverEvery is how long an event may wait in an idle outbox.
	deliverEvery = time.Second
)

// startJobs adds what nobody waits for to the group. The function that it
// returns is called when the group has ended.
func startJobs(ctx context.Context, group *errgroup.Group, cfg Config, st store, meter *telemetry.Meter) (func() error, error) {
	holder := make([]byte, 8)
	if _, err := io.ReadFull(cfg.Random, holder); err != nil {
		return nil, fmt.Errorf("name this replica: %w", err)
	}
	sink, closeSink, err := cfg.sink(st)
	if err != nil {
		return nil, err
	}
	sweeper := jobs.Sweeper{
		Attempts: meter.Attempts(st), Outbox: st, Codes: st, Deliveries: st, Leads: st, GateCodes: st, Letters: st, Leases: st, Holder: fmt.Sprintf("%x", holder),
		Now: cfg.Now, Random: cfg.Random, Log: cfg.Log, Every: sweepEvery,
	}
	deliverer := jobs.Deliverer{Outbox: st, Sink: meter.Sink(sink), Every: deliverEvery, Log: cfg.Log}
	group.Go(func() error { return sweeper.Run(ctx) })
	group.Go(func() error { return deliverer.Run(ctx) })
	if cfg.Partners != nil {
		startWebhooks(ctx, group, cfg, st, meter)
	}
	return closeSink, nil
}

// sink is where events go: to a file, to the queue of partners' webhooks, or
// to both.
func (c Config) sink(st store) (jobs.Sink, func() error, error) {
	var all jobs.All
	if c.Partners != nil {
		all = append(all, jobs.Webhooks{Partners: c.Partners, Deliveries: st, Now: c.Now})
	}
	if c.Events == "" {
		return all, func() error { return nil }, nil
	}
	file, err := jobs.OpenFile(c.Events)
	if err != nil {
		return nil, nil, errors.Join(ErrConfig, err)
	}
	return append(all, file), file.Close, nil
}
