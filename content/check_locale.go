package content

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"github.com/attune-quiz/attune/quiz"
)

// readLocales reads the words of the interface in every language.
func (l *loader) readLocales(files texts) map[quiz.Locale]*wording[LocaleFile] {
	out := map[quiz.Locale]*wording[LocaleFile]{}
	for locale, names := range files {
		doc := readDocument(l.fsys, names[0], l.report)
		out[locale] = &wording[LocaleFile]{[]*document{doc}, decode[LocaleFile](doc, l.rules, l.report)}
	}
	return out
}

// checkLocales holds every language against the first.
func (l *loader) checkLocales(locales map[quiz.Locale]*wording[LocaleFile]) {
	order := inOrder(locales)
	for _, locale := range l.languages {
		w := locales[locale]
		if w == nil {
			l.errorf(place{file: fmt.Sprintf("locales/%s.yaml", locale)}, "missing texts: others are in %s, so write the words of the interface too", locale)
			continue
		}
		l.checkMessages(w, locale)
		gaps := 0
		for _, other := range order {
			if other != locale && w.readable() && locales[other].readable() {
				gaps += l.compareLocales(w, locale, locales[other], other)
			}
		}
		if gaps > 0 {
			l.warnf(w.docs[0].top(), "texts missing in %s: %d; those of another language stand in", locale, gaps)
		}
	}
}

// checkMessages looks at each text for itself.
func (l *loader) checkMessages(w *wording[LocaleFile], locale quiz.Locale) {
	for _, group := range slices.Sorted(maps.Keys(*w.text)) {
		for _, key := range names((*w.text)[group]) {
			switch text := (*w.text)[group][key].(type) {
			case string:
				l.checkTemplate(w, text, group, key)
			case map[string]string:
				l.checkPlural(w, locale, text, group, key)
			}
		}
	}
}

func (l *loader) checkPlural(w *wording[LocaleFile], locale quiz.Locale, forms map[string]string, group, key string) {
	if _, ok := forms["other"]; !ok {
		l.errorf(w.key(group, key), "plural forms need \"other\": add it, it serves every number without a form of its own")
	}
	for _, name := range names(forms) {
		if _, ok := pluralForms[name]; !ok {
			l.errorf(w.key(group, key, name), "unknown plural form %q: %s", name, didYouMean(name, names(pluralForms)))
		}
		l.checkTemplate(w, forms[name], group, key, name)
	}
	for _, name := range neededForms(language.Make(string(locale))) {
		if _, ok := forms[name]; !ok && name != "other" {
			l.errorf(w.key(group, key), "missing plural form %q: some numbers take it in %s; add it", name, locale)
		}
	}
}

// neededForms lists the plural forms that a language uses for whole numbers.
func neededForms(tag language.Tag) []string {
	used := map[plural.Form]bool{}
	for n := range 201 {
		used[plural.Cardinal.MatchPlural(tag, n, 0, 0, 0, 0)] = true
	}
	return slices.DeleteFunc(names(pluralForms), func(name string) bool { return !used[pluralForms[name]] })
}

func (l *loader) checkTemplate(w *wording[LocaleFile], text string, path ...any) {
	if _, err := parseTemplate(text); err != nil {
		l.errorf(w.at(path...), "%v", err)
	}
}

// compareLocales reports keys that only the other language has, and, against
// the default, placeholders that differ. It returns the number of keys missing.
func (l *loader) compareLocales(w *wording[LocaleFile], locale quiz.Locale, o *wording[LocaleFile], other quiz.Locale) int {
	gaps := 0
	for _, group := range slices.Sorted(maps.Keys(*o.text)) {
		for _, key := range names((*o.text)[group]) {
			theirs := (*o.text)[group][key]
			mine, ok := (*w.text)[group][key]
			if !ok {
				at := o.key(group, key)
				l.errorf(w.key(group, key), "missing text \"%s.%s\" in %s: %s has it at %s:%d; write it", group, key, locale, other, at.file, at.line)
				gaps++
				continue
			}
			if other != l.languages[0] {
				continue
			}
			have, want := placeholders(mine), placeholders(theirs)
			if !slices.Equal(have, want) {
				l.errorf(w.at(group, key), "\"%s.%s\" uses %s, in %s %s: use the same", group, key, braced(have), other, braced(want))
			}
		}
	}
	return gaps
}

// placeholders lists the names that a text uses in any of its forms. A plural
// map uses count, written or not.
func placeholders(text any) []string {
	used := map[string]bool{}
	collect := func(s string) {
		t, _ := parseTemplate(s)
		for _, name := range t.names {
			used[name] = true
		}
	}
	switch text := text.(type) {
	case string:
		collect(text)
	case map[string]string:
		used["count"] = true
		for _, form := range text {
			collect(form)
		}
	}
	return slices.Sorted(maps.Keys(used))
}

func braced(names []string) string {
	if len(names) == 0 {
		return "no placeholder"
	}
	return "{" + strings.Join(names, "}, {") + "}"
}
