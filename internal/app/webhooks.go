package app

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/attune-quiz/attune/internal/jobs"
	"github.com/attune-quiz/attune/internal/telemetry"
	"github.com/attune-quiz/attune/internal/webhook"
)

// leadsEvery is how long a lead may wait after its hour.
const leadsEvery = 5 * time.Second

// startWebhooks adds to the group what takes events and leads to partners.
func startWebhooks(ctx context.Context, group *errgroup.Group, cfg Config, st store, meter *telemetry.Meter) {
	courier := jobs.Courier{
		Deliveries: meter.Deliveries(st), Attempts: st, Leads: st, Partners: cfg.Partners,
		Poster: webhook.NewClient(cfg.Webhooks, cfg.Now),
		Every:  deliverEvery, Now: cfg.Now, Random: cfg.Random, Log: cfg.Log,
	}
	leads := jobs.Leads{Leads: st, Partners: cfg.Partners, Deliveries: st, Every: leadsEvery, Now: cfg.Now, Log: cfg.Log}
	group.Go(func() error { return courier.Run(ctx) })
	group.Go(func() error { return leads.Run(ctx) })
}
