package web

import (
	"encoding/json"
	"fmt"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
)

// export answers GET /export with all that is stored, as a file.
func (s *Site) export(c echo.Context, a *quiz.Attempt) error {
	e, err := s.Take.Exported(a)
	if err != nil {
		return err
	}
	body, err := json.MarshalIndent(e, "", "  ")
	if err != nil {
		return fmt.Errorf("encode the export: %w", err)
	}
	return download(c, "export.json", echo.MIMEApplicationJSON, append(body, '\n'))
}

// confirmErase answers GET /erase.
func (s *Site) confirmErase(c echo.Context, a *quiz.Attempt) error {
	back := "/result"
	if a.Status != quiz.Finished {
		back = nextOpen(a)
	}
	return s.show(c, found, view{Page: "erase", Locale: a.Locale, Personal: true, Body: back})
}

// erase answers POST /erase: the attempt is gone, and the cookie with it.
func (s *Site) erase(c echo.Context, a *quiz.Attempt) error {
	if err := s.Take.Erase(c.Request().Context(), a.ID); err != nil {
		return err
	}
	s.cookie.clear(c)
	return to(c, "/?notice=erased")
}
