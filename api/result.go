package api

import (
	"bytes"
	"io"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
	"github.com/attune-quiz/attune/quiz/take"
)

func (s *server) getProfile(c echo.Context, a *quiz.Attempt) error {
	if a.Status != quiz.Finished {
		return quiz.ErrUnfinished
	}
	return writeJSON(c, http.StatusOK, take.Profile(a))
}

func (s *server) getPlaybook(c echo.Context, a *quiz.Attempt) error {
	doc, err := s.Take.Playbook(a, a.Locale)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, s.newPlaybook(a, doc))
}

// printPlaybook prints the whole playbook, which a gate may be closed over.
func (s *server) printPlaybook(c echo.Context, a *quiz.Attempt) error {
	return s.print(c, a, "playbook", s.Take.Whole, s.Printer.Print)
}

// printSummary prints the result for a coach. No gate is closed over that.
func (s *server) printSummary(c echo.Context, a *quiz.Attempt) error {
	return s.print(c, a, "summary", s.Take.Playbook, s.Printer.Summary)
}

// print prints into memory first, so that a failure can still be answered as
// one.
func (s *server) print(c echo.Context, a *quiz.Attempt, name string,
	of func(*quiz.Attempt, quiz.Locale) (playbook.Document, error),
	to func(io.Writer, playbook.Document, playbook.Paper) error) error {
	paper, err := paperOf(c)
	if err != nil {
		return err
	}
	doc, err := of(a, a.Locale)
	if err != nil {
		return err
	}
	var pdf bytes.Buffer
	if err := s.Render(c.Request().Context(), name, func() error { return to(&pdf, doc, paper) }); err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentDisposition, `attachment; filename="`+name+`.pdf"`)
	h.Set(echo.HeaderContentLength, strconv.Itoa(pdf.Len()))
	return c.Blob(http.StatusOK, "application/pdf", pdf.Bytes())
}

// paperOf reads the paper that was asked for; A4 where none was.
func paperOf(c echo.Context) (playbook.Paper, error) {
	query := c.Request().URL.Query()
	if !query.Has("paper") {
		return playbook.A4, nil
	}
	switch p := playbook.Paper(query.Get("paper")); p {
	case playbook.A4, playbook.Letter:
		return p, nil
	}
	return "", badQuery("The query parameter paper must be a4 or letter.")
}
