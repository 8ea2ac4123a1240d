package jobs

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"

	"github.com/attune-quiz/attune/internal/webhook"
	"github.com/attune-quiz/attune/quiz"
)

// recordWithin bounds how long an outcome may take to be stored, also when the
// courier is being stopped: what has arrived would only be sent again.
const recordWithin = 5 * time.Second

// record stores an outcome, and lets go of a lead that has arrived. Another
// courier may have been quicker, after a lease that was too short.
func (c *Courier) record(ctx context.Context, d quiz.Delivery, out *outcome) error {
	c.tell(ctx, d, out)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), recordWithin)
	defer cancel()
	err := c.Deliveries.RecordTry(ctx, d.ID, out.Try, out.state, out.due)
	if err != nil && !errors.Is(err, quiz.ErrNotFound) {
		return err
	}
	if d.Type == quiz.LeadCreated && out.state == quiz.DeliveryDelivered {
		return c.Leads.DropLead(ctx, quiz.EventID(d.Subject))
	}
	return nil
}

// tell logs what failed: ids, a status and the words of a connection; nothing
// that was sent or answered.
func (c *Courier) tell(ctx context.Context, d quiz.Delivery, out *outcome) {
	if out.state == quiz.DeliveryDelivered {
		return
	}
	attrs := []slog.Attr{
		slog.String("partner", string(d.Partner)), slog.String("id", string(d.ID)),
		slog.Int("status", out.Status), slog.String("fault", string(out.Fault)),
		slog.Int("try", d.Step+1), slog.Bool("given_up", out.state == quiz.DeliveryFailed),
	}
	if out.cause != nil && out.Status == 0 {
		attrs = append(attrs, slog.String("error", out.cause.Error()))
	}
	c.Log.LogAttrs(ctx, slog.LevelWarn, "a webhook did not arrive", attrs...)
}

// faultOf names why a try failed; empty: it did not.
func faultOf(status int, err error) quiz.TryFault {
	switch {
	case err == nil:
		return ""
	case status == http.StatusGone:
		return quiz.TryGone
	case status != 0:
		return quiz.TryRefused
	case errors.Is(err, webhook.ErrForbidden), errors.Is(err, webhook.ErrURL):
		return quiz.TryForbidden
	case errors.Is(err, webhook.ErrUnresolved):
		return quiz.TryUnresolved
	case errors.Is(err, webhook.ErrUntrusted):
		return quiz.TryUntrusted
	case errors.Is(err, webhook.ErrTimeout):
		return quiz.TryTimeout
	}
	return quiz.TryUnreached
}

// draw returns a number from 0 up to but not including 1.
func (c *Courier) draw() (float64, error) {
	var b [8]byte
	if _, err := io.ReadFull(c.Random, b[:]); err != nil {
		return 0, fmt.Errorf("draw a jitter: %w", err)
	}
	return float64(binary.BigEndian.Uint64(b[:])>>11) / (1 << 53), nil
}
