package api

import (
	"context"
	"encoding/csv"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
)

const (
	attemptsFile = partnerPath + "attempts.csv"
	// filePage is how many lines are read and written at a time, and fileGrace
	// how long each may take a client to receive.
	filePage  = 500
	fileGrace = 30 * time.Second
)

// streams reports whether an answer takes as long as a client goes on reading
// it, so that no limit holds for the whole of it.
func streams(c echo.Context) bool { return c.Path() == attemptsFile }

// writePartnerAttempts writes all of a partner's attempts, the newest first,
// and never holds more than a page of them. What cannot be completed breaks
// off, so that no part is taken for the whole.
func (s *server) writePartnerAttempts(c echo.Context, p *quiz.Partner) error {
	page, err := s.page(c, p, quiz.Mark{})
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, "text/csv; charset=utf-8; header=present")
	h.Set(echo.HeaderContentDisposition, `attachment; filename="attempts.csv"`)
	c.Response().WriteHeader(http.StatusOK)
	if c.Request().Method == http.MethodHead {
		return nil
	}
	if err := s.writeFile(c, p, page); err != nil {
		s.Log.WarnContext(c.Request().Context(), "a file of attempts broke off", "error", err,
			"request_id", c.Response().Header().Get(headerRequestID))
		panic(http.ErrAbortHandler)
	}
	return nil
}

func (s *server) page(c echo.Context, p *quiz.Partner, after quiz.Mark) ([]quiz.Listed, error) {
	ctx, cancel := context.WithTimeout(c.Request().Context(), requestTimeout)
	defer cancel()
	return s.Ledger.Listed(ctx, p.ID, after, filePage)
}

func (s *server) writeFile(c echo.Context, p *quiz.Partner, page []quiz.Listed) (err error) {
	out := csv.NewWriter(c.Response())
	connection := http.NewResponseController(c.Response())
	if err := out.Write([]string{"id", "instrument", "status", "started_at", "finished_at", "unlocked_at"}); err != nil {
		return err
	}
	for len(page) > 0 {
		for _, l := range page {
			if err := out.Write(fileLine(l)); err != nil {
				return err
			}
		}
		if out.Flush(); out.Error() != nil {
			return out.Error()
		}
		// A recorder in a test has neither deadline nor buffer.
		if err := errors.Join(connection.SetWriteDeadline(time.Now().Add(fileGrace)), connection.Flush()); err != nil && !errors.Is(err, http.ErrNotSupported) {
			return err
		}
		if len(page) < filePage {
			break
		}
		if page, err = s.page(c, p, page[len(page)-1].Mark()); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func fileLine(l quiz.Listed) []string {
	line := []string{string(l.ID), string(l.Instrument), string(l.Status), stamp(l.Created), stamp(l.Finished), stamp(l.Unlocked)}
	for i := range line {
		line[i] = plain(line[i])
	}
	return line
}

// stamp is a time in UTC; empty for none.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

// plain keeps spreadsheets from taking a cell for a formula.
func plain(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r\n", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
