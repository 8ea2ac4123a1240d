package pdf

import "fmt"

// checker looks at placed boxes, knowing nothing of how they were placed.
type checker struct {
	frame frame
	page  int
	found []string
}

func (c *checker) fault(b *box, format string, args ...any) {
	text := ""
	if len(b.words) > 0 {
		text = b.words[0].text
	}
	c.found = append(c.found, fmt.Sprintf("page %d: %s %.40q at %.1f,%.1f %.1f×%.1f: %s",
		c.page, b.role, text, b.x, b.y, b.w, b.h, fmt.Sprintf(format, args...)))
}

func (c *checker) pageHolds(p page) {
	content := 0
	for i, b := range p.boxes {
		if b.role != roleFooter {
			content++
			c.insideFrame(b)
		}
		c.wordsInside(b)
		c.shapesInside(b)
		for _, other := range p.boxes[i+1:] {
			c.apart(b, other)
		}
	}
	if content == 0 {
		c.fault(&box{}, "nothing is on the page")
	}
}

// slack absorbs rounding.
const slack = .05

func (c *checker) insideFrame(b *box) {
	f := c.frame
	most := squeezes[len(squeezes)-1].more
	if b.x < f.left-slack || b.x+b.w > f.width-f.right+slack || b.y < f.top-slack ||
		b.y+b.h > f.height-f.bottom+most+slack || b.y+b.h > f.foot-footer.leading {
		c.fault(b, "outside the page's frame")
	}
}

// wordsInside allows for the ascent and descent of Noto Sans: capitals are .71
// of the size high, descenders .24 deep.
func (c *checker) wordsInside(b *box) {
	for _, w := range b.words {
		if w.x < -slack || w.x+w.width > b.w+slack {
			c.fault(b, "text from %.1f to %.1f", w.x, w.x+w.width)
		}
		if w.y-.71*w.style.size < -slack || w.y+.24*w.style.size > b.h+slack {
			c.fault(b, "text at height %.1f, size %.1f", w.y, w.style.size)
		}
	}
}

func (c *checker) shapesInside(b *box) {
	for _, s := range b.shapes {
		low, high := shapeBounds(s)
		give := 2.5 // a stroke's half width; controls of a wave
		if b.role == roleFigure {
			give = .01 * b.w
		}
		if low.X < -give || low.Y < -give || high.X > b.w+give || high.Y > b.h+give {
			c.fault(b, "a shape from %v to %v", low, high)
		}
	}
}

// apart holds for two boxes of a page: they do not overlap, unless one is the
// ground and holds the other whole.
func (c *checker) apart(a, b *box) {
	if a.x+a.w <= b.x+slack || b.x+b.w <= a.x+slack || a.y+a.h <= b.y+slack || b.y+b.h <= a.y+slack {
		return
	}
	if a.role == roleGround && holds(a, b) || b.role == roleGround && holds(b, a) {
		return
	}
	c.fault(a, "overlaps %s at %.1f,%.1f %.1f×%.1f", b.role, b.x, b.y, b.w, b.h)
}

func holds(ground, b *box) bool {
	return b.x >= ground.x-slack && b.x+b.w <= ground.x+ground.w+slack &&
		b.y >= ground.y-slack && b.y+b.h <= ground.y+ground.h+slack
}

// lonely lists headings with nothing below them on their page.
func lonely(pages []page) []string {
	var out []string
	for i, p := range pages {
		last := &box{}
		for _, b := range p.boxes {
			if b.role != roleFooter && b.role != roleGround && b.role != roleLabel {
				last = b
			}
		}
		switch last.role {
		case roleTitle, roleHeading, roleMinor:
			out = append(out, fmt.Sprintf("page %d ends in the heading %q", i+1, last.words[0].text))
		}
	}
	return out
}
