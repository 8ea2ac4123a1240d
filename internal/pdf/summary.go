package pdf

import (
	"strconv"
	"strings"

	"github.com/attune-quiz/attune/internal/figure"
	"github.com/attune-quiz/attune/quiz/playbook"
)

// summarise lays a document out as the two pages that a client may bring to a
// coach: what was measured, how well, what the plan works on, and room for a
// question of the client's own.
func summarise(set *fontSet, doc playbook.Document, paper playbook.Paper) ([]page, *typesetter) {
	t := &typesetter{fontSet: set, frame: frameOf(paper)}
	b := &booklet{doc: doc, labels: doc.Labels, t: t}
	all := append(b.summaryMeasured(), b.summaryPlan()...)
	pages := (&flow{frame: t.frame}).place(stack(all).lay(t, t.frame.measure()))
	b.feet(pages, b.label("summary"))
	return pages, t
}

// summaryMeasured is the first page: the map and the dimensions.
func (b *booklet) summaryMeasured() []block {
	m := b.doc.Map
	page := []block{
		paragraph{text: joined(b.doc.Date, b.doc.Branding.Name), style: eyebrow, role: roleLabel, keep: true},
		paragraph{text: b.label("summary"), style: title, before: 2, role: roleTitle, keep: true, even: true},
		labelled{before: 10, body: []block{
			picture{drawing: figure.Map(mapInput(m)), width: .26 * b.t.frame.depth(), alt: m.Equivalent, keep: true},
			paragraph{text: m.Equivalent, style: works, before: 8, role: roleText},
		}},
		paragraph{text: b.label("dimensions"), style: section, before: 14, role: roleHeading, keep: true, even: true},
		labelled{before: 2, body: []block{paragraph{text: b.label("figures"), style: aside, role: roleText, keep: true}}},
	}
	return []block{begin{body: append(page, b.figures(b.doc.Dimensions)...)}}
}

// summaryPlan is the second page, with as much room for the question as the
// page has.
func (b *booklet) summaryPlan() []block {
	for lines := mostLines; ; lines-- {
		page := b.summaryPlanWith(lines)
		if lines == leastLines || extent(stack(page).lay(b.t, b.t.frame.measure())) <= b.t.frame.depth() {
			return page
		}
	}
}

// summaryPlanWith has the mechanisms and the focus, the question, remarks on
// the answers, and how much all of it is worth.
func (b *booklet) summaryPlanWith(lines int) []block {
	var page []block
	if len(b.doc.Mechanisms) > 0 {
		page = append(page, b.part(b.label("mechanisms")))
		page = append(page, b.figures(b.doc.Mechanisms)...)
	}
	page = append(page, paragraph{text: b.label("question"), style: section, before: 18, role: roleHeading, keep: true, even: true},
		ruled{lines: lines, label: b.label("question")})
	if len(b.doc.Notes) > 0 {
		page = append(page, labelled{label: b.label("notes"), before: 12, body: prose(b.doc.Notes, after, 0)})
	}
	page = append(page, labelled{label: b.label("standing"), before: 10, body: prose([]string{b.doc.Standing}, after, 0)})
	if len(b.doc.Notice) > 0 {
		page = append(page, callout{before: 10, pad: 9, fill: &mist, body: prose(b.doc.Notice, after, 0)})
	}
	return []block{begin{body: page}}
}

// How many lines there are for the client's own question.
const mostLines, leastLines = 10, 3

// figures lists measures with their intervals in words and in figures.
func (b *booklet) figures(all []playbook.Measure) []block {
	var out []block
	for i, m := range all {
		before := 9.0
		if i == 0 {
			before = 8
		}
		out = append(out, whole{share: .5, before: before, body: []block{b.figure(m)}})
	}
	return out
}

func (b *booklet) figure(m playbook.Measure) block {
	band, exact, focus := b.label("unscored"), "", ""
	if m.Scored {
		band = m.Band
		exact = tenth(m.Score) + " (" + tenth(m.Low) + "–" + tenth(m.High) + ") · " + end(m.Min) + "–" + end(m.Max)
	}
	if m.Focus {
		focus = b.label("focus")
	}
	span := figure.Span{Min: m.Min, Max: m.Max, Low: m.Low, High: m.High, Scored: m.Scored}
	return labelled{label: m.Title, style: measureLabel, body: []block{
		paragraph{text: joined(band, focus), style: tight.bold().in(clay), role: roleText, keep: true},
		paragraph{text: exact, style: tight, role: roleText, keep: true},
		picture{drawing: figure.Interval(span), width: 240, before: 2, alt: joined(m.Title, band, exact)},
	}}
}

// tenth writes a score: figures of one row have as many places.
func tenth(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }

// end writes an end of a scale, which is nearly always whole.
func end(v float64) string { return strings.TrimSuffix(tenth(v), ".0") }
