package content

import (
	"errors"
	"fmt"
	"strings"
)

// template is a text with its {name} placeholders taken apart: parts[i] stands
// before the placeholder names[i], and one part more ends it.
type template struct {
	parts []string
	names []string
}

// parseTemplate takes a text apart. There is no way to write a brace itself:
// no text for people needs one.
func parseTemplate(text string) (template, error) {
	var t template
	for {
		open := strings.IndexAny(text, "{}")
		if open < 0 {
			t.parts = append(t.parts, text)
			return t, nil
		}
		if text[open] == '}' {
			return t, errors.New("a brace } closes nothing: delete it")
		}
		end := strings.IndexAny(text[open+1:], "{}")
		if end < 0 || text[open+1+end] == '{' {
			return t, errors.New("a brace { is never closed: write a placeholder as {name}")
		}
		name := text[open+1 : open+1+end]
		if !placeholder(name) {
			return t, fmt.Errorf("{%s} is no placeholder: write a name of lower-case letters and _ between the braces", name)
		}
		t.parts = append(t.parts, text[:open])
		t.names = append(t.names, name)
		text = text[open+1+end+1:]
	}
}

func placeholder(name string) bool {
	for i, c := range []byte(name) {
		if (c < 'a' || c > 'z') && (i == 0 || c != '_' && (c < '0' || c > '9')) {
			return false
		}
	}
	return name != ""
}

// fill replaces each placeholder by what value gives for its name. A name
// without a value stays as it was written, so that the fault is seen.
func (t template) fill(value func(name string) (string, bool)) string {
	if len(t.names) == 0 {
		return t.parts[0]
	}
	var b strings.Builder
	for i, name := range t.names {
		b.WriteString(t.parts[i])
		if v, ok := value(name); ok {
			b.WriteString(v)
			continue
		}
		b.WriteString("{" + name + "}")
	}
	b.WriteString(t.parts[len(t.names)])
	return b.String()
}
