package pdf

import (
	"strconv"

	"github.com/attune-quiz/attune/internal/pdf/finish"

	"github.com/attune-quiz/attune/quiz/playbook"
)

// plan shows the four stages on one page.
func (b *booklet) plan() []block {
	if len(b.doc.Stages) == 0 {
		return nil
	}
	var out []block
	for i, stage := range b.doc.Stages {
		if i > 0 {
			out = append(out, hairline{before: 14})
		}
		entry := []block{
			paragraph{text: stage.Title, style: minor, role: roleMinor, keep: true, even: true},
			paragraph{text: stage.Aim, style: body, before: 2, role: roleText},
		}
		tasks := &element{Kind: finish.List}
		for j, x := range stage.Practices {
			before := 3.0
			if j == 0 {
				before = 7
			}
			entry = append(entry, task{text: x.Title, note: joined(b.minutes(x.Minutes), x.Often), brief: b.minutes(x.Minutes), before: before, list: tasks})
		}
		out = append(out, labelled{label: stage.Weeks, before: 12, body: entry})
	}
	return []block{b.chapter(head{name: b.label("plan")}, out...)}
}

// stage is one chapter of the plan.
func (b *booklet) stage(i int, s playbook.Chapter) []block {
	out := []block{paragraph{text: s.Aim, style: large, role: roleText}}
	out = append(out, notice(s.Notice)...)
	out = append(out, b.practices(s.Practices)...)
	over := joined(b.counted("stage", strconv.Itoa(i+1)), s.Weeks)
	return []block{b.chapter(head{over: over, name: s.Title, need: .45}, out...)}
}

// notice stands before the first exercise for two.
func notice(text string) []block {
	if text == "" {
		return nil
	}
	return []block{callout{before: 11, pad: 9, fill: &mist, bar: true, body: prose([]string{text}, works, 0)}}
}

func (b *booklet) practices(all []playbook.Exercise) []block {
	var out []block
	for _, x := range all {
		out = append(out, whole{share: .95, before: 15, body: b.practice(x)})
	}
	return out
}

// practice is one exercise in full.
func (b *booklet) practice(x playbook.Exercise) []block {
	audience := b.label(string(x.Audience))
	out := []block{
		hairline{},
		paragraph{text: x.Title, style: section, before: 5, role: roleHeading, keep: true, even: true},
		paragraph{text: joined(b.minutes(x.Minutes), x.Often, audience), style: aside, role: roleText, keep: true},
		b.row("for", x.For, works), b.row("scene", x.Scene, works), b.row("why", x.Why, works),
	}
	if len(x.Steps) > 0 {
		out = append(out, labelled{label: b.label("steps"), style: marginOf(works), before: 4,
			body: []block{list{items: x.Steps, numbered: true, style: works, gap: 1.5}}})
	}
	if len(x.Say) > 0 {
		out = append(out, labelled{label: b.label("say"), style: sayLabel, before: 6,
			body: []block{callout{pad: sayPad, fill: &sand, bar: true, body: quotes(x.Say)}}})
	}
	return append(out, whole{share: .4, before: 5, body: []block{
		b.row("worked", x.Worked, after), b.row("if_not", x.IfNot, after), b.row("opposite", x.Opposite, after)}})
}

const sayPad = 6

// sayLabel stands beside the first line of a padded callout.
var sayLabel = style{face: strong, size: margin.size, leading: margin.leading, colour: clay,
	base: sayPad + say.leading/2 + .36*say.size}

func quotes(all []string) []block {
	var out []block
	for i, s := range all {
		before := 0.0
		if i > 0 {
			before = 4
		}
		out = append(out, paragraph{text: s, style: say, before: before, role: roleQuote})
	}
	return out
}

// row is one text beside its label.
func (b *booklet) row(key, text string, st style) block {
	return labelled{label: b.label(key), style: marginOf(st), before: 4, body: prose([]string{text}, st, 0)}
}

// marginOf sets a label on the first line of a text.
func marginOf(st style) style {
	label := margin
	label.base = st.baseline()
	return label
}

// topic is the chapter that an article asked for.
func (b *booklet) topic() []block {
	p := b.doc.Topic
	if p == nil {
		return nil
	}
	out := prose(p.Intro, body, 0)
	out = append(out, notice(p.Notice)...)
	out = append(out, b.practices(p.Practices)...)
	if len(p.Phrases) > 0 {
		out = append(out, b.part(b.label("phrases")))
		out = append(out, b.phraseCards(p.Phrases))
	}
	if len(out) == 0 {
		return nil
	}
	return []block{b.chapter(head{over: b.label("topic"), name: p.Title, need: .5}, out...)}
}

// phrases are cards to cut out. Each says its situation, so that it works
// alone.
func (b *booklet) phrases() []block {
	if len(b.doc.Phrases) == 0 {
		return nil
	}
	return []block{b.chapter(head{name: b.label("phrases"), need: .3}, b.phraseCards(b.doc.Phrases))}
}

func (b *booklet) phraseCards(all []playbook.Starter) block {
	out := cards{columns: 2, gap: 9, before: 8}
	for _, p := range all {
		c := callout{pad: 11, cut: true}
		c.body = append(c.body,
			paragraph{text: p.Situation, style: eyebrow, role: roleLabel, keep: true},
			paragraph{text: p.Text, style: quote, before: 2, role: roleQuote})
		if p.NotWhen != "" {
			c.body = append(c.body,
				paragraph{text: b.label("not_when"), style: aside.bold(), before: 5, role: roleLabel, keep: true},
				paragraph{text: p.NotWhen, style: aside, role: roleText})
		}
		out.cards = append(out.cards, c)
	}
	return out
}
