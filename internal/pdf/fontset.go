package pdf

import (
	"fmt"

	"github.com/attune-quiz/attune/internal/pdf/fonts"
	"github.com/attune-quiz/attune/quiz"
	"github.com/jung-kurt/gofpdf"
)

// face is a weight of type.
type face int

const (
	regular face = iota
	strong
	faces
)

// fontFile is one typeface in both weights and the runes that it draws.
type fontFile struct {
	name  string
	files [faces]func() []byte // each call gives a fresh copy
	runes []rune
}

// fontFiles lists the typefaces for a language; a rune is drawn in the first
// that has it.
func fontFiles(quiz.Locale) []fontFile {
	return []fontFile{{
		name:  "latin",
		files: [faces]func() []byte{fonts.Regular, fonts.SemiBold},
		runes: fonts.Latin(),
	}}
}

// fontSet knows the widths of a language's fonts. It is immutable.
type fontSet struct {
	files []fontFile
	// glyphs holds, per rune of the Basic Multilingual Plane, one more than
	// the index of its font, 0 where none has it; advances its widths in
	// thousandths of the size.
	glyphs   []uint8
	advances [faces][]uint16
}

const plane = 1 << 16

func newFontSet(files []fontFile) (*fontSet, error) {
	s := &fontSet{files: files, glyphs: make([]uint8, plane)}
	pdf := gofpdf.New("P", "pt", "A4", "")
	for f := range s.advances {
		s.advances[f] = make([]uint16, plane)
		for i, file := range files {
			pdf.AddUTF8FontFromBytes(file.name, face(f).style(), file.files[f]())
			pdf.SetFont(file.name, face(f).style(), 10)
			for _, r := range file.runes {
				if s.glyphs[r] == 0 || int(s.glyphs[r]) == i+1 {
					s.glyphs[r] = uint8(i + 1)
					s.advances[f][r] = uint16(pdf.GetStringSymbolWidth(string(r)))
				}
			}
		}
	}
	if err := pdf.Error(); err != nil {
		return nil, fmt.Errorf("measure the fonts: %w", err)
	}
	return s, nil
}

// style is the face's name in gofpdf.
func (f face) style() string {
	if f == strong {
		return "B"
	}
	return ""
}

func (s *fontSet) has(r rune) bool { return r >= 0 && r < plane && s.glyphs[r] != 0 }

// fontOf returns the index of the font that draws a rune; 0 where none does.
func (s *fontSet) fontOf(r rune) int {
	if !s.has(r) {
		return 0
	}
	return int(s.glyphs[r]) - 1
}

func (s *fontSet) advance(f face, r rune) int {
	if r < 0 || r >= plane {
		return 0
	}
	return int(s.advances[f][r])
}
