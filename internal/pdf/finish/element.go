package finish

// Kind is a standard structure type of PDF.
type Kind string

const (
	H1        Kind = "H1"
	H2        Kind = "H2"
	H3        Kind = "H3"
	Paragraph Kind = "P"
	List      Kind = "L"
	Item      Kind = "LI"
	Bullet    Kind = "Lbl"
	ItemBody  Kind = "LBody"
	Quote     Kind = "BlockQuote"
	Table     Kind = "Table"
	Row       Kind = "TR"
	Head      Kind = "TH"
	Cell      Kind = "TD"
	Figure    Kind = "Figure"
	LinkTo    Kind = "Link"
	Form      Kind = "Form"
	Contents  Kind = "TOC"
	Entry     Kind = "TOCI"
)

// Element is a part of the document's structure. It joins the file's tree,
// with those above it, when something is first drawn for it: so the order of
// drawing is the order of reading. It belongs to one file.
type Element struct {
	Kind   Kind
	Parent *Element // nil: the document
	Alt    string   // what a figure or a link says in words

	object int // 0: not in the tree
	page   int // the object of the page on which its first content is
	kids   []kid
}

// Under returns a new element below e.
func (e *Element) Under(k Kind) *Element { return &Element{Kind: k, Parent: e} }

// kid is content, an annotation or an element.
type kid struct {
	element *Element
	mark    int // marked content, where there is no element and no object
	object  int // an annotation
	page    int // its page
}

// enter puts an element into the tree.
func (f *File) enter(e *Element) {
	if e.object != 0 {
		return
	}
	above := &f.root
	if e.Parent != nil {
		above = e.Parent
		f.enter(above)
	}
	e.object = f.out.reserve()
	e.Kind = f.level(e.Kind)
	above.kids = append(above.kids, kid{element: e})
	f.elements = append(f.elements, e)
}

// level keeps headings from skipping one on the way down.
func (f *File) level(k Kind) Kind {
	switch k {
	case H1:
		f.depth = 1
	case H2:
		f.depth = min(f.depth+1, 2)
	case H3:
		f.depth = min(f.depth+1, 3)
	default:
		return k
	}
	return [...]Kind{H1, H2, H3}[f.depth-1]
}

// hold notes content of an element on a page and returns its number there.
func (p *Page) hold(e *Element) int {
	p.file.enter(e)
	if e.page == 0 {
		e.page = p.object
	}
	n := len(p.owners)
	e.kids = append(e.kids, kid{mark: n, page: p.object})
	p.owners = append(p.owners, e)
	return n
}
