package api

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
)

// attemptLine is all that a partner is told of an attempt.
type attemptLine struct {
	ID         quiz.AttemptID    `json:"id"`
	Instrument quiz.InstrumentID `json:"instrument"`
	Status     quiz.Status       `json:"status"`
	StartedAt  time.Time         `json:"started_at"`
	FinishedAt *time.Time        `json:"finished_at,omitempty"`
	UnlockedAt *time.Time        `json:"unlocked_at,omitempty"`
}

func newAttemptLine(l quiz.Listed) attemptLine {
	return attemptLine{
		ID: l.ID, Instrument: l.Instrument, Status: l.Status,
		StartedAt: l.Created, FinishedAt: past(l.Finished), UnlockedAt: past(l.Unlocked),
	}
}

// past is nil for what has not happened.
func past(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func attemptPlace(l quiz.Listed) cursor { return cursor{at: l.Created, id: string(l.ID)} }

// listPartnerAttempts pages through a partner's attempts, the newest first.
func (s *server) listPartnerAttempts(c echo.Context, p *quiz.Partner) error {
	query := c.Request().URL.Query()
	limit, err := limitOf(query)
	if err != nil {
		return err
	}
	after, err := cursorOf(query, "att_")
	if err != nil {
		return err
	}
	mark := quiz.Mark{Created: after.at, ID: quiz.AttemptID(after.id)}
	found, err := s.Ledger.Listed(c.Request().Context(), p.ID, mark, limit+1)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, newList(found, limit, newAttemptLine, attemptPlace))
}
