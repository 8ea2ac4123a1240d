package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/attune-quiz/attune/internal/webhook"
	"github.com/attune-quiz/attune/quiz"
)

// body is what a webhook carries.
type body struct {
	Type      quiz.EventType `json:"type"`
	Timestamp time.Time      `json:"timestamp"` // when it happened; of a lead the hour
	Data      any            `json:"data"`
}

// attemptData is all that a partner's server is told of an attempt. Of one
// that is over, or was erased, the id alone is left.
type attemptData struct {
	Attempt    quiz.AttemptID    `json:"attempt"`
	Instrument quiz.InstrumentID `json:"instrument,omitempty"`
	Locale     quiz.Locale       `json:"locale,omitempty"`
	Article    string            `json:"article,omitempty"`
	Topic      quiz.TopicID      `json:"topic,omitempty"`
}

// leadData is all that a partner's server is told of a lead.
type leadData struct {
	Email   string      `json:"email"`
	Locale  quiz.Locale `json:"locale"`
	Consent string      `json:"consent"`
}

// errLost: what a delivery tells of is gone.
var errLost = errors.New("what it tells of is gone")

// message reads what is to be said now. It returns errLost for a lead that is
// gone, and any other error where the store could not be read.
func (c *Courier) message(ctx context.Context, d quiz.Delivery) (webhook.Message, error) {
	data, err := c.data(ctx, d)
	if err != nil {
		return webhook.Message{}, err
	}
	b, err := json.Marshal(body{Type: d.Type, Timestamp: d.At.UTC(), Data: data})
	if err != nil {
		return webhook.Message{}, fmt.Errorf("write delivery %s: %w", d.ID, err)
	}
	return webhook.Message{ID: string(d.ID), Body: b}, nil
}

func (c *Courier) data(ctx context.Context, d quiz.Delivery) (any, error) {
	switch {
	case d.Subject == "":
		return nil, errLost
	case d.Type == quiz.LeadCreated:
		return c.leadData(ctx, quiz.EventID(d.Subject))
	case d.Type == quiz.AttemptErased:
		return attemptData{Attempt: quiz.AttemptID(d.Subject)}, nil
	}
	a, err := c.Attempts.Get(ctx, quiz.AttemptID(d.Subject))
	if errors.Is(err, quiz.ErrNotFound) {
		return attemptData{Attempt: quiz.AttemptID(d.Subject)}, nil
	}
	if err != nil {
		return nil, err
	}
	return attemptData{Attempt: a.ID, Instrument: a.Instrument, Locale: a.Locale, Article: a.Article, Topic: a.Topic}, nil
}

func (c *Courier) leadData(ctx context.Context, id quiz.EventID) (any, error) {
	lead, err := c.Leads.Lead(ctx, id)
	if errors.Is(err, quiz.ErrNotFound) {
		return nil, errLost
	}
	if err != nil {
		return nil, err
	}
	return leadData{Email: lead.Email, Locale: lead.Locale, Consent: lead.Consent}, nil
}
