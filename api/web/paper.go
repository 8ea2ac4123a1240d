package web

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/scoring"
)

// paper is all items of a form with what was given so far, for the script of
// an item's page: with it the pages turn without a request. Keys are short, as
// it travels with every item's page.
type paper struct {
	First int                 `json:"first"` // place of the item that the page shows
	Items []paperItem         `json:"items"`
	Sets  map[string][][2]any `json:"sets"` // value and label of each option
}

type paperItem struct {
	ID      quiz.ItemID `json:"i,omitempty"` // only in frames, which save by it
	Stem    string      `json:"s"`
	Options string      `json:"o"`
	Value   string      `json:"v"`  // as a form sends it, declinedValue, or empty
	Elapsed int64       `json:"ms"` // time on the item so far
}

// name gives every item its id.
func (p *paper) name(ids []quiz.ItemID) {
	for place, id := range ids {
		p.Items[place].ID = id
	}
}

const declinedValue = "declined"

func paperOf(in *quiz.Instrument, form *quiz.Form, a *quiz.Attempt, place int) paper {
	text := in.Texts[a.Locale]
	p := paper{First: place, Sets: map[string][][2]any{}}
	for at, id := range form.Items {
		item, _ := in.Item(id)
		set := string(item.Options)
		p.Items = append(p.Items, paperItem{"", text.Stems[id], set, shown(a.Sheet.At(at)), a.Sheet.Took(at).Milliseconds()})
		if p.Sets[set] != nil {
			continue
		}
		for i, label := range text.Labels[item.Options] {
			value := in.OptionSets[item.Options].Min + scoring.Response(i)
			p.Sets[set] = append(p.Sets[set], [2]any{value, label})
		}
	}
	return p
}

func shown(given scoring.Response) string {
	switch given {
	case quiz.NotGiven:
		return ""
	case quiz.Declined:
		return declinedValue
	}
	return strconv.Itoa(int(given))
}

// byScript says that a script sent the request: it reads the status alone.
func byScript(c echo.Context) bool {
	return c.Request().Header.Get(echo.HeaderAccept) == echo.MIMEApplicationJSON
}

// bare answers a script.
func bare(c echo.Context, status int) error {
	protect(c.Response().Header(), true)
	return c.NoContent(status)
}

// overAnswer says that the attempt is finished.
func overAnswer(c echo.Context) error {
	if byScript(c) {
		return bare(c, http.StatusConflict)
	}
	return to(c, "/result")
}
