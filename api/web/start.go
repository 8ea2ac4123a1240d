package web

import (
	"errors"
	"html/template"
	"maps"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/take"
)

// startBody is the start page.
type startBody struct {
	Mark    template.HTML
	Consent consent
	Age     int
	Forms   []formChoice
	Topic   string // title of the chapter; empty: none

	// What the visitor said so far, or an article said for them.
	Asked beginning
	// NoConsent and TooYoung say what kept the test from beginning.
	NoConsent, TooYoung bool

	Shown            *shownBy // the site that shows the test; nil: it stands by itself
	Erased           bool
	Unfinished, Done bool // a test is open in this browser
}

// shownBy names the site around a frame and the one that runs the test.
type shownBy struct{ Partner, Host string }

type formChoice struct {
	ID      quiz.FormID
	Items   int
	Minutes int
	Short   bool
	Checked bool
}

// beginning is the form of the start page.
type beginning struct {
	Locale   quiz.Locale
	Form     quiz.FormID
	Topic    quiz.TopicID
	Article  string
	Relation quiz.Relationship
	Partner  quiz.PartnerID
	Consent  bool
	Version  string // of the consent text that was shown
	Age      bool
}

// visit is what a link to the start page says of it.
func (b beginning) visit() url.Values {
	return passedOn(url.Values{
		"topic": {string(b.Topic)}, "article": {b.Article}, "form": {string(b.Form)}, "partner": {string(b.Partner)},
	}, "topic", "article", "form", "partner")
}

// start answers GET /. What a link carries is taken where it has the right
// shape and dropped where not: a slip in an article must not cost a visit.
func (s *Site) start(c echo.Context) error {
	in, err := s.instrument(c)
	if err != nil {
		return err
	}
	asked := beginning{Locale: s.locale(c), Form: quiz.FormID(c.QueryParam("form"))}
	if p := s.through(c); p != nil {
		asked.Topic, asked.Partner = p.Topic, p.ID
	}
	if topic := quiz.TopicID(c.QueryParam("topic")); topic.Valid() {
		asked.Topic = topic
	}
	if a := c.QueryParam("article"); quiz.ValidArticle(a) {
		asked.Article = a
	}
	if in.Form(asked.Form) == nil {
		asked.Form = in.Forms[0].ID
	}
	a := s.visitor(c)
	if a != nil && c.QueryParam("locale") == "" {
		asked.Locale = a.Locale
	}
	body := s.startBody(c, in, asked)
	body.Erased = c.QueryParam("notice") == "erased"
	if a != nil {
		body.Unfinished, body.Done = a.Status == quiz.InProgress, a.Status == quiz.Finished
	}
	return s.show(c, found, view{Page: "start", Locale: asked.Locale, Body: body, Preview: s.generalPreview(asked.Locale)})
}

func (s *Site) startBody(c echo.Context, in *quiz.Instrument, asked beginning) startBody {
	b := startBody{
		Mark: waves(0), Consent: s.consentOf(c, in, spoken(in, asked.Locale)), Age: in.MinimumAge,
		Asked: asked, Topic: s.topicTitle(in, asked),
	}
	if f := s.frame(c); f != nil {
		b.Shown = &shownBy{Partner: f.partner.Name, Host: s.host()}
	}
	for i, f := range in.Forms {
		choice := formChoice{
			ID: f.ID, Items: len(f.Items), Minutes: f.Minutes,
			Short: f.Spec.Focus == nil, Checked: f.ID == asked.Form || asked.Form == "" && i == 0,
		}
		b.Forms = append(b.Forms, choice)
	}
	return b
}

// topicTitle names the chapter that an article asked for, where there is one.
func (s *Site) topicTitle(in *quiz.Instrument, asked beginning) string {
	lib, err := s.Take.Catalogue.Playbook(in.ID, asked.Locale)
	if err != nil {
		return ""
	}
	for _, t := range lib.Topics {
		if t.ID == asked.Topic {
			return t.Title
		}
	}
	return ""
}

// spoken returns the locale if the instrument has it, else one that it has.
func spoken(in *quiz.Instrument, l quiz.Locale) quiz.Locale {
	if _, ok := in.Texts[l]; ok {
		return l
	}
	return slices.Min(slices.Collect(maps.Keys(in.Texts)))
}

// begin answers POST /begin. Without consent or age nothing is stored, and
// the page comes back with what was said.
func (s *Site) begin(c echo.Context) error {
	in, err := s.instrument(c)
	if err != nil {
		return err
	}
	asked := beginning{
		Locale: s.Texts.Match(c.Request().PostFormValue("locale")), Form: quiz.FormID(c.Request().PostFormValue("form")),
		Topic: quiz.TopicID(c.Request().PostFormValue("topic")), Article: c.Request().PostFormValue("article"),
		Relation: quiz.Relationship(c.Request().PostFormValue("relationship")),
		Consent:  c.Request().PostFormValue("consent") != "", Version: c.Request().PostFormValue("consent"), Age: c.Request().PostFormValue("age_ok") != "",
	}
	if p := s.through(c); p != nil {
		asked.Partner = p.ID
	}
	begun, err := s.Take.Begin(c.Request().Context(), take.Beginning{
		Instrument: in.ID, Form: asked.Form, Locale: spoken(in, asked.Locale),
		Consent: asked.Version, AgeOK: asked.Age,
		Topic: asked.Topic, Article: asked.Article, Relation: asked.Relation, Partner: asked.Partner,
	})
	if errors.Is(err, quiz.ErrConsent) || errors.Is(err, quiz.ErrUnderAge) {
		body := s.startBody(c, in, asked)
		body.NoConsent, body.TooYoung = asked.Version != in.Consent, !asked.Age
		return s.show(c, http.StatusForbidden, view{Page: "start", Locale: asked.Locale, Failed: true, Visit: asked.visit(), Body: body})
	}
	if err != nil {
		return err
	}
	s.cookie.set(c, visit{id: begun.Attempt.ID, token: begun.Token}, begun.Attempt.Expires)
	return to(c, itemPath(0))
}
