package dataset

import (
	"bytes"
	"errors"
)

var (
	errBareQuote = errors.New(`a quote stands inside an unquoted field; quote the whole field and double the quotes in it`)
	errNotClosed = errors.New(`a quoted field is not closed`)
	errAfter     = errors.New(`something stands between a closing quote and the next comma; double the quotes inside a quoted field`)
)

// field is one cell of a record.
type field struct {
	text    []byte // without the quotes around it
	escaped bool   // text holds doubled quotes
	end     int    // offset after the cell itself
	next    int    // offset of what follows its comma or line end
	last    bool   // it ends its record
}

// value undoes the doubling of quotes.
func (f field) value() []byte {
	if !f.escaped {
		return f.text
	}
	return bytes.ReplaceAll(f.text, []byte(`""`), []byte(`"`))
}

// fieldAt reads the field of data that begins at the offset, which may be the
// end of data: then it is an empty one.
func fieldAt(data []byte, at int) (field, error) {
	if at < len(data) && data[at] == '"' {
		return quotedAt(data, at)
	}
	for i := at; i < len(data); i++ {
		switch data[i] {
		case ',':
			return field{text: data[at:i], end: i, next: i + 1}, nil
		case '\n':
			end := beforeReturn(data, at, i)
			return field{text: data[at:end], end: end, next: i + 1, last: true}, nil
		case '"':
			return field{}, errBareQuote
		}
	}
	end := beforeReturn(data, at, len(data))
	return field{text: data[at:end], end: end, next: len(data), last: true}, nil
}

func quotedAt(data []byte, at int) (field, error) {
	f := field{}
	start := at + 1
	for i := start; ; i += 2 {
		n := bytes.IndexByte(data[i:], '"')
		if n < 0 {
			return field{}, errNotClosed
		}
		i += n
		if i+1 < len(data) && data[i+1] == '"' {
			f.escaped = true
			continue
		}
		f.text, f.end = data[start:i], i+1
		return f.closed(data)
	}
}

// closed looks at what follows the closing quote.
func (f field) closed(data []byte) (field, error) {
	if f.end < len(data) && data[f.end] == ',' {
		f.next = f.end + 1
		return f, nil
	}
	n, ok := lineEnd(data[f.end:])
	if !ok {
		return field{}, errAfter
	}
	f.next, f.last = f.end+n, true
	return f, nil
}

// lineEnd reports whether the data begin with the end of a line, or have
// ended, and how long it is. A return at the very end counts as one.
func lineEnd(data []byte) (length int, ok bool) {
	switch {
	case len(data) == 0:
		return 0, true
	case data[0] == '\n':
		return 1, true
	case data[0] == '\r' && len(data) == 1:
		return 1, true
	case data[0] == '\r' && data[1] == '\n':
		return 2, true
	}
	return 0, false
}

func beforeReturn(data []byte, from, to int) int {
	if to > from && data[to-1] == '\r' {
		return to - 1
	}
	return to
}
