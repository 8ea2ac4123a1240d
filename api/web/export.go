package web

import (
	"cmp"
	"encoding/json"
	"fmt"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/take"
)

// exportBody is all that is stored of an attempt, for reading.
type exportBody struct {
	take.Export
	Title   string // of the test
	Chapter string // of the plan, by its title; a topic that has none by its id
	Done    bool
	Back    string
	Answers []answered
	Seconds []int // on each, 0 where none is known
	Scores  []scoreRow
	Lean    string // where the answers lean, in one line; empty before finishing
	Focus   []string
	Country string
	Began   time.Time
	Until   time.Time
	Coded   time.Time // zero: no code opens it
	Dropped bool      // the code, just now
	Cards   []ownShare
	Keep    []keepChoice
}

// scoreRow is a scale's figures as they are stored, rounded for reading.
type scoreRow struct {
	Title, Band      string
	Scored           bool
	Score, Low, High float64
}

// exported answers GET /export with all that is stored, to read and to print.
func (s *Site) exported(c echo.Context, a *quiz.Attempt) error {
	e, err := s.Take.Exported(c.Request().Context(), a)
	if err != nil {
		return err
	}
	in, form, err := s.Take.Paper(a)
	if err != nil {
		return err
	}
	b := exportBody{
		Export: e, Title: in.Texts[a.Locale].Title, Done: a.Status == quiz.Finished, Back: nextOpen(a), Began: a.Created, Until: a.Expires,
	}
	for place := range form.Items {
		b.Answers = append(b.Answers, row(itemOf(in, form, a, place)))
		b.Seconds = append(b.Seconds, int(a.Sheet.Took(place).Round(time.Second)/time.Second))
	}
	b.Chapter = cmp.Or(s.topicTitle(in, beginning{Locale: a.Locale, Topic: a.Topic}), string(a.Topic))
	if e.ResumeCode != nil {
		b.Coded = e.ResumeCode.ExpiresAt
	}
	b.Dropped = c.QueryParam("saved") == "code"
	if b.Done {
		b.Back = "/result"
		if err := s.exportResult(c, a, in, &b); err != nil {
			return err
		}
	}
	return s.show(c, found, view{Page: "export", Locale: a.Locale, Personal: true, Body: b})
}

// exportResult adds what there is after finishing.
func (s *Site) exportResult(c echo.Context, a *quiz.Attempt, in *quiz.Instrument, b *exportBody) error {
	lib, err := s.Take.Catalogue.Playbook(a.Instrument, a.Locale)
	if err != nil {
		return fmt.Errorf("find the playbook: %w", err)
	}
	doc, err := s.Take.Playbook(a, a.Locale)
	if err != nil {
		return err
	}
	section, err := s.shareSection(c.Request().Context(), a, &doc)
	if err != nil {
		return err
	}
	b.Lean, b.Cards, b.Country = doc.Pattern.Headline, section.Own, doc.Help.Region
	for _, scale := range in.Scales {
		score, measured := a.Profile.Scales[scale.ID]
		if !measured {
			continue
		}
		r := scoreRow{Title: lib.Scales[scale.ID].Title, Band: bandOf(lib, score)}
		if score.Value != nil {
			r.Scored, r.Score, r.Low, r.High = true, *score.Value, score.Low, score.High
		}
		b.Scores = append(b.Scores, r)
	}
	for _, id := range take.FocusOf(a) {
		b.Focus = append(b.Focus, lib.Scales[id].Title)
	}
	for _, k := range []quiz.Keep{quiz.Keep30Days, quiz.Keep12Weeks, quiz.Keep12Months} {
		b.Keep = append(b.Keep, keepChoice{k, k == take.KeepOf(a)})
	}
	return nil
}

// exportName is the name of the file, which says nothing to whoever sees the
// list of downloads.
const exportName = "export.json"

// exportFile answers GET /export.json with all that is stored, as a file that
// can be held against a later result.
func (s *Site) exportFile(c echo.Context, a *quiz.Attempt) error {
	e, err := s.Take.Exported(c.Request().Context(), a)
	if err != nil {
		return err
	}
	body, err := json.MarshalIndent(e, "", " ")
	if err != nil {
		return fmt.Errorf("encode the export: %w", err)
	}
	return download(c, exportName, echo.MIMEApplicationJSON, append(body, '\n'))
}
