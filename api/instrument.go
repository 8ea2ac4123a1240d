package api

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
)

const headerAcceptLanguage = "Accept-Language"

type instrumentsAnswer struct {
	Instruments []instrumentLine `json:"instruments"`
}

type instrumentLine struct {
	ID      quiz.InstrumentID `json:"id"`
	Title   string            `json:"title"`
	Forms   []quiz.FormID     `json:"forms"` // the first is the usual one
	Locales []quiz.Locale     `json:"locales"`
	Minutes int               `json:"minutes"` // of the first form
}

// listInstruments names what can be taken, in the language that the client
// prefers.
func (s *server) listInstruments(c echo.Context) error {
	c.Response().Header().Add(echo.HeaderVary, headerAcceptLanguage)
	answer := instrumentsAnswer{Instruments: []instrumentLine{}}
	for _, in := range s.Take.Catalogue.Instruments() {
		if in.Servable() {
			answer.Instruments = append(answer.Instruments, s.line(c, in))
		}
	}
	return writeJSON(c, http.StatusOK, answer)
}

func (s *server) line(c echo.Context, in *quiz.Instrument) instrumentLine {
	l := instrumentLine{
		ID: in.ID, Title: in.Texts[s.localeFor(c, in, "")].Title,
		Locales: s.localesOf(in), Minutes: in.Forms[0].Minutes,
	}
	for _, f := range in.Forms {
		l.Forms = append(l.Forms, f.ID)
	}
	return l
}

type instrumentAnswer struct {
	ID      quiz.InstrumentID `json:"id"`
	Version string            `json:"version"`
	Title   string            `json:"title"`
	Locale  quiz.Locale       `json:"locale"`
	Form    quiz.FormID       `json:"form"`
	Minutes int               `json:"minutes"`
	Consent consentText       `json:"consent"`
	questions
}

type consentText struct {
	Version string `json:"version"`
	Text    string `json:"text"`
}

// getInstrument gives all that is needed to show one form in one language,
// and nothing of how it is scored.
func (s *server) getInstrument(c echo.Context) error {
	query := c.Request().URL.Query()
	tag := query.Get("locale")
	if query.Has("locale") && !localeShape.MatchString(tag) {
		return badQuery("The query parameter locale must be a language tag such as en or zh-Hans.")
	}
	in, err := s.Take.Catalogue.Instrument(quiz.InstrumentID(pathParam(c, "id")))
	if err != nil {
		return err
	}
	if !in.Servable() {
		return errNoWording
	}
	form := &in.Forms[0]
	if query.Has("form") {
		if form = in.Form(quiz.FormID(query.Get("form"))); form == nil {
			return fmt.Errorf("find the form: %w", quiz.ErrNotFound)
		}
	}
	through, err := s.through(query, in)
	if err != nil {
		return err
	}
	if tag == "" {
		tag = string(through.Locale)
	}
	c.Response().Header().Add(echo.HeaderVary, headerAcceptLanguage)
	return writeJSON(c, http.StatusOK, present(in, form, s.localeFor(c, in, tag), through))
}

// through returns the partner that the query names, who then answers for the
// data; without one, whoever runs the server does. A partner that does not
// offer the instrument is quiz.ErrNotFound, as is one that there is not.
func (s *server) through(query url.Values, in *quiz.Instrument) (*quiz.Partner, error) {
	if !query.Has("partner") {
		return &quiz.Partner{Controller: s.Controller, PrivacyURL: s.PrivacyURL}, nil
	}
	p, err := s.Take.Partner(quiz.PartnerID(query.Get("partner")))
	if err != nil || !p.Offers(in.ID) {
		return nil, fmt.Errorf("find the instrument at the partner: %w", quiz.ErrNotFound)
	}
	return p, nil
}

func present(in *quiz.Instrument, form *quiz.Form, locale quiz.Locale, through *quiz.Partner) instrumentAnswer {
	text := in.Texts[locale]
	consent := strings.NewReplacer("{controller}", through.Controller, "{notice}", through.PrivacyURL).Replace(text.Consent)
	return instrumentAnswer{
		ID: in.ID, Version: in.Version, Title: text.Title, Locale: locale, Form: form.ID, Minutes: form.Minutes,
		Consent:   consentText{Version: in.Consent, Text: consent},
		questions: newQuestions(in, form, locale),
	}
}

// questions are the items of a form in one language.
type questions struct {
	Items      []question                           `json:"items"`
	OptionSets map[quiz.OptionSetID][]labelledValue `json:"option_sets"`
}

type question struct {
	ID      quiz.ItemID      `json:"id"`
	Stem    string           `json:"stem"`
	Options quiz.OptionSetID `json:"options"`
}

type labelledValue struct {
	Value int    `json:"value"`
	Label string `json:"label"`
}

func newQuestions(in *quiz.Instrument, form *quiz.Form, locale quiz.Locale) questions {
	text := in.Texts[locale]
	q := questions{Items: make([]question, len(form.Items)), OptionSets: map[quiz.OptionSetID][]labelledValue{}}
	for i, id := range form.Items {
		item, _ := in.Item(id)
		q.Items[i] = question{ID: id, Stem: text.Stems[id], Options: item.Options}
		if q.OptionSets[item.Options] == nil {
			q.OptionSets[item.Options] = labelled(in.OptionSets[item.Options], text.Labels[item.Options])
		}
	}
	return q
}

func labelled(o quiz.OptionSet, labels []string) []labelledValue {
	out := make([]labelledValue, len(labels))
	for i, label := range labels {
		out[i] = labelledValue{Value: int(o.Min) + i, Label: label}
	}
	return out
}

// localeFor returns the instrument's best locale for a tag that the client
// named, or for its Accept-Language.
func (s *server) localeFor(c echo.Context, in *quiz.Instrument, tag string) quiz.Locale {
	if _, ok := in.Texts[quiz.Locale(tag)]; ok {
		return quiz.Locale(tag)
	}
	best := s.Texts.Match(tag, c.Request().Header.Get(headerAcceptLanguage))
	if _, ok := in.Texts[best]; ok {
		return best
	}
	return s.localesOf(in)[0]
}

// localesOf lists the instrument's locales, the server's default first where
// there is one, the others in alphabetical order.
func (s *server) localesOf(in *quiz.Instrument) []quiz.Locale {
	var out []quiz.Locale
	for _, l := range s.Texts.Locales() {
		if _, ok := in.Texts[l]; ok {
			out = append(out, l)
		}
	}
	known := len(out)
	for l := range in.Texts {
		if !slices.Contains(out[:known], l) {
			out = append(out, l)
		}
	}
	slices.Sort(out[known:])
	return out
}
