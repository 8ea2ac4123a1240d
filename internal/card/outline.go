package card

import (
	"image"
	"math"

	"golang.org/x/image/vector"

	"github.com/attune-quiz/attune/internal/figure"
)

// outline is closed lines on the picture. What lies in several that run the
// same way round is covered once.
type outline struct {
	points []figure.Point
	ends   []int // after the last point of each line
}

func (o *outline) clear() { o.points, o.ends = o.points[:0], o.ends[:0] }

func (o *outline) add(line ...figure.Point) {
	o.points = append(o.points, line...)
	o.ends = append(o.ends, len(o.points))
}

// box is the smallest that holds the lines, in whole pixels.
func (o *outline) box() image.Rectangle {
	if len(o.points) == 0 {
		return image.Rectangle{}
	}
	low, high := o.points[0], o.points[0]
	for _, p := range o.points {
		low = figure.Point{X: min(low.X, p.X), Y: min(low.Y, p.Y)}
		high = figure.Point{X: max(high.X, p.X), Y: max(high.Y, p.Y)}
	}
	return image.Rect(int(math.Floor(low.X)), int(math.Floor(low.Y)), int(math.Ceil(high.X)), int(math.Ceil(high.Y)))
}

// draw hands the lines to a rasterizer whose first pixel is at from.
func (o *outline) draw(ras *vector.Rasterizer, from image.Point) {
	start := 0
	for _, end := range o.ends {
		for i, p := range o.points[start:end] {
			x, y := float32(p.X-float64(from.X)), float32(p.Y-float64(from.Y))
			if i == 0 {
				ras.MoveTo(x, y)
				continue
			}
			ras.LineTo(x, y)
		}
		ras.ClosePath()
		start = end
	}
}

// stroke adds a line of points as broad as twice r, with round ends and joints.
func (o *outline) stroke(line []figure.Point, r float64) {
	for i, p := range line {
		o.dot(p, r)
		if i > 0 {
			o.bar(line[i-1], p, r)
		}
	}
}

// dot and bar run the same way round.
func (o *outline) dot(at figure.Point, r float64) {
	const corners = 16
	for i := range corners {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / corners)
		o.points = append(o.points, figure.Point{X: at.X + r*cos, Y: at.Y + r*sin})
	}
	o.ends = append(o.ends, len(o.points))
}

func (o *outline) bar(from, to figure.Point, r float64) {
	dx, dy := to.X-from.X, to.Y-from.Y
	length := math.Hypot(dx, dy)
	if length == 0 {
		return
	}
	nx, ny := -dy/length*r, dx/length*r
	o.add(figure.Point{X: from.X - nx, Y: from.Y - ny}, figure.Point{X: to.X - nx, Y: to.Y - ny},
		figure.Point{X: to.X + nx, Y: to.Y + ny}, figure.Point{X: from.X + nx, Y: from.Y + ny})
}
