package finish

import (
	"encoding/binary"
	"strconv"
	"unicode/utf16"
)

// output is a file of numbered objects in the making. Streams go to the file
// at once; all other objects are gathered, and compressed together at the end.
type output struct {
	file   []byte
	data   []byte // the gathered objects
	index  []byte // number and place of each
	places []place
	count  int // gathered so far
	plain  int // the object that openPlain began
	start  int // where it begins in data
}

// place is where an object is: in the file at an offset, or gathered as the
// nth.
type place struct {
	gathered bool
	at       int
}

// reserve returns the number of an object that is written later.
func (o *output) reserve() int {
	o.places = append(o.places, place{})
	return len(o.places)
}

// open begins an object that is no stream.
func (o *output) open(object int) {
	o.places[object-1] = place{true, o.count}
	o.count++
	o.index = strconv.AppendInt(o.index, int64(object), 10)
	o.index = append(o.index, ' ')
	o.index = strconv.AppendInt(o.index, int64(len(o.data)), 10)
	o.index = append(o.index, ' ')
}

func (o *output) close() { o.str("\n") }

// openPlain begins an object that stands in the file as it is, for programs
// that look for it without reading the table: the catalog and the pages.
func (o *output) openPlain(object int) { o.plain, o.start = object, len(o.data) }

func (o *output) closePlain() {
	o.places[o.plain-1] = place{at: len(o.file)}
	o.file = strconv.AppendInt(o.file, int64(o.plain), 10)
	o.file = append(o.file, " 0 obj\n"...)
	o.file = append(o.file, o.data[o.start:]...)
	o.file = append(o.file, "\nendobj\n"...)
	o.data = o.data[:o.start]
}

func (o *output) str(s string) { o.data = append(o.data, s...) }

func (o *output) int(n int) { o.data = strconv.AppendInt(o.data, int64(n), 10) }

func (o *output) ref(object int) {
	o.int(object)
	o.str(" 0 R")
}

// number writes a length, to a hundredth.
func (o *output) number(v float64) { o.data = appendNumber(o.data, v) }

// appendNumber writes a length to a hundredth, without needless zeros.
func appendNumber(b []byte, v float64) []byte {
	n := int64(v*100 + .5)
	if v < 0 {
		n = int64(v*100 - .5)
	}
	if n < 0 {
		b, n = append(b, '-'), -n
	}
	b = strconv.AppendInt(b, n/100, 10)
	if rest := n % 100; rest != 0 {
		b = append(b, '.', byte('0'+rest/10))
		if rest%10 != 0 {
			b = append(b, byte('0'+rest%10))
		}
	}
	return b
}

// rect writes the corners of a box.
func (o *output) rect(b Box) {
	o.str("[")
	o.number(b.X)
	o.str(" ")
	o.number(b.Y)
	o.str(" ")
	o.number(b.X + b.Width)
	o.str(" ")
	o.number(b.Y + b.Height)
	o.str("]")
}

// text writes a string for people: as it is where it is ASCII, else UTF-16.
func (o *output) text(s string) {
	ascii := true
	for i := range len(s) {
		ascii = ascii && s[i] >= ' ' && s[i] < 0x7F
	}
	if ascii {
		o.str("(")
		for i := range len(s) {
			o.escaped(s[i])
		}
		o.str(")")
		return
	}
	o.str("(\xFE\xFF")
	for _, u := range utf16.Encode([]rune(s)) {
		o.escaped(byte(u >> 8))
		o.escaped(byte(u))
	}
	o.str(")")
}

// escaped writes one byte of a string.
func (o *output) escaped(b byte) {
	switch b {
	case '(', ')', '\\':
		o.data = append(o.data, '\\', b)
	case '\r':
		o.str("\\r")
	case '\n':
		o.str("\\n")
	default:
		o.data = append(o.data, b)
	}
}

// stream writes an object with data that is compressed already, or none.
func (o *output) stream(object int, dict string, data []byte, flate bool) {
	o.places[object-1] = place{at: len(o.file)}
	o.file = strconv.AppendInt(o.file, int64(object), 10)
	o.file = append(o.file, " 0 obj\n<<"...)
	o.file = append(o.file, dict...)
	if flate {
		o.file = append(o.file, "/Filter/FlateDecode"...)
	}
	o.file = append(o.file, "/Length "...)
	o.file = strconv.AppendInt(o.file, int64(len(data)), 10)
	o.file = append(o.file, ">>stream\n"...)
	o.file = append(o.file, data...)
	o.file = append(o.file, "\nendstream\nendobj\n"...)
}

// object writes an object whose text is known.
func (o *output) object(text string) int {
	n := o.reserve()
	o.open(n)
	o.str(text)
	o.close()
	return n
}

// finish writes the gathered objects and the table of all, with the trailer's
// entries, and ends the file. It returns the scratch bytes, for next time.
func (o *output) finish(trailer string, scratch []byte) []byte {
	gathered, table := o.reserve(), o.reserve()
	packed := deflate(scratch[:0], o.index, o.data)
	o.stream(gathered, "/Type/ObjStm/N "+strconv.Itoa(o.count)+"/First "+strconv.Itoa(len(o.index)), packed, true)
	at := len(o.file)
	o.places[table-1] = place{at: at}
	packed = deflate(packed[:0], o.table(gathered))
	o.stream(table, "/Type/XRef/Size "+strconv.Itoa(len(o.places)+1)+"/W[1 4 2]"+trailer, packed, true)
	o.file = append(o.file, "startxref\n"...)
	o.file = strconv.AppendInt(o.file, int64(at), 10)
	o.file = append(o.file, "\n%%EOF\n"...)
	return packed
}

// table lists where each object is; PDF 32000-1, 7.5.8.
func (o *output) table(gathered int) []byte {
	out := make([]byte, 0, 7*(len(o.places)+1))
	out = append(out, 0, 0, 0, 0, 0, 0xFF, 0xFF)
	for _, p := range o.places {
		kind, where, nth := byte(1), uint32(p.at), uint16(0)
		if p.gathered {
			kind, where, nth = 2, uint32(gathered), uint16(p.at)
		}
		out = binary.BigEndian.AppendUint32(append(out, kind), where)
		out = binary.BigEndian.AppendUint16(out, nth)
	}
	return out
}
