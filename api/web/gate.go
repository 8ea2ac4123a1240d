package web

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/take"
)

// gate is the form at a closed gate.
type gate struct {
	Partner string // by name
	Notice  string // the partner's privacy notice
	// Marketing is the version of the consent that may be given with an
	// address; empty: the partner asks for none.
	Marketing string

	// What was typed and does not open the gate.
	Wrong       bool
	Email, Code string
	Agreed      bool

	Mailed bool // the gate is open, and an address opened it
}

func (s *Site) gate(a *quiz.Attempt) gate {
	p := s.Take.PartnerOf(a)
	if p == nil {
		return gate{}
	}
	g := gate{Partner: p.Name, Notice: p.PrivacyURL, Mailed: p.Gate == quiz.GateEmail}
	if s.Take.LeadsTo(a) != nil {
		g.Marketing = s.Texts.Text(a.Locale, "gate.marketing_version")
	}
	return g
}

// unlock answers POST /unlock. What does not open the gate comes back to be
// mended at once: an address must not travel in the address of a page.
func (s *Site) unlock(c echo.Context, a *quiz.Attempt) error {
	if a.Status != quiz.Finished {
		return to(c, nextOpen(a))
	}
	u := s.typed(c, a)
	err := s.Take.Unlock(c.Request().Context(), a, u)
	var wrong quiz.Invalid
	switch {
	case errors.As(err, &wrong):
		return s.mend(c, a, u)
	case err != nil:
		return err
	}
	return to(c, "/result?saved=unlock#unlock")
}

const unlockPath = "/unlock"

// typed reads the form of the gate.
func (s *Site) typed(c echo.Context, a *quiz.Attempt) take.Unlocking {
	u := take.Unlocking{
		Email: c.Request().PostFormValue("email"), Code: c.Request().PostFormValue("code"),
		Agreed: c.Request().PostFormValue("marketing"),
	}
	if u.Agreed != s.gate(a).Marketing {
		u.Agreed = "" // to another text than the one that is asked about now
	}
	return u
}

// mend shows the result with what was typed at the gate.
func (s *Site) mend(c echo.Context, a *quiz.Attempt, u take.Unlocking) error {
	b, err := s.resultBody(c, a)
	if err != nil {
		return err
	}
	b.Failed = string(s.Take.GateOf(a))
	b.Gate.Wrong, b.Gate.Email, b.Gate.Code, b.Gate.Agreed = true, u.Email, u.Code, u.Agreed != ""
	return s.show(c, http.StatusUnprocessableEntity, view{
		Page: "result", Locale: a.Locale, Personal: true, Failed: true, Path: unlockPath, Body: b,
		Carry: []carried{{"email", u.Email}, {"code", u.Code}, {"marketing", u.Agreed}},
	})
}
