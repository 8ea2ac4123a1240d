package pdf

import (
	"math"
	"net/url"
	"slices"
	"strings"
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
	return b.fill(out, s.Fields, end)
}

// fill gives fields as much room to write as one page has: closer lines where
// it is short, then fewer; more lines where it is long.
func (b *booklet) fill(start []block, all []playbook.Field, end []block) []block {
	if len(all) == 0 {
		return slices.Concat(start, end)
	}
	left := func(fields []block) float64 {
		whole := stack(slices.Concat(start, fields, end))
		return b.t.frame.depth() - titleRoom - extent(whole.lay(b.t, b.t.frame.measure()))
	}
	// Heights grow evenly with the pitch: two of them give the rest.
	wide, close := left(fields(all, 0, writing)), left(fields(all, 0, leastPitch))
	pitch, free := writing, wide
	if wide < 0 {
		pitch = max(leastPitch, writing+wide*(writing-leastPitch)/max(close-wide, 1))
		free = close - (pitch-leastPitch)*(close-wide)/(writing-leastPitch)
	}
	more := int(math.Floor(free/pitch + 1e-9))
	return slices.Concat(start, fields(all, min(more, 2*len(all)), pitch), end)
}

// titleRoom is about how much a worksheet's title takes of its page.
const titleRoom = 90

// fields are labels with room to write. More lines than they ask for are dealt
// out in turn; fewer are taken from the longest, down to one each.
func fields(all []playbook.Field, more int, pitch float64) []block {
	lines := make([]int, len(all))
	for i, f := range all {
		lines[i] = max(1, f.Lines)
	}
	for i := 0; i < more; i++ {
		lines[i%len(lines)]++
	}
	for ; more < 0; more++ {
		longest := slices.Index(lines, slices.Max(lines))
		lines[longest] = max(1, lines[longest]-1)
	}
	var out []block
	for i, f := range all {
		out = append(out, writeIn(f.Label, f.Hint, lines[i], pitch)...)
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
	return []block{b.chapter(head{name: b.label("faq")}, out...)}
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
		out = append(out, labelled{label: b.label("standing_" + s.Standing), style: sourceLabel, before: 4.5, body: []block{
			paragraph{text: s.Claim, style: cited.in(ink), role: roleText, keep: true},
			paragraph{text: strings.TrimSpace(s.Cite + " " + s.URL), style: cited, role: roleText, link: link(s.URL)},
		}})
	}
	if len(out) == 0 {
		return nil
	}
	return []block{b.chapter(head{name: b.label("standing"), need: .5}, out...)}
}

// sourceLabel stands beside a claim, which is set small.
var sourceLabel = style{face: strong, size: 7.2, leading: cited.leading, colour: clay,
	base: cited.leading/2 + .36*cited.size}

// link returns an address that a reader may be led to, in ASCII; anything but
// a web address leads nowhere.
func link(address string) string {
	u, err := url.Parse(address)
	if err != nil || !utf8.ValidString(address) || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	return u.String()
}
