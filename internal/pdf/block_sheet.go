package pdf

import "github.com/attune-quiz/attune/internal/pdf/finish"

// ruled is room to write in: lines across the column.
type ruled struct {
	lines int
	pitch float64 // from line to line; 0: writing
	label string  // what to write
}

// The distance between lines to write on: 8 mm, and at least 6.5 mm.
const (
	writing     = 22.7
	leastPitch  = 18.4
	fieldBefore = 14 // room above a field
)

// lay keeps the first two and the last two lines together.
func (b ruled) lay(t *typesetter, width float64) []piece {
	n := max(1, min(b.lines, 60))
	pitch := b.pitch
	if pitch == 0 {
		pitch = writing
	}
	out := make([]piece, n)
	place := newField(b.label, nil)
	for i := range out {
		out[i] = piece{height: pitch, keep: i == 0 && n > 1 || i == n-2, boxes: []*box{{role: roleWrite, w: width,
			h: pitch, field: place, shapes: []shape{rule(0, pitch-3, width, .6, line)}}}}
	}
	return out
}

// column is the head of a table's column.
type column struct{ label, hint string }

// grid is a table to fill in: heads, then empty rows. Its rows share the rest
// of a page where fill is set.
type grid struct {
	columns []column
	rows    int
	row     float64 // height of a row
	before  float64
}

const cellPad = 6

// lay makes a piece of the head with the first row, and one of each row more.
func (b grid) lay(t *typesetter, width float64) []piece {
	if len(b.columns) == 0 {
		return nil
	}
	w := width / float64(len(b.columns))
	table := &element{Kind: finish.Table}
	top := table.Under(finish.Row)
	cells := make([]piece, len(b.columns))
	high := 0.0
	for i, c := range b.columns {
		name := top.Under(finish.Head)
		cells[i] = fuse(stack{
			paragraph{text: c.label, style: tight.bold(), role: roleCell, in: name},
			paragraph{text: c.hint, style: aside, before: 2, role: roleCell, in: name},
		}.lay(t, w-2*cellPad))
		high = max(high, cells[i].height)
	}
	if high > .5*t.frame.depth() {
		return b.form(t, width)
	}
	head := piece{before: b.before, height: high + 2*cellPad, keep: true}
	head.boxes = []*box{{role: roleGround, w: width, h: head.height, shapes: []shape{
		rect(width, head.height, 0, mist), rule(0, head.height, width, .9, ink)}}}
	for i := range cells {
		cells[i].shift(float64(i)*w+cellPad, cellPad)
		head.boxes = append(head.boxes, cells[i].boxes...)
	}
	out := []piece{head}
	for range max(1, min(b.rows, 40)) {
		out = append(out, b.blank(w, width, table.Under(finish.Row)))
	}
	return out
}

// blank is one empty row.
func (b grid) blank(w, width float64, in *element) piece {
	row := box{role: roleGround, w: width, h: b.row, shapes: []shape{rule(0, b.row, width, .6, line)}}
	out := piece{height: b.row, boxes: []*box{&row}}
	for i, c := range b.columns {
		if i > 0 {
			out.boxes[0].shapes = append(out.boxes[0].shapes, upright(float64(i)*w, b.row, .6, line))
		}
		out.boxes = append(out.boxes, &box{role: roleWrite, x: float64(i) * w, w: w, h: b.row,
			field: newField(c.label, in.Under(finish.Cell))})
	}
	return out
}

// form sets a table whose heads are too long for columns as labels above
// lines.
func (b grid) form(t *typesetter, width float64) []piece {
	var out stack
	for _, c := range b.columns {
		out = append(out, writeIn(c.label, c.hint, 3, writing)...)
	}
	return out.lay(t, width)
}

// writeIn is a label above room to write.
func writeIn(label, hint string, lines int, pitch float64) []block {
	return []block{
		paragraph{text: label, style: minor, before: fieldBefore * pitch / writing, role: roleMinor, keep: true},
		paragraph{text: hint, style: aside, role: roleText, keep: true},
		ruled{lines: lines, pitch: pitch, label: label},
	}
}

// signatures are lines to sign on, each with a date beside it.
type signatures struct {
	labels []string
	date   string
	before float64
}

func (b signatures) lay(t *typesetter, width float64) []piece {
	const gap, room = 20, 44
	wide := (width - gap) * .66
	var out []piece
	for i, label := range b.labels {
		p := piece{height: room + aside.leading, keep: i < len(b.labels)-1}
		if i == 0 {
			p.before = b.before
		}
		for _, s := range []struct {
			text string
			x, w float64
		}{{label, 0, wide}, {b.date, wide + gap, width - gap - wide}} {
			text := t.fit(s.text, aside, s.w)
			p.boxes = append(p.boxes,
				&box{role: roleWrite, x: s.x, w: s.w, h: room, field: newField(s.text, nil), shapes: []shape{rule(0, room, s.w, .8, ink)}},
				&box{role: roleLabel, x: s.x, y: room, w: s.w, h: aside.leading,
					element: &element{Kind: finish.Paragraph}, words: []words{{
						y: aside.baseline(), text: text, width: t.width(text, aside), style: aside}}})
		}
		out = append(out, p)
	}
	return out
}
