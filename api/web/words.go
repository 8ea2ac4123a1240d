package web

import (
	"fmt"
	"html/template"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
)

// functions are what templates can call, with the words of one locale.
func functions(texts quiz.Texts, l quiz.Locale, files *assets) template.FuncMap {
	return template.FuncMap{
		"t": func(key string, pairs ...any) (any, error) {
			args, err := arguments(pairs)
			return dated(texts, l, key, args), err
		},
		"asset":    files.path,
		"iso":      func(t time.Time) string { return t.UTC().Format(time.DateOnly) },
		"moment":   func(t *time.Time) time.Time { return *t },
		"date":     date,
		"labelled": func(labels map[string]string, it any) labelled { return labelled{labels, it} },
		"mark":     func() template.HTML { return waves(0) },
	}
}

// dayText holds a day alone.
const dayText = "kept.day"

// dated fills a text. A day in it becomes an element that programs read as well
// as people.
func dated(texts quiz.Texts, l quiz.Locale, key string, args []quiz.Arg) any {
	var tags []string
	for i, arg := range args {
		day, ok := arg.Value.(time.Time)
		if !ok {
			continue
		}
		mark := fmt.Sprintf("\x00%d\x00", i) // no text holds it
		words := texts.Text(l, dayText, quiz.Arg{Name: "date", Value: day})
		tags = append(tags, mark, fmt.Sprintf(`<time datetime="%s">%s</time>`, day.UTC().Format(time.DateOnly), template.HTMLEscapeString(words)))
		args[i].Value = mark
	}
	text := texts.Text(l, key, args...)
	if tags == nil {
		return text
	}
	return template.HTML(strings.NewReplacer(tags...).Replace(escaped(text))) // #nosec G203 -- every part is escaped
}

// escaped is template.HTMLEscapeString for texts with marks, which it would
// replace.
func escaped(text string) string {
	parts := strings.Split(text, "\x00")
	for i := range parts {
		parts[i] = template.HTMLEscapeString(parts[i])
	}
	return strings.Join(parts, "\x00")
}

// date reads a date of the content, so that a text can write it as its
// language does; what is none is shown as it is.
func date(s string) any {
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return t
	}
	return s
}

// labelled hands a shared part the words of the playbook's frame beside what
// it shows.
type labelled struct {
	L  map[string]string
	It any
}

// arguments turns name, value, name, value into placeholders.
func arguments(pairs []any) ([]quiz.Arg, error) {
	if len(pairs)%2 != 0 {
		return nil, fmt.Errorf("a text needs pairs of name and value, not %d arguments", len(pairs))
	}
	args := make([]quiz.Arg, 0, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("a text's placeholder must be named by a string, not %T", pairs[i])
		}
		args = append(args, quiz.Arg{Name: name, Value: pairs[i+1]})
	}
	return args, nil
}

// consent is the instrument's consent text with the place of the link to the
// notice.
type consent struct {
	Version       string
	Before, After string
	Notice        string // address
}

// consentOf fills the placeholders {controller} and {notice}.
func (s *Site) consentOf(c echo.Context, in *quiz.Instrument, l quiz.Locale) consent {
	who := s.responsible(c)
	text := strings.ReplaceAll(in.Texts[l].Consent, "{controller}", who.controller)
	before, after, linked := strings.Cut(text, "{notice}")
	if !linked {
		before = strings.TrimSpace(before) + " "
	}
	return consent{Version: in.Consent, Before: before, After: after, Notice: who.notice}
}
