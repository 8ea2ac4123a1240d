package pdf

import "slices"

// page is one finished page: boxes in reading order, in page coordinates.
type page struct{ boxes []*box }

// flow places pieces on pages.
type flow struct {
	frame frame
	pages []page
	y     float64 // where the next piece goes, from the top of the paper
	empty bool    // nothing is on the page yet
	give  squeeze // in force
	grace float64 // by which what is placed now may exceed the column
}

// grace is by how much the end of a group may exceed the column, so that it
// does not go to the next page alone.
const grace = 18

// squeeze sets a stretch of pages closer.
type squeeze struct {
	room float64 // share of the room between pieces that stays
	more float64 // height by which the column may exceed the page's
}

// squeezes are tried in this order against a last page with little on it.
var squeezes = [...]squeeze{{room: 1}, {room: .85, more: 8}, {room: .7, more: 18}}

// little is the share of a page that is too little for a last page.
const little = .2

// place puts a column of pieces on pages, from one forced page to the next.
func (f *flow) place(pieces []piece) []page {
	for at := 0; at < len(pieces); {
		n := 1
		for at+n < len(pieces) && !pieces[at+n].fresh {
			n++
		}
		f.stretch(pieces[at : at+n])
		at += n
	}
	if len(f.pages) == 0 {
		f.turn()
	}
	return f.pages
}

// stretch places pieces that begin on a page of their own, closer where that
// spares a last page with little on it.
func (f *flow) stretch(pieces []piece) {
	if !slices.ContainsFunc(pieces, func(p piece) bool { return len(p.boxes) > 0 }) {
		return
	}
	f.turn()
	best, pages := squeezes[0], 0
	for i, s := range squeezes {
		try := flow{frame: f.frame, give: s}
		try.turn()
		try.run(pieces, true)
		if i == 0 {
			pages = len(try.pages)
			if pages == 1 || try.y-f.frame.top > little*f.frame.depth() {
				break
			}
		} else if len(try.pages) < pages {
			best = s
			break
		}
	}
	f.give = best
	f.run(pieces, false)
}

// run puts pieces on pages. Pieces that are bound to each other go to the next
// page together; bonds that no page could hold are cut. A dry run places
// nothing.
func (f *flow) run(pieces []piece, dry bool) {
	for at := 0; at < len(pieces); {
		n := bound(pieces[at:])
		chain := pieces[at : at+n]
		if (at == 0 || !pieces[at-1].with) && f.splits(pieces[at:]) {
			f.turn()
		}
		f.grace = 0
		if at > 0 && pieces[at-1].with && !chain[n-1].with || chain[n-1].ample {
			f.grace = grace // the end of a group
		}
		at += n
		if height := f.extent(chain); height > 0 && f.lacks(max(f.room(chain[0])+height, chain[0].need)) {
			f.turn()
		}
		for _, p := range chain {
			if len(p.boxes) > 0 && f.lacks(f.room(p)+p.height) {
				f.turn()
			}
			f.put(p, dry)
		}
	}
}

// waste is the share of a page that may stay empty to keep together what
// likes to be.
const waste = .3

// splits reports whether a group that likes to stay together would be split
// here and can be kept whole at the next page for little.
func (f *flow) splits(pieces []piece) bool {
	n := 0
	for n < len(pieces)-1 && pieces[n].with {
		n++
	}
	height := f.extent(pieces[:n+1])
	left := f.frame.height - f.frame.bottom - f.y
	return n > 0 && height <= f.frame.depth() && f.lacks(f.room(pieces[0])+height) && left < waste*f.frame.depth()
}

// bound returns how many pieces the first is bound to, itself included.
func bound(pieces []piece) int {
	n := slices.IndexFunc(pieces, func(p piece) bool { return !p.keep })
	if n < 0 {
		return len(pieces)
	}
	return n + 1
}

// extent is the height of pieces below each other.
func (f *flow) extent(pieces []piece) float64 {
	total := 0.0
	for i, p := range pieces {
		total += p.height
		if i > 0 {
			total += f.give.room * p.before
		}
	}
	return total
}

// room is the space above a piece where it would go now.
func (f *flow) room(p piece) float64 {
	if f.empty {
		return 0
	}
	return f.give.room * p.before
}

// lacks reports whether a page that has something on it has no such height
// left.
func (f *flow) lacks(height float64) bool {
	return !f.empty && f.y+height > f.frame.height-f.frame.bottom+max(f.give.more, f.grace)+.01
}

func (f *flow) turn() {
	f.pages = append(f.pages, page{})
	f.y, f.empty = f.frame.top, true
}

func (f *flow) put(p piece, dry bool) {
	f.y += f.room(p)
	if !dry {
		f.keep(p)
	}
	f.y += p.height
	if p.height > 0 {
		f.empty = false
	}
}

// boxesPerPage is how many a page usually holds, with its footer.
const boxesPerPage = 72

func (f *flow) keep(p piece) {
	current := &f.pages[len(f.pages)-1]
	if p.opens != nil {
		p.opens.page = len(f.pages)
	}
	p.shift(f.frame.left, f.y)
	if current.boxes == nil {
		current.boxes = make([]*box, 0, boxesPerPage)
	}
	current.boxes = append(current.boxes, p.boxes...)
}
