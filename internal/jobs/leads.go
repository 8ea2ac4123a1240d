package jobs

import (
	"context"
	"log/slog"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

// Leads queues the deliveries of leads whose hour has come, all of an hour at
// once and in the order of their random ids, so that neither time nor order
// leads from a lead to an attempt. Several may serve one store.
type Leads struct {
	Leads      quiz.Leads
	Partners   quiz.Partners
	Deliveries quiz.Deliveries
	Every      time.Duration // between looks; above 0
	Now        func() time.Time
	Log        *slog.Logger
}

// Run queues until ctx ends; then it returns nil.
func (l *Leads) Run(ctx context.Context) error {
	tick := time.NewTicker(l.Every)
	defer tick.Stop()
	for {
		if err := l.Queue(ctx); err != nil && ctx.Err() == nil {
			l.Log.ErrorContext(ctx, "leads were not queued", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// Queue queues what is due. A lead whose partner has no webhook is dropped:
// nobody is to get it.
func (l *Leads) Queue(ctx context.Context) error {
	for {
		leads, err := l.Leads.DueLeads(ctx, page)
		if err != nil {
			return err
		}
		for _, lead := range leads {
			if err := l.queue(ctx, lead); err != nil {
				return err
			}
		}
		if len(leads) < page {
			return nil
		}
	}
}

// queue is repeated where it was cut off: the delivery is queued once.
func (l *Leads) queue(ctx context.Context, lead quiz.Lead) error {
	listens, err := listens(l.Partners, lead.Partner)
	if err != nil {
		return err
	}
	if !listens {
		return l.Leads.DropLead(ctx, lead.ID)
	}
	err = l.Deliveries.Enqueue(ctx, quiz.Delivery{
		ID: lead.ID, Partner: lead.Partner, Type: quiz.LeadCreated, Subject: string(lead.ID),
		At: lead.Due, State: quiz.DeliveryPending, Due: l.Now(),
	})
	if err != nil {
		return err
	}
	return l.Leads.QueueLead(ctx, lead.ID)
}
