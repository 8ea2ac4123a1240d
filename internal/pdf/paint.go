package pdf

import (
	"strconv"

	"github.com/attune-quiz/attune/internal/figure"
	"github.com/jung-kurt/gofpdf"
)

// painter draws finished pages. It places nothing.
type painter struct {
	pdf   *gofpdf.Fpdf
	set   *typesetter
	alpha float64 // opacity in force
}

// pages paints all pages; the first is already open.
func (p *painter) pages(pages []page) {
	for i := range pages {
		if i > 0 {
			p.pdf.AddPage()
		}
		p.alpha = 1
		for j := range pages[i].boxes {
			p.box(&pages[i].boxes[j])
		}
	}
}

func (p *painter) box(b *box) {
	if b.mark != "" {
		p.bookmark(b)
	}
	for _, s := range b.shapes {
		p.shape(s, b.x+s.x, b.y+s.y)
	}
	for _, w := range b.words {
		p.words(w, b.x, b.y)
	}
	if b.link != "" {
		p.pdf.LinkString(b.x, b.y, b.w, b.h, b.link)
	}
}

// bookmark needs a UTF-8 font in force: the outline is written in its
// encoding.
func (p *painter) bookmark(b *box) {
	level := 0
	if b.role != roleTitle {
		level = 1
	}
	p.font(0, body)
	p.pdf.Bookmark(b.mark, level, b.y)
}

func (p *painter) font(file int, st style) {
	p.pdf.SetFont(p.set.files[file].name, st.face.style(), st.size)
	p.pdf.SetTextColor(int(st.colour[0]), int(st.colour[1]), int(st.colour[2]))
}

func (p *painter) words(w words, x, y float64) {
	p.opacity(1)
	for _, r := range p.set.runs(w.text, w.style) {
		p.font(r.font, w.style)
		p.pdf.Text(x+w.x+r.x, y+w.y, r.text)
	}
}

func (p *painter) opacity(alpha float64) {
	if p.alpha != alpha {
		p.pdf.SetAlpha(alpha, "Normal")
		p.alpha = alpha
	}
}

func (p *painter) shape(s shape, x, y float64) {
	if s.paint.Fill > 0 {
		p.opacity(s.paint.Fill)
		p.pdf.SetFillColor(int(s.colour[0]), int(s.colour[1]), int(s.colour[2]))
		p.trace(s.path, x, y, s.scale)
		p.pdf.DrawPath("F")
	}
	if s.paint.Stroke > 0 {
		p.opacity(s.paint.Stroke)
		p.pdf.SetDrawColor(int(s.colour[0]), int(s.colour[1]), int(s.colour[2]))
		p.pdf.SetLineWidth(s.paint.Width * s.scale)
		if s.paint.Dash > 0 {
			p.pdf.SetDashPattern([]float64{s.paint.Dash * s.scale, s.paint.Dash * s.scale}, 0)
		}
		p.trace(s.path, x, y, s.scale)
		p.pdf.DrawPath("D")
		if s.paint.Dash > 0 {
			p.pdf.SetDashPattern([]float64{}, 0)
		}
	}
}

func (p *painter) trace(path figure.Path, x, y, k float64) {
	for _, s := range path {
		a, b, c := s.P[0], s.P[1], s.P[2]
		switch s.Verb {
		case figure.Move:
			p.pdf.MoveTo(x+k*a.X, y+k*a.Y)
		case figure.Line:
			p.pdf.LineTo(x+k*a.X, y+k*a.Y)
		case figure.Curve:
			p.pdf.CurveBezierCubicTo(x+k*a.X, y+k*a.Y, x+k*b.X, y+k*b.Y, x+k*c.X, y+k*c.Y)
		case figure.Close:
			p.pdf.ClosePath()
		}
	}
}

// number resolves the page references of the contents.
func number(pages []page, t *typesetter) {
	for i := range pages {
		for j := range pages[i].boxes {
			b := &pages[i].boxes[j]
			for k := range b.words {
				if w := &b.words[k]; w.ref != nil && w.ref.page > 0 {
					w.text = strconv.Itoa(w.ref.page)
					w.width = t.width(w.text, w.style)
					w.x = b.w - w.width
				}
			}
		}
	}
}
