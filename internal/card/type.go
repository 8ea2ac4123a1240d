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
	known map[rune]glyph
}

// glyph is how a rune is drawn.
type glyph struct {
	rune    rune // in whose place
	face    font.Face
	advance fixed.Int26_6
}

const (
	latin = iota
	han
)

func (t *typefaces) set(s style, text string) (*setter, error) {
	out := &setter{style: s, fonts: t, wide: strings.ContainsFunc(text, isWide), known: map[rune]glyph{}}
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

func (s *setter) glyph(r rune) glyph {
	g, ok := s.known[r]
	if !ok {
		g.rune = s.shown(r)
		g.face = s.face(g.rune)
		g.advance, _ = g.face.GlyphAdvance(g.rune)
		s.known[r] = g
	}
	return g
}

func (s *setter) advance(text string) (sum fixed.Int26_6) {
	for _, r := range text {
		sum += s.glyph(r).advance
	}
	return sum
}

func (s *setter) width(text string) float64 { return float64(s.advance(text)) / 64 }

// segment is text that is not broken inside, after UAX #14.
type segment struct {
	text string
	must bool // a line ends after it
}

func segments(text string) []segment {
	var out []segment
	for rest, state := text, -1; rest != ""; {
		var s segment
		s.text, rest, s.must, state = uniseg.FirstLineSegmentInString(rest, state)
		out = append(out, s)
	}
	return out
}

func trimmed(text string) string { return strings.TrimRightFunc(text, unicode.IsSpace) }

// lines fills lines with segments; one that is wider than the room is broken
// between grapheme clusters.
func (s *setter) lines(text []segment, room float64) []string {
	var out []string
	var line string
	var used fixed.Int26_6
	end := func() { out, line, used = append(out, trimmed(line)), "", 0 }
	for i, next := range text {
		if line != "" && float64(used+s.advance(trimmed(next.text)))/64 > room {
			end()
		}
		rest := next.text
		for s.width(rest) > room {
			head := s.head(rest, room)
			if head == len(rest) {
				break
			}
			out, rest = append(out, rest[:head]), rest[head:]
		}
		line, used = line+rest, used+s.advance(rest)
		if next.must && i+1 < len(text) {
			end()
		}
	}
	if line = trimmed(line); line != "" {
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

// clauses joins the segments of a Chinese text, which may be broken after any
// character, up to each mark that ends a breath.
func clauses(text []segment) []segment {
	var out []segment
	begin := true
	for _, next := range text {
		if begin {
			out = append(out, segment{})
		}
		last := &out[len(out)-1]
		last.text, last.must = last.text+next.text, next.must
		end, _ := utf8.DecodeLastRuneInString(strings.TrimRight(trimmed(next.text), "”’》）」』"))
		begin = next.must || strings.ContainsRune("，。？！；：、…", end)
	}
	return out
}

// balanced breaks into no more lines than best has, which fills the room, of
// widths that are as even as may be: in Chinese between clauses, where they let
// it.
func (s *setter) balanced(text []segment, best []string, room float64) []string {
	if s.wide {
		whole := clauses(text)
		if got := s.lines(whole, room); len(got) <= len(best) && !slices.ContainsFunc(whole, func(c segment) bool { return s.width(c.text) > room }) {
			text, best = whole, got
		}
	}
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
func (s *setter) draw(on *canvas, text string, x, y float64) {
	x -= s.hang(text)
	dot := fixed.Point26_6{X: fixed.Int26_6(x * 64), Y: fixed.Int26_6(y * 64)}
	for _, r := range text {
		g := s.glyph(r)
		box, mask, _, advance, _ := g.face.Glyph(dot, g.rune)
		if !box.Empty() {
			on.blend(mask.(*image.Alpha), box, s.colour, 1) // what opentype's faces draw
		}
		dot.X += advance
	}
}
