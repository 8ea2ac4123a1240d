package pdf

import (
	"github.com/attune-quiz/attune/internal/figure"
	"github.com/attune-quiz/attune/internal/pdf/finish"
)

// task is a box to tick, a name, and a note at the right.
type task struct {
	text   string
	note   string
	brief  string // in place of a note that takes too much room
	before float64
	list   *element // of which the task is an item
}

const tickBox = 7.5

func (b task) lay(t *typesetter, width float64) []piece {
	st := tight
	entry := b.list.Under(finish.Item)
	content := entry.Under(finish.ItemBody)
	note := t.clean(b.note)
	if t.width(note, aside) > .5*width {
		note = t.fit(b.brief, aside, .5*width)
	}
	noteWidth := t.width(note, aside)
	pieces := paragraph{text: b.text, style: st, before: b.before, role: roleItem, in: content}.
		lay(t, width-itemIndent-noteWidth-12)
	if len(pieces) == 0 {
		return nil
	}
	for i := range pieces {
		pieces[i].shift(itemIndent, 0)
	}
	mark := rect(tickBox, tickBox, 1.5, soft)
	mark.paint, mark.y = figure.Paint{Stroke: 1, Width: .7}, (st.leading-tickBox)/2
	tick := &box{role: roleWrite, w: tickBox, h: st.leading, shapes: []shape{mark},
		field: newField(b.text, entry)}
	tick.field.tick = true
	pieces[0].boxes = append([]*box{tick}, pieces[0].boxes...)
	if note != "" {
		pieces[0].boxes = append(pieces[0].boxes, &box{role: roleText, x: width - noteWidth, w: noteWidth, h: st.leading, element: content,
			words: []words{{y: st.baseline(), text: note, width: noteWidth, style: aside}}})
	}
	return pieces
}
