package pdf

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/attune-quiz/attune/internal/fonts"
)

// clean returns s with nothing in it that the fonts cannot draw: newlines
// stay, other white space becomes a space, what is invisible by its nature
// goes, and whatever else has no glyph, broken UTF-8 among it, becomes
// fonts.Missing and is counted.
//
// In a Chinese text punctuation among Latin letters is written as its narrow
// twin; see written.
func (t *typesetter) clean(s string) string {
	if t.han {
		return twinned(t.cleaned(s))
	}
	return t.cleaned(s)
}

func (t *typesetter) cleaned(s string) string {
	if t.drawable(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i, r := range s {
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], string(utf8.RuneError)):
			t.replace(&b) // a byte that is no UTF-8
		case r == '\n' || t.has(r) && !isTwin(r):
			b.WriteRune(r)
		case r == '\r' || invisible(r):
		case r == '\u2028' || r == '\u2029' || r == '\v' || r == '\f' || r == '\u0085':
			b.WriteByte('\n')
		case r == '\t' || unicode.Is(unicode.Zs, r):
			b.WriteByte(' ')
		default:
			t.replace(&b)
		}
	}
	return b.String()
}

func (t *typesetter) replace(b *strings.Builder) {
	t.replaced++
	b.WriteRune(fonts.Missing)
}

// drawable reports whether s can be drawn as it is.
func (t *typesetter) drawable(s string) bool {
	for _, r := range s {
		if r != '\n' && !t.has(r) || r == utf8.RuneError || isTwin(r) {
			return false
		}
	}
	return true
}

// invisible reports runes that show nothing by themselves: joiners, direction
// marks, variation selectors, the soft hyphen, the byte order mark.
func invisible(r rune) bool {
	switch {
	case r == 0xAD, r == 0x034F, r == 0xFEFF, r == 0x180E:
		return true
	case r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x206F:
		return true
	case r >= 0xFE00 && r <= 0xFE0F, r >= 0xE0000 && r <= 0xE0FFF:
		return true
	}
	return false
}
