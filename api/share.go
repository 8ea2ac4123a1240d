package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/take"
)

// shareRequest is a card to show to others.
type shareRequest struct {
	Card quiz.Card `json:"card" validate:"required,card"`
	Pick []string  `json:"pick" validate:"omitempty,max=2,unique,dive,id"`
}

type madeShareAnswer struct {
	ID    quiz.ShareID `json:"id"`
	URL   string       `json:"url"`
	Image string       `json:"image"`
}

// makeShare makes a copy of what was picked, or finds the one that the
// Idempotency-Key made.
func (s *server) makeShare(c echo.Context, a *quiz.Attempt) error {
	key, err := idempotencyKey(c.Request().Header)
	if err != nil {
		return err
	}
	var req shareRequest
	if err := s.decode(c.Request(), &req); err != nil {
		return err
	}
	share, err := s.Take.Share(c.Request().Context(), a, take.Sharing{Card: req.Card, Pick: req.Pick, Key: key})
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, "/v1/shares/"+string(share.ID))
	return writeJSON(c, http.StatusCreated, madeShareAnswer{share.ID, s.sharePage(share.ID), s.sharePage(share.ID) + ".png"})
}

func (s *server) sharePage(id quiz.ShareID) string { return s.BaseURL + "/s/" + string(id) }

// revokeShare takes a share of the attempt away.
func (s *server) revokeShare(c echo.Context, a *quiz.Attempt) error {
	if err := s.Take.Revoke(c.Request().Context(), a.ID, quiz.ShareID(pathParam(c, "share"))); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// shareAnswer is all that others may see of a share.
type shareAnswer struct {
	Card   quiz.Card   `json:"card"`
	Locale quiz.Locale `json:"locale"`
	Texts  []string    `json:"texts"`
	Image  string      `json:"image"`
}

func (s *server) getShare(c echo.Context) error {
	share, err := s.Take.SharedAs(c.Request().Context(), quiz.ShareID(pathParam(c, "id")))
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, shareAnswer{
		Card: share.Card, Locale: share.Locale, Texts: share.Texts, Image: s.sharePage(share.ID) + ".png",
	})
}
