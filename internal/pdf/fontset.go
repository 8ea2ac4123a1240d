package pdf

import (
	"fmt"

	"github.com/attune-quiz/attune/internal/fonts"
	"github.com/attune-quiz/attune/internal/pdf/finish"
	"github.com/attune-quiz/attune/internal/pdf/sfnt"
)

// face is a weight of type.
type face int

const (
	regular face = iota
	strong
	faces
)

// style is the face's name in gofpdf.
func (f face) style() string {
	if f == strong {
		return "B"
	}
	return ""
}

// script is a typeface in both weights.
type script struct {
	name  string
	files [faces]func() []byte // each call gives a fresh copy
	fonts [faces]*sfnt.Font
}

// The typefaces, by index.
const (
	latin = iota
	chinese
	scripts
)

// typefaces are all that can be drawn with: parsed for measuring, and made
// ready for embedding.
type typefaces struct {
	scripts [scripts]script
	ready   []*finish.Font // by fontIndex
}

func fontIndex(script int, f face) int { return script*int(faces) + int(f) }

func loadTypefaces() (*typefaces, error) {
	t := &typefaces{scripts: [scripts]script{
		{name: "NotoSans", files: [faces]func() []byte{fonts.Regular, fonts.SemiBold}},
		{name: "NotoSansSC", files: [faces]func() []byte{fonts.ChineseRegular, fonts.ChineseSemiBold}},
	}}
	weights := [faces]string{"-Regular", "-SemiBold"}
	for i := range t.scripts {
		s := &t.scripts[i]
		for f := range s.files {
			font, err := sfnt.Parse(s.files[f]())
			if err != nil {
				return nil, fmt.Errorf("parse %s%s: %w", s.name, weights[f], err)
			}
			s.fonts[f] = font
			t.ready = append(t.ready, finish.NewFont(s.name+weights[f], font, i == latin))
		}
	}
	return t, nil
}

// fontSet knows which typeface draws a rune in a language, and how wide. It is
// immutable but for what it keeps.
type fontSet struct {
	*typefaces
	han bool // Chinese punctuation is wide
	// glyphs holds, per rune of the Basic Multilingual Plane, one more than
	// the index of its typeface, 0 where none has it; advances its widths in
	// thousandths of the size.
	glyphs   []uint8
	advances [faces][]uint16
	lines    *larder[measured] // texts that were broken into lines
}

const plane = 1 << 16

// linesKept is the room for broken lines of one language, in bytes.
const linesKept = 6 << 20

// newFontSet lists the runes: Latin ones in the Latin typeface, the rest in
// the Chinese. Punctuation that both have is Chinese where han is set, but for
// its narrow twins.
func newFontSet(t *typefaces, han bool) *fontSet {
	s := &fontSet{typefaces: t, han: han, glyphs: make([]uint8, plane), lines: newLarder[measured](linesKept)}
	for f := range s.advances {
		s.advances[f] = make([]uint16, plane)
	}
	for _, i := range [...]int{chinese, latin} {
		for _, r := range t.scripts[i].fonts[regular].Runes() {
			if r < plane && !(i == latin && han && isShared(r) && s.has(r)) {
				s.enter(r, r, i)
			}
		}
	}
	if han {
		for i, r := range shared {
			s.enter(narrow+rune(i), r, latin)
		}
	}
	return s
}

// enter makes a rune drawn as another one of a typeface.
func (s *fontSet) enter(r, as rune, script int) {
	s.glyphs[r] = uint8(script + 1)
	for f, font := range s.scripts[script].fonts {
		s.advances[f][r] = uint16(font.Advance(font.Glyph(as)))
	}
}

func (s *fontSet) has(r rune) bool { return r >= 0 && r < plane && s.glyphs[r] != 0 }

// scriptOf returns the typeface that draws a rune; Latin where none does.
func (s *fontSet) scriptOf(r rune) int {
	if !s.has(r) {
		return latin
	}
	return int(s.glyphs[r]) - 1
}

func (s *fontSet) advance(f face, r rune) int {
	if r < 0 || r >= plane {
		return 0
	}
	return int(s.advances[f][r])
}
