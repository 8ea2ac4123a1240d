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
	img     *image.RGBA
	touched [Height]span // by row, where something was painted
	ras     vector.Rasterizer
	mask    image.Alpha
	shape   outline
}

// span is the part of a row from and up to; empty where both are the same.
type span struct{ from, to int }

func newCanvas() *canvas {
	c := &canvas{img: image.NewRGBA(image.Rect(0, 0, Width, Height))}
	draw.Draw(c.img, c.img.Rect, image.NewUniform(ground), image.Point{}, draw.Src)
	return c
}

// place says where a drawing in unit coordinates goes and how wide.
type place struct{ x, y, width float64 }

func (p place) at(q figure.Point) figure.Point {
	return figure.Point{X: p.x + q.X*p.width, Y: p.y + q.Y*p.width}
}

// figure paints the paths of a drawing; its texts are left to the card.
func (c *canvas) figure(d figure.Drawing, to place) {
	for _, s := range d.Shapes {
		if s.Text != "" {
			continue
		}
		paint := s.Role.Paint()
		if paint.Fill > 0 {
			for _, line := range flatten(s.Path, to) {
				c.shape.add(line...)
			}
			c.spend(colourOf(s.Role), paint.Fill)
		}
		if paint.Stroke > 0 {
			for _, line := range flatten(s.Path, to) {
				c.shape.stroke(line, paint.Width*to.width/2)
			}
			c.spend(colourOf(s.Role), paint.Stroke)
		}
	}
}

// spend puts what was outlined on the picture. No more is looked at than the
// box around it.
func (c *canvas) spend(colour color.RGBA, opacity float64) {
	defer c.shape.clear()
	box := c.shape.box().Intersect(c.img.Rect)
	if box.Empty() {
		return
	}
	c.ras.Reset(box.Dx(), box.Dy())
	c.shape.draw(&c.ras, box.Min)
	if size := box.Dx() * box.Dy(); cap(c.mask.Pix) < size {
		c.mask.Pix = make([]uint8, size)
	} else {
		c.mask.Pix = c.mask.Pix[:size]
	}
	c.mask.Stride, c.mask.Rect = box.Dx(), image.Rectangle{Max: box.Size()}
	c.ras.DrawOp = draw.Src
	c.ras.Draw(&c.mask, c.mask.Rect, image.Opaque, image.Point{})
	c.blend(&c.mask, box, colour, opacity)
}

// whole is the share of a pixel that a full mask covers at full opacity.
const whole = 255 * 256

// blend lays a colour over the box as densely as the mask has it; the mask's
// first pixel is the box's.
func (c *canvas) blend(mask *image.Alpha, box image.Rectangle, colour color.RGBA, opacity float64) {
	dense := uint32(opacity*256 + .5)
	clipped := box.Intersect(c.img.Rect)
	for y := clipped.Min.Y; y < clipped.Max.Y; y++ {
		c.touched[y].cover(clipped.Min.X, clipped.Max.X)
		from := mask.PixOffset(mask.Rect.Min.X+clipped.Min.X-box.Min.X, mask.Rect.Min.Y+y-box.Min.Y)
		row := c.img.Pix[c.img.PixOffset(clipped.Min.X, y):]
		for x, m := range mask.Pix[from : from+clipped.Dx()] {
			if m == 0 {
				continue
			}
			share, pixel := uint32(m)*dense, row[4*x:4*x+3:4*x+3]
			pixel[0] = over(pixel[0], colour.R, share)
			pixel[1] = over(pixel[1], colour.G, share)
			pixel[2] = over(pixel[2], colour.B, share)
		}
	}
}

func over(below, above uint8, share uint32) uint8 {
	return uint8((uint32(below)*(whole-share) + uint32(above)*share + whole/2) / whole)
}

func (s *span) cover(from, to int) {
	if s.from == s.to {
		*s = span{from, to}
		return
	}
	s.from, s.to = min(s.from, from), max(s.to, to)
}

// step is how long the straight pieces are, about, that stand for a curve.
const step = 6.

// flatten turns a path into lines of points on the picture.
func flatten(path figure.Path, to place) [][]figure.Point {
	var lines [][]figure.Point
	var line []figure.Point
	for _, s := range path {
		switch s.Verb {
		case figure.Move:
			if len(line) > 0 {
				lines = append(lines, line)
			}
			line = []figure.Point{to.at(s.P[0])}
		case figure.Line:
			line = append(line, to.at(s.P[0]))
		case figure.Curve:
			line = curve(line, to.at(s.P[0]), to.at(s.P[1]), to.at(s.P[2]))
		case figure.Close:
			if len(line) > 0 {
				line = append(line, line[0])
			}
		}
	}
	return append(lines, line)
}

// curve goes on from the end of a line.
func curve(line []figure.Point, p, q, end figure.Point) []figure.Point {
	from := line[len(line)-1]
	pieces := 2 + math.Ceil((apart(from, p)+apart(p, q)+apart(q, end))/step)
	for i := 1.; i <= pieces; i++ {
		line = append(line, bezier(from, p, q, end, i/pieces))
	}
	return line
}

func apart(p, q figure.Point) float64 { return math.Hypot(p.X-q.X, p.Y-q.Y) }

func bezier(from, p, q, end figure.Point, t float64) figure.Point {
	u := 1 - t
	a, b, c, d := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
	return figure.Point{
		X: a*from.X + b*p.X + c*q.X + d*end.X,
		Y: a*from.Y + b*p.Y + c*q.Y + d*end.Y,
	}
}
