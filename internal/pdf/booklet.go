package pdf

import (
	"strconv"
	"strings"

	"github.com/attune-quiz/attune/quiz/playbook"
)

// booklet turns a document into blocks. Its words are the document's own.
type booklet struct {
	doc      playbook.Document
	labels   map[string]string
	t        *typesetter
	chapters []*chapter
}

// blocks lists the booklet in reading order.
func (b *booklet) blocks() stack {
	var rest stack
	rest = append(rest, b.pattern()...)
	rest = append(rest, b.body()...)
	rest = append(rest, b.mapped()...)
	rest = append(rest, b.plan()...)
	for i, stage := range b.doc.Stages {
		rest = append(rest, b.stage(i, stage)...)
	}
	rest = append(rest, b.topic()...)
	rest = append(rest, b.phrases()...)
	rest = append(rest, b.worksheets()...)
	rest = append(rest, b.faq()...)
	rest = append(rest, b.help()...)
	rest = append(rest, b.standing()...)
	// The opening comes before the rest and names its chapters.
	all := append(stack{b.tearOff()}, b.opening()...)
	return append(all, rest...)
}

// label is a word of the frame.
func (b *booklet) label(key string) string { return b.labels[key] }

// counted joins a label with a number or a text: at the label's placeholder,
// such as {count}, where it has one, else after it.
func (b *booklet) counted(key, value string) string {
	text := b.label(key)
	from := strings.IndexByte(text, '{')
	to := strings.IndexByte(text, '}')
	if from >= 0 && to > from {
		return text[:from] + value + text[to+1:]
	}
	return strings.TrimSpace(text + " " + value)
}

// chapter begins a part on a new page and enters it in the contents.
func (b *booklet) chapter(over, name string, body ...block) block {
	c := &chapter{title: name}
	b.chapters = append(b.chapters, c)
	return begin{chapter: c, body: append(b.heading(over, name), body...)}
}

// heading is a small line above a title, and room below.
func (b *booklet) heading(over, name string) []block {
	out := []block{}
	if over != "" && over != name {
		out = append(out, paragraph{text: over, style: eyebrow, role: roleLabel, keep: true})
	}
	return append(out,
		paragraph{text: name, style: title, before: 2, role: roleTitle, keep: true, even: true},
		space(16))
}

// part is a heading inside a chapter.
func (b *booklet) part(name string) block {
	return paragraph{text: name, style: section, before: 26, role: roleHeading, keep: true, even: true, need: 130}
}

// joined puts what is not empty into one line.
func joined(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, " · ")
}

// minutes says how long something takes; nothing where that is unknown.
func (b *booklet) minutes(n int) string {
	if n <= 0 {
		return ""
	}
	if text := b.label("minutes"); !strings.Contains(text, "{") {
		return strconv.Itoa(n) + " " + text
	}
	return b.counted("minutes", strconv.Itoa(n))
}

// feet writes the footers: what page one is for, else the title and the page.
func (b *booklet) feet(pages []page) {
	f := b.t.frame
	for i := range pages {
		foot := box{role: roleFooter, x: f.left, y: f.foot - footer.baseline(), w: f.measure(), h: footer.leading}
		text := b.doc.Title
		if i == 0 {
			text = b.label("tear_off")
		}
		n := b.t.fit(b.counted("page", strconv.Itoa(i+1)), footer, f.measure()/3)
		w := b.t.width(n, footer)
		text = b.t.fit(text, footer, f.measure()-w-20)
		foot.words = []words{
			{y: footer.baseline(), text: text, width: b.t.width(text, footer), style: footer},
			{x: f.measure() - w, y: footer.baseline(), text: n, width: w, style: footer},
		}
		pages[i].boxes = append(pages[i].boxes, foot)
	}
}
