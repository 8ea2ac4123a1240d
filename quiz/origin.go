package quiz

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

var topicShape = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,63}$`)

// Valid reports whether the id has the form of a topic's; there need not be
// such a topic.
func (id TopicID) Valid() bool { return topicShape.MatchString(string(id)) }

// MaxArticle is the most characters that a link may say about the page that
// it stands on.
const MaxArticle = 200

// ValidArticle reports whether s can name the page that sent a visitor: at most
// MaxArticle characters of valid text without ASCII controls, which not every
// store can keep; empty included.
func ValidArticle(s string) bool {
	control := func(r rune) bool { return r < ' ' || r == 0x7f }
	return utf8.ValidString(s) && utf8.RuneCountInString(s) <= MaxArticle && !strings.ContainsFunc(s, control)
}
