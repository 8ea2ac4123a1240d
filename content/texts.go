package content

import (
	"slices"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"github.com/attune-quiz/attune/quiz"
)

// catalogue implements quiz.Texts. It never changes once built.
type catalogue struct {
	locales  []quiz.Locale // the default first
	matcher  language.Matcher
	messages map[quiz.Locale]map[string]message
}

var _ quiz.Texts = (*catalogue)(nil)

// message is one text ready to be filled.
type message struct {
	language language.Tag // of the words, which may stand in for another's
	plain    template
	plural   map[plural.Form]template // nil where one form serves every number
}

// pluralForms are the names of the forms, as CLDR has them.
var pluralForms = map[string]plural.Form{
	"zero": plural.Zero, "one": plural.One, "two": plural.Two,
	"few": plural.Few, "many": plural.Many, "other": plural.Other,
}

// newCatalogue compiles the words of every language and lets the default stand
// in for what another lacks. Texts that cannot be compiled were reported, and
// are left out.
func newCatalogue(files map[quiz.Locale]LocaleFile) *catalogue {
	c := &catalogue{locales: inOrder(files), messages: map[quiz.Locale]map[string]message{}}
	var tags []language.Tag
	for _, locale := range c.locales {
		tag := language.Make(string(locale))
		tags = append(tags, tag)
		c.messages[locale] = compileLocale(tag, files[locale])
	}
	for _, locale := range c.locales {
		for _, other := range c.locales {
			for key, m := range c.messages[other] {
				if _, ok := c.messages[locale][key]; !ok {
					c.messages[locale][key] = m
				}
			}
		}
	}
	if len(tags) > 0 {
		c.matcher = language.NewMatcher(tags)
	}
	return c
}

func compileLocale(tag language.Tag, file LocaleFile) map[string]message {
	out := map[string]message{}
	for group, texts := range file {
		for key, text := range texts {
			if m, err := compileMessage(tag, text); err == nil {
				out[group+"."+key] = m
			}
		}
	}
	return out
}

// compileMessage takes a string, or a map of plural forms.
func compileMessage(tag language.Tag, text any) (message, error) {
	m := message{language: tag}
	var err error
	switch text := text.(type) {
	case string:
		m.plain, err = parseTemplate(text)
	case map[string]string:
		m.plural = map[plural.Form]template{}
		for name, form := range text {
			t, formErr := parseTemplate(form)
			if formErr != nil {
				return m, formErr
			}
			if f, ok := pluralForms[name]; ok {
				m.plural[f] = t
			}
		}
		m.plain, err = parseTemplate(text["other"])
	}
	return m, err
}

// Locales lists what there is, the default first.
func (c *catalogue) Locales() []quiz.Locale { return slices.Clone(c.locales) }

// Match returns the best locale for preferences in order of weight.
func (c *catalogue) Match(preferences ...string) quiz.Locale {
	if len(c.locales) == 0 {
		return DefaultLocale
	}
	if len(preferences) > 0 && slices.Contains(c.locales, quiz.Locale(preferences[0])) {
		return quiz.Locale(preferences[0])
	}
	for _, preference := range preferences {
		tags, _, err := language.ParseAcceptLanguage(preference)
		if err != nil || len(tags) == 0 {
			continue
		}
		if _, i, confidence := c.matcher.Match(tags...); confidence > language.No {
			return c.locales[i]
		}
	}
	return c.locales[0]
}

// Text returns the text of a key, filled.
func (c *catalogue) Text(locale quiz.Locale, key string, args ...quiz.Arg) string {
	messages, ok := c.messages[locale]
	if !ok && len(c.locales) > 0 {
		messages = c.messages[c.locales[0]]
	}
	m, ok := messages[key]
	if !ok {
		return key
	}
	return m.form(args).fill(func(name string) (string, bool) {
		for _, arg := range args {
			if arg.Name == name {
				return c.format(locale, arg.Value)
			}
		}
		return "", false
	})
}

// form picks the plural form by the argument "count".
func (m message) form(args []quiz.Arg) template {
	if m.plural == nil {
		return m.plain
	}
	for _, arg := range args {
		count, ok := arg.Value.(int)
		if arg.Name != "count" || !ok {
			continue
		}
		if count < 0 {
			count = -count
		}
		if t, ok := m.plural[plural.Cardinal.MatchPlural(m.language, count, 0, 0, 0, 0)]; ok {
			return t
		}
	}
	return m.plain
}
