package web

import (
	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/take"
)

// safetyBody is the safety question. It never shows a former response: none
// is kept.
type safetyBody struct {
	Missing bool
	Pair    bool // there may be someone to share a plan with
}

// Responses to the safety question as the form sends them.
const (
	afraidYes    = "yes"
	afraidNo     = "no"
	afraidUnsaid = "unsaid"
)

// safety answers GET /safety.
func (s *Site) safety(c echo.Context, a *quiz.Attempt) error {
	if a.Status != quiz.Finished {
		return to(c, nextOpen(a))
	}
	b := safetyBody{Missing: c.QueryParam("error") != "", Pair: a.Relation != quiz.RelationNone}
	return s.show(c, found, view{Page: "safety", Locale: a.Locale, Personal: true, Failed: b.Missing, Body: b})
}

// choose answers POST /safety. The response decides the audience and is then
// forgotten: nothing else depends on it but the next page.
func (s *Site) choose(c echo.Context, a *quiz.Attempt) error {
	if a.Status != quiz.Finished {
		return to(c, nextOpen(a))
	}
	audience, next := quiz.Solo, "/result"
	switch c.Request().PostFormValue("afraid") {
	case afraidYes:
		next = "/help"
	case afraidUnsaid:
	case afraidNo:
		if c.Request().PostFormValue("audience") == string(quiz.Joint) {
			audience = quiz.Joint
		}
	default:
		return to(c, "/safety?error=1")
	}
	if _, err := s.Take.Change(c.Request().Context(), a.ID, take.PlanChange{Audience: &audience}); err != nil {
		return err
	}
	return to(c, next)
}
