package finish

// writeOutline writes the bookmarks and returns their root; 0 where there are
// none. An entry of level 1 stands below the last of level 0.
func (f *File) writeOutline() int {
	if len(f.marks) == 0 {
		return 0
	}
	o := &f.out
	root := mark{object: o.reserve()}
	above, last := &root, [2]*mark{}
	for i := range f.marks {
		m := &f.marks[i]
		m.object = o.reserve()
		level := m.level
		if last[0] == nil {
			level = 0
		}
		above = &root
		if level == 1 {
			above = last[0]
		}
		m.parent = above.object
		if above.first == 0 {
			above.first = m.object
		} else {
			m.prev = last[level].object
			last[level].next = m.object
		}
		above.last = m.object
		above.count++
		last[level] = m
		if level == 0 {
			last[1] = nil
		}
	}
	o.open(root.object)
	o.str("<</Type/Outlines")
	o.entry("/First ", root.first)
	o.entry("/Last ", root.last)
	o.str("/Count ")
	o.int(root.count)
	o.str(">>")
	o.close()
	for i := range f.marks {
		f.writeMark(&f.marks[i])
	}
	return root.object
}

func (f *File) writeMark(m *mark) {
	o := &f.out
	o.open(m.object)
	o.str("<</Title")
	o.text(m.title)
	o.entry("/Parent ", m.parent)
	o.entry("/Prev ", m.prev)
	o.entry("/Next ", m.next)
	o.entry("/First ", m.first)
	o.entry("/Last ", m.last)
	if m.count > 0 {
		o.str("/Count ")
		o.int(-m.count) // closed
	}
	o.str("/Dest[")
	o.ref(f.pages[m.page].object)
	o.str("/XYZ null ")
	o.number(m.top)
	o.str(" null]>>")
	o.close()
}

// entry writes a reference where there is one.
func (o *output) entry(name string, object int) {
	if object != 0 {
		o.str(name)
		o.ref(object)
	}
}
