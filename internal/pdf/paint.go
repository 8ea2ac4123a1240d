package pdf

import (
	"fmt"

	"github.com/attune-quiz/attune/internal/pdf/finish"
)

// painter puts placed pages into a file. It places nothing.
type painter struct {
	file  *finish.File
	atlas *atlas
	set   *fontSet
	frame frame
	page  *finish.Page
	index int // of the page
	parts []finish.Fragment
}

// pages paints all pages.
func (p *painter) pages(pages []page) error {
	for i := range pages {
		p.page, p.index = p.file.AddPage(), i
		boxes := pages[i].boxes
		for at := 0; at < len(boxes); {
			n := together(boxes[at:])
			if err := p.group(boxes[at : at+n]); err != nil {
				return fmt.Errorf("draw page %d: %w", i+1, err)
			}
			at += n
		}
	}
	return nil
}

// together returns how many boxes are drawn as one: lines of one element, or
// decoration and room to write in one field.
func together(boxes []*box) int {
	first := boxes[0]
	n := 1
	for ; n < len(boxes); n++ {
		b := boxes[n]
		same := b.element == first.element && b.field == first.field && b.x == first.x && b.w == first.w &&
			b.role != roleFigure && first.role != roleFigure && b.mark == "" &&
			(len(b.shapes) == 0) == (len(first.shapes) == 0) && (len(b.words) == 0) == (len(first.words) == 0)
		if !same || first.element == nil && len(b.words) > 0 {
			break
		}
	}
	return n
}

// group draws boxes: their shapes as decoration or as a figure, then words.
func (p *painter) group(boxes []*box) error {
	first, last := boxes[0], boxes[len(boxes)-1]
	if first.mark != "" {
		p.bookmark(first)
	}
	if err := p.shapes(boxes); err != nil {
		return err
	}
	if len(first.words) > 0 {
		drawn, err := p.atlas.words(p.set, boxes)
		if err != nil {
			return err
		}
		p.use(drawn)
		p.parts = append(p.parts, drawn.content)
	}
	p.page.Draw(first.element, first.x, p.up(first.y), p.parts...)
	p.parts = p.parts[:0]
	p.connect(boxes, finish.Box{X: first.x, Y: p.frame.height - last.y - last.h, Width: first.w, Height: last.y + last.h - first.y})
	return nil
}

// shapes leaves those of a figure to be drawn with its words.
func (p *painter) shapes(boxes []*box) error {
	first := boxes[0]
	if len(first.shapes) == 0 {
		return nil
	}
	parts, err := p.atlas.shapes(p.parts[:0], boxes)
	if err != nil {
		return err
	}
	p.parts = parts
	if first.role != roleFigure && first.element != nil {
		p.page.Draw(nil, first.x, p.up(first.y), p.parts...)
		p.parts = p.parts[:0]
	}
	return nil
}

// connect makes the boxes a link or a field.
func (p *painter) connect(boxes []*box, at finish.Box) {
	first := boxes[0]
	switch {
	case first.link != "":
		p.page.Link(first.element, at, first.link)
	case first.to != nil && first.to.page > 0:
		p.page.LinkPage(first.element, at, first.to.page-1)
	case first.field != nil:
		lines := len(boxes) > 1 || at.Height > 1.5*writing
		p.page.Field(&finish.Field{Owner: first.field.element, At: at, Label: first.field.label,
			Tick: first.field.tick, Lines: lines, Size: typed})
	}
}

// typed is the size of what is typed into a field.
const typed = 11

// up turns a height on the page, from the top, into where a drawn piece goes.
func (p *painter) up(y float64) float64 { return p.frame.height - y - drawnHeight }

func (p *painter) bookmark(b *box) {
	level := 0
	if b.role != roleTitle {
		level = 1
	}
	p.file.Bookmark(written(b.mark), level, p.index, p.frame.height-b.y)
}

// use notes which glyphs the file needs.
func (p *painter) use(d drawing) {
	for font, glyphs := range d.glyphs {
		if glyphs != nil {
			p.file.Use(font, glyphs)
		}
	}
}
