package web

import (
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/take"
	"github.com/attune-quiz/attune/scoring"
)

// itemBody is one item's page.
type itemBody struct {
	N, Total  int // N counts from 1
	Waves     template.HTML
	Stem      string
	Options   []option
	Declined  bool
	Missing   bool // nothing was chosen
	FromCheck bool // go back to check-your-answers afterwards
	Back      string
	Paper     paper
}

// option is one labelled response.
type option struct {
	Value   scoring.Response
	Label   string
	Checked bool
}

// itemPath is the page of the item at place, which counts from 0.
func itemPath(place int) string { return fmt.Sprintf("/take/%d", place+1) }

// item answers GET /take/{n}. A place outside the form leads to the first
// open item; a finished attempt to its result.
func (s *Site) item(c echo.Context, a *quiz.Attempt) error {
	in, form, place, err := s.place(c, a)
	if err != nil {
		return err
	}
	if a.Status == quiz.Finished {
		return to(c, "/result")
	}
	if place < 0 || place >= len(form.Items) {
		return to(c, nextOpen(a))
	}
	b := itemOf(in, form, a, place)
	b.Paper = paperOf(in, form, a, place)
	if inFrame(c) {
		b.Paper.name(form.Items)
	}
	b.Missing = c.QueryParam("error") != ""
	if b.FromCheck = c.QueryParam("from") == "check"; b.FromCheck {
		b.Back = "/check"
	}
	return s.show(c, found, view{Page: "item", Locale: a.Locale, Personal: true, Failed: b.Missing, Body: b})
}

func itemOf(in *quiz.Instrument, form *quiz.Form, a *quiz.Attempt, place int) itemBody {
	item, _ := in.Item(form.Items[place])
	text := in.Texts[a.Locale]
	given := a.Sheet.At(place)
	b := itemBody{
		N: place + 1, Total: len(form.Items), Stem: text.Stems[item.ID],
		Waves:    waves(float64(place) / float64(len(form.Items))),
		Declined: given == quiz.Declined, Back: "/",
	}
	if place > 0 {
		b.Back = itemPath(place - 1)
	}
	for i, label := range text.Labels[item.Options] {
		v := in.OptionSets[item.Options].Min + scoring.Response(i)
		b.Options = append(b.Options, option{Value: v, Label: label, Checked: v == given})
	}
	return b
}

// place returns the paper of the attempt and the item's place in it, which
// may lie outside.
func (s *Site) place(c echo.Context, a *quiz.Attempt) (*quiz.Instrument, *quiz.Form, int, error) {
	n, err := strconv.Atoi(c.Param("n"))
	if err != nil {
		return nil, nil, 0, echo.NewHTTPError(http.StatusNotFound)
	}
	in, form, err := s.Take.Paper(a)
	return in, form, n - 1, err
}

// nextOpen is where an attempt in progress goes on.
func nextOpen(a *quiz.Attempt) string {
	if open := a.Sheet.Open(); len(open) > 0 {
		return itemPath(open[0])
	}
	return "/check"
}

// answer answers POST /take/{n}: it saves the response, or that there is
// none, and goes on.
func (s *Site) answer(c echo.Context, a *quiz.Attempt) error {
	_, form, place, err := s.place(c, a)
	if err != nil {
		return err
	}
	if place < 0 || place >= len(form.Items) {
		return echo.NewHTTPError(http.StatusNotFound)
	}
	if a.Status == quiz.Finished {
		return overAnswer(c)
	}
	fromCheck := c.Request().PostFormValue("from") == "check"
	value, err := given(c, a.Sheet.At(place))
	if err != nil {
		return err
	}
	if value == quiz.NotGiven {
		return to(c, missing(place, fromCheck))
	}
	id := form.Items[place]
	_, err = s.Take.Save(c.Request().Context(), a, take.Answers{
		Responses: map[quiz.ItemID]scoring.Response{id: value},
		Elapsed:   map[quiz.ItemID]time.Duration{id: elapsed(c, a.Sheet.Took(place))},
	})
	if errors.Is(err, quiz.ErrFinished) { // in another tab meanwhile
		return overAnswer(c)
	}
	if err != nil {
		return err
	}
	if byScript(c) {
		return bare(c, http.StatusNoContent)
	}
	if fromCheck || place+1 == len(form.Items) {
		return to(c, "/check")
	}
	return to(c, itemPath(place+1))
}

func missing(place int, fromCheck bool) string {
	path := itemPath(place) + "?error=1"
	if fromCheck {
		path += "&from=check"
	}
	return path
}

// given reads what the form says: a value, Declined, or NotGiven where
// nothing was chosen. What was declined before stays so.
func given(c echo.Context, before scoring.Response) (scoring.Response, error) {
	raw := c.Request().PostFormValue("response")
	switch {
	case c.Request().PostFormValue("decline") != "", raw == "" && before == quiz.Declined:
		return quiz.Declined, nil
	case raw == "":
		return quiz.NotGiven, nil
	}
	v, err := strconv.ParseInt(raw, 10, 16)
	if err != nil || !quiz.Storable(scoring.Response(v)) || v < 0 {
		return 0, quiz.Invalid{{Pointer: "#/response", Detail: "must be one of the values offered"}}
	}
	return scoring.Response(v), nil
}

// elapsed is the time on the item in all. A script says it whole, so that it
// may send twice; a form adds its own page's time to what was there before.
func elapsed(c echo.Context, before time.Duration) time.Duration {
	if whole, ok := milliseconds(c, "elapsed"); ok {
		return whole
	}
	page, _ := milliseconds(c, "ms")
	return before + page
}

func milliseconds(c echo.Context, field string) (time.Duration, bool) {
	ms, err := strconv.ParseInt(c.Request().PostFormValue(field), 10, 32)
	if err != nil || ms < 0 {
		return 0, false
	}
	return min(time.Duration(ms)*time.Millisecond, quiz.MaxElapsed), true
}
