package web

import (
	"bytes"
	"errors"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/api/calendar"
	"github.com/attune-quiz/attune/quiz"
)

// calendar answers GET /plan.ics?start=. A first day that is none, or far
// away, gives way to the suggested one: a browser's field can be cleared.
func (s *Site) calendar(c echo.Context, a *quiz.Attempt) error {
	if a.Status != quiz.Finished {
		return to(c, nextOpen(a))
	}
	doc, err := s.Take.Whole(a, a.Locale)
	if errors.Is(err, quiz.ErrLocked) {
		return to(c, "/result#unlock")
	}
	if err != nil {
		return err
	}
	now := s.Take.Now()
	start, err := calendar.ParseStart(c.QueryParam("start"), now)
	if err != nil {
		start, err = calendar.ParseStart("", now)
	}
	if err != nil {
		return err
	}
	plan := calendar.Plan{Attempt: a.ID, Stages: doc.Stages, Start: start, Made: now, Locale: a.Locale, Texts: s.Texts}
	var out bytes.Buffer
	if err := plan.Write(&out); err != nil {
		return err
	}
	return download(c, calendar.Name, calendar.ContentType, out.Bytes())
}
