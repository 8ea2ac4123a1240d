package pdf

import (
	"github.com/attune-quiz/attune/internal/figure"
	"github.com/attune-quiz/attune/quiz/playbook"
	"github.com/attune-quiz/attune/scoring"
)

// pattern tells the person's own pattern: body, thought, behaviour, what it
// protects, costs, and what helps; then the scenes.
func (b *booklet) pattern() []block {
	p := b.doc.Pattern
	name := p.Headline
	if name == "" {
		name = b.label("pattern")
	}
	levels := []block{
		b.beside("body", p.Body), b.beside("thought", p.Thought), b.beside("behaviour", p.Behaviour),
	}
	field := callout{fill: &sand, pad: 16, before: 24}
	for i, part := range []struct{ key, text string }{
		{"protects", p.Protects}, {"costs", p.Costs}, {"helps", p.Helps}} {
		before := 0.0
		if i > 0 {
			before = 9
		}
		field.body = append(field.body, labelled{label: b.label(part.key), before: before,
			body: prose([]string{part.text}, body, 0)})
	}
	levels = append(levels, field, space(8))
	for _, s := range p.Scenes {
		levels = append(levels, whole{share: .4, before: 16, body: b.scene(s)})
	}
	return []block{b.chapter(head{over: b.label("pattern"), name: name, short: b.label("pattern")}, levels...)}
}

// beside sets texts next to a word of the frame.
func (b *booklet) beside(key string, texts []string) block {
	return labelled{label: b.label(key), before: 13, body: prose(texts, body, 0)}
}

func (b *booklet) scene(s playbook.Scene) []block {
	return []block{labelled{label: s.Title, body: prose([]string{s.Text}, body, 0)}}
}

// body explains what happens in a body under alarm.
func (b *booklet) body() []block {
	text := b.doc.Body
	if text.Title == "" && len(text.Text) == 0 {
		return nil
	}
	n := min(1, len(text.Text))
	out := append(prose(text.Text[:n], lead, 0), prose(text.Text[n:], body, 10)...)
	for i, s := range text.States {
		before := 13.0
		if i == 0 {
			before = 20
		}
		out = append(out, whole{share: .4, before: before, body: b.scene(s)})
	}
	return []block{b.chapter(head{name: text.Title, need: .3}, out...)}
}

// mapped is the map with its words, then the dimensions and the mechanisms.
func (b *booklet) mapped() []block {
	m := b.doc.Map
	shown := stack{
		picture{drawing: figure.Map(mapInput(m)), width: .42 * b.t.frame.depth(), alt: m.Equivalent, keep: true},
		paragraph{text: b.areaText(), style: aside, before: 8, role: roleText},
	}
	out := []block{
		labelled{body: shown},
		labelled{before: 12, body: prose([]string{m.Equivalent}, body, 0)},
	}
	if len(b.doc.Notes) > 0 {
		out = append(out, labelled{label: b.label("notes"), before: 14, body: prose(b.doc.Notes, body, 0)})
	}
	out = append(out, b.measures("dimensions", b.doc.Dimensions)...)
	out = append(out, b.measures("mechanisms", b.doc.Mechanisms)...)
	return []block{b.chapter(head{name: b.label("map"), need: .72}, out...)}
}

// areaText explains the area where one is drawn.
func (b *booklet) areaText() string {
	if !b.doc.Map.Scored {
		return b.label("unscored")
	}
	return b.label("area")
}

func mapInput(m playbook.Map) figure.MapInput {
	in := figure.MapInput{Scored: m.Scored, Type: .031, Anxious: dimension(m.Anxious), Avoidant: dimension(m.Avoidant)}
	for r := range in.Corners {
		in.Corners[r] = m.Corners[scoring.Region(r).String()]
	}
	return in
}

func dimension(a playbook.Axis) figure.Dimension {
	return figure.Dimension{Title: a.Title, Min: a.Min, Max: a.Max, Cut: a.Cut, Score: a.Score, SEM: a.SE}
}

// measures lists scales with their intervals.
func (b *booklet) measures(key string, all []playbook.Measure) []block {
	if len(all) == 0 {
		return nil
	}
	out := []block{b.part(b.label(key))}
	for i, m := range all {
		before := 12.0
		if i == 0 {
			before = 6
		}
		out = append(out, whole{share: .5, before: before, body: []block{b.measure(m)}})
	}
	return out
}

// measureLabel stands beside the band, which is set tight.
var measureLabel = style{face: strong, size: margin.size, leading: margin.leading, colour: ink,
	base: tight.leading/2 + .36*tight.size}

func (b *booklet) measure(m playbook.Measure) block {
	band := m.Band
	if !m.Scored {
		band = b.label("unscored")
	}
	focus := ""
	if m.Focus {
		focus = b.label("focus")
	}
	span := figure.Span{Min: m.Min, Max: m.Max, Low: m.Low, High: m.High, Scored: m.Scored}
	return labelled{label: m.Title, style: measureLabel, body: []block{
		paragraph{text: joined(band, focus), style: tight.bold().in(clay), role: roleMinor, keep: true},
		picture{drawing: figure.Interval(span), width: 240, before: 2, keep: true, alt: joined(m.Title, band)},
		paragraph{text: m.About, style: aside, before: 4, role: roleText},
		paragraph{text: m.Text, style: works, before: 2, role: roleText},
	}}
}
