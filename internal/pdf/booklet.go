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

// counted joins a label with values: at its placeholders, such as {count}, in
// their order; a label without any is followed by the first value.
func (b *booklet) counted(key string, values ...string) string {
	rest, out := b.label(key), ""
	for i, value := range values {
		from := strings.IndexByte(rest, '{')
		to := strings.IndexByte(rest, '}')
		if from < 0 || to < from {
			if i == 0 {
				return strings.TrimSpace(rest + " " + value)
			}
			break
		}
		out, rest = out+rest[:from]+value, rest[to+1:]
	}
	return out + rest
}

// chapter begins a part and enters it in the contents.
func (b *booklet) chapter(h head, body ...block) block {
	if h.short == "" {
		h.short = h.name
	}
	c := &chapter{title: h.short}
	b.chapters = append(b.chapters, c)
	return begin{chapter: c, need: h.need, body: append(b.heading(h.over, h.name), body...)}
}

// head is what stands above a chapter.
type head struct {
	over  string  // a small line above
	name  string  // the title
	short string  // the title in the contents; empty: the same
	need  float64 // see begin
}

// heading is a small line above a title, and room below.
func (b *booklet) heading(over, name string) []block {
	out := []block{}
	if over != "" && over != name {
		out = append(out, paragraph{text: over, style: eyebrow, role: roleLabel, keep: true})
	}
	return append(out,
		paragraph{text: name, style: title, before: 2, role: roleTitle, keep: true, even: true},
		space(11))
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
func (b *booklet) feet(pages []page, name string) {
	f := b.t.frame
	for i := range pages {
		foot := &box{role: roleFooter, x: f.left, y: f.foot - footer.baseline(), w: f.measure(), h: footer.leading}
		text := joined(name, b.doc.Branding.Name)
		if i == 0 && name == b.doc.Title {
			text = b.label("tear_off")
		}
		n := b.t.fit(b.counted("page", strconv.Itoa(i+1), strconv.Itoa(len(pages))), footer, f.measure()/3)
		w := b.t.width(n, footer)
		text = b.t.fit(text, footer, f.measure()-w-20)
		foot.words = []words{
			{y: footer.baseline(), text: text, width: b.t.width(text, footer), style: footer},
			{x: f.measure() - w, y: footer.baseline(), text: n, width: w, style: footer},
		}
		pages[i].boxes = append(pages[i].boxes, foot)
	}
}
