package pdf

import "github.com/attune-quiz/attune/internal/pdf/finish"

// contents lists chapters with the pages on which they begin.
type contents []*chapter

func (b contents) lay(t *typesetter, width float64) []piece {
	const numbers = 30 // room for the page number
	out := make([]piece, len(b))
	whole := &element{Kind: finish.Contents}
	for i, c := range b {
		text := t.fit(c.title, body, width-numbers)
		out[i] = piece{before: 3, height: body.leading, boxes: []*box{{role: roleItem, w: width, h: body.leading, to: c,
			element: &element{Kind: finish.LinkTo, Parent: whole.Under(finish.Entry), Alt: c.title}, words: []words{
				{y: body.baseline(), text: text, width: t.width(text, body), style: body},
				{y: body.baseline(), style: body.in(soft), ref: c},
			}}}}
	}
	return out
}

// hairline divides parts of a page.
type hairline struct{ before float64 }

func (b hairline) lay(_ *typesetter, width float64) []piece {
	return []piece{{before: b.before, height: 1, keep: true, boxes: []*box{{role: roleGround, w: width, h: 1,
		shapes: []shape{rule(0, .5, width, .6, line)}}}}}
}

// blank is a line of text with room to write after it, as far as the column
// goes.
type blank struct {
	text   string
	style  style
	before float64
}

func (b blank) lay(t *typesetter, width float64) []piece {
	pieces := paragraph{text: b.text, style: b.style, before: b.before, role: roleText}.lay(t, width)
	if len(pieces) == 0 {
		return nil
	}
	last := &pieces[len(pieces)-1]
	text := last.boxes[0]
	x := text.words[0].width + 8
	if width-x < 60 {
		return pieces
	}
	last.height += 5
	text.w, text.h, text.words[0].y = x-4, last.height, text.words[0].y+5
	last.boxes = append(last.boxes, &box{role: roleWrite, x: x, w: width - x, h: last.height, field: newField(b.text, nil),
		shapes: []shape{rule(0, text.words[0].y+2, width-x, .6, line)}})
	return pieces
}
