package api

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/take"
)

// isAttempt reports whether the id has the form of an attempt's: "att_" and 22
// characters of base64url.
func isAttempt(id string) bool {
	random, ok := strings.CutPrefix(id, "att_")
	return ok && len(random) == 22 && !strings.ContainsFunc(random, escapable)
}

// owned opens the attempt that the path names with the token that the
// Authorization header holds. A missing or malformed token is
// quiz.ErrUnauthorized; a stranger's attempt is quiz.ErrNotFound, as is one
// that does not exist.
func (s *server) owned(handle func(echo.Context, *quiz.Attempt) error) echo.HandlerFunc {
	return func(c echo.Context) error {
		id, token, err := named(c)
		if err != nil {
			return err
		}
		a, err := s.open(c, id, token)
		if err != nil {
			return err
		}
		return handle(c, &a)
	}
}

// open opens an attempt and counts the request as one about its partner: before
// the store is asked, where this process knows which that is.
func (s *server) open(c echo.Context, id quiz.AttemptID, token take.Token) (quiz.Attempt, error) {
	through := s.Take.Through(id)
	if err := s.quotas.about(c, through); err != nil {
		return quiz.Attempt{}, err
	}
	a, err := s.Take.Open(c.Request().Context(), id, token)
	if err == nil && through == "" {
		err = s.quotas.about(c, a.Partner)
	}
	return a, err
}

// named reads which attempt is meant and with which token, and refuses what
// cannot be one.
func named(c echo.Context) (quiz.AttemptID, take.Token, error) {
	token, err := bearer(c.Request().Header)
	if err != nil {
		return "", "", err
	}
	id := pathParam(c, "id")
	if !isAttempt(id) {
		return "", "", quiz.ErrNotFound
	}
	return quiz.AttemptID(id), token, nil
}

// bearer reads an attempt's token.
func bearer(h http.Header) (take.Token, error) {
	secret, err := authorization(h)
	if err != nil {
		return "", err
	}
	return take.ParseToken(secret)
}

// authorization reads the secret of exactly one header of RFC 6750's form.
func authorization(h http.Header) (string, error) {
	values := h.Values(echo.HeaderAuthorization)
	if len(values) != 1 {
		return "", quiz.ErrUnauthorized
	}
	scheme, secret, _ := strings.Cut(values[0], " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return "", quiz.ErrUnauthorized
	}
	return secret, nil
}
