package jobs

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"sync"
	"time"

	"github.com/attune-quiz/attune/internal/webhook"
	"github.com/attune-quiz/attune/quiz"
)

// Poster posts one message once; webhook.Client is one.
type Poster interface {
	Post(ctx context.Context, m webhook.Message, to webhook.Endpoint) (status int, err error)
}

// Courier takes queued deliveries to the partners' webhooks and tries again,
// on the ladder of package webhook, what did not arrive. Several may serve one
// store, in one process or many. Each partner has a lane of its own, so that
// an endpoint that hangs holds up nobody else's.
type Courier struct {
	Deliveries quiz.Deliveries
	Attempts   quiz.Attempts
	Leads      quiz.Leads
	Partners   quiz.Partners
	Poster     Poster
	Every      time.Duration // between looks for lanes with something due; above 0
	Now        func() time.Time
	Random     io.Reader // for the jitter of the ladder
	Log        *slog.Logger

	mu    sync.Mutex
	lanes map[quiz.PartnerID]bool // those that run now
}

const (
	// laneWidth is how many messages a partner gets at a time.
	laneWidth = 8
	// postLease outlasts a try: the time of lookup and post, and of the store.
	postLease = time.Minute
	// postGrace is how long what is on its way may take once ctx has ended.
	postGrace = 5 * time.Second
)

// Run delivers until ctx ends and returns nil when what was on its way has
// arrived or been given up; the next courier tries that again.
func (c *Courier) Run(ctx context.Context) error {
	posting, end := lingering(ctx, postGrace)
	defer end()
	var wg sync.WaitGroup
	defer wg.Wait()
	tick := time.NewTicker(c.Every)
	defer tick.Stop()
	for {
		partners, err := c.Deliveries.DuePartners(ctx)
		if err != nil && ctx.Err() == nil {
			c.Log.ErrorContext(ctx, "looking for due webhooks failed", "error", err)
		}
		for _, p := range partners {
			if c.enter(p) {
				wg.Go(func() {
					defer c.leave(p)
					c.serve(ctx, posting, p)
				})
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// lingering returns a context that ends some time after the one given.
func lingering(ctx context.Context, grace time.Duration) (context.Context, func()) {
	later, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() {
		t := time.NewTimer(grace)
		defer t.Stop()
		select {
		case <-t.C:
			cancel()
		case <-later.Done():
		}
	})
	return later, func() { stop(); cancel() }
}

// enter reports whether the partner's lane was empty, and fills it.
func (c *Courier) enter(p quiz.PartnerID) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.lanes[p] {
		return false
	}
	if c.lanes == nil {
		c.lanes = map[quiz.PartnerID]bool{}
	}
	c.lanes[p] = true
	return true
}

func (c *Courier) leave(p quiz.PartnerID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.lanes, p)
}

// serve delivers until nothing of the partner is due.
func (c *Courier) serve(ctx, posting context.Context, p quiz.PartnerID) {
	for ctx.Err() == nil {
		ds, err := c.Deliveries.ClaimDeliveries(ctx, p, laneWidth, postLease)
		if err != nil && ctx.Err() == nil {
			c.Log.ErrorContext(ctx, "claiming webhooks failed", "partner", p, "error", err)
		}
		if len(ds) == 0 {
			return
		}
		var wg sync.WaitGroup
		for _, d := range ds {
			wg.Go(func() {
				if err := c.try(posting, d); err != nil && posting.Err() == nil {
					c.Log.ErrorContext(ctx, "a webhook was not tried", "partner", p, "id", d.ID, "error", err)
				}
			})
		}
		wg.Wait()
	}
}

// outcome is what became of a delivery.
type outcome struct {
	quiz.Try
	state quiz.DeliveryState
	due   time.Time
	cause error // of the fault; nil: it says enough
}

// try sends a delivery once and records what became of it. It returns an error
// where it could do neither: then the lease ends, and it is tried again.
func (c *Courier) try(ctx context.Context, d quiz.Delivery) error {
	to, out, err := c.endpoint(ctx, d)
	if err != nil {
		return err
	}
	if out == nil {
		if out, err = c.post(ctx, d, to); err != nil {
			return err
		}
	}
	if out.Fault == quiz.TryGone {
		if err := c.Deliveries.Disable(ctx, d.Partner, quiz.HashOf(to.URL)); err != nil {
			return err
		}
	}
	return c.record(ctx, d, out)
}

// endpoint returns where the delivery goes, or the end that it comes to
// without being sent.
func (c *Courier) endpoint(ctx context.Context, d quiz.Delivery) (*quiz.Webhook, *outcome, error) {
	to, err := endpoint(c.Partners, d.Partner)
	if err != nil {
		return nil, nil, err
	}
	if to == nil {
		return nil, c.unsent(quiz.TryUnset), nil
	}
	off, err := c.Deliveries.Disabled(ctx, d.Partner, quiz.HashOf(to.URL))
	if err != nil {
		return nil, nil, err
	}
	if off {
		return nil, c.unsent(quiz.TryDisabled), nil
	}
	return to, nil, nil
}

func (c *Courier) unsent(f quiz.TryFault) *outcome {
	return &outcome{Try: quiz.Try{At: c.Now(), Fault: f}, state: quiz.DeliveryFailed}
}

func (c *Courier) post(ctx context.Context, d quiz.Delivery, to *quiz.Webhook) (*outcome, error) {
	m, err := c.message(ctx, d)
	if errors.Is(err, errLost) {
		return c.unsent(quiz.TryLost), nil
	}
	if err != nil {
		return nil, err
	}
	begun := c.Now()
	status, err := c.Poster.Post(ctx, m, webhook.Endpoint{URL: to.URL, Secrets: to.Secrets})
	if ctx.Err() != nil && status == 0 {
		return nil, ctx.Err() // given up by us, not by the endpoint
	}
	t := quiz.Try{At: begun, Took: c.Now().Sub(begun), Status: status, Fault: faultOf(status, err)}
	return c.judge(d, t, err)
}

// judge says what comes after a try.
func (c *Courier) judge(d quiz.Delivery, t quiz.Try, cause error) (*outcome, error) {
	out := &outcome{Try: t, state: quiz.DeliveryDelivered, cause: cause}
	switch t.Fault {
	case "":
		return out, nil
	case quiz.TryGone:
		out.state = quiz.DeliveryFailed
		return out, nil
	}
	draw, err := c.draw()
	if err != nil {
		return nil, err
	}
	out.state = quiz.DeliveryFailed
	if wait, more := webhook.Wait(d.Step+1, draw); more {
		out.state, out.due = quiz.DeliveryPending, c.Now().Add(wait)
	}
	return out, nil
}
