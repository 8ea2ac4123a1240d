package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

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
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		return value{}, malformed("The body is empty; send a JSON object.")
	case !utf8.Valid(data):
		return value{}, malformed("The body is not valid UTF-8.")
	case depth(data) > maxDepth:
		return value{}, malformed(fmt.Sprintf("The body nests deeper than %d levels.", maxDepth))
	case !json.Valid(data):
		return value{}, malformed("The body is not one JSON value.")
	case loneSurrogate(data):
		return value{}, malformed("A string holds half of a surrogate pair.")
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	return parseValue(d)
}

// parseValue reads the next value; the text is known to be valid JSON.
func parseValue(d *json.Decoder) (value, error) {
	token, err := d.Token()
	if err != nil {
		return value{}, malformed("The body is not one JSON value.")
	}
	switch t := token.(type) {
	case bool:
		return value{kind: boolean, truth: t}, nil
	case json.Number:
		return value{kind: number, text: t.String()}, nil
	case string:
		return value{kind: text, text: t}, nil
	case json.Delim:
		if t == '[' {
			return parseArray(d)
		}
		return parseObject(d)
	}
	return value{kind: null}, nil
}

func parseArray(d *json.Decoder) (value, error) {
	v := value{kind: array}
	for d.More() {
		item, err := parseValue(d)
		if err != nil {
			return value{}, err
		}
		v.items = append(v.items, item)
	}
	return v, end(d)
}

func parseObject(d *json.Decoder) (value, error) {
	v := value{kind: object}
	seen := map[string]bool{}
	for d.More() {
		name, err := parseValue(d)
		if err != nil {
			return value{}, err
		}
		if seen[name.text] {
			return value{}, malformed("An object has two members of the same name.")
		}
		seen[name.text] = true
		of, err := parseValue(d)
		if err != nil {
			return value{}, err
		}
		v.members = append(v.members, member{name.text, of})
	}
	return v, end(d)
}

// end reads the bracket that closes an array or object.
func end(d *json.Decoder) error {
	if _, err := d.Token(); err != nil {
		return malformed("The body is not one JSON value.")
	}
	return nil
}

// depth returns how deep the brackets outside strings nest.
func depth(data []byte) int {
	deepest, now, quoted := 0, 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[' || c == '{':
			now++
			deepest = max(deepest, now)
		case c == ']' || c == '}':
			now--
		}
	}
	return deepest
}

// loneSurrogate reports whether valid JSON escapes half of a surrogate pair,
// which encoding/json would silently replace.
func loneSurrogate(data []byte) bool {
	for i := 0; i < len(data); i++ {
		if data[i] != '\\' {
			continue
		}
		first, ok := escaped(data[i:])
		if !ok {
			i++
			continue
		}
		i += len(`\uXXXX`) - 1
		if !utf16.IsSurrogate(first) {
			continue
		}
		second, ok := escaped(data[i+1:])
		if !ok || utf16.DecodeRune(first, second) == utf8.RuneError {
			return true
		}
		i += len(`\uXXXX`)
	}
	return false
}

// escaped reads an escape of the form \uXXXX at the start of b.
func escaped(b []byte) (rune, bool) {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(b[2:6]), 16, 16)
	return rune(n), err == nil
}
