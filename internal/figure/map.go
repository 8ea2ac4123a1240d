package figure

import (
	"math"
	"strings"

	"github.com/attune-quiz/attune/scoring"
)

// MapInput is what the map of anxious × avoidant shows.
type MapInput struct {
	Anxious, Avoidant Dimension
	// Corners names the corners: all words, at most a few.
	Corners [scoring.Regions]string
	// Scored is false where a dimension has no score: the field is drawn
	// without an area.
	Scored bool
	// Earlier is the pair at an earlier time, drawn as an outline; nil: none.
	Earlier *Pair
	// Type is the height of small type; 0 means .04, which is 12.8 pixels
	// on a drawing 320 pixels wide.
	Type float64
}

// Pair is both dimensions at one time.
type Pair struct{ Anxious, Avoidant Dimension }

// Dimension is one dimension on its own metric.
type Dimension struct {
	Title      string
	Min, Max   float64
	Cut        float64 // where high begins
	Score, SEM float64
}

// Interval95 is the half width of a 95 % interval in standard errors.
const Interval95 = 1.959963984540054

// share returns where v lies between Min and Max, from 0 to 1.
func (a Dimension) share(v float64) float64 {
	if !(a.Max > a.Min) || math.IsNaN(v) {
		return .5
	}
	return max(0, min(1, (v-a.Min)/(a.Max-a.Min)))
}

// reach returns the ends of the 95 % interval and the score, as shares.
func (a Dimension) reach() (low, score, high float64) {
	half := Interval95 * max(0, a.SEM)
	return a.share(a.Score - half), a.share(a.Score), a.share(a.Score + half)
}

// The plane of the map inside its drawing.
const (
	planeTop    = .085
	planeHeight = .83
	mapHeight   = planeTop + planeHeight + .085
	mapCorner   = .03
	defaultType = .04
)

// Map draws the plane: anxious grows to the right, avoidant upwards, so that
// the secure corner is at the bottom left. The area reaches 1.96 standard
// errors on both axes, clamped to the scales, and has no centre mark, since
// there is no exact point.
func Map(in MapInput) Drawing {
	size := in.Type
	if size <= 0 {
		size = defaultType
	}
	d := Drawing{Width: 1, Height: mapHeight}
	d.path(Ground, Box(0, planeTop, 1, planeHeight, mapCorner))
	d.field()
	d.cuts(in)
	if in.Earlier != nil {
		d.path(Earlier, reach(*in.Earlier, 1))
	}
	if in.Scored {
		d.area(Pair{in.Anxious, in.Avoidant})
	}
	d.corners(in.Corners, size)
	d.axes(in, size)
	return d
}

func (d *Drawing) path(role Role, p Path) {
	d.Shapes = append(d.Shapes, Shape{Role: role, Path: p})
}

func (d *Drawing) text(role Role, s string, at Point, anchor Anchor, size float64) {
	if s != "" {
		d.Shapes = append(d.Shapes, Shape{Role: role, Text: s, At: at, Anchor: anchor, Size: size})
	}
}

// The lines of the field swing more towards anxious and stand further apart
// towards avoidant: near the secure corner they are close and calm.
const (
	fieldLines  = 11
	fieldSwing  = .014
	fieldPeriod = .16
)

func (d *Drawing) field() {
	for i := 1; i <= fieldLines; i++ {
		up := math.Pow(float64(i)/(fieldLines+1), 1.25)
		y := planeTop + planeHeight*(1-up)
		d.path(Grid, wave(0, 1, func(x float64) (float64, float64) {
			k := 2 * math.Pi / fieldPeriod
			return y + fieldSwing*x*x*math.Sin(k*x),
				fieldSwing * (2*x*math.Sin(k*x) + x*x*k*math.Cos(k*x))
		}, 32))
	}
}

func (d *Drawing) cuts(in MapInput) {
	x := in.Anxious.share(in.Anxious.Cut)
	y := planeTop + planeHeight*(1-in.Avoidant.share(in.Avoidant.Cut))
	var p Path
	p.move(x, planeTop)
	p.line(x, planeTop+planeHeight)
	p.move(0, y)
	p.line(1, y)
	d.path(Cut, p)
}

const areaRings = 8

// area draws rings from the full reach inwards, so that the edge is soft.
func (d *Drawing) area(in Pair) {
	for i := range areaRings {
		ring := 1 - .04*float64(i)
		role := AreaEdge
		if i >= areaRings/2 {
			role = Area
		}
		d.path(role, reach(in, ring))
	}
}

// reach outlines a share of the area of a pair.
func reach(in Pair, share float64) Path {
	left, x, right := in.Anxious.reach()
	low, y, high := in.Avoidant.reach()
	return oval(Point{x, planeTop + planeHeight*(1-y)}, share*(x-left), share*(right-x),
		share*planeHeight*(high-y), share*planeHeight*(y-low))
}

func (d *Drawing) corners(names [scoring.Regions]string, size float64) {
	const inset = .035
	leading := 1.25 * size
	top, bottom := planeTop+inset+.8*size, planeTop+planeHeight-inset
	for region, name := range names {
		lines := fold(name, .45/size)
		at, anchor := Point{inset, bottom - leading*float64(len(lines)-1)}, Start
		switch scoring.Region(region) {
		case scoring.Anxious:
			at.X, anchor = 1-inset, End
		case scoring.Avoidant:
			at.Y = top
		case scoring.Fearful:
			at, anchor = Point{1 - inset, top}, End
		}
		for i, line := range lines {
			d.text(Corner, line, Point{at.X, at.Y + leading*float64(i)}, anchor, size)
		}
	}
}

func (d *Drawing) axes(in MapInput, size float64) {
	up := planeTop - .3*size
	d.path(Axis, arrow(Point{.3 * size, up}, Point{.3 * size, up - .9*size}))
	d.text(Axis, in.Avoidant.Title, Point{1.1 * size, up - .1*size}, Start, size)
	y := planeTop + planeHeight + 1.35*size
	d.path(Axis, arrow(Point{1 - 1.1*size, y - .3*size}, Point{1 - .1*size, y - .3*size}))
	d.text(Axis, in.Anxious.Title, Point{1 - 1.5*size, y}, End, size)
}

// arrow draws a line with an open head, along one axis.
func arrow(from, to Point) Path {
	dx, dy := .3*(to.X-from.X), .3*(to.Y-from.Y)
	var p Path
	p.move(from.X, from.Y)
	p.line(to.X, to.Y)
	p.move(to.X-dx+dy, to.Y-dy+dx)
	p.line(to.X, to.Y)
	p.line(to.X-dx-dy, to.Y-dy-dx)
	return p
}

// fold breaks a name into lines of about the given width in heights of type,
// a Latin letter counting .55 and a wide one 1.
func fold(s string, width float64) []string {
	var lines []string
	line, used := "", 0.0
	for _, word := range strings.Fields(s) {
		w := breadth(word)
		if line != "" && used+.3+w > width {
			lines, line, used = append(lines, line), "", 0
		}
		if line != "" {
			line, used = line+" ", used+.3
		}
		line, used = line+word, used+w
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

func breadth(s string) float64 {
	w := 0.0
	for _, r := range s {
		if r >= 0x2E80 {
			w++
		} else {
			w += .55
		}
	}
	return w
}
