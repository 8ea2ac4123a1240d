package web

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
)

// failureBody is an error page.
type failureBody struct{ Title, Text, Start string }

// patience is how long an error page may look for the visitor's language.
const patience = time.Second

// Error shows an error page in place of a request's answer. It is for the
// program's error handler, which picks the status and logs; it says nothing
// of err but its kind.
func (s *Site) Error(c echo.Context, status int, err error) error {
	// The request's own time has run out, whatever it took.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.Request().Context()), patience)
	defer cancel()
	c.SetRequest(c.Request().WithContext(ctx))
	v := view{Page: "failure", Personal: true, Locale: s.locale(c), Adrift: true}
	// A store that is in trouble is not asked for more.
	if status < http.StatusTooManyRequests {
		if a := s.visitor(c); a != nil {
			v.Locale, v.Adrift = a.Locale, false
		}
	}
	title, text := failure(status, err)
	v.Body = failureBody{s.Texts.Text(v.Locale, title), s.Texts.Text(v.Locale, text), s.startPath(c)}
	return s.show(c, status, v)
}

func failure(status int, err error) (title, text string) {
	switch {
	case errors.Is(err, quiz.ErrGone):
		return "failure.ended_title", "failure.ended_text"
	case status == http.StatusNotFound, status == http.StatusMethodNotAllowed, status == http.StatusGone:
		return "failure.missing_title", "failure.missing_text"
	case status == http.StatusForbidden, status == http.StatusUnauthorized:
		return "failure.refused_title", "failure.refused_text"
	case status == http.StatusTooManyRequests, status == http.StatusServiceUnavailable:
		return "failure.busy_title", "failure.busy_text"
	case status < http.StatusInternalServerError:
		return "failure.unclear_title", "failure.unclear_text"
	}
	return "failure.broken_title", "failure.broken_text"
}
