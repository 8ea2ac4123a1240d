package api

import (
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
)

// funnelAnswer counts attempts by one property over whole days.
type funnelAnswer struct {
	By   quiz.Property `json:"by"`
	From string        `json:"from"`
	To   string        `json:"to"`
	Data []funnelLine  `json:"data"`
}

// funnelLine is how many attempts of one value came how far; null is a number
// that is too small to be told.
type funnelLine struct {
	Value    string `json:"value"`
	Started  int    `json:"started"`
	Reached  []int  `json:"reached"` // as far as there are numbers
	Finished *int   `json:"finished"`
	Unlocked *int   `json:"unlocked"`
}

const (
	usualDays = 30
	// maxFunnels bounds an answer by article, of which there may be any number.
	maxFunnels = 1000
	// The century of firstYear is that of Date in openapi.yaml.
	firstYear, lastYear = 2000, 2099
)

// partnerFunnel answers how far a partner's visitors come.
func (s *server) partnerFunnel(c echo.Context, p *quiz.Partner) error {
	query := c.Request().URL.Query()
	by, err := propertyOf(query)
	if err != nil {
		return err
	}
	from, to, err := s.daysOf(query)
	if err != nil {
		return err
	}
	reaches, err := s.Ledger.Reached(c.Request().Context(), p.ID, by, from, to)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, funnelAnswer{
		By: by, From: from.String(), To: to.String(), Data: disclosed(quiz.Funnels(by, reaches)),
	})
}

func propertyOf(query url.Values) (quiz.Property, error) {
	if !query.Has("by") {
		return quiz.ByDay, nil
	}
	switch by := quiz.Property(query.Get("by")); by {
	case quiz.ByDay, quiz.ByLocale, quiz.ByTopic, quiz.ByArticle, quiz.ByForm:
		return by, nil
	}
	return "", badQuery("The query parameter by must be day, locale, topic, article or form.")
}

// daysOf reads from and to: the last thirty days where neither is given. There
// are none where from is after to.
func (s *server) daysOf(query url.Values) (from, to quiz.Day, err error) {
	if to, err = dayOf(query, "to", quiz.DayOf(s.Now())); err != nil {
		return 0, 0, err
	}
	if from, err = dayOf(query, "from", to-usualDays+1); err != nil {
		return 0, 0, err
	}
	return from, to, nil
}

func dayOf(query url.Values, name string, usual quiz.Day) (quiz.Day, error) {
	if !query.Has(name) {
		return usual, nil
	}
	day, err := time.Parse(time.DateOnly, query.Get(name))
	if err != nil || day.Year() < firstYear || day.Year() > lastYear {
		return 0, badQuery("The query parameter " + name + " must be a day such as 2026-12-01.")
	}
	return quiz.DayOf(day), nil
}

// disclosed leaves of the counts what a partner may know, of the last days or
// the other values with the most attempts.
func disclosed(funnels []quiz.Funnel) []funnelLine {
	lines := []funnelLine{}
	for _, f := range funnels {
		started, ok := quiz.Disclosed(f.Started)
		if !ok || len(lines) == maxFunnels {
			continue
		}
		line := funnelLine{Value: f.Value, Started: started, Reached: []int{}, Finished: told(f.Finished), Unlocked: told(f.Unlocked)}
		for _, n := range f.Reached {
			if n, ok := quiz.Disclosed(n); ok {
				line.Reached = append(line.Reached, n)
			}
		}
		lines = append(lines, line)
	}
	return lines
}

func told(count int) *int {
	n, ok := quiz.Disclosed(count)
	if !ok {
		return nil
	}
	return &n
}
