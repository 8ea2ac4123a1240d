package finish

import "strconv"

// Box is a rectangle: its lower left corner, width and height.
type Box struct{ X, Y, Width, Height float64 }

// Page is a page that is being filled. Only the last one may be drawn on.
type Page struct {
	file    *File
	object  int
	content int    // the object of what is drawn
	glue    []byte // raw operators that wait for the next fragment
	owners  []*Element
	fields  []*Field
	links   []link
	notes   []int // objects of the annotations
}

// link is a place that leads to an address or to a page.
type link struct {
	box     Box
	address string
	page    int // counted from 0, where there is no address
	owner   *Element
	object  int
}

// Draw adds content at a place as part of an element, in the order of
// reading. Nil is an artifact: decoration that is not read out. Parts are
// drawn above each other.
func (p *Page) Draw(e *Element, x, y float64, parts ...Fragment) {
	if len(parts) == 0 {
		return
	}
	if e == nil {
		p.glue = append(p.glue, "/Artifact BMC q 1 0 0 1 "...)
	} else {
		n := p.hold(e)
		p.glue = append(p.glue, '/')
		p.glue = append(p.glue, e.Kind...)
		p.glue = append(p.glue, "<</MCID "...)
		p.glue = strconv.AppendInt(p.glue, int64(n), 10)
		p.glue = append(p.glue, ">>BDC q 1 0 0 1 "...)
	}
	p.glue = appendNumber(p.glue, x)
	p.glue = append(p.glue, ' ')
	p.glue = appendNumber(p.glue, y)
	p.glue = append(p.glue, " cm\n"...)
	for _, part := range parts {
		p.flush()
		p.file.stream.Append(part)
	}
	p.glue = append(p.glue, "Q EMC\n"...)
}

func (p *Page) flush() {
	if len(p.glue) > 0 {
		_, _ = p.file.stream.Write(p.glue) // never fails
		p.glue = p.glue[:0]
	}
}

// Link makes a place lead to a web address. The element is a LinkTo whose
// content has been drawn.
func (p *Page) Link(e *Element, at Box, address string) {
	p.links = append(p.links, link{box: at, address: address, owner: e})
}

// LinkPage makes a place lead to a page, counted from 0.
func (p *Page) LinkPage(e *Element, at Box, page int) {
	p.links = append(p.links, link{box: at, page: page, owner: e})
}

// Field puts a field on the page.
func (p *Page) Field(f *Field) {
	p.file.enter(f.Owner)
	p.fields = append(p.fields, f)
}

// endPage writes the content of the last page.
func (f *File) endPage() {
	if len(f.pages) == 0 {
		return
	}
	p := f.pages[len(f.pages)-1]
	if p.content != 0 {
		return
	}
	p.flush()
	f.stream.Close()
	p.content = f.out.reserve()
	f.out.stream(p.content, "", f.stream.Data, true)
	f.stream = Stream{Data: f.stream.Data[:0]}
	p.glue = nil
}

// write writes the annotations, then the page.
func (f *File) write(index int, p *Page) {
	o := &f.out
	for i := range p.links {
		f.writeLink(p, &p.links[i])
	}
	for _, field := range p.fields {
		f.writeField(p, field)
	}
	o.openPlain(p.object)
	o.str("<</Type /Page\n/Parent ")
	o.ref(f.pagesObject)
	o.str("/MediaBox")
	o.rect(Box{Width: f.Width, Height: f.Height})
	o.str("/Resources ")
	o.ref(f.resources)
	o.str("/Contents ")
	o.ref(p.content)
	if len(p.owners) > 0 {
		o.str("/StructParents ")
		o.int(index)
	}
	o.str("/Tabs/S")
	if len(p.notes) > 0 {
		o.str("/Annots")
		o.refs(p.notes)
	}
	o.str(">>")
	o.closePlain()
}

// refs writes an array of references.
func (o *output) refs(objects []int) {
	o.str("[")
	for i, n := range objects {
		if i > 0 {
			o.str(" ")
		}
		o.ref(n)
	}
	o.str("]")
}

// writeLink writes the annotation and joins it to its element.
func (f *File) writeLink(p *Page, l *link) {
	o := &f.out
	l.object = o.reserve()
	o.open(l.object)
	o.str("<</Type/Annot/Subtype/Link/Border[0 0 0]/F 4/Rect")
	o.rect(l.box)
	f.joinTree(p, l.owner, l.object)
	o.str("/Contents")
	o.text(l.owner.Alt)
	if l.address != "" {
		o.str("/A<</S/URI/URI")
		o.text(l.address)
		o.str(">>")
	} else if l.page >= 0 && l.page < len(f.pages) {
		o.str("/Dest[")
		o.ref(f.pages[l.page].object)
		o.str("/Fit]")
	}
	o.str(">>")
	o.close()
}

// joinTree makes an annotation a part of its element and names its place in
// the parent tree.
func (f *File) joinTree(p *Page, e *Element, object int) {
	f.enter(e)
	if e.page == 0 {
		e.page = p.object
	}
	e.kids = append(e.kids, kid{object: object, page: p.object})
	p.notes = append(p.notes, object)
	f.out.str("/StructParent ")
	f.out.int(len(f.pages) + len(f.noted))
	f.noted = append(f.noted, e)
}
