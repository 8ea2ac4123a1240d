package pdf

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// shared is the punctuation that is narrow among Latin letters and wide among
// Chinese characters.
var shared = [...]rune{'‘', '’', '“', '”', '…', '—', '·'}

// narrow is the first of the private runes that stand for the narrow forms in
// a Chinese text, from its cleaning to its drawing.
const narrow = 0xE000

func isShared(r rune) bool { return slices.Contains(shared[:], r) }

func isTwin(r rune) bool { return r >= narrow && r < narrow+rune(len(shared)) }

// written returns a cleaned text as it reads.
func written(s string) string {
	if !strings.ContainsFunc(s, isTwin) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if isTwin(r) {
			return shared[r-narrow]
		}
		return r
	}, s)
}

// twinned puts the narrow forms where punctuation stands among Latin.
func twinned(s string) string {
	if !strings.ContainsFunc(s, isShared) {
		return s
	}
	all := strings.ContainsFunc(s, wide)
	var b strings.Builder
	for i, r := range s {
		at := slices.Index(shared[:], r)
		if at >= 0 && (!all || amongLatin(s[:i], s[i+utf8.RuneLen(r):])) {
			r = narrow + rune(at)
		}
		b.WriteRune(r)
	}
	return b.String()
}

// wide reports Chinese characters and their punctuation.
func wide(r rune) bool {
	return unicode.Is(unicode.Han, r) || r >= 0x3000 && r < 0x3040 || r >= 0xFF00 && r < 0xFFF0
}

// amongLatin reports whether what surrounds a sign is Latin on both sides; the
// edge of a text is as its other side.
func amongLatin(before, after string) bool {
	left, n := utf8.DecodeLastRuneInString(strings.TrimRightFunc(before, neutral))
	right, m := utf8.DecodeRuneInString(strings.TrimLeftFunc(after, neutral))
	return (n == 0 || !wide(left)) && (m == 0 || !wide(right)) && n+m > 0
}

func neutral(r rune) bool { return unicode.IsSpace(r) || isShared(r) }

// closing is punctuation whose right half is empty.
const closing = "，。、；：）》〉」』】〕”’"

// closes reports whether a text begins with a sign that begins no line.
func closes(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune(closing+"！？", r)
}

// slackEnd is the empty room at the end of a line in Chinese, as a share of
// the size: half of a sign that closes.
func (t *typesetter) slackEnd(s string) float64 {
	r, _ := utf8.DecodeLastRuneInString(s)
	if t.han && t.scriptOf(r) == chinese && strings.ContainsRune(closing, r) {
		return .5
	}
	return 0
}
