package finish

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"

	"github.com/attune-quiz/attune/internal/pdf/sfnt"
)

// Font is a typeface ready for any file: what does not depend on the document
// is compressed once. Text is written in UTF-16, each unit a character's
// number, as gofpdf does. It is immutable.
type Font struct {
	name     string
	face     *sfnt.Font
	places   *Fragment // the glyph of each character
	widths   string
	toText   *Fragment
	complete *Fragment // the whole file; nil: files get a subset
}

// NewFont prepares a typeface. A small one is embedded whole.
func NewFont(name string, face *sfnt.Font, whole bool) *Font {
	runes := face.Runes()
	places := Compress(glyphPlaces(face, runes))
	toText := Compress([]byte(identity()))
	f := &Font{name: name, face: face, places: &places, widths: widths(face, runes), toText: &toText}
	if whole {
		s := face.NewSubset()
		for _, r := range runes {
			s.Add(face.Glyph(r))
		}
		complete := Compress(join(s))
		f.complete = &complete
	}
	return f
}

func join(s *sfnt.Subset) []byte {
	start, index, outlines := s.Split()
	out := append(start, index...)
	for _, b := range outlines {
		out = append(out, b...)
	}
	return out
}

// glyphPlaces is PDF's CIDToGIDMap, as long as it must be.
func glyphPlaces(face *sfnt.Font, runes []rune) []byte {
	out := make([]byte, 2*0x10000)
	for _, r := range runes {
		if r < 0x10000 {
			binary.BigEndian.PutUint16(out[2*r:], face.Glyph(r))
		}
	}
	return out
}

// widths lists what is not 1000 wide.
func widths(face *sfnt.Font, runes []rune) string {
	var b strings.Builder
	last := rune(-2)
	for _, r := range runes {
		w := face.Advance(face.Glyph(r))
		if w == 1000 || r > 0xFFFF {
			continue
		}
		if r != last+1 {
			if last >= 0 {
				b.WriteString("]")
			}
			fmt.Fprintf(&b, "%d[", r)
		} else {
			b.WriteByte(' ')
		}
		b.WriteString(strconv.Itoa(w))
		last = r
	}
	if last >= 0 {
		b.WriteString("]")
	}
	return b.String()
}

// identity says that each code is the character itself.
func identity() string {
	var b strings.Builder
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo <</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n")
	for from := 0; from < 256; from += 64 {
		b.WriteString("64 beginbfrange\n")
		for high := from; high < from+64; high++ {
			fmt.Fprintf(&b, "<%02X00><%02XFF><%02X00>\n", high, high, high)
		}
		b.WriteString("endbfrange\n")
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return b.String()
}

// fontUse is a font in one file.
type fontUse struct {
	font *Font
	set  *sfnt.Subset
}

// Use notes that a file draws glyphs of one of its fonts.
func (f *File) Use(font int, glyphs []uint16) {
	u := &f.used[font]
	if u.font == nil {
		u.font = f.Fonts[font]
		u.set = u.font.face.NewSubset()
	}
	if u.font.complete == nil {
		for _, g := range glyphs {
			u.set.Add(g)
		}
	}
}

// writeFonts writes the fonts that were used and returns their entries in the
// resources.
func (f *File) writeFonts() string {
	names := ""
	for i, u := range f.used {
		if u.font != nil {
			names += "/L" + strconv.Itoa(i) + " " + strconv.Itoa(f.writeFont(u)) + " 0 R"
		}
	}
	return names
}

func (f *File) writeFont(u fontUse) int {
	o := &f.out
	file, places, toText := o.reserve(), f.shared(u.font.places), f.shared(u.font.toText)
	o.stream(file, "/Length1 "+strconv.Itoa(f.embed(u)), f.scratch.Data, true)
	name := "ATTUNE+" + u.font.name
	box := u.font.face.Box
	about := o.object(fmt.Sprintf("<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[%d %d %d %d]/ItalicAngle 0"+
		"/Ascent %d/Descent %d/CapHeight 714/StemV 80/FontFile2 %d 0 R>>", name, box[0], box[1], box[2], box[3],
		u.font.face.Ascent, u.font.face.Descent, file))
	cid := o.object(fmt.Sprintf("<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo"+
		"<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000/W[%s]/CIDToGIDMap %d 0 R/FontDescriptor %d 0 R>>",
		name, u.font.widths, places, about))
	return o.object(fmt.Sprintf("<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>",
		name, cid, toText))
}

// embed leaves the font's file in the scratch stream and returns its size.
func (f *File) embed(u fontUse) int {
	f.scratch = Stream{Data: f.scratch.Data[:0]}
	size := 0
	if u.font.complete != nil {
		f.scratch.Append(*u.font.complete)
		size = u.font.complete.size
	} else {
		start, index, outlines := u.set.Split()
		f.plain = append(append(f.plain[:0], start...), index...)
		for _, b := range outlines {
			f.plain = append(f.plain, b...)
		}
		_, _ = f.scratch.Write(f.plain) // never fails
		size = len(f.plain)
	}
	f.scratch.Close()
	return size
}

// shared writes a fragment as a stream of its own, once per file.
func (f *File) shared(part *Fragment) int {
	key := string(binary.BigEndian.AppendUint32(nil, part.sum)) + strconv.Itoa(part.size)
	if n, ok := f.written[key]; ok {
		return n
	}
	n := f.out.reserve()
	f.scratch = Stream{Data: f.scratch.Data[:0]}
	f.scratch.Append(*part)
	f.scratch.Close()
	f.out.stream(n, "", f.scratch.Data, true)
	f.written[key] = n
	return n
}
