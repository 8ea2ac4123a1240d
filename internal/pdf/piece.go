package pdf

import (
	"github.com/attune-quiz/attune/internal/figure"
	"github.com/attune-quiz/attune/internal/pdf/finish"
)

// role says what a box is in the document: the names of its structure.
type role string

const (
	roleTitle   role = "title"
	roleHeading role = "heading"
	roleMinor   role = "minor"
	roleText    role = "text"
	roleLabel   role = "label"
	roleItem    role = "item"
	roleQuote   role = "quote"
	roleFigure  role = "figure"
	roleCell    role = "cell"
	roleWrite   role = "write"  // room to write in
	roleGround  role = "ground" // the field behind other boxes
	roleFooter  role = "footer"
)

// box is a rectangle with what is drawn in it. Inside a piece its place is
// counted from the piece's top left; on a page, from the page's.
type box struct {
	role       role
	x, y, w, h float64
	shapes     []shape
	words      []words
	mark       string // for the outline: the heading's text
	alt        string // a figure in words
	link       string // where a tap on the box leads
	to         *chapter
	element    *element // what the box is part of; nil: decoration
	field      *field   // what can be written here
}

// element is a part of the document's structure; see finish.Element.
type element = finish.Element

// field is a place to write or to tick. Boxes below each other may share one.
type field struct {
	label   string
	tick    bool
	element *element
}

// newField returns a field below an element, nil being the document.
func newField(label string, in *element) *field {
	return &field{label: label, element: &element{Kind: finish.Form, Parent: in}}
}

// words is one line of text at its baseline, from the box's top left.
type words struct {
	x, y  float64
	text  string // cleaned
	width float64
	style style
	space bool     // one follows: it shows nothing, but keeps words apart when read out
	ref   *chapter // where set, the text is the page of the chapter
}

// drawn is the text with the space that follows.
func (w *words) drawn() string {
	if w.space {
		return w.text + " "
	}
	return w.text
}

// shape is a path, scaled and moved, in one colour. The lengths of its paint
// are scaled too.
type shape struct {
	path   figure.Path
	x, y   float64
	scale  float64
	paint  figure.Paint
	colour colour
	own    bool // drawn for one person
}

// piece is a slice of the column that cannot be split.
type piece struct {
	before float64 // room above, dropped at the top of a page
	height float64
	keep   bool    // stays on one page with the next piece
	with   bool    // likes to stay with the next piece: see flow.whole
	fresh  bool    // begins a page
	ample  bool    // may exceed the column by grace
	need   float64 // begins a page where less than this is left
	boxes  []*box
	opens  *chapter // the chapter that begins here
}

// chapter is a part of the booklet that the contents name.
type chapter struct {
	title string
	page  int // counted from 1; known once placed
}

func (p *piece) shift(dx, dy float64) {
	for _, b := range p.boxes {
		b.x += dx
		b.y += dy
	}
}

// extent is the height of a column of pieces, the room above the first one
// left out.
func extent(pieces []piece) float64 {
	total := 0.0
	for i, p := range pieces {
		total += p.height
		if i > 0 {
			total += p.before
		}
	}
	return total
}

// fuse makes one piece of a column.
func fuse(pieces []piece) piece {
	if len(pieces) == 0 {
		return piece{}
	}
	last := pieces[len(pieces)-1]
	out := piece{before: pieces[0].before, fresh: pieces[0].fresh, need: pieces[0].need,
		keep: last.keep, with: last.with, height: extent(pieces), opens: pieces[0].opens}
	n := 0
	for i := range pieces {
		n += len(pieces[i].boxes)
	}
	out.boxes = make([]*box, 0, n+1) // often one more is added
	y := 0.0
	for i := range pieces {
		p := &pieces[i]
		if i > 0 {
			y += p.before
		}
		p.shift(0, y)
		out.boxes = append(out.boxes, p.boxes...)
		y += p.height
	}
	return out
}

// rect is a filled box, with round corners where r is not 0.
func rect(w, h, r float64, c colour) shape {
	return shape{path: figure.Box(0, 0, w, h, r), scale: 1, paint: figure.Paint{Fill: 1}, colour: c}
}

// rule is a level line.
func rule(x, y, w, thick float64, c colour) shape {
	path := figure.Path{
		{Verb: figure.Move, P: [3]figure.Point{{X: x, Y: y}}},
		{Verb: figure.Line, P: [3]figure.Point{{X: x + w, Y: y}}},
	}
	return shape{path: path, scale: 1, paint: figure.Paint{Stroke: 1, Width: thick}, colour: c}
}

// outline is a box of dashes, for cutting out.
func dashes(w, h float64) shape {
	return shape{path: figure.Box(0, 0, w, h, 5), scale: 1,
		paint: figure.Paint{Stroke: 1, Width: .8, Dash: 3.5}, colour: line}
}

// upright is a plumb line.
func upright(x, h, thick float64, c colour) shape {
	s := rule(x, 0, 0, thick, c)
	s.path[1].P[0].Y = h
	return s
}
