package sfnt

import (
	"encoding/binary"
	"slices"
)

// Subset is a set of glyphs of one font.
type Subset struct {
	font *Font
	has  []bool
}

// NewSubset returns a set with the glyph for what is missing.
func (f *Font) NewSubset() *Subset {
	s := &Subset{font: f, has: make([]bool, f.glyphs)}
	s.Add(0)
	return s
}

// Add enters a glyph and those that it is composed of.
func (s *Subset) Add(g uint16) {
	if int(g) >= len(s.has) || s.has[g] {
		return
	}
	s.has[g] = true
	for _, part := range s.font.parts(g) {
		s.Add(part)
	}
}

// Glyphs lists the glyphs of the set in order.
func (s *Subset) Glyphs() []uint16 {
	var out []uint16
	for g, ok := range s.has {
		if ok {
			out = append(out, uint16(g))
		}
	}
	return out
}

// The bits of a composite glyph's flags.
const (
	wordArguments = 1 << 0
	oneScale      = 1 << 3
	moreParts     = 1 << 5
	twoScales     = 1 << 6
	fourScales    = 1 << 7
)

// Outline returns the bytes of a glyph; none where it draws nothing.
func (f *Font) Outline(g uint16) []byte {
	return f.tables["glyf"][f.starts[g]:f.starts[g+1]]
}

// parts lists the glyphs that a glyph is composed of.
func (f *Font) parts(g uint16) []uint16 {
	b := f.Outline(g)
	if len(b) < 10 || i16(b, 0) >= 0 {
		return nil
	}
	var out []uint16
	for b = b[10:]; len(b) >= 4; {
		flags := u16(b, 0)
		out = append(out, u16(b, 2))
		skip := 6
		if flags&wordArguments != 0 {
			skip += 2
		}
		switch {
		case flags&oneScale != 0:
			skip += 2
		case flags&twoScales != 0:
			skip += 4
		case flags&fourScales != 0:
			skip += 8
		}
		if flags&moreParts == 0 || len(b) < skip {
			break
		}
		b = b[skip:]
	}
	return out
}

// kept lists the tables that a PDF reader needs; loca and glyf follow them.
var kept = []string{"cvt ", "fpgm", "head", "hhea", "hmtx", "maxp", "prep"}

// Split returns the file of a subset in the parts of which it is made: a start
// that depends only on the font and the lengths, the index, and the outlines.
// Glyphs keep their numbers; those outside the set are empty. The checksums
// are not kept up: readers of PDF do not look at them.
func (s *Subset) Split() (start, index []byte, outlines [][]byte) {
	index = make([]byte, 0, 4*(len(s.has)+1))
	size := uint32(0)
	for g, ok := range s.has {
		index = binary.BigEndian.AppendUint32(index, size)
		if !ok {
			continue
		}
		if b := s.font.Outline(uint16(g)); len(b) > 0 {
			outlines = append(outlines, b)
			size += uint32(len(b))
			if odd := len(b) % 4; odd != 0 {
				outlines = append(outlines, padding[odd:])
				size += uint32(4 - odd)
			}
		}
	}
	index = binary.BigEndian.AppendUint32(index, size)
	return s.start(len(index), int(size)), index, outlines
}

var padding = []byte{0, 0, 0, 0}

// start is the directory with the tables that do not change.
func (s *Subset) start(index, outlines int) []byte {
	tags := slices.DeleteFunc(slices.Clone(kept), func(tag string) bool { return s.font.tables[tag] == nil })
	n := len(tags) + 2
	at := 12 + 16*n
	var body []byte
	entries := map[string][2]int{}
	for _, tag := range tags {
		t := s.font.tables[tag]
		entries[tag] = [2]int{at + len(body), len(t)}
		from := len(body)
		body = append(body, t...)
		if tag == "head" {
			binary.BigEndian.PutUint16(body[from+50:], 1) // a long index
		}
		for len(body)%4 != 0 {
			body = append(body, 0)
		}
	}
	entries["loca"] = [2]int{at + len(body), index}
	entries["glyf"] = [2]int{at + len(body) + index, outlines}
	return append(directory(append(tags, "glyf", "loca"), entries), body...)
}

func directory(tags []string, entries map[string][2]int) []byte {
	slices.Sort(tags)
	n, power, log := len(tags), 1, 0
	for power*2 <= n {
		power, log = power*2, log+1
	}
	out := binary.BigEndian.AppendUint32(nil, 0x00010000)
	for _, v := range []int{n, 16 * power, log, 16 * (n - power)} {
		out = binary.BigEndian.AppendUint16(out, uint16(v))
	}
	for _, tag := range tags {
		out = append(out, tag...)
		out = append(out, 0, 0, 0, 0)
		out = binary.BigEndian.AppendUint32(out, uint32(entries[tag][0]))
		out = binary.BigEndian.AppendUint32(out, uint32(entries[tag][1]))
	}
	return out
}
