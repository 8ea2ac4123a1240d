package card

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"golang.org/x/image/vector"

	"github.com/attune-quiz/attune/internal/figure"
)

// canvas is a picture in the making. It belongs to one painting.
type canvas struct {
	img *image.RGBA
	ras *vector.Rasterizer
}

func newCanvas() *canvas {
	c := &canvas{img: image.NewRGBA(image.Rect(0, 0, Width, Height)), ras: vector.NewRasterizer(Width, Height)}
	draw.Draw(c.img, c.img.Rect, image.NewUniform(ground), image.Point{}, draw.Src)
	return c
}

// place says where a drawing in unit coordinates goes and how wide.
type place struct{ x, y, width float64 }

func (p place) at(q figure.Point) (x, y float32) {
	return float32(p.x + q.X*p.width), float32(p.y + q.Y*p.width)
}

// figure paints the paths of a drawing; its texts are left to the card.
func (c *canvas) figure(d figure.Drawing, to place) {
	for _, s := range d.Shapes {
		if s.Text != "" {
			continue
		}
		paint := s.Role.Paint()
		if paint.Fill > 0 {
			c.fill(s.Path, to)
			c.spend(colourOf(s.Role), paint.Fill)
		}
		if paint.Stroke > 0 {
			c.stroke(s.Path, to, paint.Width*to.width)
			c.spend(colourOf(s.Role), paint.Stroke)
		}
	}
}

// spend puts what was outlined on the picture.
func (c *canvas) spend(colour color.RGBA, opacity float64) {
	alpha := uint8(opacity*255 + .5)
	src := image.NewUniform(color.NRGBA{colour.R, colour.G, colour.B, alpha})
	c.ras.Draw(c.img, c.img.Rect, src, image.Point{})
	c.ras.Reset(Width, Height)
}

func (c *canvas) fill(path figure.Path, to place) {
	for _, s := range path {
		x, y := to.at(s.P[0])
		switch s.Verb {
		case figure.Move:
			c.ras.MoveTo(x, y)
		case figure.Line:
			c.ras.LineTo(x, y)
		case figure.Curve:
			x2, y2 := to.at(s.P[1])
			x3, y3 := to.at(s.P[2])
			c.ras.CubeTo(x, y, x2, y2, x3, y3)
		case figure.Close:
			c.ras.ClosePath()
		}
	}
	c.ras.ClosePath()
}

// stroke outlines a line of the given width with round ends and joints.
func (c *canvas) stroke(path figure.Path, to place, width float64) {
	for _, line := range flatten(path, to) {
		for i, p := range line {
			c.dot(p, width/2)
			if i > 0 {
				c.bar(line[i-1], p, width/2)
			}
		}
	}
}

// pieces is how many straight pieces stand for a curve.
const pieces = 12

// flatten turns a path into lines of points on the picture.
func flatten(path figure.Path, to place) [][]figure.Point {
	var lines [][]figure.Point
	var line []figure.Point
	add := func(p figure.Point) {
		line = append(line, figure.Point{X: to.x + p.X*to.width, Y: to.y + p.Y*to.width})
	}
	var here figure.Point
	for _, s := range path {
		switch s.Verb {
		case figure.Move:
			if len(line) > 0 {
				lines = append(lines, line)
			}
			line, here = nil, s.P[0]
			add(here)
		case figure.Line:
			here = s.P[0]
			add(here)
		case figure.Curve:
			for i := 1; i <= pieces; i++ {
				add(bezier(here, s.P, float64(i)/pieces))
			}
			here = s.P[2]
		case figure.Close:
			if len(line) > 0 {
				line = append(line, line[0])
			}
		}
	}
	return append(lines, line)
}

func bezier(from figure.Point, p [3]figure.Point, t float64) figure.Point {
	u := 1 - t
	a, b, c, d := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
	return figure.Point{
		X: a*from.X + b*p[0].X + c*p[1].X + d*p[2].X,
		Y: a*from.Y + b*p[0].Y + c*p[1].Y + d*p[2].Y,
	}
}

// dot and bar run the same way round, so that where they overlap they add up
// and do not cancel out.
func (c *canvas) dot(at figure.Point, r float64) {
	const corners = 16
	for i := range corners {
		a := 2 * math.Pi * float64(i) / corners
		x, y := float32(at.X+r*math.Cos(a)), float32(at.Y+r*math.Sin(a))
		if i == 0 {
			c.ras.MoveTo(x, y)
			continue
		}
		c.ras.LineTo(x, y)
	}
	c.ras.ClosePath()
}

func (c *canvas) bar(from, to figure.Point, r float64) {
	dx, dy := to.X-from.X, to.Y-from.Y
	length := math.Hypot(dx, dy)
	if length == 0 {
		return
	}
	nx, ny := -dy/length*r, dx/length*r
	c.ras.MoveTo(float32(from.X-nx), float32(from.Y-ny))
	c.ras.LineTo(float32(to.X-nx), float32(to.Y-ny))
	c.ras.LineTo(float32(to.X+nx), float32(to.Y+ny))
	c.ras.LineTo(float32(from.X+nx), float32(from.Y+ny))
	c.ras.ClosePath()
}
