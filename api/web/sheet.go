package web

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
)

// sheet answers GET /sheets/{id}: one worksheet alone, to print.
func (s *Site) sheet(c echo.Context, a *quiz.Attempt) error {
	if a.Status != quiz.Finished {
		return to(c, nextOpen(a))
	}
	doc, err := s.Take.Playbook(a, a.Locale)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(doc.Worksheets, func(w playbook.Sheet) bool { return w.ID == c.Param("id") })
	if at < 0 {
		return echo.NewHTTPError(http.StatusNotFound)
	}
	return s.show(c, found, view{Page: "sheet", Locale: a.Locale, Personal: true, Body: labelled{doc.Labels, doc.Worksheets[at]}})
}
