package finish

import (
	"strconv"
	"unicode/utf16"
)

// output is a file of numbered objects in the making.
type output struct {
	data    []byte
	offsets []int // of object i+1; 0: reserved and not written
	missing bool
}

// reserve returns the number of an object that is written later.
func (o *output) reserve() int {
	o.offsets = append(o.offsets, 0)
	return len(o.offsets)
}

// open begins an object.
func (o *output) open(object int) {
	o.offsets[object-1] = len(o.data)
	o.int(object)
	o.str(" 0 obj\n")
}

func (o *output) close() { o.str("\nendobj\n") }

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
	o.open(object)
	o.str("<<")
	o.str(dict)
	if flate {
		o.str("/Filter/FlateDecode")
	}
	o.str("/Length ")
	o.int(len(data))
	o.str(">>stream\n")
	o.data = append(o.data, data...)
	o.str("\nendstream")
	o.close()
}

// object writes an object whose text is known.
func (o *output) object(text string) int {
	n := o.reserve()
	o.open(n)
	o.str(text)
	o.close()
	return n
}

// table writes the cross-reference table and returns where it is.
func (o *output) table() int {
	at := len(o.data)
	o.str("xref\n0 ")
	o.int(len(o.offsets) + 1)
	o.str("\n0000000000 65535 f \n")
	for _, offset := range o.offsets {
		var line [10]byte
		for i := 9; i >= 0; i-- {
			line[i] = byte('0' + offset%10)
			offset /= 10
		}
		o.data = append(o.data, line[:]...)
		o.str(" 00000 n \n")
	}
	return at
}
