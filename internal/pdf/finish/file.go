package finish

import (
	"bytes"
	"fmt"
	"strconv"
	"sync"
	"time"
)

// File is a document in the making. Set the exported fields, add the pages,
// then take the bytes. It belongs to one goroutine.
type File struct {
	Title         string
	Language      string // a BCP 47 tag
	Typed         int    // the index of the font for what is typed into fields; -1: Helvetica
	Date          time.Time
	Width, Height float64 // of all pages
	Fonts         []*Font // named /L0, /L1 and so on in content
	Opacities     []int   // in per cent, named /A40 and so on
	ID            []byte  // 16 bytes or more that only this content has

	out         output
	pages       []*Page
	root        Element
	elements    []*Element // in the tree, but for the root
	depth       int        // of the last heading
	noted       []*Element // owners of annotations
	fields      []int
	marks       []mark
	used        []fontUse
	written     map[string]int
	buffers     *buffers
	stream      Stream // the content of the last page
	scratch     Stream
	plain       []byte
	pagesObject int
	resources   int
	fontNames   string
	blank       int
	tickOn      int
}

// mark is an entry of the outline.
type mark struct {
	title string
	level int
	page  int
	top   float64

	object, parent, prev, next int
	first, last, count         int
}

// header announces the version and, in a comment, that bytes follow.
const header = "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"

// AddPage begins a page.
func (f *File) AddPage() *Page {
	if len(f.pages) == 0 {
		f.borrow()
		f.pagesObject, f.resources = f.out.reserve(), f.out.reserve()
		f.root = Element{Kind: "Document", object: f.out.reserve()}
		f.used = make([]fontUse, len(f.Fonts))
		f.written = map[string]int{}
	}
	f.endPage()
	p := &Page{file: f, object: f.out.reserve()}
	f.pages = append(f.pages, p)
	return p
}

// Bookmark adds an entry to the outline: level 0 or 1, at a height of a page,
// counted from 0.
func (f *File) Bookmark(title string, level, page int, top float64) {
	f.marks = append(f.marks, mark{title: title, level: level, page: page, top: top})
}

// Bytes finishes the file.
func (f *File) Bytes() []byte {
	o := &f.out
	f.endPage()
	for i, p := range f.pages {
		f.write(i, p)
	}
	f.writeResources()
	o.openPlain(f.pagesObject)
	o.str("<</Type /Pages\n/Count ")
	o.int(len(f.pages))
	o.str("/Kids[")
	for _, p := range f.pages {
		o.ref(p.object)
		o.str(" ")
	}
	o.str("]>>")
	o.closePlain()
	tree, form, outline, meta := f.writeTree(), f.writeForm(), f.writeOutline(), f.writeMeta()
	catalog := o.reserve()
	o.openPlain(catalog)
	o.str("<</Type /Catalog\n/Pages ")
	o.ref(f.pagesObject)
	o.str("/Lang")
	o.text(f.Language)
	o.str("/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>/StructTreeRoot ")
	o.ref(tree)
	o.str("/Metadata ")
	o.ref(meta)
	if form != 0 {
		o.str("/AcroForm ")
		o.ref(form)
	}
	if outline != 0 {
		o.str("/PageMode/UseOutlines/Outlines ")
		o.ref(outline)
	}
	o.str(">>")
	o.closePlain()
	f.scratch.Data = o.finish(fmt.Sprintf("/Root %d 0 R/Info %d 0 R/ID[<%x><%x>]", catalog, f.writeInfo(), f.ID, f.ID), f.scratch.Data)
	return f.leave()
}

// writeResources writes what all pages draw with.
func (f *File) writeResources() {
	o := &f.out
	fonts := f.writeFonts()
	f.fontNames = fonts
	o.open(f.resources)
	o.str("<</ProcSet[/PDF/Text]/Font<<" + fonts + ">>/ExtGState<<")
	for _, percent := range f.Opacities {
		share := strconv.FormatFloat(float64(percent)/100, 'f', -1, 64)
		o.str("/A" + strconv.Itoa(percent) + "<</ca " + share + "/CA " + share + ">>")
	}
	o.str(">>>>")
	o.close()
}

// buffers are what a file is made in; its bytes are copied out of them.
type buffers struct {
	file, data, index, stream, scratch, plain []byte
}

var spare = sync.Pool{New: func() any { return new(buffers) }}

// borrow takes buffers that another file has left.
func (f *File) borrow() {
	f.buffers = spare.Get().(*buffers)
	b := f.buffers
	f.out.file, f.out.data, f.out.index = append(b.file[:0], header...), b.data[:0], b.index[:0]
	f.stream.Data, f.scratch.Data, f.plain = b.stream[:0], b.scratch[:0], b.plain[:0]
}

// leave gives the buffers back and returns the file.
func (f *File) leave() []byte {
	out := bytes.Clone(f.out.file)
	*f.buffers = buffers{f.out.file, f.out.data, f.out.index, f.stream.Data, f.scratch.Data, f.plain}
	spare.Put(f.buffers)
	f.buffers = nil
	return out
}
