package card

import (
	"fmt"
	"image"
	"image/color"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"github.com/attune-quiz/attune/internal/fonts"
)

// weight is a weight of type.
type weight int

const (
	regular weight = iota
	strong
	weights
)

// typefaces are the parsed fonts, Latin and Chinese. They are safe for
// concurrent use.
type typefaces struct{ latin, han [weights]*sfnt.Font }

func loadTypefaces() (*typefaces, error) {
	t := &typefaces{}
	for _, f := range []struct {
		to   **sfnt.Font
		data []byte
	}{
		{&t.latin[regular], fonts.Regular()}, {&t.latin[strong], fonts.SemiBold()},
		{&t.han[regular], fonts.ChineseRegular()}, {&t.han[strong], fonts.ChineseSemiBold()},
	} {
		parsed, err := opentype.Parse(f.data)
		if err != nil {
			return nil, fmt.Errorf("parse a typeface: %w", err)
		}
		*f.to = parsed
	}
	return t, nil
}

// style is how a text is set.
type style struct {
	weight  weight
	size    float64 // pixels
	leading float64 // from baseline to baseline
	colour  color.RGBA
}

// setter sets text in one style. It belongs to one painting.
type setter struct {
	style
	fonts *typefaces
	faces [2]font.Face // Latin, Chinese
	buf   sfnt.Buffer
	wide  bool // punctuation that both have is Chinese
}

const (
	latin = iota
	han
)

func (t *typefaces) set(s style, text string) (*setter, error) {
	out := &setter{style: s, fonts: t, wide: strings.ContainsFunc(text, isWide)}
	for i, f := range []*sfnt.Font{t.latin[s.weight], t.han[s.weight]} {
		face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: s.size, DPI: 72, Hinting: font.HintingNone})
		if err != nil {
			return nil, fmt.Errorf("set type of %v pixels: %w", s.size, err)
		}
		out.faces[i] = face
	}
	return out, nil
}

// isWide reports Chinese characters and their punctuation.
func isWide(r rune) bool {
	return unicode.Is(unicode.Han, r) || r >= 0x3000 && r < 0x3040 || r >= 0xFF00 && r < 0xFFF0
}

// shared is the punctuation that is narrow among Latin letters and wide among
// Chinese characters.
var shared = [...]rune{'‘', '’', '“', '”', '…', '—', '·'}

// face returns the typeface that draws the rune; Latin, with its sign for what
// is missing, where none does.
func (s *setter) face(r rune) font.Face {
	if s.wide && slices.Contains(shared[:], r) && s.draws(han, r) || !s.draws(latin, r) && s.draws(han, r) {
		return s.faces[han]
	}
	return s.faces[latin]
}

func (s *setter) draws(script int, r rune) bool {
	f := s.fonts.latin[s.weight]
	if script == han {
		f = s.fonts.han[s.weight]
	}
	glyph, err := f.GlyphIndex(&s.buf, r)
	return err == nil && glyph != 0
}

// shown is the rune that is drawn for one.
func (s *setter) shown(r rune) rune {
	if s.draws(latin, r) || s.draws(han, r) {
		return r
	}
	if unicode.IsSpace(r) {
		return ' '
	}
	return fonts.Missing
}

func (s *setter) width(text string) float64 {
	var sum fixed.Int26_6
	for _, r := range text {
		r = s.shown(r)
		if advance, ok := s.face(r).GlyphAdvance(r); ok {
			sum += advance
		}
	}
	return float64(sum) / 64
}

// lines breaks a text by UAX #14; a word that is wider than the room is broken
// between grapheme clusters.
func (s *setter) lines(text string, room float64) []string {
	var out []string
	line := ""
	for rest, state := text, -1; rest != ""; {
		var segment string
		var must bool
		segment, rest, must, state = uniseg.FirstLineSegmentInString(rest, state)
		if line != "" && s.width(strings.TrimRightFunc(line+segment, unicode.IsSpace)) > room {
			out, line = append(out, strings.TrimRightFunc(line, unicode.IsSpace)), ""
		}
		for s.width(segment) > room {
			head := s.head(segment, room)
			if head == len(segment) {
				break
			}
			out, segment = append(out, segment[:head]), segment[head:]
		}
		line += segment
		if must && rest != "" {
			out, line = append(out, strings.TrimRightFunc(line, unicode.IsSpace)), ""
		}
	}
	if line = strings.TrimRightFunc(line, unicode.IsSpace); line != "" {
		out = append(out, line)
	}
	return out
}

// head returns how many bytes of a word fit: whole grapheme clusters, at least
// one.
func (s *setter) head(word string, room float64) int {
	n := 0
	for rest, state := word, -1; rest != ""; {
		var cluster string
		cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if n > 0 && s.width(word[:n+len(cluster)]) > room {
			return n
		}
		n += len(cluster)
	}
	return n
}

// balanced breaks like lines into as many, of widths that are as even as may
// be.
func (s *setter) balanced(text string, room float64) []string {
	best := s.lines(text, room)
	for low, high := room/3, room; high-low > 4 && len(best) > 1; {
		middle := (low + high) / 2
		if got := s.lines(text, middle); len(got) <= len(best) && s.fits(got, middle) {
			best, high = got, middle
		} else {
			low = middle
		}
	}
	return best
}

func (s *setter) fits(lines []string, room float64) bool {
	return !slices.ContainsFunc(lines, func(l string) bool { return s.width(l) > room })
}

// opening is punctuation whose left half is empty where it is wide.
const opening = "“‘《（「『【〈"

// hang is the empty room at the start of a line in Chinese.
func (s *setter) hang(line string) float64 {
	r, _ := utf8.DecodeRuneInString(line)
	if s.wide && strings.ContainsRune(opening, r) && s.face(r) == s.faces[han] {
		return s.size / 2
	}
	return 0
}

// draw draws a line from x on the baseline y.
func (s *setter) draw(img *image.RGBA, text string, x, y float64) {
	x -= s.hang(text)
	d := font.Drawer{Dst: img, Src: image.NewUniform(s.colour), Dot: fixed.Point26_6{X: fixed.Int26_6(x * 64), Y: fixed.Int26_6(y * 64)}}
	for _, r := range text {
		r = s.shown(r)
		d.Face = s.face(r)
		d.DrawString(string(r))
	}
}
