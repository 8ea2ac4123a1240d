// Package sfnt reads TrueType files as far as a PDF needs them: which glyph
// draws a rune, how wide it is, and a copy of the file that holds only some of
// its glyphs. It must not know of PDF or of documents.
package sfnt

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// ErrFormat wraps whatever makes a file unreadable.
var ErrFormat = errors.New("no TrueType font that can be read")

// Font is a parsed file. It is immutable and shares the bytes it was parsed
// from.
type Font struct {
	// Ascent, Descent (negative) and Box (left, bottom, right, top) are in
	// thousandths of the size.
	Ascent, Descent int
	Box             [4]int

	tables   map[string][]byte
	glyphs   int
	starts   []uint32 // of each glyph in glyf, and the end of the last
	metrics  int      // glyphs that have an advance of their own in hmtx
	unitsPer int
	mapping  map[rune]uint16
}

// tag names with their least lengths.
var needed = map[string]int{"head": 54, "hhea": 36, "maxp": 6, "hmtx": 4, "loca": 4, "glyf": 0, "cmap": 4}

// Parse reads a font with glyph outlines of its own and a character map of
// format 4 or 12. It keeps data and never writes to it.
func Parse(data []byte) (*Font, error) {
	f := &Font{tables: map[string][]byte{}}
	if err := f.directory(data); err != nil {
		return nil, err
	}
	head := f.tables["head"]
	f.unitsPer = int(u16(head, 18))
	f.glyphs = int(u16(f.tables["maxp"], 4))
	f.metrics = int(u16(f.tables["hhea"], 34))
	if f.unitsPer == 0 || f.glyphs == 0 || f.metrics == 0 || f.metrics > f.glyphs ||
		len(f.tables["hmtx"]) < 4*f.metrics+2*(f.glyphs-f.metrics) {
		return nil, fmt.Errorf("%w: its tables contradict each other", ErrFormat)
	}
	f.Ascent, f.Descent = f.scale(i16(f.tables["hhea"], 4)), f.scale(i16(f.tables["hhea"], 6))
	for i := range f.Box {
		f.Box[i] = f.scale(i16(head, 36+2*i))
	}
	if err := f.locate(u16(head, 50) != 0); err != nil {
		return nil, err
	}
	return f, f.readMap()
}

func (f *Font) directory(data []byte) error {
	if len(data) < 12 || binary.BigEndian.Uint32(data) != 0x00010000 {
		return fmt.Errorf("%w: it does not begin as one", ErrFormat)
	}
	n := int(u16(data, 4))
	if len(data) < 12+16*n {
		return fmt.Errorf("%w: its directory is cut off", ErrFormat)
	}
	for i := range n {
		entry := data[12+16*i:]
		from, length := uint64(u32(entry, 8)), uint64(u32(entry, 12))
		if from+length > uint64(len(data)) {
			return fmt.Errorf("%w: table %q is cut off", ErrFormat, entry[:4])
		}
		f.tables[string(entry[:4])] = data[from : from+length : from+length]
	}
	for tag, least := range needed {
		if t, ok := f.tables[tag]; !ok || len(t) < least {
			return fmt.Errorf("%w: no table %q", ErrFormat, tag)
		}
	}
	return nil
}

// locate reads where each glyph is.
func (f *Font) locate(long bool) error {
	loca, step := f.tables["loca"], 2
	if long {
		step = 4
	}
	if len(loca) < step*(f.glyphs+1) {
		return fmt.Errorf("%w: loca is cut off", ErrFormat)
	}
	f.starts = make([]uint32, f.glyphs+1)
	last := uint32(0)
	for i := range f.starts {
		at := 2 * uint32(u16(loca, 2*i))
		if long {
			at = u32(loca, 4*i)
		}
		if at < last || uint64(at) > uint64(len(f.tables["glyf"])) {
			return fmt.Errorf("%w: glyph %d lies outside glyf", ErrFormat, i)
		}
		f.starts[i], last = at, at
	}
	return nil
}

// Glyph returns the glyph that draws a rune, 0 where the font has none.
func (f *Font) Glyph(r rune) uint16 { return f.mapping[r] }

// Glyphs is how many glyphs the font has.
func (f *Font) Glyphs() int { return f.glyphs }

// Advance is the width of a glyph in thousandths of the size.
func (f *Font) Advance(g uint16) int {
	i := min(int(g), f.metrics-1)
	return f.scale(int(u16(f.tables["hmtx"], 4*i)))
}

// scale turns units of the font into thousandths of the size, to the nearest.
func (f *Font) scale(units int) int {
	if units < 0 {
		return -f.scale(-units)
	}
	return (units*1000 + f.unitsPer/2) / f.unitsPer
}

func u16(b []byte, at int) uint16 { return binary.BigEndian.Uint16(b[at:]) }
func u32(b []byte, at int) uint32 { return binary.BigEndian.Uint32(b[at:]) }
func i16(b []byte, at int) int    { return int(int16(u16(b, at))) }
