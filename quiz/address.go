package quiz

import (
	"errors"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ErrAddress: this is no address that a letter could reach.
var ErrAddress = errors.New("not a mail address")

// Lengths that RFC 5321 allows.
const (
	maxAddress = 254
	maxLocal   = 64
	maxDomain  = 253
	maxLabel   = 63
)

var (
	// localShape is RFC 5322's dot-atom.
	localShape = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$")
	labelShape = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?$`)
)

// nowhere lists top-level names that lead to no mail server of the Internet,
// among them those that would lead into the operator's own network.
func nowhere() []string {
	return []string{"arpa", "home", "internal", "invalid", "lan", "local", "localhost", "onion"}
}

// ParseAddress accepts a mail address as people type it into a form, spaces
// around it included, and returns it with its domain in lower case. It takes
// less than the standards do: no names, comments, quotes, address literals or
// hosts without a dot, and nothing before the @ but ASCII, which not every
// server on the way could carry. Domains may be in any script. Whatever it
// accepts is one line without spaces or angle brackets, safe in a header and
// in a command.
func ParseAddress(typed string) (string, error) {
	s := strings.TrimSpace(typed)
	parsed, err := mail.ParseAddress(s)
	if err != nil || parsed.Name != "" || parsed.Address != s {
		return "", ErrAddress
	}
	at := strings.LastIndexByte(s, '@')
	local, domain := s[:at], strings.ToLower(s[at+1:])
	if len(s) > maxAddress || len(local) > maxLocal || !localShape.MatchString(local) || !validDomain(domain) {
		return "", ErrAddress
	}
	return local + "@" + domain, nil
}

func validDomain(domain string) bool {
	labels := strings.Split(domain, ".")
	last := labels[len(labels)-1]
	if len(domain) > maxDomain || len(labels) < 2 || slices.Contains(nowhere(), last) {
		return false
	}
	digits := func(r rune) bool { return r < '0' || r > '9' }
	return strings.ContainsFunc(last, digits) && !slices.ContainsFunc(labels, func(l string) bool { return !validLabel(l) })
}

// validLabel takes letters, digits and hyphens of ASCII, or letters, marks and
// digits of any script.
func validLabel(l string) bool {
	if len(l) > maxLabel || !utf8.ValidString(l) {
		return false
	}
	ascii := !strings.ContainsFunc(l, func(r rune) bool { return r >= utf8.RuneSelf })
	if ascii {
		return labelShape.MatchString(l)
	}
	strange := func(r rune) bool { return r != '-' && !unicode.In(r, unicode.Letter, unicode.Mark, unicode.Nd) }
	return !strings.ContainsFunc(l, strange) && l[0] != '-' && l[len(l)-1] != '-'
}
