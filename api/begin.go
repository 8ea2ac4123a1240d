package api

import (
	"net/http"
	"regexp"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/take"
)

// beginRequest is what a client sends before the first item. Consent and age
// are not required here: without them the answer is 403, not 422.
type beginRequest struct {
	Instrument   quiz.InstrumentID  `json:"instrument" validate:"required,id"`
	Form         quiz.FormID        `json:"form" validate:"required,id"`
	Locale       quiz.Locale        `json:"locale" validate:"required,locale"`
	Consent      *string            `json:"consent" validate:"omitempty,version"`
	AgeOK        bool               `json:"age_ok"`
	Topic        *quiz.TopicID      `json:"topic" validate:"omitempty,id"`
	Article      *string            `json:"article" validate:"omitempty,line"`
	Relationship *quiz.Relationship `json:"relationship" validate:"omitempty,relation"`
	Partner      *quiz.PartnerID    `json:"partner" validate:"omitempty,id"`
}

func (r beginRequest) beginning(key string) take.Beginning {
	return take.Beginning{
		Instrument: r.Instrument, Form: r.Form, Locale: r.Locale,
		Consent: given(r.Consent), AgeOK: r.AgeOK,
		Topic: given(r.Topic), Article: given(r.Article), Relation: given(r.Relationship),
		Partner: given(r.Partner), Key: key,
	}
}

// given returns what a field that may be absent holds, or nothing.
func given[T any](p *T) T {
	if p == nil {
		return *new(T)
	}
	return *p
}

type beginAnswer struct {
	ID        quiz.AttemptID `json:"id"`
	Token     take.Token     `json:"token"`
	ExpiresAt time.Time      `json:"expires_at"`
	questions
}

// beginAttempt starts an attempt, or finds the one that the Idempotency-Key
// started, and hands out a new token for it.
func (s *server) beginAttempt(c echo.Context) error {
	key, err := idempotencyKey(c.Request().Header)
	if err != nil {
		return err
	}
	var req beginRequest
	if err := s.decode(c.Request(), &req); err != nil {
		return err
	}
	if err := s.quotas.about(c, given(req.Partner)); err != nil {
		return err
	}
	begun, err := s.Take.Begin(c.Request().Context(), req.beginning(key))
	if err != nil {
		return err
	}
	a := begun.Attempt
	c.Response().Header().Set(echo.HeaderLocation, "/v1/attempts/"+string(a.ID))
	return writeJSON(c, http.StatusCreated, beginAnswer{
		ID: a.ID, Token: begun.Token, ExpiresAt: a.Expires.UTC(),
		questions: newQuestions(begun.Instrument, begun.Form, a.Locale),
	})
}

var keyShape = regexp.MustCompile(`^[!-~]{16,255}$`)

// idempotencyKey returns the header's value, or nothing where there is none.
func idempotencyKey(h http.Header) (string, error) {
	switch values := h.Values("Idempotency-Key"); {
	case len(values) == 0:
		return "", nil
	case len(values) == 1 && keyShape.MatchString(values[0]):
		return values[0], nil
	}
	return "", badHeader("The Idempotency-Key must be one random value of 16 to 255 printable characters without spaces.")
}
