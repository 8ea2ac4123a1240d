package web

import (
	"bytes"
	"html/template"
	"slices"

	"github.com/attune-quiz/attune/internal/figure"
	"github.com/attune-quiz/attune/quiz/playbook"
)

// waves draws the mark as decoration; see figure.Waves for the phase.
func waves(phase float64) template.HTML {
	return svg(figure.Waves(phase), figure.SVGText{Class: "waves"})
}

// mapOf draws the field of the map under its title. The names of corners and
// axes are left to the page, where they wrap, can be read at any size and have
// a contrast that tools can measure.
func mapOf(m playbook.Map, title string) template.HTML {
	d := figure.Map(figure.MapInput{Anxious: dimension(m.Anxious), Avoidant: dimension(m.Avoidant), Scored: m.Scored})
	return svg(field(d), figure.SVGText{Title: title, TitleID: "map-title", Class: "map"})
}

// field cuts a map down to its plane.
func field(d figure.Drawing) figure.Drawing {
	d.Shapes = slices.DeleteFunc(d.Shapes, func(s figure.Shape) bool {
		return s.Role == figure.Axis || s.Role == figure.Corner
	})
	for _, s := range d.Shapes {
		if s.Role == figure.Ground {
			top, bottom := s.Path.Bounds()
			d.Height = bottom.Y - top.Y
			lift(d, top.Y)
			break
		}
	}
	return d
}

func lift(d figure.Drawing, by float64) {
	for _, s := range d.Shapes {
		for i := range s.Path {
			for j := range s.Path[i].P {
				s.Path[i].P[j].Y -= by
			}
		}
	}
}

func dimension(a playbook.Axis) figure.Dimension {
	return figure.Dimension{Title: a.Title, Min: a.Min, Max: a.Max, Cut: a.Cut, Score: a.Score, SEM: a.SE}
}

// bar draws a measure's interval as decoration: the band says it in words.
func bar(m playbook.Measure) template.HTML {
	span := figure.Span{Min: m.Min, Max: m.Max, Low: m.Low, High: m.High, Scored: m.Scored}
	return svg(figure.Interval(span), figure.SVGText{Class: "bar"})
}

// svg relies on figure.SVG, which escapes all text and writes nothing but
// shapes and presentation attributes.
func svg(d figure.Drawing, t figure.SVGText) template.HTML {
	var out bytes.Buffer
	_ = figure.SVG(&out, d, t)         // a buffer takes every write
	return template.HTML(out.String()) // #nosec G203 -- figure.SVG escapes its texts
}
