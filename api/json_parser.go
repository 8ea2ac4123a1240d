package api

import (
	"bytes"
	"fmt"
)

// parser goes through valid UTF-8 once. It is written out because saving a
// response, the call that is made most, spends more time on its body than on
// anything else here, and the standard decoder cannot tell what is refused
// here without further passes.
type parser struct {
	data []byte
	at   int // of the next byte
}

// next returns the next byte without taking it; 0 at the end.
func (p *parser) next() byte {
	if p.at < len(p.data) {
		return p.data[p.at]
	}
	return 0
}

// take takes the next byte if it is c.
func (p *parser) take(c byte) bool {
	if p.next() != c {
		return false
	}
	p.at++
	return true
}

func (p *parser) space() {
	for p.at < len(p.data) {
		switch p.data[p.at] {
		case ' ', '\t', '\r', '\n':
			p.at++
		default:
			return
		}
	}
}

// value reads a value that stands within depth arrays and objects.
func (p *parser) value(depth int) (value, error) {
	switch c := p.next(); {
	case c == '"':
		s, err := p.text()
		return value{kind: text, text: s}, err
	case c == '{' || c == '[':
		if depth == maxDepth {
			return value{}, malformed(fmt.Sprintf("The body nests deeper than %d levels.", maxDepth))
		}
		p.at++
		if c == '[' {
			return p.array(depth + 1)
		}
		return p.object(depth + 1)
	case c == '-' || isDigit(c):
		return p.number()
	case p.word("true"):
		return value{kind: boolean, truth: true}, nil
	case p.word("false"):
		return value{kind: boolean}, nil
	case p.word("null"):
		return value{kind: null}, nil
	}
	return value{}, notOne()
}

func (p *parser) word(w string) bool {
	if !bytes.HasPrefix(p.data[p.at:], []byte(w)) {
		return false
	}
	p.at += len(w)
	return true
}

// array reads what follows its opening bracket.
func (p *parser) array(depth int) (value, error) {
	v := value{kind: array}
	if p.space(); p.take(']') {
		return v, nil
	}
	for {
		p.space()
		item, err := p.value(depth)
		if err != nil {
			return value{}, err
		}
		v.items = append(v.items, item)
		if p.space(); p.take(']') {
			return v, nil
		}
		if !p.take(',') {
			return value{}, notOne()
		}
	}
}

// object reads what follows its opening bracket.
func (p *parser) object(depth int) (value, error) {
	v := value{kind: object}
	if p.space(); p.take('}') {
		return v, nil
	}
	for {
		m, err := p.member(depth)
		if err != nil {
			return value{}, err
		}
		v.members = append(v.members, m)
		if p.space(); p.take('}') {
			return v, unique(v.members)
		}
		if !p.take(',') {
			return value{}, notOne()
		}
	}
}

func (p *parser) member(depth int) (member, error) {
	if p.space(); p.next() != '"' {
		return member{}, notOne()
	}
	name, err := p.text()
	if err != nil {
		return member{}, err
	}
	if p.space(); !p.take(':') {
		return member{}, notOne()
	}
	p.space()
	of, err := p.value(depth)
	return member{name, of}, err
}

// unique refuses two members of one name.
func unique(members []member) error {
	seen := make(map[string]bool, len(members))
	for _, m := range members {
		if seen[m.name] {
			return malformed("An object has two members of the same name.")
		}
		seen[m.name] = true
	}
	return nil
}

// number reads a number, whose literal is kept.
func (p *parser) number() (value, error) {
	start := p.at
	p.take('-')
	ok := p.take('0') || p.digits()
	if ok && p.take('.') {
		ok = p.digits()
	}
	if ok && (p.take('e') || p.take('E')) {
		_ = p.take('+') || p.take('-')
		ok = p.digits()
	}
	if !ok {
		return value{}, notOne()
	}
	return value{kind: number, text: string(p.data[start:p.at])}, nil
}

// digits takes one digit or more.
func (p *parser) digits() bool {
	start := p.at
	for isDigit(p.next()) {
		p.at++
	}
	return p.at > start
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
