package api

import (
	"net/url"
	"strconv"
	"strings"
)

// pointer is an RFC 6901 JSON pointer in its URI fragment form, such as
// "#/responses/an01".
type pointer string

const root pointer = "#"

// key returns the pointer to a member of the object that p points to.
func (p pointer) key(name string) pointer {
	if !strings.ContainsFunc(name, escapable) {
		return p + "/" + pointer(name)
	}
	escaped := strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
	return p + "/" + pointer((&url.URL{Fragment: escaped}).EscapedFragment())
}

// escapable reports whether the character is outside the alphabet of base64url,
// which no pointer or path has to escape.
func escapable(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '_' && r != '-'
}

// index returns the pointer to an element of the array that p points to.
func (p pointer) index(i int) pointer { return p + "/" + pointer(strconv.Itoa(i)) }

// within reports whether p is q or lies below it.
func (p pointer) within(q pointer) bool {
	return p == q || strings.HasPrefix(string(p), string(q)+"/")
}
