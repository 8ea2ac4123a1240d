package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
)

// problemBase begins the type of every problem. It identifies, for every
// deployment alike; it need not lead anywhere.
const problemBase = "https://github.com/attune-quiz/attune/problems/"

// problem is the body of an error after RFC 9457.
type problem struct {
	Type   string         `json:"type"`
	Title  string         `json:"title"`
	Status int            `json:"status"`
	Detail string         `json:"detail"`
	Errors []problemField `json:"errors,omitempty"`
}

type problemField struct {
	Pointer string `json:"pointer"`
	Detail  string `json:"detail"`
}

func newProblem(f fault, fields quiz.Invalid) problem {
	p := problem{Type: problemBase + f.slug, Title: f.title, Status: f.status, Detail: f.detail}
	for _, field := range fields {
		p.Errors = append(p.Errors, problemField(field))
	}
	return p
}

// keyError is where the context keeps an error for the access log.
const keyError = "attune.error"

// writeError is the one place that writes errors.
func (s *server) writeError(err error, c echo.Context) {
	f, fields := faultOf(err)
	if f.status >= http.StatusInternalServerError && !errors.Is(err, context.Canceled) {
		c.Set(keyError, err)
	}
	if c.Response().Committed {
		return
	}
	if retry := f.retryAfter(err); retry != "" {
		c.Response().Header().Set(echo.HeaderRetryAfter, retry)
	}
	if s.Pages != nil && !forPrograms(c.Request().URL.Path) {
		if err := s.Pages.Error(c, f.status, err); err == nil {
			return
		}
	}
	if f.status == http.StatusUnauthorized {
		realm := "attempt"
		if errors.Is(err, errKey) {
			realm = "partner"
		}
		c.Response().Header().Set(echo.HeaderWWWAuthenticate, `Bearer realm="`+realm+`"`)
	}
	if err := writeProblem(c, newProblem(f, fields)); err != nil {
		c.Set(keyError, errors.Join(err, asError(c.Get(keyError))))
	}
}

func writeProblem(c echo.Context, p problem) error {
	body, err := json.Marshal(p)
	if err != nil {
		return err
	}
	return c.Blob(p.Status, "application/problem+json", body)
}

// writeJSON encodes all of v before the first byte goes out, so that a
// failure can still be answered as one.
func writeJSON(c echo.Context, status int, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return c.Blob(status, echo.MIMEApplicationJSON, body)
}

func asError(v any) error {
	err, _ := v.(error)
	return err
}
