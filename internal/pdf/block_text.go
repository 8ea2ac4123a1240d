package pdf

import (
	"strconv"

	"github.com/attune-quiz/attune/internal/pdf/finish"
)

// block is a part of the document that can be measured into pieces.
type block interface {
	lay(t *typesetter, width float64) []piece
}

// paragraph is text in one style. Its first two and its last two lines stay
// together.
type paragraph struct {
	text   string
	style  style
	before float64
	role   role
	keep   bool // stays with the next block
	even   bool // a heading: lines of about the same length
	link   string
	need   float64
	in     *element // what the paragraph is part of; nil: the document
}

// element is what the paragraph is in the structure.
func (b paragraph) element(t *typesetter) *element {
	kind := finish.Paragraph
	switch b.role {
	case roleTitle:
		kind = finish.H1
	case roleHeading:
		kind = finish.H2
	case roleMinor:
		kind = finish.H3
	case roleQuote:
		kind = finish.Quote
	case roleItem:
		if b.in != nil {
			return b.in
		}
	}
	out := t.element(kind, b.in)
	if b.link != "" {
		out = out.Under(finish.LinkTo)
		out.Alt = b.text
	}
	return out
}

func (b paragraph) lay(t *typesetter, width float64) []piece {
	var lines []textLine
	if b.even {
		lines = t.broken(breakEven, b.text, b.style, width)
	} else {
		lines = t.broken(breakProse, b.text, b.style, width)
	}
	if len(lines) == 0 {
		return nil
	}
	n := len(lines)
	out, boxes, all, refs := t.pieces.take(n), t.boxes.take(n), t.words.take(n), t.refs.take(n)
	el := b.element(t)
	for i, l := range lines {
		all[i] = words{y: b.style.baseline(), text: l.text, width: l.width, style: b.style, space: l.space}
		boxes[i] = box{role: b.role, w: width, h: b.style.leading, link: b.link, element: el, words: all[i : i+1 : i+1]}
		refs[i] = &boxes[i]
		out[i] = piece{height: b.style.leading, keep: b.keeps(i, len(lines)), boxes: refs[i : i+1 : i+1]}
	}
	if len(out) > 0 {
		out[0].before, out[0].need = b.before, b.need
		if b.role == roleHeading || b.role == roleTitle {
			out[0].boxes[0].mark = t.fit(b.text, b.style, 4*width)
		}
	}
	return out
}

// keeps reports whether line i of n stays with what follows it.
func (b paragraph) keeps(i, n int) bool {
	if b.even || n <= 3 {
		return i < n-1 || b.keep
	}
	return i == 0 || i == n-2 || i == n-1 && b.keep
}

// prose makes paragraphs with room between them.
func prose(texts []string, st style, before float64) []block {
	var out []block
	for i, s := range texts {
		room := before
		if i > 0 {
			room = st.leading * .45
		}
		out = append(out, paragraph{text: s, style: st, before: room, role: roleText})
	}
	return out
}

// list is a row of items, numbered or with a dash.
type list struct {
	items    []string
	numbered bool
	style    style
	before   float64
	gap      float64 // between items
}

const itemIndent = 17

func (b list) lay(t *typesetter, width float64) []piece {
	var out []piece
	whole := &element{Kind: finish.List}
	for i, item := range b.items {
		entry := t.element(finish.Item, whole)
		before := b.gap
		if i == 0 {
			before = b.before
		}
		pieces := paragraph{text: item, style: b.style, before: before, role: roleItem,
			in: t.element(finish.ItemBody, entry)}.lay(t, width-itemIndent)
		for j := range pieces {
			pieces[j].shift(itemIndent, 0)
		}
		if len(pieces) > 0 {
			pieces[0].boxes = append([]*box{b.bullet(t, i, entry)}, pieces[0].boxes...)
		}
		out = append(out, pieces...)
	}
	return out
}

func (b list) bullet(t *typesetter, i int, entry *element) *box {
	st := b.style.bold().in(clay)
	out := &box{role: roleLabel, w: itemIndent - 3, h: st.leading}
	if !b.numbered {
		out.shapes = []shape{rule(0, st.baseline()-.32*st.size, 6, .9, clay)}
		return out
	}
	text := strconv.Itoa(i + 1)
	out.element = t.element(finish.Bullet, entry)
	out.words = []words{{y: st.baseline(), text: text, width: t.width(text, st), style: st}}
	return out
}

// labelled sets blocks beside a label in the margin column.
type labelled struct {
	label  string
	style  style // of the label; zero: margin
	before float64
	body   []block
	role   role // of the label, where it is a heading
}

// The margin column and its distance from the text.
const (
	labelColumn = 98
	labelGap    = 11
)

func (b labelled) lay(t *typesetter, width float64) []piece {
	st := b.style
	if st.size == 0 {
		st = margin
	}
	lines := t.broken(breakFull, b.label, st, labelColumn)
	pieces := stack(b.body).lay(t, width-labelColumn-labelGap)
	if len(pieces) == 0 {
		return nil
	}
	if len(lines) > 5 { // a label as long as a text is set as one
		st.base = 0
		head := paragraph{text: b.label, style: st, before: b.before, role: b.labelRole(), keep: true}
		return append(head.lay(t, width), pieces...)
	}
	for i := range pieces {
		pieces[i].shift(labelColumn+labelGap, 0)
	}
	label := &box{role: b.labelRole(), w: labelColumn, h: st.leading * float64(len(lines))}
	if len(lines) > 0 {
		label.element = paragraph{role: label.role}.element(t)
	}
	for i, l := range lines {
		label.words = append(label.words, words{y: st.baseline() + st.leading*float64(i),
			text: l.text, width: l.width, style: st, space: l.space})
	}
	if len(lines) > 0 {
		// The base of the margin style may put the last line a little lower
		// than its own line would.
		label.h += max(0, st.baseline()-(st.leading/2+.36*st.size))
		pieces = beside(pieces, label)
	}
	pieces[0].before = b.before
	return pieces
}

func (b labelled) labelRole() role {
	if b.role == "" {
		return roleLabel
	}
	return b.role
}

// beside puts a label next to the first pieces of a column and binds as many
// of them as the label is high.
func beside(pieces []piece, label *box) []piece {
	n, height := 1, pieces[0].height
	for ; n < len(pieces) && height < label.h; n++ {
		height += pieces[n].before + pieces[n].height
	}
	head := fuse(pieces[:n])
	head.height = max(head.height, label.h)
	head.boxes = append([]*box{label}, head.boxes...)
	return append([]piece{head}, pieces[n:]...)
}

// stack is blocks below each other.
type stack []block

func (b stack) lay(t *typesetter, width float64) []piece {
	out := make([]piece, 0, 4*len(b))
	for _, child := range b {
		out = append(out, child.lay(t, width)...)
	}
	return out
}

// space is empty room that stays with the next block. At the top of a page it
// vanishes.
type space float64

func (b space) lay(*typesetter, float64) []piece { return []piece{{before: float64(b), keep: true}} }
