package reference

import (
	"html"
	"html/template"
	"strings"
)

// prose renders what a description holds: paragraphs, lists of "- " lines that
// may go on, and `code`.
func prose(text string) template.HTML {
	var b strings.Builder
	for block := range strings.SplitSeq(strings.TrimSpace(text), "\n\n") {
		before, list, found := cutList(block)
		if before != "" {
			b.WriteString("<p>" + inline(before) + "</p>\n")
		}
		if !found {
			continue
		}
		b.WriteString("<ul>\n")
		for item := range strings.SplitSeq(list, "\n- ") {
			b.WriteString("<li>" + inline(item) + "</li>\n")
		}
		b.WriteString("</ul>\n")
	}
	return template.HTML(b.String()) // #nosec G203 -- every text in it went through inline
}

// cutList parts a block before its first line of a list.
func cutList(block string) (before, list string, found bool) {
	if list, found = strings.CutPrefix(block, "- "); found {
		return "", list, true
	}
	return strings.Cut(block, "\n- ")
}

// inline escapes the text; every second part between backquotes is code.
func inline(text string) string {
	parts := strings.Split(text, "`")
	if len(parts)%2 == 0 {
		return html.EscapeString(text)
	}
	for i, part := range parts {
		parts[i] = html.EscapeString(part)
		if i%2 == 1 {
			parts[i] = "<code>" + parts[i] + "</code>"
		}
	}
	return strings.Join(parts, "")
}
