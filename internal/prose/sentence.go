package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sentences splits a text at . ! ? and … where white space or the end of the
// text follows, closing quotes and brackets between, and at their full-width
// kin wherever they stand. A text without an end mark is one sentence. A
// quoted question ends a sentence, since readers stop there too.
func Sentences(text string) []string {
	var out []string
	begin := 0
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		i += size
		if !strings.ContainsRune(".!?…。！？；", r) {
			continue
		}
		rest := strings.TrimLeft(text[i:], "\"'”’)」』）.!?…。！？；")
		next, _ := utf8.DecodeRuneInString(rest)
		if strings.ContainsRune(".!?…", r) && rest != "" && !unicode.IsSpace(next) {
			continue
		}
		i = len(text) - len(rest)
		out = keep(out, text[begin:i])
		begin = i
	}
	return keep(out, text[begin:])
}

// Clauses splits a text at every mark that lets the reader breathe.
func Clauses(text string) []string {
	var out []string
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool {
		return unicode.IsPunct(r) && r != '\'' && r != '’' && r != '-' || r == '\n'
	}) {
		out = keep(out, part)
	}
	return out
}

// keep appends what holds at least one word.
func keep(list []string, s string) []string {
	if s = strings.TrimSpace(s); len(Words(s)) == 0 {
		return list
	}
	return append(list, s)
}
