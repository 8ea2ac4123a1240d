package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/internal/figure"
	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
	"github.com/attune-quiz/attune/quiz/take"
)

// compareBody is the page that holds a result against an earlier one.
type compareBody struct {
	Doc playbook.Document // for the names of axes and corners
	// Compared is nil until an export was given.
	Compared *take.Comparison
	Map      template.HTML // both areas; empty where they cannot be drawn
	Rows     []compareRow
	kept     []byte // what was given, for another language
	// Trouble says what was wrong with what was given: export, result or
	// nothing; empty: nothing was wrong.
	Trouble string
}

// compareRow is a scale at both times, in words.
type compareRow struct {
	Title         string
	Before, After string // bands
	// Verdict is higher or lower where the change is more than chance, same where
	// it is not, empty where nothing may be said.
	Verdict string
}

const comparePath = "/compare"

// comparing answers GET /compare.
func (s *Site) comparing(c echo.Context, a *quiz.Attempt) error {
	return s.showComparison(c, a, found, compareBody{})
}

// compare answers POST /compare with both results. The earlier one is read from
// what was given, shown and forgotten.
func (s *Site) compare(c echo.Context, a *quiz.Attempt) error {
	if a.Status != quiz.Finished {
		return to(c, nextOpen(a))
	}
	data, err := givenExport(c)
	if err != nil {
		return err
	}
	kept, err := take.ParseKept(data)
	var b compareBody
	switch {
	case len(data) == 0:
		b.Trouble = "nothing"
	case errors.Is(err, take.ErrNoResult):
		b.Trouble = "result"
	case err != nil:
		b.Trouble = "export"
	}
	if b.Trouble != "" {
		return s.showComparison(c, a, http.StatusUnprocessableEntity, b)
	}
	compared, err := s.Take.Compare(a, kept)
	if err != nil {
		return err
	}
	b.Compared = &compared
	if b.kept, err = json.Marshal(kept.Bare()); err != nil {
		return fmt.Errorf("carry the earlier result: %w", err)
	}
	return s.showComparison(c, a, found, b)
}

// givenExport reads the file, or the pasted text where there is no file.
func givenExport(c echo.Context) ([]byte, error) {
	file, err := c.FormFile("file")
	if err == nil && file.Size > 0 {
		f, err := file.Open()
		if err != nil {
			return nil, fmt.Errorf("open the given file: %w", err)
		}
		defer f.Close()
		return io.ReadAll(io.LimitReader(f, take.MaxKept+1))
	}
	if err != nil && !errors.Is(err, http.ErrMissingFile) && !errors.Is(err, http.ErrNotMultipart) {
		return nil, echo.NewHTTPError(http.StatusBadRequest).SetInternal(fmt.Errorf("read the given file: %w", err))
	}
	return []byte(c.Request().PostFormValue("text")), nil
}

func (s *Site) showComparison(c echo.Context, a *quiz.Attempt, status int, b compareBody) error {
	if a.Status != quiz.Finished {
		return to(c, nextOpen(a))
	}
	doc, err := s.Take.Playbook(a, a.Locale)
	if err != nil {
		return err
	}
	b.Doc = doc
	if b.Compared != nil && b.Compared.SameTest {
		lib, err := s.Take.Catalogue.Playbook(a.Instrument, a.Locale)
		if err != nil {
			return fmt.Errorf("find the playbook: %w", err)
		}
		b.Rows = compareRows(lib, b.Compared.Scales)
		if in, _, err := s.Take.Paper(a); err == nil {
			b.Map = bothAreas(in, doc, b.Compared.Scales)
		}
	}
	v := view{Page: "compare", Locale: a.Locale, Personal: true, Failed: b.Trouble != "", Path: comparePath, Body: b}
	if b.kept != nil {
		v.Carry = []carried{{"text", string(b.kept)}}
	}
	return s.show(c, status, v)
}

func compareRows(lib *playbook.Library, scales []take.ScalePair) []compareRow {
	var out []compareRow
	for _, p := range scales {
		r := compareRow{Title: lib.Scales[p.ID].Title, Before: bandOf(lib, p.Before), After: bandOf(lib, p.After)}
		switch {
		case p.Change == nil:
		case !p.Change.Reliable:
			r.Verdict = "same"
		case p.Change.Difference > 0:
			r.Verdict = "higher"
		default:
			r.Verdict = "lower"
		}
		out = append(out, r)
	}
	return out
}

func bandOf(lib *playbook.Library, s quiz.Score) string {
	if s.Value == nil {
		return lib.Labels["unscored"]
	}
	if words, ok := lib.Bands[s.Band]; ok {
		return words
	}
	return string(s.Band)
}

// bothAreas draws the earlier area as an outline and the later one as on the
// result. It draws nothing where one of the two lies on no map.
func bothAreas(in *quiz.Instrument, doc playbook.Document, scales []take.ScalePair) template.HTML {
	earlier := figure.Pair{Anxious: dimension(doc.Map.Anxious), Avoidant: dimension(doc.Map.Avoidant)}
	if !doc.Map.Scored || !earlierOn(&earlier.Anxious, in, scales, "anxious") || !earlierOn(&earlier.Avoidant, in, scales, "avoidant") {
		return ""
	}
	d := figure.Map(figure.MapInput{
		Anxious: dimension(doc.Map.Anxious), Avoidant: dimension(doc.Map.Avoidant), Scored: true, Earlier: &earlier,
	})
	return svg(field(d), figure.SVGText{Title: doc.Labels["map"], TitleID: "map-title", Class: "map"})
}

// earlierOn puts the earlier score of the style's dimension on its axis.
func earlierOn(axis *figure.Dimension, in *quiz.Instrument, scales []take.ScalePair, side string) bool {
	for _, f := range in.Forms {
		style := f.Spec.Style
		if style == nil {
			continue
		}
		id := map[string]string{"anxious": style.Anxious, "avoidant": style.Avoidant}[side]
		for _, p := range scales {
			if string(p.ID) != id || p.Before.Value == nil || *p.Before.Value < axis.Min || *p.Before.Value > axis.Max {
				continue
			}
			axis.Score, axis.SEM = *p.Before.Value, p.Before.SE
			return true
		}
	}
	return false
}
