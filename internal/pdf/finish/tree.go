package finish

import "strconv"

// writeTree writes the structure: the elements, the tree that leads from
// content to them, and the root, whose object it returns.
func (f *File) writeTree() int {
	o := &f.out
	root, parents := o.reserve(), o.reserve()
	f.root.writeTo(f, root)
	for _, e := range f.elements {
		above := &f.root
		if e.Parent != nil {
			above = e.Parent
		}
		e.writeTo(f, above.object)
	}
	f.writeParents(parents)
	o.open(root)
	o.str("<</Type/StructTreeRoot/K ")
	o.ref(f.root.object)
	o.str("/ParentTree ")
	o.ref(parents)
	o.str("/ParentTreeNextKey ")
	o.int(len(f.pages) + len(f.noted))
	o.str(">>")
	o.close()
	return root
}

func (e *Element) writeTo(f *File, above int) {
	o := &f.out
	o.open(e.object)
	o.str("<</S/")
	o.str(string(e.Kind))
	o.str("/P ")
	o.ref(above)
	if e.page != 0 {
		o.str("/Pg ")
		o.ref(e.page)
	}
	if e.Alt != "" && e.Kind != LinkTo {
		o.str("/Alt")
		o.text(e.Alt)
	}
	switch e.Kind {
	case Head:
		o.str("/A<</O/Table/Scope/Column>>")
	case List:
		o.str("/A<</O/List/ListNumbering/" + e.numbering() + ">>")
	}
	o.str("/K[")
	for i, k := range e.kids {
		if i > 0 {
			o.str(" ")
		}
		k.writeTo(o, e.page)
	}
	o.str("]>>")
	o.close()
}

// numbering is told by the first item: whether it has a label of its own.
func (e *Element) numbering() string {
	for _, item := range e.kids {
		if item.element == nil {
			continue
		}
		for _, k := range item.element.kids {
			if k.element != nil && k.element.Kind == Bullet {
				return "Decimal"
			}
		}
	}
	return "None"
}

func (k kid) writeTo(o *output, page int) {
	switch {
	case k.element != nil:
		o.ref(k.element.object)
	case k.object != 0:
		o.str("<</Type/OBJR/Obj ")
		o.ref(k.object)
		o.str("/Pg ")
		o.ref(k.page)
		o.str(">>")
	case k.page == page:
		o.int(k.mark)
	default:
		o.str("<</Type/MCR/MCID " + strconv.Itoa(k.mark) + "/Pg ")
		o.ref(k.page)
		o.str(">>")
	}
}

// writeParents leads from the content of each page, then from each
// annotation, to the element that it belongs to.
func (f *File) writeParents(object int) {
	o := &f.out
	o.open(object)
	o.str("<</Nums[")
	for i, p := range f.pages {
		o.int(i)
		o.str("[")
		for _, e := range p.owners {
			o.ref(e.object)
			o.str(" ")
		}
		o.str("]\n")
	}
	for i, e := range f.noted {
		o.int(len(f.pages) + i)
		o.str(" ")
		o.ref(e.object)
		o.str("\n")
	}
	o.str("]>>")
	o.close()
}
