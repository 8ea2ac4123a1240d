package api

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// text reads a string from its opening quotation mark on.
func (p *parser) text() (string, error) {
	p.at++
	start := p.at
	for p.at < len(p.data) {
		switch c := p.data[p.at]; {
		case c == '"':
			s := string(p.data[start:p.at])
			p.at++
			return s, nil
		case c == '\\':
			return p.escapedText(p.data[start:p.at])
		case c < ' ':
			return "", notOne()
		}
		p.at++
	}
	return "", notOne()
}

// escapedText reads on from the first escape of a string.
func (p *parser) escapedText(before []byte) (string, error) {
	out := append([]byte(nil), before...)
	for p.at < len(p.data) {
		c := p.data[p.at]
		p.at++
		switch {
		case c == '"':
			return string(out), nil
		case c < ' ':
			return "", notOne()
		case c != '\\':
			out = append(out, c)
			continue
		}
		r, err := p.escape()
		if err != nil {
			return "", err
		}
		out = utf8.AppendRune(out, r)
	}
	return "", notOne()
}

// escape reads what follows a backslash.
func (p *parser) escape() (rune, error) {
	c := p.next()
	p.at++
	if at := strings.IndexByte(`"\/bfnrt`, c); at >= 0 {
		return rune("\"\\/\b\f\n\r\t"[at]), nil
	}
	if c != 'u' {
		return 0, notOne()
	}
	first, err := p.unit()
	if err != nil || !utf16.IsSurrogate(first) {
		return first, err
	}
	half := malformed("A string holds half of a surrogate pair.")
	if !p.word(`\u`) {
		return 0, half
	}
	second, err := p.unit()
	if err != nil {
		return 0, err
	}
	r := utf16.DecodeRune(first, second)
	if r == utf8.RuneError {
		return 0, half
	}
	return r, nil
}

// unit reads the four hexadecimal digits of a UTF-16 code unit.
func (p *parser) unit() (rune, error) {
	if len(p.data)-p.at < 4 {
		return 0, notOne()
	}
	n, err := strconv.ParseUint(string(p.data[p.at:p.at+4]), 16, 16)
	if err != nil {
		return 0, notOne()
	}
	p.at += 4
	return rune(n), nil
}
