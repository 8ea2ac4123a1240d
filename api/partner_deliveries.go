package api

import (
	"errors"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
)

// deliveryLine is what a partner is told of the way of one event to its
// webhook.
type deliveryLine struct {
	ID         quiz.EventID       `json:"id"`
	Type       quiz.EventType     `json:"type"`
	Attempt    quiz.AttemptID     `json:"attempt,omitempty"` // absent: of a lead, or erased
	HappenedAt time.Time          `json:"happened_at"`
	Status     quiz.DeliveryState `json:"status"`
	NextTryAt  *time.Time         `json:"next_try_at,omitempty"`
	Tries      []tryLine          `json:"tries"`
}

type tryLine struct {
	At         time.Time     `json:"at"`
	DurationMS int64         `json:"duration_ms"`
	Status     int           `json:"status,omitempty"` // absent: there was no answer
	Fault      quiz.TryFault `json:"fault,omitempty"`  // absent: it arrived
}

func newDeliveryLine(d quiz.Delivery) deliveryLine {
	l := deliveryLine{
		ID: d.ID, Type: d.Type, HappenedAt: d.At, Status: d.State, NextTryAt: past(d.Due), Tries: []tryLine{},
	}
	if strings.HasPrefix(d.Subject, "att_") {
		l.Attempt = quiz.AttemptID(d.Subject)
	}
	for _, t := range d.Tries {
		l.Tries = append(l.Tries, tryLine{At: t.At, DurationMS: t.Took.Milliseconds(), Status: t.Status, Fault: t.Fault})
	}
	return l
}

func deliveryPlace(d quiz.Delivery) cursor { return cursor{at: d.At, id: string(d.ID)} }

var eventShape = regexp.MustCompile(`^evt_[A-Za-z0-9_-]{22}$`)

// listDeliveries pages through the log of a partner's webhook, the newest
// events first.
func (s *server) listDeliveries(c echo.Context, p *quiz.Partner) error {
	query := c.Request().URL.Query()
	limit, err := limitOf(query)
	if err != nil {
		return err
	}
	after, err := cursorOf(query, "evt_")
	if err != nil {
		return err
	}
	mark := quiz.DeliveryMark{At: after.at, ID: quiz.EventID(after.id)}
	found, err := s.Deliveries.ListDeliveries(c.Request().Context(), p.ID, mark, limit+1)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, newList(found, limit, newDeliveryLine, deliveryPlace))
}

// replayDelivery sends a delivery again, under its id. A body is not read.
func (s *server) replayDelivery(c echo.Context, p *quiz.Partner) error {
	id := pathParam(c, "id")
	if !eventShape.MatchString(id) {
		return quiz.ErrNotFound
	}
	err := s.Deliveries.Replay(c.Request().Context(), p.ID, quiz.EventID(id))
	if errors.Is(err, quiz.ErrGone) {
		return errSpent
	}
	if err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
