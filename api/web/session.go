package web

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/take"
)

// visit is what the cookie holds.
type visit struct {
	id    quiz.AttemptID
	token take.Token
	// kept: the visitor asked for a cookie that outlives the browser's closing.
	kept bool
}

// cookie is the one cookie: attempt id and token, for as long as the browser
// is open or, where the visitor asked for it, as long as the attempt stays. It
// is set only after consent.
type cookie struct {
	name   string
	secure bool
	now    func() time.Time
}

func newCookie(secure bool, now func() time.Time) cookie {
	if secure {
		return cookie{name: "__Host-attune", secure: true, now: now}
	}
	return cookie{name: "attune", now: now}
}

// keptMark ends the value of a cookie that is kept.
const keptMark = "kept"

// set writes the cookie; one that is kept lasts until the attempt's end. In a
// frame the next step carries the token instead.
func (k cookie) set(c echo.Context, v visit, end time.Time) {
	if inFrame(c) {
		c.Set(keyPass, pass{ID: v.id, Token: v.token})
		return
	}
	value := string(v.id) + "." + string(v.token)
	if !v.kept {
		c.SetCookie(k.with(value, 0))
		return
	}
	if left := int(end.Sub(k.now()) / time.Second); left > 0 {
		c.SetCookie(k.with(value+"."+keptMark, left))
	}
}

// clear ends the visit.
func (k cookie) clear(c echo.Context) {
	if inFrame(c) {
		c.Set(keyPass, pass{})
		return
	}
	c.SetCookie(k.with("", -1))
}

func (k cookie) with(value string, maxAge int) *http.Cookie {
	return &http.Cookie{ // #nosec G124 -- Secure but on a loopback address, which has no TLS
		Name: k.name, Value: value, Path: "/", MaxAge: maxAge,
		HttpOnly: true, Secure: k.secure, SameSite: http.SameSiteLaxMode,
	}
}

// read returns what opens the visitor's attempt: from the cookie, in a frame
// from the Authorization header alone.
func (k cookie) read(c echo.Context) (visit, error) {
	value := bearer(c)
	if !inFrame(c) {
		raw, err := c.Cookie(k.name)
		if err != nil {
			return visit{}, quiz.ErrNotFound
		}
		value = raw.Value
	}
	id, rest, _ := strings.Cut(value, ".")
	secret, mark, _ := strings.Cut(rest, ".")
	t, err := take.ParseToken(secret)
	if err != nil {
		return visit{}, quiz.ErrNotFound
	}
	return visit{id: quiz.AttemptID(id), token: t, kept: mark == keptMark && !inFrame(c)}, nil
}

// personal handles a request about the visitor's own attempt.
type personal func(c echo.Context, a *quiz.Attempt) error

// open hands the attempt of the cookie to h. Without one, or with one that is
// over, erased or foreign, the visitor is told so kindly.
func (s *Site) open(h personal) echo.HandlerFunc {
	return func(c echo.Context) error {
		v, a, err := s.attempt(c)
		if errors.Is(err, quiz.ErrNotFound) {
			return s.gone(c)
		}
		if err != nil {
			return err
		}
		if v.kept && c.Request().Method == http.MethodGet {
			s.cookie.set(c, v, a.Expires) // the attempt's end moves, and the cookie's with it
		}
		err = h(c, &a)
		if errors.Is(err, quiz.ErrNotFound) { // erased in another tab meanwhile
			return s.gone(c)
		}
		return err
	}
}

func (s *Site) attempt(c echo.Context) (visit, quiz.Attempt, error) {
	v, err := s.cookie.read(c)
	if err != nil {
		return visit{}, quiz.Attempt{}, err
	}
	a, err := s.Take.Open(c.Request().Context(), v.id, v.token)
	if err != nil {
		return visit{}, quiz.Attempt{}, fmt.Errorf("open the attempt of the cookie: %w", err)
	}
	return v, a, nil
}

// visit returns the attempt of the cookie, or nil: for pages that everyone may
// see.
func (s *Site) visit(c echo.Context) (visit, *quiz.Attempt) {
	v, a, err := s.attempt(c)
	if err != nil {
		return visit{}, nil
	}
	return v, &a
}

// visitor is visit without what the cookie says.
func (s *Site) visitor(c echo.Context) *quiz.Attempt {
	_, a := s.visit(c)
	return a
}

func (s *Site) gone(c echo.Context) error {
	if _, err := c.Cookie(s.cookie.name); err == nil {
		s.cookie.clear(c)
	}
	return s.show(c, http.StatusNotFound, view{Page: "gone", Personal: true, Adrift: true, Body: s.startPath(c)})
}
