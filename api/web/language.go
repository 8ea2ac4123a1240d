package web

import (
	"regexp"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
)

// switchable are the pages about an attempt that lead back to themselves in
// another language.
func switchable() []string {
	return []string{"item", "check", "safety", "result", "erase", "help", "resume", "export", "compare", "sheet"}
}

// ownPage matches their addresses: nothing else is led to.
var ownPage = regexp.MustCompile(`^/(?:take/[0-9]{1,3}|check|safety|result|erase|help|resume|export|compare|sheets/[a-z][a-z0-9_-]{0,63})$`)

// spoken lists the other languages that the questions exist in.
func (s *Site) spoken(c echo.Context, v view) []language {
	in, err := s.instrument(c)
	if err != nil || !slices.Contains(switchable(), v.Page) {
		return nil
	}
	return slices.DeleteFunc(s.languages(v.Locale), func(l language) bool {
		_, ok := in.Texts[l.Locale]
		return !ok
	})
}

// speak answers POST /language: the same page, in another language. Nothing
// that was given changes.
func (s *Site) speak(c echo.Context, a *quiz.Attempt) error {
	if err := s.Take.Speak(c.Request().Context(), a, quiz.Locale(c.Request().PostFormValue("locale"))); err != nil {
		return err
	}
	back := c.Request().PostFormValue("to")
	if !ownPage.MatchString(back) {
		back = "/result"
	}
	return to(c, back)
}
