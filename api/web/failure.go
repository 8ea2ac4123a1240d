package web

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
)

// failureBody is an error page: keys of its words.
type failureBody struct{ Title, Text string }

// Error shows an error page in place of a request's answer. It is for the
// program's error handler, which picks the status and logs; it says nothing
// of err but its kind.
func (s *Site) Error(c echo.Context, status int, err error) error {
	v := view{Page: "failure", Personal: true, Locale: s.locale(c), Adrift: true}
	// A store that is in trouble is not asked for more.
	if status < http.StatusTooManyRequests {
		if a := s.visitor(c); a != nil {
			v.Locale, v.Adrift = a.Locale, false
		}
	}
	title, text := failure(status, err)
	v.Body = failureBody{s.Texts.Text(v.Locale, title), s.Texts.Text(v.Locale, text)}
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
