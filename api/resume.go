package api

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/take"
)

type codeAnswer struct {
	Code      take.ResumeCode `json:"code"`
	ExpiresAt time.Time       `json:"expires_at"`
}

// makeResumeCode gives the attempt a code that opens it elsewhere, once. A body
// is not read.
func (s *server) makeResumeCode(c echo.Context, a *quiz.Attempt) error {
	made, err := s.Take.MakeResumeCode(c.Request().Context(), a.ID)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, codeAnswer{made.Code, made.Expires.UTC()})
}

// dropResumeCode ends the attempt's code. Without one there is nothing to do,
// and a repeat is answered like the first.
func (s *server) dropResumeCode(c echo.Context, a *quiz.Attempt) error {
	if err := s.Take.DropResumeCode(c.Request().Context(), a.ID); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

type resumeRequest struct {
	Code string `json:"code" validate:"required,max=64"`
}

type resumeAnswer struct {
	ID    quiz.AttemptID `json:"id"`
	Token take.Token     `json:"token"`
}

// resume spends a code for a new token. A code that opens nothing is like an
// address at which there is nothing.
func (s *server) resume(c echo.Context) error {
	var req resumeRequest
	if err := s.decode(c.Request(), &req); err != nil {
		return err
	}
	id, token, err := s.Take.Resume(c.Request().Context(), req.Code)
	if errors.Is(err, quiz.ErrCode) {
		return fmt.Errorf("%w: %w", quiz.ErrNotFound, err)
	}
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, resumeAnswer{id, token})
}
