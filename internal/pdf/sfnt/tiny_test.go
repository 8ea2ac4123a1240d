package sfnt_test

import (
	"encoding/binary"
	"maps"
	"slices"
	"testing"
)

// tiny is a font of three glyphs, written by hand after the OpenType
// specification: one that is missing, A, and Ä, which is composed of A and the
// missing one. Its map has the given format. A fuzzer gets somewhere with it, as
// it does not with the hundreds of kilobytes of a real one.
func tiny(format uint16) []byte {
	words := func(n int, set map[int]int) []byte {
		b := make([]byte, n)
		for _, at := range slices.Sorted(maps.Keys(set)) {
			binary.BigEndian.PutUint16(b[at:], uint16(set[at]))
		}
		return b
	}
	const negative = 1<<16 - 1
	charmaps := map[uint16][]byte{
		// segments: A, Ä, and the last one that the format asks for
		4: words(40, map[int]int{0: 4, 2: 40, 6: 6, 14: 'A', 16: 'Ä', 18: negative, 22: 'A', 24: 'Ä', 26: negative, 28: 1<<16 + 1 - 'A', 30: 1<<16 + 2 - 'Ä', 32: 1}),
		// groups: A, Ä
		12: words(40, map[int]int{0: 12, 6: 40, 14: 2, 18: 'A', 22: 'A', 26: 1, 30: 'Ä', 34: 'Ä', 38: 2}),
	}
	simple := words(12, map[int]int{0: 1})
	composite := words(24, map[int]int{0: negative, 10: 1<<5 | 1, 12: 1, 18: 1 << 3, 20: 0})
	tables := map[string][]byte{
		"head": words(54, map[int]int{18: 1000, 36: 10, 38: negative - 199, 40: 700, 42: 800}),
		"hhea": words(36, map[int]int{4: 800, 6: negative - 199, 34: 2}),
		"maxp": words(6, map[int]int{4: 3}),
		"hmtx": words(10, map[int]int{0: 500, 4: 639}),
		"loca": words(8, map[int]int{2: 0, 4: len(simple) / 2, 6: (len(simple) + len(composite)) / 2}),
		"glyf": slices.Concat(simple, composite),
		"cmap": append(words(12, map[int]int{2: 1, 4: 3, 6: 1, 10: 12}), charmaps[format]...),
	}
	file := words(12, map[int]int{0: 1, 4: len(tables)})
	at := 12 + 16*len(tables)
	var bodies []byte
	for _, tag := range slices.Sorted(maps.Keys(tables)) {
		file = append(file, tag...)
		file = binary.BigEndian.AppendUint32(file, 0)
		file = binary.BigEndian.AppendUint32(file, uint32(at+len(bodies)))
		file = binary.BigEndian.AppendUint32(file, uint32(len(tables[tag])))
		bodies = append(bodies, tables[tag]...)
	}
	return append(file, bodies...)
}

func TestTinyFonts(t *testing.T) {
	for _, format := range []uint16{4, 12} {
		f := parse(t, tiny(format))
		if got, want := f.Runes(), []rune{'A', 'Ä'}; !slices.Equal(got, want) {
			t.Errorf("format %d: got %q, want %q", format, got, want)
		}
		if g, w := f.Glyph('Ä'), f.Advance(f.Glyph('A')); g != 2 || w != 639 {
			t.Errorf("format %d: Ä is glyph %d and A %d wide, want 2 and 639", format, g, w)
		}
		if f.Ascent != 800 || f.Descent != -200 || f.Box != [4]int{10, -200, 700, 800} {
			t.Errorf("format %d: got %d, %d, %v", format, f.Ascent, f.Descent, f.Box)
		}
		s := f.NewSubset()
		s.Add(f.Glyph('Ä'))
		if got, want := s.Glyphs(), []uint16{0, 1, 2}; !slices.Equal(got, want) {
			t.Errorf("format %d: Ä takes the glyphs %v, want %v", format, got, want)
		}
	}
}
