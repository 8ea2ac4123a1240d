// Package figure draws the pictures of a result as plain data: the map of
// anxious × avoidant, the interval bars, and the two waves of the mark. A
// Drawing is in unit coordinates, so that SVG, PDF and PNG draw the same one.
//
// It must not know of colours, fonts, pages or languages: shapes carry roles,
// and whoever paints them chooses.
package figure

// Drawing is a picture in unit coordinates: x runs right from 0 to Width, y
// runs down from 0 to Height. Width is 1; lengths are shares of it. Shapes
// are in painting order.
type Drawing struct {
	Width, Height float64
	Shapes        []Shape
}

// Shape is a path or, where Text is not empty, one line of text.
type Shape struct {
	Role Role
	Path Path

	Text   string
	At     Point // the anchor, on the baseline
	Anchor Anchor
	Size   float64 // height of the type
}

// Point is a place in a drawing.
type Point struct{ X, Y float64 }

// Anchor says which part of a text stands at its point.
type Anchor int

const (
	Start Anchor = iota
	Middle
	End
)

// Verb says what a segment does.
type Verb int

const (
	Move  Verb = iota // to P[0]
	Line              // to P[0]
	Curve             // cubic Bézier with controls P[0] and P[1], to P[2]
	Close
)

// Segment is one step of a path.
type Segment struct {
	Verb Verb
	P    [3]Point
}

// Path is an outline or a line.
type Path []Segment

func (p *Path) move(x, y float64) { *p = append(*p, Segment{Move, [3]Point{{x, y}}}) }
func (p *Path) line(x, y float64) { *p = append(*p, Segment{Line, [3]Point{{x, y}}}) }
func (p *Path) close()            { *p = append(*p, Segment{Verb: Close}) }
func (p *Path) curve(x1, y1, x2, y2, x, y float64) {
	*p = append(*p, Segment{Curve, [3]Point{{x1, y1}, {x2, y2}, {x, y}}})
}

// Bounds returns the corners of the smallest box around all points of the
// path, controls included; the curve lies inside it.
func (p Path) Bounds() (low, high Point) {
	first := true
	for _, s := range p {
		for _, q := range s.points() {
			if first {
				low, high, first = q, q, false
			}
			low = Point{min(low.X, q.X), min(low.Y, q.Y)}
			high = Point{max(high.X, q.X), max(high.Y, q.Y)}
		}
	}
	return low, high
}

func (s *Segment) points() []Point {
	switch s.Verb {
	case Curve:
		return s.P[:]
	case Close:
		return nil
	default:
		return s.P[:1]
	}
}

// arc is how far the controls of a quarter circle stand from its ends, as a
// share of the radius.
const arc = 0.5522847498

// Box outlines a box with round corners of radius r.
func Box(x, y, w, h, r float64) Path {
	r = min(r, w/2, h/2)
	k := r * (1 - arc)
	var p Path
	p.move(x+r, y)
	p.line(x+w-r, y)
	p.curve(x+w-k, y, x+w, y+k, x+w, y+r)
	p.line(x+w, y+h-r)
	p.curve(x+w, y+h-k, x+w-k, y+h, x+w-r, y+h)
	p.line(x+r, y+h)
	p.curve(x+k, y+h, x, y+h-k, x, y+h-r)
	p.line(x, y+r)
	p.curve(x, y+k, x+k, y, x+r, y)
	p.close()
	return p
}

// oval outlines a shape around c that reaches left, right, up and down by its
// own radius on each side: an ellipse where opposite radii are equal.
func oval(c Point, left, right, up, down float64) Path {
	var p Path
	p.move(c.X-left, c.Y)
	p.curve(c.X-left, c.Y-up*arc, c.X-left*arc, c.Y-up, c.X, c.Y-up)
	p.curve(c.X+right*arc, c.Y-up, c.X+right, c.Y-up*arc, c.X+right, c.Y)
	p.curve(c.X+right, c.Y+down*arc, c.X+right*arc, c.Y+down, c.X, c.Y+down)
	p.curve(c.X-left*arc, c.Y+down, c.X-left, c.Y+down*arc, c.X-left, c.Y)
	p.close()
	return p
}
