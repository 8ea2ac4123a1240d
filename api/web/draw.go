package web

import (
	"bytes"
	"html/template"

	"github.com/attune-quiz/attune/internal/figure"
	"github.com/attune-quiz/attune/quiz/playbook"
	"github.com/attune-quiz/attune/scoring"
)

// waves draws the mark as decoration; see figure.Waves for the phase.
func waves(phase float64) template.HTML {
	return svg(figure.Waves(phase), figure.SVGText{Class: "waves"})
}

// mapOf draws the map under its title; its words stand beside it.
func mapOf(m playbook.Map, title string) template.HTML {
	in := figure.MapInput{Anxious: dimension(m.Anxious), Avoidant: dimension(m.Avoidant), Scored: m.Scored}
	for r := range scoring.Regions {
		in.Corners[r] = m.Corners[r.String()]
	}
	return svg(figure.Map(in), figure.SVGText{Title: title, TitleID: "map-title", Class: "map"})
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
	_ = figure.SVG(&out, d, t) // a buffer takes every write
	return template.HTML(out.String())
}
