package pdf

import (
	"net/url"
	"slices"
	"unicode/utf8"

	"github.com/attune-quiz/attune/quiz/playbook"
)

// worksheets gives each sheet a page of its own.
func (b *booklet) worksheets() []block {
	var out []block
	for _, s := range b.doc.Worksheets {
		out = append(out, b.chapter(head{over: b.label("worksheets"), name: s.Title}, b.sheet(s)...))
	}
	return out
}

func (b *booklet) sheet(s playbook.Sheet) []block {
	out := prose([]string{s.Intro}, body, 0)
	if s.Kind == playbook.SheetTable {
		return append(out, b.table(s))
	}
	var end []block
	if s.Kind == playbook.SheetAgreement {
		end = append(end, signatures{before: 22, date: b.label("date"),
			labels: []string{b.label("signature_one"), b.label("signature_two")}})
	}
	plain := slices.Concat(out, fields(s.Fields, 0), end)
	left := b.t.frame.depth() - titleRoom - extent(stack(plain).lay(b.t, b.t.frame.measure()))
	more := min(int(left/writing), 2*len(s.Fields))
	return slices.Concat(out, fields(s.Fields, max(0, more)), end)
}

// titleRoom is about how much a worksheet's title takes of its page.
const titleRoom = 90

// fields are labels with room to write; more lines than they ask for are dealt
// out in turn.
func fields(all []playbook.Field, more int) []block {
	var out []block
	for i, f := range all {
		lines := f.Lines + more/len(all)
		if i < more%len(all) {
			lines++
		}
		out = append(out, writeIn(f.Label, f.Hint, lines)...)
	}
	return out
}

// table is as high as its rows need: at least three lines to write on, more
// where few rows leave room.
func (b *booklet) table(s playbook.Sheet) block {
	g := grid{rows: max(1, s.Rows), before: 16, row: 2 * writing}
	for _, f := range s.Fields {
		g.columns = append(g.columns, column{f.Label, f.Hint})
	}
	const heads = 80 // the introduction and the table's heads
	g.row = max(g.row, min(4*writing, (b.t.frame.depth()-titleRoom-heads)/float64(g.rows)))
	return g
}

func (b *booklet) faq() []block {
	if len(b.doc.FAQ) == 0 {
		return nil
	}
	var out []block
	for i, q := range b.doc.FAQ {
		before := 18.0
		if i == 0 {
			before = 0
		}
		entry := append([]block{paragraph{text: q.Question, style: minor, role: roleHeading, keep: true, even: true}},
			prose(q.Answer, body, 4)...)
		out = append(out, whole{share: .45, before: before, body: entry})
	}
	return []block{b.chapter(head{name: b.label("faq"), need: .4}, out...)}
}

func (b *booklet) help() []block {
	h := b.doc.Help
	name := h.Title
	if name == "" {
		name = b.label("help")
	}
	if h.Title == "" && len(h.Text) == 0 && len(h.Lines) == 0 {
		return nil
	}
	out := prose(h.Text, body, 0)
	for i, l := range h.Lines {
		before := 14.0
		if i == 0 {
			before = 20
		}
		out = append(out, whole{share: .5, before: before, body: []block{labelled{label: l.Name, body: []block{
			paragraph{text: l.Number, style: section, role: roleText, keep: true},
			paragraph{text: l.About, style: body, role: roleText},
			paragraph{text: l.URL, style: aside, before: 1, role: roleText, link: link(l.URL)},
		}}}})
	}
	return []block{b.chapter(head{name: name, need: .4}, out...)}
}

// standing says what this is not, how much is known of it, and what it rests
// on.
func (b *booklet) standing() []block {
	var out []block
	if b.doc.Standing != "" {
		out = prose([]string{b.doc.Standing}, body, 0)
	}
	if len(b.doc.Notice) > 0 {
		out = append(out, callout{before: 14, pad: 14, fill: &mist, body: prose(b.doc.Notice, body, 0)})
	}
	if len(b.doc.Sources) > 0 {
		out = append(out, b.part(b.label("sources")))
	}
	for _, s := range b.doc.Sources {
		out = append(out, labelled{label: b.label("standing_" + s.Standing), before: 9, body: []block{
			paragraph{text: s.Claim, style: tight, role: roleText, keep: true},
			paragraph{text: s.Cite, style: aside, role: roleText},
			paragraph{text: s.URL, style: aside, role: roleText, link: link(s.URL)},
		}})
	}
	if len(out) == 0 {
		return nil
	}
	return []block{b.chapter(head{name: b.label("standing"), need: .5}, out...)}
}

// link returns an address that a reader may be led to, in ASCII; anything but
// a web address leads nowhere.
func link(address string) string {
	u, err := url.Parse(address)
	if err != nil || !utf8.ValidString(address) || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	return u.String()
}
