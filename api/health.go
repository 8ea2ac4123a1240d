package api

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
)

type healthAnswer struct {
	Status string `json:"status"`
}

// health says that the process lives, whatever it depends on.
func (s *server) health(c echo.Context) error {
	return writeJSON(c, http.StatusOK, healthAnswer{"ok"})
}

// ready says whether requests can be served.
func (s *server) ready(c echo.Context) error {
	if err := s.Ready(c.Request().Context()); err != nil {
		return errors.Join(quiz.ErrUnavailable, err)
	}
	return writeJSON(c, http.StatusOK, healthAnswer{"ready"})
}
