package pdf

import (
	"math"
	"slices"
	"strconv"

	"github.com/attune-quiz/attune/internal/figure"
	"github.com/jung-kurt/gofpdf"
)

// pen draws shapes with gofpdf.
type pen struct {
	pdf   *gofpdf.Fpdf
	alpha float64 // opacity in force
}

func (p *pen) shapes(all []shape) {
	for _, s := range all {
		p.shape(s)
	}
	p.opacity(1) // words may follow
}

// percent is an opacity by which the finishing layer knows it.
func percent(alpha float64) int { return int(math.Round(100 * alpha)) }

// opacities lists those of all roles.
func opacities() []int {
	var out []int
	for _, r := range figure.Roles() {
		paint := r.Paint()
		out = append(out, percent(paint.Fill), percent(paint.Stroke))
	}
	out = append(out, 100)
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(n int) bool { return n == 0 })
}

func (p *pen) opacity(alpha float64) {
	if p.alpha != alpha {
		p.pdf.RawWriteStr("/A" + strconv.Itoa(percent(alpha)) + " gs\n")
		p.alpha = alpha
	}
}

func (p *pen) shape(s shape) {
	if s.paint.Fill > 0 {
		p.opacity(s.paint.Fill)
		p.pdf.SetFillColor(int(s.colour[0]), int(s.colour[1]), int(s.colour[2]))
		p.trace(s)
		p.pdf.DrawPath("F")
	}
	if s.paint.Stroke > 0 {
		p.opacity(s.paint.Stroke)
		p.pdf.SetDrawColor(int(s.colour[0]), int(s.colour[1]), int(s.colour[2]))
		p.pdf.SetLineWidth(s.paint.Width * s.scale)
		if s.paint.Dash > 0 {
			p.pdf.SetDashPattern([]float64{s.paint.Dash * s.scale, s.paint.Dash * s.scale}, 0)
		}
		p.trace(s)
		p.pdf.DrawPath("D")
		if s.paint.Dash > 0 {
			p.pdf.SetDashPattern([]float64{}, 0)
		}
	}
}

func (p *pen) trace(s shape) {
	at := func(q figure.Point) (float64, float64) {
		return hundredth(s.x) + s.scale*q.X, hundredth(s.y) + s.scale*q.Y
	}
	for i := range s.path {
		step := &s.path[i]
		x, y := at(step.P[0])
		switch step.Verb {
		case figure.Move:
			p.pdf.MoveTo(x, y)
		case figure.Line:
			p.pdf.LineTo(x, y)
		case figure.Curve:
			x1, y1 := at(step.P[1])
			x2, y2 := at(step.P[2])
			p.pdf.CurveBezierCubicTo(x, y, x1, y1, x2, y2)
		case figure.Close:
			p.pdf.ClosePath()
		}
	}
}
