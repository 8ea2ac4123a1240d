package api

import (
	"bytes"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/api/calendar"
	"github.com/attune-quiz/attune/quiz"
)

// planCalendar writes the plan as a calendar from the day that was asked for.
func (s *server) planCalendar(c echo.Context, a *quiz.Attempt) error {
	query := c.Request().URL.Query()
	start, err := calendar.ParseStart(query.Get("start"), s.Now())
	if err != nil || query.Has("start") && query.Get("start") == "" {
		return badQuery("The query parameter start must be a day within a year, such as 2026-12-01.")
	}
	doc, err := s.Take.Whole(a, a.Locale)
	if err != nil {
		return err
	}
	plan := calendar.Plan{Attempt: a.ID, Stages: doc.Stages, Start: start, Made: s.Now(), Locale: a.Locale, Texts: s.Texts}
	var out bytes.Buffer
	if err := plan.Write(&out); err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="`+calendar.Name+`"`)
	return c.Blob(http.StatusOK, calendar.ContentType, out.Bytes())
}
