package web

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/api/calendar"
	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
	"github.com/attune-quiz/attune/quiz/take"
)

// resultBody is the result with its playbook.
type resultBody struct {
	Doc        playbook.Document
	Map        template.HTML
	Dimensions []measure
	Mechanisms []measure

	Focus     []focusChoice
	Measured  bool // the focus rests on scores
	Pair      bool // the audience may be joint
	Regions   []regionChoice
	Keep      []keepChoice
	KeepUntil time.Time
	Start     time.Time // suggested first day of the calendar
	Done      []string  // ids of the practices that were ticked
	Gate      gate      // that the attempt's partner has

	Share shareSection

	Next []quiz.Reading // the partner's articles on the visitor's topic
	Site string         // name of the partner

	// Saved and Failed name the part that was just changed, or could not be.
	Saved, Failed string
	Thanks        string // the section that was just rated
}

type measure struct {
	playbook.Measure
	Bar template.HTML
}

type focusChoice struct {
	ID        quiz.ScaleID
	Title     string
	About     string
	Candidate bool
	Checked   bool
}

type regionChoice struct {
	Code, Name string
	Chosen     bool
}

type keepChoice struct {
	ID      quiz.Keep
	Checked bool
}

// result answers GET /result.
func (s *Site) result(c echo.Context, a *quiz.Attempt) error {
	if a.Status != quiz.Finished {
		return to(c, nextOpen(a))
	}
	b, err := s.resultBody(c, a)
	if err != nil {
		return err
	}
	b.Saved = oneOf(c.QueryParam("saved"), append(planParts(), "unlock"))
	b.Failed = oneOf(c.QueryParam("error"), append(planParts(), "share"))
	b.Share.Saved = c.QueryParam("saved") == "share"
	b.Thanks = oneOf(c.QueryParam("thanks"), take.Sections())
	return s.show(c, found, view{Page: "result", Locale: a.Locale, Personal: true, Failed: b.Failed != "", Body: b})
}

func oneOf(v string, known []string) string {
	if slices.Contains(known, v) {
		return v
	}
	return ""
}

func (s *Site) resultBody(c echo.Context, a *quiz.Attempt) (resultBody, error) {
	doc, err := s.Take.Playbook(a, a.Locale)
	if err != nil {
		return resultBody{}, err
	}
	in, _, err := s.Take.Paper(a)
	if err != nil {
		return resultBody{}, err
	}
	lib, err := s.Take.Catalogue.Playbook(a.Instrument, a.Locale)
	if err != nil {
		return resultBody{}, fmt.Errorf("find the playbook: %w", err)
	}
	b := resultBody{
		Doc: doc, Map: mapOf(doc.Map, doc.Labels["map"]),
		Dimensions: measured(doc.Dimensions), Mechanisms: measured(doc.Mechanisms),
		Measured: len(doc.Mechanisms) > 0, Pair: a.Relation != quiz.RelationNone,
		Focus: focusChoices(in, lib, take.Profile(a)), KeepUntil: a.Expires, Done: take.DoneOf(a), Gate: s.gate(a),
	}
	if p := s.Take.PartnerOf(a); p != nil {
		b.Next, b.Site = p.ReadNext(a.Topic, a.Locale), p.Name
	}
	if b.Share, err = s.shareSection(c.Request().Context(), a, &b.Doc); err != nil {
		return resultBody{}, err
	}
	if b.Start, err = calendar.ParseStart("", s.Take.Now()); err != nil {
		return resultBody{}, err
	}
	for _, r := range lib.Help.Regions {
		b.Regions = append(b.Regions, regionChoice{r.Code, r.Name, r.Code == a.Plan.Region})
	}
	for _, k := range []quiz.Keep{quiz.Keep30Days, quiz.Keep12Weeks, quiz.Keep12Months} {
		b.Keep = append(b.Keep, keepChoice{k, k == take.KeepOf(a)})
	}
	return b, nil
}

func measured(ms []playbook.Measure) []measure {
	out := make([]measure, len(ms))
	for i, m := range ms {
		out[i] = measure{m, bar(m)}
	}
	return out
}

// focusChoices lists every mechanism: those with a score weakest first, then
// the rest in the instrument's order.
func focusChoices(in *quiz.Instrument, lib *playbook.Library, p quiz.Profile) []focusChoice {
	ids := slices.Clone(p.Mechanisms)
	for _, id := range in.ScalesOf(quiz.Mechanism) {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	out := make([]focusChoice, len(ids))
	for i, id := range ids {
		out[i] = focusChoice{
			ID: id, Title: lib.Scales[id].Title, About: lib.Scales[id].About,
			Candidate: slices.Contains(p.Focus.Candidates, id),
			Checked:   slices.Contains(p.Focus.Chosen, id),
		}
	}
	return out
}

// pdf answers GET /playbook.pdf?paper=. The name of the file says nothing to
// whoever sees the list of downloads.
func (s *Site) pdf(c echo.Context, a *quiz.Attempt) error {
	return s.print(c, a, "playbook", s.Take.Whole, s.Printer.Print)
}

// summary answers GET /summary.pdf?paper=: the pages for a coach. They are the
// result, which no gate is closed over.
func (s *Site) summary(c echo.Context, a *quiz.Attempt) error {
	return s.print(c, a, "summary", s.Take.Playbook, s.Printer.Summary)
}

func (s *Site) print(c echo.Context, a *quiz.Attempt, name string,
	of func(*quiz.Attempt, quiz.Locale) (playbook.Document, error),
	draw func(io.Writer, playbook.Document, playbook.Paper) error) error {
	if a.Status != quiz.Finished {
		return to(c, nextOpen(a))
	}
	doc, err := of(a, a.Locale)
	if errors.Is(err, quiz.ErrLocked) {
		return to(c, "/result#unlock")
	}
	if err != nil {
		return err
	}
	paper := playbook.A4
	if c.QueryParam("paper") == string(playbook.Letter) {
		paper = playbook.Letter
	}
	var out bytes.Buffer
	err = s.Render(c.Request().Context(), name, func() error { return draw(&out, doc, paper) })
	if err != nil {
		return fmt.Errorf("print the %s: %w", name, err)
	}
	return download(c, name+".pdf", "application/pdf", out.Bytes())
}

func download(c echo.Context, name, kind string, body []byte) error {
	h := c.Response().Header()
	protect(h, true)
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	return c.Blob(http.StatusOK, kind, body)
}

// fitAsked asks whether a section fits, or thanks for the reply.
type fitAsked struct {
	Section string
	Thanks  bool
}

// Fit is for the template.
func (b resultBody) Fit(section string) fitAsked { return fitAsked{section, b.Thanks == section} }
