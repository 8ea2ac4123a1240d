package calendar

import (
	"io"
	"strings"
	"unicode/utf8"
)

// lineOctets is the longest line, its end left aside (RFC 5545, 3.1).
const lineOctets = 75

// lines writes content lines. It keeps the first error.
type lines struct {
	w   io.Writer
	err error
}

// line writes "name:value" as it stands, folded, and ended by CRLF.
func (l *lines) line(name, value string) {
	if l.err == nil {
		_, l.err = io.WriteString(l.w, fold(name+":"+value))
	}
}

// text escapes a value of type TEXT (RFC 5545, 3.3.11).
func (l *lines) text(name, value string) { l.line(name, escape(value)) }

var escaper = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`)

// escape also drops control characters, which TEXT may not hold, and replaces
// what is not UTF-8.
func escape(s string) string {
	s = escaper.Replace(strings.ToValidUTF8(s, "\uFFFD"))
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, s)
}

// fold breaks a line where it would be longer than lineOctets, between
// characters. What goes on begins with a space, which counts.
func fold(s string) string {
	var b strings.Builder
	room := lineOctets
	for _, r := range s {
		if n := utf8.RuneLen(r); n > room {
			b.WriteString("\r\n ")
			room = lineOctets - 1 - n
		} else {
			room -= n
		}
		b.WriteRune(r)
	}
	b.WriteString("\r\n")
	return b.String()
}
