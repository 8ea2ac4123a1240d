package pdf

// whole keeps blocks on one page where they take no more than share of it.
// Higher ones like to stay together but may be split.
type whole struct {
	body   []block
	before float64
	share  float64
}

func (b whole) lay(t *typesetter, width float64) []piece {
	pieces := stack(b.body).lay(t, width)
	if len(pieces) == 0 {
		return nil
	}
	pieces[0].before = b.before
	if extent(pieces) > b.share*t.frame.depth() {
		for i := range len(pieces) - 1 {
			pieces[i].with = true
		}
		return pieces
	}
	out := fuse(pieces)
	out.ample = true
	return []piece{out}
}

// begin starts a chapter: on a new page, or, where need is not 0, below what
// is there if that share of a page is left.
type begin struct {
	chapter *chapter
	body    []block
	need    float64
}

func (b begin) lay(t *typesetter, width float64) []piece {
	pieces := stack(b.body).lay(t, width)
	if len(pieces) > 0 {
		pieces[0].fresh, pieces[0].opens = b.need == 0, b.chapter
		pieces[0].need = max(pieces[0].need, b.need*t.frame.depth())
		pieces[0].before = 52
	}
	return pieces
}

// callout sets blocks on a field: tinted, or to be cut out.
type callout struct {
	body   []block
	before float64
	pad    float64
	fill   *colour // nil: none
	bar    bool    // an accent along the left
	cut    bool    // dashes around it
}

const barWidth = 3.

// inset is where the body begins. A bar moves it along, at the cost of the right
// edge, where lines are ragged.
func (b callout) inset() float64 {
	if b.bar {
		return barWidth + b.pad
	}
	return b.pad
}

// field draws what is behind a callout of the given size.
func (b callout) field(width, height float64) *box {
	out := &box{role: roleGround, w: width, h: height}
	if b.fill != nil {
		out.shapes = append(out.shapes, rect(width, height, 5, *b.fill))
	}
	if b.bar {
		out.shapes = append(out.shapes, rect(barWidth, height, barWidth/2, clay))
	}
	if b.cut {
		out.shapes = append(out.shapes, dashes(width, height))
	}
	return out
}

// lay makes one piece of a callout; one that is too high for a page is sliced.
func (b callout) lay(t *typesetter, width float64) []piece {
	pieces := stack(b.body).lay(t, width-2*b.pad)
	if len(pieces) == 0 {
		return nil
	}
	if extent(pieces)+2*b.pad > .92*t.frame.depth() {
		return b.slices(pieces, width)
	}
	out := fuse(pieces)
	out.shift(b.inset(), b.pad)
	out.height += 2 * b.pad
	out.boxes = append([]*box{b.field(width, out.height)}, out.boxes...)
	out.before = b.before
	return []piece{out}
}

func (b callout) slices(pieces []piece, width float64) []piece {
	for i := range pieces {
		p := &pieces[i]
		room := p.before
		if i == 0 {
			room = b.pad
		}
		p.shift(b.inset(), room)
		p.height += room
		p.before = 0
		if i == len(pieces)-1 {
			p.height += b.pad
		}
		p.boxes = append([]*box{b.plain(width, p.height)}, p.boxes...)
	}
	pieces[0].before = b.before
	return pieces
}

// plain is the field of a slice.
func (b callout) plain(width, height float64) *box {
	out := &box{role: roleGround, w: width, h: height}
	if b.fill != nil {
		out.shapes = append(out.shapes, rect(width, height, 0, *b.fill))
	}
	if b.bar {
		out.shapes = append(out.shapes, rect(barWidth, height, 0, clay))
	}
	return out
}

// cards sets callouts in rows of equal height.
type cards struct {
	cards   []callout
	columns int
	gap     float64
	before  float64
}

func (b cards) lay(t *typesetter, width float64) []piece {
	var out []piece
	for at := 0; at < len(b.cards); at += b.columns {
		row := b.row(t, b.cards[at:min(at+b.columns, len(b.cards))], width)
		if len(row) == 0 {
			continue
		}
		row[0].before = b.gap
		if len(out) == 0 {
			row[0].before = b.before
		}
		out = append(out, row...)
	}
	return out
}

// row lays cards side by side, or below each other where one is too high for
// a page.
func (b cards) row(t *typesetter, row []callout, width float64) []piece {
	w := (width - b.gap*float64(b.columns-1)) / float64(b.columns)
	height := 0.0
	laid := make([][]piece, len(row))
	for i, c := range row {
		laid[i] = c.lay(t, w)
		if len(laid[i]) > 1 {
			return b.column(t, row, width)
		}
		height = max(height, extent(laid[i]))
	}
	var out piece
	for i, pieces := range laid {
		for _, p := range pieces {
			p.boxes[0] = row[i].field(w, height)
			p.shift(float64(i)*(w+b.gap), 0)
			out.boxes = append(out.boxes, p.boxes...)
		}
	}
	if len(out.boxes) == 0 {
		return nil
	}
	out.height = height
	return []piece{out}
}

func (b cards) column(t *typesetter, row []callout, width float64) []piece {
	var out []piece
	for _, c := range row {
		c.before = b.gap
		out = append(out, c.lay(t, width)...)
	}
	return out
}
