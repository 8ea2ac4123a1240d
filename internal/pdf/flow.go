package pdf

// page is one finished page: boxes in reading order, in page coordinates.
type page struct{ boxes []box }

// flow places pieces on pages.
type flow struct {
	frame frame
	pages []page
	y     float64 // where the next piece goes, from the top of the paper
	empty bool    // nothing is on the page yet
}

// place puts a column of pieces on pages. Pieces that are bound to each other
// go to the next page together; bonds that no page could hold are cut.
func (f *flow) place(pieces []piece) []page {
	f.turn()
	for at := 0; at < len(pieces); {
		n, height := bound(pieces[at:])
		chain := pieces[at : at+n]
		at += n
		if chain[0].fresh && !f.empty {
			f.turn()
		}
		if height > 0 && f.lacks(max(chain[0].room(f.empty)+height, chain[0].need)) {
			f.turn()
		}
		for _, p := range chain {
			if len(p.boxes) > 0 && f.lacks(p.room(f.empty)+p.height) {
				f.turn()
			}
			f.put(p)
		}
	}
	return f.pages
}

// bound returns how many pieces the first is bound to, itself included, and
// their height.
func bound(pieces []piece) (n int, height float64) {
	for n < len(pieces) {
		n++
		if !pieces[n-1].keep || n < len(pieces) && pieces[n].fresh {
			break
		}
	}
	return n, extent(pieces[:n])
}

// room is the space above a piece.
func (p piece) room(top bool) float64 {
	if top {
		return 0
	}
	return p.before
}

// lacks reports whether a page that has something on it has no such height
// left.
func (f *flow) lacks(height float64) bool {
	return !f.empty && f.y+height > f.frame.height-f.frame.bottom+.01
}

func (f *flow) turn() {
	f.pages = append(f.pages, page{})
	f.y, f.empty = f.frame.top, true
}

func (f *flow) put(p piece) {
	f.y += p.room(f.empty)
	current := &f.pages[len(f.pages)-1]
	if p.opens != nil {
		p.opens.page = len(f.pages)
	}
	p.shift(f.frame.left, f.y)
	current.boxes = append(current.boxes, p.boxes...)
	f.y += p.height
	if p.height > 0 {
		f.empty = false
	}
}
