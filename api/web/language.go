package web

import (
	"errors"
	"regexp"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
)

// switchable are the pages about an attempt that lead back to themselves in
// another language.
func switchable() []string {
	return []string{"item", "check", "safety", "result", "erase", "help", "privacy", "resume", "export", "compare", "sheet", "failure"}
}

// ownPage matches their addresses: nothing else is led to.
var ownPage = regexp.MustCompile(`^/(?:take/[0-9]{1,3}|check|safety|result|erase|help|privacy|resume|export|compare|sheets/[a-z][a-z0-9_-]{0,63})$`)

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
	l := quiz.Locale(c.Request().PostFormValue("locale"))
	if err := s.Take.Speak(c.Request().Context(), a, l); err != nil {
		return err
	}
	a.Locale = l
	back := c.Request().PostFormValue("to")
	if shown, err := s.again(c, a, back); shown || err != nil {
		return err
	}
	if !ownPage.MatchString(back) {
		back = "/result"
	}
	return to(c, back)
}

// again shows a page that no address leads to, for it was the answer to
// something that only the visitor has: they send it along.
func (s *Site) again(c echo.Context, a *quiz.Attempt, page string) (shown bool, err error) {
	switch {
	case page == comparePath && c.Request().PostFormValue("text") != "":
		return true, s.compare(c, a)
	case page == unlockPath && a.Status == quiz.Finished && s.Take.GateOf(a) != quiz.GateNone:
		return true, s.mend(c, a, s.typed(c, a))
	case page == codePath:
		made, err := s.Take.OwnResumeCode(c.Request().Context(), a.ID, c.Request().PostFormValue("code"))
		if errors.Is(err, quiz.ErrCode) {
			return true, to(c, resumePath)
		}
		if err != nil {
			return true, err
		}
		return true, s.showCode(c, made)
	}
	return false, nil
}
