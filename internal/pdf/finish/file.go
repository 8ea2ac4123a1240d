package finish

import (
	"crypto/sha256"
	"fmt"
	"strconv"
	"time"
)

// File is a document in the making. Set the exported fields, add the pages,
// then take the bytes. It belongs to one goroutine.
type File struct {
	Title         string
	Language      string // a BCP 47 tag
	Chinese       bool   // what is typed into fields is set in a Chinese font
	Date          time.Time
	Width, Height float64 // of all pages
	Fonts         []*Font // named /L0, /L1 and so on in content
	Opacities     []int   // in per cent, named /A40 and so on

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
	scratch     Stream
	plain       []byte
	pagesObject int
	resources   int
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

// Grow makes room for about so many bytes.
func (f *File) Grow(n int) { f.out.data = make([]byte, 0, n) }

// AddPage begins a page.
func (f *File) AddPage() *Page {
	if len(f.pages) == 0 {
		f.out.str(header)
		f.pagesObject, f.resources = f.out.reserve(), f.out.reserve()
		f.root = Element{Kind: "Document", object: f.out.reserve()}
		f.used = make([]fontUse, len(f.Fonts))
		f.written = map[string]int{}
	}
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
	for i, p := range f.pages {
		f.write(i, p)
	}
	f.writeResources()
	o.open(f.pagesObject)
	o.str("<</Type/Pages/Count ")
	o.int(len(f.pages))
	o.str("/Kids[")
	for _, p := range f.pages {
		o.ref(p.object)
		o.str(" ")
	}
	o.str("]>>")
	o.close()
	tree, form, outline, meta := f.writeTree(), f.writeForm(), f.writeOutline(), f.writeMeta()
	catalog := o.reserve()
	o.open(catalog)
	o.str("<</Type/Catalog/Pages ")
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
	o.close()
	f.trailer(catalog, f.writeInfo())
	return o.data
}

// writeResources writes what all pages draw with.
func (f *File) writeResources() {
	o := &f.out
	fonts := f.writeFonts()
	o.open(f.resources)
	o.str("<</ProcSet[/PDF/Text]/Font<<" + fonts + ">>/ExtGState<<")
	for _, percent := range f.Opacities {
		share := strconv.FormatFloat(float64(percent)/100, 'f', -1, 64)
		o.str("/A" + strconv.Itoa(percent) + "<</ca " + share + "/CA " + share + ">>")
	}
	o.str(">>>>")
	o.close()
}

// trailer ends the file. The identifier is made of the content.
func (f *File) trailer(catalog, info int) {
	o := &f.out
	id := sha256.Sum256(o.data)
	at := o.table()
	o.str(fmt.Sprintf("trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%x><%x>]>>\nstartxref\n%d\n%%%%EOF\n",
		len(o.offsets)+1, catalog, info, id[:16], id[:16], at))
}
