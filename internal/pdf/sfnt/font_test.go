package sfnt_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"github.com/attune-quiz/attune/internal/fonts"
	"github.com/attune-quiz/attune/internal/pdf/sfnt"
)

func parse(t testing.TB, data []byte) *sfnt.Font {
	t.Helper()
	f, err := sfnt.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestAdvances compares with the widths that the makers of Noto Sans publish:
// 260 for a space, 639 for an A, 561 for an a.
func TestAdvances(t *testing.T) {
	f := parse(t, fonts.Regular())
	for r, want := range map[rune]int{' ': 260, 'A': 639, 'a': 561, 'é': 564} {
		if got := f.Advance(f.Glyph(r)); got != want {
			t.Errorf("%q: got %d, want %d", r, got, want)
		}
	}
	if got := f.Glyph('汉'); got != 0 {
		t.Errorf("a Latin font draws 汉 with glyph %d", got)
	}
}

// TestSubsetKeepsWhatWasAskedFor parses a subset and compares outlines.
func TestSubsetKeepsWhatWasAskedFor(t *testing.T) {
	f := parse(t, fonts.Regular())
	s := f.NewSubset()
	s.Add(f.Glyph('é'))
	start, index, outlines := s.Split()
	data := slices.Concat(start, index, bytes.Join(outlines, nil))
	if len(data) >= len(fonts.Regular())/2 {
		t.Errorf("a subset of one letter has %d bytes of %d", len(data), len(fonts.Regular()))
	}
	// The subset has no character map, as PDF needs none: ask for one by the
	// parser's own rule.
	if _, err := sfnt.Parse(data); !errors.Is(err, sfnt.ErrFormat) {
		t.Errorf("parse: got %v, want %v", err, sfnt.ErrFormat)
	}
	if n := len(s.Glyphs()); n < 2 || n > 4 {
		t.Errorf("glyphs for é: got %d, want itself, its parts and the one for missing", n)
	}
	for _, g := range s.Glyphs() {
		if b := f.Outline(g); len(b) > 0 && !bytes.Contains(data, b) {
			t.Errorf("glyph %d is not in the subset", g)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(tiny(4))
	f.Add(tiny(12))
	f.Add([]byte("\x00\x01\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		font, err := sfnt.Parse(data)
		if err != nil {
			if !errors.Is(err, sfnt.ErrFormat) {
				t.Errorf("error: got %v, want one that wraps %v", err, sfnt.ErrFormat)
			}
			return
		}
		s := font.NewSubset()
		for _, r := range font.Runes() {
			s.Add(font.Glyph(r))
			font.Advance(font.Glyph(r))
		}
		s.Split()
	})
}
