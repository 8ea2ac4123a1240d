package prose

import (
	"strings"
	"unicode"
)

// Words splits a text into its words in lower case: runs of letters and
// digits, with apostrophes and hyphens inside them. Curly apostrophes become
// straight ones. Each Han character is a word of its own.
func Words(text string) []string {
	var words []string
	var word []rune
	end := func() {
		if trimmed := strings.Trim(string(word), "'-"); trimmed != "" {
			words = append(words, trimmed)
		}
		word = word[:0]
	}
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Han, r):
			end()
			words = append(words, string(r))
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
			word = append(word, unicode.ToLower(r))
		case r == '\'', r == '’', r == '-':
			word = append(word, plain(r))
		default:
			end()
		}
	}
	end()
	return words
}

func plain(r rune) rune {
	if r == '’' {
		return '\''
	}
	return r
}
