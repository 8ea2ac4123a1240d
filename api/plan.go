package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/take"
)

// planRequest holds the parts of a plan that change; the others stay.
type planRequest struct {
	Audience *quiz.Audience  `json:"audience" validate:"omitempty,audience"`
	Focus    *[]quiz.ScaleID `json:"focus" validate:"omitempty,min=1,max=2,unique,dive,id"`
	Region   *string         `json:"region" validate:"omitempty,region"`
	Keep     *quiz.Keep      `json:"keep" validate:"omitempty,keep"`
	Done     *[]string       `json:"done" validate:"omitempty,max=200,unique,dive,id"`
}

func (s *server) changePlan(c echo.Context, a *quiz.Attempt) error {
	var req planRequest
	if err := s.decode(c.Request(), &req); err != nil {
		return err
	}
	changed, err := s.Take.Change(c.Request().Context(), a.ID, take.PlanChange{
		Audience: req.Audience, Focus: req.Focus, Region: req.Region, Keep: req.Keep, Done: req.Done,
	})
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, newPlanAnswer(&changed))
}

// fitRequest says whether a section of the result fits.
type fitRequest struct {
	Section string `json:"section" validate:"required,section"`
	Fits    string `json:"fits" validate:"required,fits"`
}

// countFit counts the reply apart from the attempt.
func (s *server) countFit(c echo.Context, a *quiz.Attempt) error {
	var req fitRequest
	if err := s.decode(c.Request(), &req); err != nil {
		return err
	}
	if err := s.Take.Fit(c.Request().Context(), a, req.Section, req.Fits); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
