package web

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/take"
)

// cookie is the one cookie: attempt id and token, for as long as the browser
// is open. It is set only after consent.
type cookie struct {
	name   string
	secure bool
}

func newCookie(secure bool) cookie {
	if secure {
		return cookie{name: "__Host-attune", secure: true}
	}
	return cookie{name: "attune"}
}

func (k cookie) set(c echo.Context, id quiz.AttemptID, t take.Token) {
	c.SetCookie(k.with(string(id)+"."+string(t), 0))
}

func (k cookie) clear(c echo.Context) { c.SetCookie(k.with("", -1)) }

func (k cookie) with(value string, maxAge int) *http.Cookie {
	return &http.Cookie{
		Name: k.name, Value: value, Path: "/", MaxAge: maxAge,
		HttpOnly: true, Secure: k.secure, SameSite: http.SameSiteLaxMode,
	}
}

func (k cookie) read(c echo.Context) (quiz.AttemptID, take.Token, error) {
	raw, err := c.Cookie(k.name)
	if err != nil {
		return "", "", quiz.ErrNotFound
	}
	id, secret, _ := strings.Cut(raw.Value, ".")
	t, err := take.ParseToken(secret)
	if err != nil {
		return "", "", quiz.ErrNotFound
	}
	return quiz.AttemptID(id), t, nil
}

// personal handles a request about the visitor's own attempt.
type personal func(c echo.Context, a *quiz.Attempt) error

// open hands the attempt of the cookie to h. Without one, or with one that is
// over, erased or foreign, the visitor is told so kindly.
func (s *Site) open(h personal) echo.HandlerFunc {
	return func(c echo.Context) error {
		a, err := s.attempt(c)
		if errors.Is(err, quiz.ErrNotFound) {
			return s.gone(c)
		}
		if err != nil {
			return err
		}
		err = h(c, &a)
		if errors.Is(err, quiz.ErrNotFound) { // erased in another tab meanwhile
			return s.gone(c)
		}
		return err
	}
}

func (s *Site) attempt(c echo.Context) (quiz.Attempt, error) {
	id, t, err := s.cookie.read(c)
	if err != nil {
		return quiz.Attempt{}, err
	}
	a, err := s.Take.Open(c.Request().Context(), id, t)
	if err != nil {
		return quiz.Attempt{}, fmt.Errorf("open the attempt of the cookie: %w", err)
	}
	return a, nil
}

// visitor returns the attempt of the cookie, or nil: for pages that everyone
// may see.
func (s *Site) visitor(c echo.Context) *quiz.Attempt {
	a, err := s.attempt(c)
	if err != nil {
		return nil
	}
	return &a
}

func (s *Site) gone(c echo.Context) error {
	if _, err := c.Cookie(s.cookie.name); err == nil {
		s.cookie.clear(c)
	}
	return s.show(c, http.StatusNotFound, view{Page: "gone", Personal: true})
}
