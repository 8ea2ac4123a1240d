package web

import (
	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
)

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
