package pdf

import (
	"github.com/attune-quiz/attune/internal/figure"
	"github.com/attune-quiz/attune/internal/pdf/finish"
)

// picture is a figure at a width.
type picture struct {
	drawing figure.Drawing
	width   float64 // 0: the whole column
	before  float64
	alt     string
	keep    bool
}

func (b picture) lay(t *typesetter, width float64) []piece {
	w := b.width
	if w == 0 || w > width {
		w = width
	}
	out := box{role: roleFigure, w: w, h: w * b.drawing.Height, alt: b.alt}
	if b.alt != "" {
		out.element = &element{Kind: finish.Figure, Alt: written(t.clean(b.alt))}
	}
	for _, s := range b.drawing.Shapes {
		if s.Text == "" {
			out.shapes = append(out.shapes, shape{path: s.Path, scale: w, paint: s.Role.Paint(),
				colour: colourOf(s.Role), own: s.Role.Personal()})
			continue
		}
		out.words = append(out.words, t.inscription(s, w))
	}
	return []piece{{before: b.before, height: out.h, keep: b.keep, boxes: []*box{&out}}}
}

// inscription sets a figure's text, shortened to stay inside the figure.
func (t *typesetter) inscription(s figure.Shape, scale float64) words {
	st := style{face: regular, size: s.Size * scale, colour: soft}
	if s.Role == figure.Corner { // they may stand on the area
		st.colour = ink
	}
	x, room := s.At.X*scale, scale-s.At.X*scale
	switch s.Anchor {
	case figure.End:
		room = x
	case figure.Middle:
		room = 2 * min(x, room)
	}
	text := t.fit(s.Text, st, room)
	out := words{y: s.At.Y * scale, text: text, width: t.width(text, st), style: st}
	switch s.Anchor {
	case figure.Start:
		out.x = x
	case figure.Middle:
		out.x = x - out.width/2
	case figure.End:
		out.x = x - out.width
	}
	return out
}
