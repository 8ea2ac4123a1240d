package web

import (
	"errors"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
)

// checkBody is check-your-answers.
type checkBody struct {
	Answers []answered
	Last    string // path of the last item
	Missing bool   // finishing was tried too early
	Open    int    // items neither answered nor declined
	First   int    // number of the first of them
}

// answered is one row: Label is empty where there is no response.
type answered struct {
	N        int
	Stem     string
	Label    string
	Declined bool
}

// check answers GET /check.
func (s *Site) check(c echo.Context, a *quiz.Attempt) error {
	in, form, err := s.Take.Paper(a)
	if err != nil {
		return err
	}
	if a.Status == quiz.Finished {
		return to(c, "/result")
	}
	b := checkBody{Last: itemPath(len(form.Items) - 1)}
	for place := range form.Items {
		b.Answers = append(b.Answers, row(itemOf(in, form, a, place)))
	}
	if open := a.Sheet.Open(); len(open) > 0 {
		b.Open, b.First = len(open), open[0]+1
		b.Missing = c.QueryParam("error") != ""
	}
	return s.show(c, found, view{Page: "check", Locale: a.Locale, Personal: true, Failed: b.Missing, Body: b})
}

func row(i itemBody) answered {
	r := answered{N: i.N, Stem: i.Stem, Declined: i.Declined}
	for _, o := range i.Options {
		if o.Checked {
			r.Label = o.Label
		}
	}
	return r
}

// finish answers POST /check: it scores once. A repeat goes to the result.
func (s *Site) finish(c echo.Context, a *quiz.Attempt) error {
	if a.Status == quiz.Finished {
		return to(c, "/result")
	}
	_, err := s.Take.Finish(c.Request().Context(), a.ID)
	var open quiz.Invalid
	if errors.As(err, &open) {
		return to(c, "/check?error=1")
	}
	if err != nil {
		return err
	}
	return to(c, "/safety")
}
