package pdf

import (
	"strings"
	"unicode/utf8"

	"github.com/attune-quiz/attune/internal/figure"
	"github.com/attune-quiz/attune/quiz/playbook"
)

// tearOff is page one. It works without the others and says nothing about its
// reader: something for tonight, something for this week, the pause card. The
// fullest of the editions that fits the page is taken.
func (b *booklet) tearOff() block {
	var last stack
	for _, e := range []edition{
		{steps: large, weekSteps: true, room: 28},
		{steps: body, weekSteps: true, room: 20},
		{steps: tight, weekSteps: true, room: 13},
		{steps: tight, room: 11},
	} {
		last = b.pageOne(e)
		if extent(last.lay(b.t, b.t.frame.measure())) <= b.t.frame.depth() {
			break
		}
	}
	return last
}

// edition is how much of page one is shown, and how close it is set.
type edition struct {
	steps     style
	weekSteps bool
	room      float64 // between parts
}

func (b *booklet) pageOne(e edition) stack {
	out := stack{
		picture{drawing: figure.Waves(.15), width: 84},
		paragraph{text: b.doc.Title, style: title, before: 6, role: roleTitle, even: true, keep: true},
	}
	out = append(out, b.tonight(e)...)
	if week, ok := b.weekly(); ok {
		out = append(out, hairline{before: e.room}, labelled{label: b.label("this_week"), style: minor.in(clay), before: e.room * .7, role: roleHeading,
			body: b.brief(week, e, e.weekSteps)})
	}
	return append(out, b.pause(e))
}

func (b *booklet) tonight(e edition) []block {
	tonight := b.doc.Tonight
	steps := b.brief(tonight.Exercise, e, true)
	if tonight.Phrase.Text != "" {
		steps = append(steps, callout{before: 9, pad: 11, fill: &sand, bar: true, body: []block{
			paragraph{text: tonight.Phrase.Situation, style: eyebrow, role: roleLabel, keep: true},
			paragraph{text: tonight.Phrase.Text, style: quote, before: 1, role: roleQuote},
		}})
	}
	return []block{labelled{label: b.label("tonight"), style: minor.in(clay), before: e.room, role: roleHeading, body: steps}}
}

// brief is a practice in short: its name, how long, what to do.
func (b *booklet) brief(x playbook.Exercise, e edition, steps bool) []block {
	out := []block{
		paragraph{text: x.Title, style: minor, role: roleMinor, keep: true, even: true},
		paragraph{text: joined(b.minutes(x.Minutes), x.Often), style: aside, role: roleText, keep: true},
	}
	if !steps {
		return append(out, paragraph{text: x.Why, style: e.steps, before: 3, role: roleText})
	}
	return append(out, list{items: x.Steps, numbered: true, style: e.steps, before: 4, gap: 2})
}

// weekly is the first practice of the first stage that is not tonight's.
func (b *booklet) weekly() (playbook.Exercise, bool) {
	for _, stage := range b.doc.Stages {
		for _, x := range stage.Practices {
			if x.ID != b.doc.Tonight.ID || x.Title != b.doc.Tonight.Title {
				return x, true
			}
		}
	}
	return playbook.Exercise{}, false
}

// pause is the card to cut out. A row that is no sentence leaves
// room to write what was agreed.
func (b *booklet) pause(e edition) block {
	p := b.doc.Pause
	if p.Title == "" && p.Say == "" && len(p.Rows) == 0 {
		return stack{}
	}
	card := []block{
		paragraph{text: p.Title, style: minor, role: roleHeading, keep: true},
		paragraph{text: p.Intro, style: e.steps, before: 2, role: roleText},
	}
	for i, row := range p.Rows {
		before := 2.0
		if i == 0 {
			before = 6
		}
		if endsSentence(row) {
			card = append(card, list{items: []string{row}, style: e.steps, before: before})
		} else {
			card = append(card, blank{text: row, style: e.steps, before: before})
		}
	}
	words := cards{columns: 2, gap: 14, before: 12}
	for _, s := range []string{p.Say, p.Back} {
		if s != "" {
			words.cards = append(words.cards, callout{body: []block{
				paragraph{text: s, style: quote, role: roleQuote, even: true}}})
		}
	}
	card = append(card, words)
	return callout{body: card, before: e.room, pad: 14, cut: true}
}

// endsSentence reports whether nothing is meant to be written after a text.
func endsSentence(s string) bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, " \n”’」』\""))
	return strings.ContainsRune(".!?。！？…", last)
}

// opening is the first page of the booklet proper: the scene, then what is
// where.
func (b *booklet) opening() []block {
	page := []block{
		space(26),
		picture{drawing: figure.Waves(0), width: 190},
		paragraph{text: b.doc.Branding.Name, style: minor.in(b.brandColour()), before: 14, role: roleText, keep: true},
		paragraph{text: b.doc.Title, style: display, before: 22, role: roleTitle, even: true, keep: true},
	}
	page = append(page, prose(b.doc.Opening, lead, 16)...)
	page = append(page, space(30))
	if len(b.chapters) > 0 {
		page = append(page, labelled{label: b.label("contents"), before: 34, role: roleHeading, body: []block{contents(b.chapters)}})
	}
	return []block{begin{body: page}}
}
