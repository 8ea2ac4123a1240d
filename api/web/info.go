package web

import (
	"fmt"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
)

// helpBody is the help page. It is the same for everyone who comes with the
// same attempt, however they came.
type helpBody struct {
	Help playbook.Help
	Next string // path back into the journey
	Done bool   // Next is the result
}

// help answers GET /help.
func (s *Site) help(c echo.Context) error {
	in, err := s.instrument(c)
	if err != nil {
		return err
	}
	v := view{Page: "help", Locale: s.locale(c)}
	b := helpBody{Next: "/"}
	if a := s.visitor(c); a != nil {
		v.Locale, v.Personal = a.Locale, true
		if b.Next, b.Done = nextOpen(a), a.Status == quiz.Finished; b.Done {
			b.Next = "/result"
		}
	}
	lib, err := s.Take.Catalogue.Playbook(in.ID, v.Locale)
	if err != nil {
		return fmt.Errorf("find the help lines: %w", err)
	}
	b.Help = lib.Help
	v.Body = b
	return s.show(c, found, v)
}

// privacyBody is the page about what is kept.
type privacyBody struct {
	Controller string
	Notice     string // the controller's own notice; empty: this page is it
	Framed     bool   // a frame keeps no cookie
}

// privacy answers GET /privacy.
func (s *Site) privacy(c echo.Context) error {
	who := s.responsible(c)
	v := view{Page: "privacy"}
	if a := s.visitor(c); a != nil {
		v.Locale, v.Personal = a.Locale, true
		if p := s.Take.PartnerOf(a); p != nil {
			who = responsible{p.Controller, p.PrivacyURL}
		}
	}
	b := privacyBody{Controller: who.controller, Framed: inFrame(c)}
	if who.notice != "/privacy" && who.notice != s.BaseURL+"/privacy" {
		b.Notice = who.notice
	}
	v.Body = b
	return s.show(c, found, v)
}

// exit answers GET /exit: it ends the visit and leaves for a neutral site.
// Another site that links here gets the way out, but ends nobody's visit.
func (s *Site) exit(c echo.Context) error {
	if from := c.Request().Header.Get("Sec-Fetch-Site"); from == "" || from == "same-origin" || from == "none" {
		s.cookie.clear(c)
	}
	return to(c, s.Texts.Text(s.locale(c), "exit.address"))
}
