package finish

import "strconv"

// Field is a place to write or to tick, without a frame of its own: what is
// drawn below it shows, on paper too.
type Field struct {
	Owner *Element // a Form element
	At    Box
	Label string // what to write there
	Lines bool   // more than one line
	Tick  bool   // a box to tick instead
	Size  float64
}

// The flags of a text field with more than one line; PDF 32000-1, table 228.
const multiline = 1 << 12

// writeField writes a field with its only widget.
func (f *File) writeField(p *Page, field *Field) {
	o := &f.out
	n := o.reserve()
	f.fields = append(f.fields, n)
	o.open(n)
	o.str("<</Type/Annot/Subtype/Widget/F 4/Rect")
	o.rect(field.At)
	o.str("/P ")
	o.ref(p.object)
	f.joinTree(p, field.Owner, n)
	o.str("/T(field")
	o.int(len(f.fields))
	o.str(")/TU")
	o.text(field.Label)
	if field.Tick {
		f.tick()
		o.str("/FT/Btn/V/Off/AS/Off/MK<<>>/AP<</N<</Yes ")
		o.ref(f.tickOn)
		o.str("/Off ")
		o.ref(f.blank)
		o.str(">>>>")
	} else {
		f.tick()
		o.str("/FT/Tx/DA(")
		o.str(f.defaultFont())
		o.str(" ")
		o.number(field.Size)
		o.str(" Tf .08 .23 .26 rg)/AP<</N ")
		o.ref(f.blank)
		o.str(">>")
		if field.Lines {
			o.str("/Ff " + strconv.Itoa(multiline))
		}
	}
	o.str(">>")
	o.close()
}

// defaultFont is the font of what is typed: Helvetica, which every reader has,
// or the font named in Typed, where a reader takes what the subset lacks from
// its own.
func (f *File) defaultFont() string {
	if f.Typed >= 0 && f.Typed < len(f.used) && f.used[f.Typed].font != nil {
		return "/L" + strconv.Itoa(f.Typed)
	}
	return "/Helv"
}

// tick reserves the appearances that fields share.
func (f *File) tick() {
	if f.blank == 0 {
		f.blank, f.tickOn = f.out.reserve(), f.out.reserve()
	}
}

// writeForm writes what fields share and returns the form's object; 0 where
// there is no field.
func (f *File) writeForm() int {
	if len(f.fields) == 0 {
		return 0
	}
	o := &f.out
	o.stream(f.blank, "/Type/XObject/Subtype/Form/BBox[0 0 10 10]/Resources<<>>", nil, false)
	o.stream(f.tickOn, "/Type/XObject/Subtype/Form/BBox[0 0 10 10]/Resources<<>>",
		[]byte(".08 .23 .26 RG 1.6 w 1 J 2 5 m 4.3 2.4 l 8.2 8 l S"), false)
	latin := o.object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
	fonts := "/Helv " + strconv.Itoa(latin) + " 0 R" + f.fontNames
	n := o.reserve()
	o.open(n)
	o.str("<</Fields")
	o.refs(f.fields)
	o.str("/DR<</Font<<" + fonts + ">>>>/DA(" + f.defaultFont() + " 11 Tf .08 .23 .26 rg)>>")
	o.close()
	return n
}
