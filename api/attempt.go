package api

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/take"
)

// attemptAnswer is what a client needs to go on with an attempt.
type attemptAnswer struct {
	ID           quiz.AttemptID       `json:"id"`
	Status       quiz.Status          `json:"status"`
	Instrument   quiz.InstrumentID    `json:"instrument"`
	Form         quiz.FormID          `json:"form"`
	Locale       quiz.Locale          `json:"locale"`
	Topic        quiz.TopicID         `json:"topic,omitempty"`
	Article      string               `json:"article,omitempty"`
	Relationship quiz.Relationship    `json:"relationship,omitempty"`
	Partner      quiz.PartnerID       `json:"partner,omitempty"`
	Answered     int                  `json:"answered"`
	Total        int                  `json:"total"`
	Responses    map[quiz.ItemID]*int `json:"responses"`
	planAnswer
}

func (s *server) getAttempt(c echo.Context, a *quiz.Attempt) error {
	_, form, err := s.Take.Paper(a)
	if err != nil {
		return err
	}
	progress := a.Sheet.Progress()
	return writeJSON(c, http.StatusOK, attemptAnswer{
		ID: a.ID, Status: a.Status, Instrument: a.Instrument, Form: a.Form, Locale: a.Locale,
		Topic: a.Topic, Article: a.Article, Relationship: a.Relation, Partner: a.Partner,
		Answered: progress.Answered, Total: progress.Total,
		Responses:  take.Responses(form, a.Sheet),
		planAnswer: newPlanAnswer(a),
	})
}

// eraseAttempt leaves nothing of the attempt but its bare id.
func (s *server) eraseAttempt(c echo.Context, a *quiz.Attempt) error {
	if err := s.Take.Erase(c.Request().Context(), a.ID); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// exportAttempt gives a visitor all that is stored of them.
func (s *server) exportAttempt(c echo.Context, a *quiz.Attempt) error {
	export, err := s.Take.Exported(c.Request().Context(), a)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="export.json"`)
	return writeJSON(c, http.StatusOK, export)
}

// planAnswer is the plan in force, chosen or not.
type planAnswer struct {
	Audience  quiz.Audience  `json:"audience"`
	Focus     []quiz.ScaleID `json:"focus"`
	Region    string         `json:"region,omitempty"`
	Keep      quiz.Keep      `json:"keep"`
	Done      []string       `json:"done"`
	ExpiresAt time.Time      `json:"expires_at"`
}

func newPlanAnswer(a *quiz.Attempt) planAnswer {
	return planAnswer{
		Audience: take.AudienceOf(a), Focus: take.FocusOf(a), Region: a.Plan.Region,
		Keep: take.KeepOf(a), Done: take.DoneOf(a), ExpiresAt: a.Expires.UTC(),
	}
}
