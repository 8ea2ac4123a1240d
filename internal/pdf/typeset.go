package pdf

import (
	"encoding/binary"
	"math"
	"strings"

	"github.com/attune-quiz/attune/internal/pdf/finish"
	"github.com/rivo/uniseg"
)

// typesetter measures text in one set of fonts. It belongs to one rendering.
type typesetter struct {
	*fontSet
	frame    frame
	replaced int // runes that no font has
	key      []byte

	pieces   slab[piece]
	boxes    slab[box]
	refs     slab[*box]
	words    slab[words]
	elements slab[element]
}

// element returns a new element of the structure.
func (t *typesetter) element(kind finish.Kind, in *element) *element {
	e := &t.elements.take(1)[0]
	e.Kind, e.Parent = kind, in
	return e
}

// measured is a text that was broken into lines before, with how many of its
// runes were replaced.
type measured struct {
	lines    []textLine
	replaced int
}

// The ways of breaking a text.
const (
	breakFull byte = iota
	breakEven
	breakProse
)

// broken breaks a text in one of the ways, or remembers how it was broken. The
// lines are shared: nobody may write to them.
func (t *typesetter) broken(way byte, s string, st style, width float64) []textLine {
	t.key = append(t.key[:0], way, byte(st.face))
	t.key = appendFloat(appendFloat(t.key, st.size), width)
	t.key = append(t.key, s...)
	if m, ok := t.fontSet.lines.get(t.key); ok {
		t.replaced += m.replaced
		return m.lines
	}
	fresh := typesetter{fontSet: t.fontSet, frame: t.frame}
	var out []textLine
	switch way {
	case breakEven:
		out = fresh.balanced(s, st, width)
	case breakProse:
		out = fresh.prose(s, st, width)
	default:
		out = fresh.lines(s, st, width)
	}
	// Trying several widths counts what is replaced several times.
	once := typesetter{fontSet: t.fontSet}
	once.cleaned(s)
	t.replaced += once.replaced
	t.fontSet.lines.put(t.key, measured{out, once.replaced}, 2*len(s)+64*len(out)+200)
	return out
}

// appendFloat makes a length part of a key.
func appendFloat(b []byte, v float64) []byte {
	return binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
}

// textLine is one line of text, cleaned, without the spaces at its end.
type textLine struct {
	text  string
	width float64
	space bool // one stood at its end
}

// width returns how wide a cleaned text is drawn.
func (t *typesetter) width(s string, st style) float64 {
	units := 0
	for _, r := range s {
		units += t.advance(st.face, r)
	}
	return float64(units) * st.size / 1000
}

// lines breaks a text by UAX #14 into lines no wider than width; a word that
// is wider is broken between grapheme clusters. An empty text has no lines.
func (t *typesetter) lines(s string, st style, width float64) []textLine {
	s = strings.Trim(t.clean(s), " \n")
	var out []textLine
	start, end, used := 0, 0, 0.0 // the line so far, its width with the spaces at its end
	flush := func() {
		text := strings.TrimRight(s[start:end], " \n")
		space := end > start+len(text) && s[start+len(text)] == ' '
		out = append(out, textLine{text, t.width(text, st) - t.slackEnd(text)*st.size, space})
		start, used = end, 0
	}
	for rest, state := s, -1; rest != ""; {
		var segment string
		var must bool
		segment, rest, must, state = uniseg.FirstLineSegmentInString(rest, state)
		for t.han && !must && closes(rest) { // after a space the standard lets it begin a line
			var next string
			next, rest, must, state = uniseg.FirstLineSegmentInString(rest, state)
			segment += next
		}
		bare := t.bare(segment, st)
		if end > start && used+bare > width {
			flush()
		}
		for bare > width {
			head := t.head(segment, st, width)
			if head == len(segment) {
				break
			}
			end += head
			segment = segment[head:]
			flush()
			bare = t.bare(segment, st)
		}
		end += len(segment)
		used += t.width(strings.TrimRight(segment, "\n"), st)
		if must {
			flush()
		}
	}
	return out
}

// bare is the width of a segment at the end of a line.
func (t *typesetter) bare(segment string, st style) float64 {
	text := strings.TrimRight(segment, " \n")
	return t.width(text, st) - t.slackEnd(text)*st.size
}

// head returns how many bytes of a word fit: whole grapheme clusters, at least
// one. The rest begins with no sign that begins no line where that can be.
func (t *typesetter) head(word string, st style, width float64) int {
	n, fit, used := 0, 0, 0.0
	for rest, state := word, -1; rest != ""; {
		var cluster string
		cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		used += t.width(cluster, st)
		if n > 0 && !(t.han && closes(word[n:])) {
			fit = n
		}
		if n > 0 && used > width {
			if fit == 0 {
				fit = n // nothing but such signs
			}
			return fit
		}
		n += len(cluster)
	}
	return n
}

// balanced breaks like lines and then evens out a short text, so that a
// heading does not end in one lonely word.
func (t *typesetter) balanced(s string, st style, width float64) []textLine {
	best := t.lines(s, st, width)
	if len(best) < 2 || len(best) > 4 {
		return best
	}
	low, high := width/2, width
	for high-low > 4 {
		middle := (low + high) / 2
		if got := t.lines(s, st, middle); len(got) <= len(best) {
			best, high = got, middle
		} else {
			low = middle
		}
	}
	return best
}

// prose breaks like lines, a little narrower where that spares a last line
// with next to nothing on it.
func (t *typesetter) prose(s string, st style, width float64) []textLine {
	first := t.lines(s, st, width)
	n := len(first)
	if n < 2 || n > 8 || first[n-1].width >= .15*width {
		return first
	}
	for _, share := range [...]float64{.97, .94, .91, .88, .84, .8} {
		if got := t.lines(s, st, share*width); len(got) == n && got[n-1].width >= .15*width {
			return got
		}
	}
	return first
}

// run is a stretch of text in one typeface.
type run struct {
	text   string // as it reads
	script int
	x      float64 // from the start of the text
}

// runs splits a cleaned text by the typefaces that have its runes.
func (t *fontSet) runs(s string, st style) []run {
	var out []run
	start, x, next := 0, 0.0, 0.0
	current := -1
	for i, r := range s {
		if script := t.scriptOf(r); script != current {
			if i > start {
				out = append(out, run{written(s[start:i]), current, x})
			}
			start, x, current = i, next, script
		}
		next += float64(t.advance(st.face, r)) * st.size / 1000
	}
	if start < len(s) {
		out = append(out, run{written(s[start:]), current, x})
	}
	return out
}

// fit shortens a text to one line of at most width, with an ellipsis.
func (t *typesetter) fit(s string, st style, width float64) string {
	s = strings.ReplaceAll(t.clean(s), "\n", " ")
	if t.width(s, st) <= width {
		return s
	}
	room, used := width-t.width("…", st), 0.0
	for i, r := range s {
		used += float64(t.advance(st.face, r)) * st.size / 1000
		if used > room {
			return s[:i] + "…"
		}
	}
	return s + "…"
}
