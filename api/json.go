package api

import "unicode/utf8"

// maxDepth is how deep arrays and objects may nest.
const maxDepth = 32

type kind string

const (
	null    kind = "null"
	boolean kind = "a boolean"
	number  kind = "a number"
	text    kind = "a string"
	array   kind = "an array"
	object  kind = "an object"
)

// value is a JSON text as it was written.
type value struct {
	kind    kind
	truth   bool
	text    string // of a string, or the literal of a number
	items   []value
	members []member // in their order, names unique
}

type member struct {
	name  string
	value value
}

// parseJSON reads exactly one JSON text. Beyond RFC 8259 it refuses broken
// UTF-8, lone surrogates, two members of one name and deep nesting. Every
// error is errMalformed and repeats nothing of the text.
func parseJSON(data []byte) (value, error) {
	if !utf8.Valid(data) {
		return value{}, malformed("The body is not valid UTF-8.")
	}
	p := parser{data: data}
	p.space()
	if p.at == len(data) {
		return value{}, malformed("The body is empty; send a JSON object.")
	}
	v, err := p.value(0)
	if err != nil {
		return value{}, err
	}
	if p.space(); p.at < len(data) {
		return value{}, notOne()
	}
	return v, nil
}

func notOne() error { return malformed("The body is not one JSON value.") }
