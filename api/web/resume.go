package web

import (
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/take"
)

// resumeBody is the page for going on later or elsewhere: with a test that is
// open here, and for opening another with its code.
type resumeBody struct {
	Framed bool // nothing can be kept on this device
	Open   bool // a test is open in this browser
	Done   bool // and finished
	Next   string
	Until  time.Time // how long it stays

	Code    take.ResumeCode // just made; shown once
	Address string          // the same in the fragment of this page
	Coded   time.Time       // until when a code opens the test; zero: there is none

	Kept    bool // this browser keeps the way back when it closes
	Changed bool // just now
	Dropped bool // the code, just now

	Typed string // what opened nothing
	Wrong bool
}

const (
	resumePath = "/resume"
	codePath   = resumePath + "/code"
)

// resumption answers GET /resume.
func (s *Site) resumption(c echo.Context) error {
	b, l, err := s.resumeBody(c)
	if err != nil {
		return err
	}
	b.Changed = b.Open && c.QueryParam("saved") == "keep"
	b.Dropped = b.Open && c.QueryParam("saved") == "code" && b.Coded.IsZero()
	return s.show(c, found, view{Page: "resume", Locale: l, Personal: b.Open, Body: b})
}

// resumeBody says what there is for the visitor to go on with, in which
// language.
func (s *Site) resumeBody(c echo.Context) (resumeBody, quiz.Locale, error) {
	v, a := s.visit(c)
	if a == nil {
		return resumeBody{Framed: inFrame(c)}, s.locale(c), nil
	}
	b := resumeBody{Framed: inFrame(c), Open: true, Done: a.Status == quiz.Finished, Next: nextOpen(a), Until: a.Expires, Kept: v.kept}
	if b.Done {
		b.Next = "/result"
	}
	var err error
	b.Coded, err = s.Take.CodeOf(c.Request().Context(), a.ID)
	return b, a.Locale, err
}

// makeCode answers POST /resume/code. The code stands in the answer itself and
// in no address.
func (s *Site) makeCode(c echo.Context, a *quiz.Attempt) error {
	made, err := s.Take.MakeResumeCode(c.Request().Context(), a.ID)
	if err != nil {
		return err
	}
	return s.showCode(c, made)
}

func (s *Site) showCode(c echo.Context, made take.MadeCode) error {
	b, l, err := s.resumeBody(c)
	if err != nil {
		return err
	}
	b.Code, b.Coded, b.Address = made.Code, made.Expires, s.BaseURL+resumePath+"#"+string(made.Code)
	return s.show(c, found, view{
		Page: "resume", Locale: l, Personal: true, Body: b, Path: codePath, Carry: []carried{{"code", string(made.Code)}},
	})
}

// dropCode answers POST /resume/drop: no code opens the attempt any more. The
// page that asked says so.
func (s *Site) dropCode(c echo.Context, a *quiz.Attempt) error {
	if err := s.Take.DropResumeCode(c.Request().Context(), a.ID); err != nil {
		return err
	}
	if c.Request().PostFormValue("to") == "export" {
		return to(c, "/export?saved=code#way")
	}
	return to(c, resumePath+"?saved=code#elsewhere")
}

// keepHere answers POST /resume/keep: the cookie stays when the browser closes,
// or no longer.
func (s *Site) keepHere(c echo.Context, a *quiz.Attempt) error {
	v, err := s.cookie.read(c)
	if err != nil {
		return err
	}
	v.kept = c.Request().PostFormValue("keep") != ""
	s.cookie.set(c, v, a.Expires)
	return to(c, resumePath+"?saved=keep#here")
}

// resume answers POST /resume: it opens what the code opens, in the place of a
// test that may be open here.
func (s *Site) resume(c echo.Context) error {
	typed := c.Request().PostFormValue("code")
	id, token, err := s.Take.Resume(c.Request().Context(), typed)
	if errors.Is(err, quiz.ErrCode) {
		b, l, err := s.resumeBody(c)
		if err != nil {
			return err
		}
		b.Wrong, b.Typed = true, typed
		return s.show(c, http.StatusUnprocessableEntity, view{Page: "resume", Locale: l, Personal: b.Open, Failed: true, Body: b})
	}
	if err != nil {
		return err
	}
	a, err := s.Take.Open(c.Request().Context(), id, token)
	if err != nil {
		return err
	}
	s.cookie.set(c, visit{id: id, token: token}, a.Expires)
	if a.Status == quiz.Finished {
		return to(c, "/result")
	}
	return to(c, nextOpen(&a))
}
