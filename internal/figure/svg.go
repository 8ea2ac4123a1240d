package figure

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
)

// SVGText is what an SVG says to those who do not see it, and its hooks.
type SVGText struct {
	// Title names the picture and Desc tells it in words. Without a title
	// the picture is decoration and hidden from screen readers.
	Title, Desc string
	// TitleID and DescID are ids that the page has only once.
	TitleID, DescID string
	// Class is the class of the svg element; empty: "figure".
	Class string
}

// svgScale is how many units of the viewBox the drawing's width is.
const svgScale = 1000

// SVG writes a drawing as an inline SVG element. It carries presentation
// attributes only, in currentColor; every shape has the class "fig-" and its
// role, by which a style sheet gives it a colour. The svg element has no size
// of its own: the page gives it one.
func SVG(w io.Writer, d Drawing, t SVGText) error {
	b := svgWriter{}
	b.open(d, t)
	for _, s := range d.Shapes {
		if s.Text != "" {
			b.text(s)
		} else {
			b.path(s)
		}
	}
	b.WriteString("</svg>")
	if _, err := w.Write(b.Bytes()); err != nil {
		return fmt.Errorf("write the figure: %w", err)
	}
	return nil
}

type svgWriter struct{ bytes.Buffer }

func (b *svgWriter) open(d Drawing, t SVGText) {
	class := t.Class
	if class == "" {
		class = "figure"
	}
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" class="`)
	b.escape(class)
	b.WriteString(`" viewBox="0 0`)
	b.numbers(d.Width, d.Height)
	if t.Title == "" {
		b.WriteString(`" aria-hidden="true" focusable="false">`)
		return
	}
	b.WriteString(`" role="img" aria-labelledby="`)
	b.escape(t.TitleID)
	if t.Desc != "" {
		b.WriteString(`" aria-describedby="`)
		b.escape(t.DescID)
	}
	b.WriteString(`">`)
	b.element("title", t.TitleID, t.Title)
	if t.Desc != "" {
		b.element("desc", t.DescID, t.Desc)
	}
}

func (b *svgWriter) element(name, id, text string) {
	b.WriteString("<" + name + ` id="`)
	b.escape(id)
	b.WriteString(`">`)
	b.escape(text)
	b.WriteString("</" + name + ">")
}

func (b *svgWriter) text(s Shape) {
	b.WriteString(`<text class="fig-` + string(s.Role) + `" x="`)
	b.number(s.At.X)
	b.WriteString(`" y="`)
	b.number(s.At.Y)
	b.WriteString(`" font-size="`)
	b.number(s.Size)
	b.WriteString(`" text-anchor="` + [...]string{"start", "middle", "end"}[s.Anchor] + `" fill="currentColor">`)
	b.escape(s.Text)
	b.WriteString("</text>")
}

func (b *svgWriter) path(s Shape) {
	b.WriteString(`<path class="fig-` + string(s.Role) + `" d="`)
	for _, g := range s.Path {
		b.WriteByte("MLCZ"[g.Verb])
		for i, p := range g.points() {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.number(p.X)
			b.WriteByte(' ')
			b.number(p.Y)
		}
	}
	b.paint(s.Role.Paint())
	b.WriteString(`/>`)
}

func (b *svgWriter) paint(p Paint) {
	b.WriteString(`" fill="`)
	if p.Fill > 0 {
		fmt.Fprintf(b, `currentColor" fill-opacity="%g"`, p.Fill)
	} else {
		b.WriteString(`none"`)
	}
	if p.Stroke == 0 {
		return
	}
	fmt.Fprintf(b, ` stroke="currentColor" stroke-opacity="%g" stroke-width="`, p.Stroke)
	b.number(p.Width)
	b.WriteString(`" stroke-linecap="round" stroke-linejoin="round"`)
	if p.Dash > 0 {
		b.WriteString(` stroke-dasharray="`)
		b.number(p.Dash)
		b.WriteByte('"')
	}
}

func (b *svgWriter) numbers(values ...float64) {
	for _, v := range values {
		b.WriteByte(' ')
		b.number(v)
	}
}

// number writes a length in units of the viewBox, to a tenth.
func (b *svgWriter) number(v float64) {
	s := strconv.AppendFloat(b.AvailableBuffer(), v*svgScale, 'f', 1, 64)
	if n := len(s); s[n-1] == '0' {
		s = s[:n-2]
	}
	b.Write(s)
}

// escape writes text for element content or a quoted attribute. Characters
// that markup cannot hold become U+FFFD. Writing to a buffer cannot fail.
func (b *svgWriter) escape(s string) { _ = xml.EscapeText(&b.Buffer, []byte(s)) }
