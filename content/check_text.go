package content

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/attune-quiz/attune/quiz"
)

// need says which ids a section of a text has to have: those of the structure
// and no others.
type need struct {
	path     []string // of the section
	ids      []string // none: the section is one text
	optional bool     // ids may be left out, but no others written
}

// allowed says which placeholders may stand in the text at a path.
type allowed func(path []any) []string

func noPlaceholder([]any) []string { return nil }

// checkTexts holds the texts of every language against the structure and
// against each other.
func checkTexts[S, T any](l *loader, s *source[S, T], needs []need, fills allowed) {
	for _, locale := range l.languages {
		w := s.texts[locale]
		if w == nil {
			l.errorf(place{file: s.fileOf(locale)}, "missing texts: others are in %s, so write these too", locale)
			continue
		}
		checkPlaceholders(l.report, w, fills)
		if !w.readable() {
			continue
		}
		c := textCheck[T]{l.report, w, locale, s.doc.name, map[string]bool{}}
		for _, n := range needs {
			c.need(n)
		}
		for _, other := range l.languages {
			if o := s.texts[other]; o != nil && other != locale {
				c.parity(o, other)
			}
		}
	}
}

// readable reports whether every file could be parsed; otherwise what is
// missing cannot be told.
func (w *wording[T]) readable() bool {
	return !slices.ContainsFunc(w.docs, func(d *document) bool { return d.root == nil })
}

// textCheck looks at the texts of one language.
type textCheck[T any] struct {
	*report
	words     *wording[T]
	locale    quiz.Locale
	structure string          // the file that has the ids
	said      map[string]bool // paths that were reported as missing
}

func (c textCheck[T]) need(n need) {
	have := lookup(reflect.ValueOf(c.words.text).Elem(), n.path)
	if !have.IsValid() {
		return // what holds the section is missing, and that was said
	}
	if have.Kind() != reflect.Map {
		if have.IsZero() {
			c.missing(steps(n.path), "every playbook needs it")
		}
		return
	}
	written := sortedKeys(have)
	for _, id := range n.ids {
		if !n.optional && !slices.Contains(written, id) {
			c.missing(append(steps(n.path), id), c.structure+" asks for it")
		}
	}
	for _, id := range written {
		if !slices.Contains(n.ids, id) {
			c.errorf(c.words.key(append(steps(n.path), id)...), "%s has no %q in %s: %s",
				c.structure, id, strings.Join(n.path, "."), didYouMean(id, n.ids))
		}
	}
}

// parity reports what another language says and this one does not.
func (c textCheck[T]) parity(other *wording[T], locale quiz.Locale) {
	copied := *c.words.text
	gaps, _ := fill(&copied, other.text)
	for _, g := range gaps {
		if !g.required && !c.said[pathName(g.path)] {
			at := other.key(g.path...)
			c.missing(g.path, fmt.Sprintf("%s has it at %s:%d", locale, at.file, at.line))
		}
	}
}

func (c textCheck[T]) missing(path []any, because string) {
	name := pathName(path)
	c.said[name] = true
	c.errorf(c.words.key(path...), "missing text %q in %s: %s; write it", name, c.locale, because)
}

// checkPlaceholders reports braces that nothing fills.
func checkPlaceholders[T any](r *report, w *wording[T], fills allowed) {
	eachText(w.text, func(text string, path []any) {
		t, err := parseTemplate(text)
		if err != nil {
			r.errorf(w.at(path...), "%v", err)
			return
		}
		for _, name := range t.names {
			known := fills(path)
			switch {
			case slices.Contains(known, name):
			case len(known) == 0:
				r.errorf(w.at(path...), "nothing fills the placeholder {%s} here: write the words themselves", name)
			default:
				r.errorf(w.at(path...), "nothing fills the placeholder {%s}: %s", name, didYouMean(name, known))
			}
		}
	})
}

// lookup follows field names and keys of maps; the result is not valid where
// an entry is missing.
func lookup(v reflect.Value, path []string) reflect.Value {
	for _, step := range path {
		switch v.Kind() {
		case reflect.Struct:
			f, ok := fieldsOf(v.Type()).named(step)
			if !ok {
				return reflect.Value{}
			}
			v = v.FieldByIndex(f.index)
		case reflect.Map:
			v = v.MapIndex(reflect.ValueOf(step))
		default:
			return reflect.Value{}
		}
	}
	return v
}

func steps(path []string) []any {
	out := make([]any, len(path))
	for i, p := range path {
		out[i] = p
	}
	return out
}

func pathName(path []any) string {
	var b strings.Builder
	for i, step := range path {
		if i > 0 {
			b.WriteByte('.')
		}
		fmt.Fprint(&b, step)
	}
	return b.String()
}

// fallback fills what a language lacks from the default language, then from
// the others, and warns once for each language. Every language of the tree
// comes back, unless there is no text at all.
func fallback[S, T any](l *loader, s *source[S, T]) map[quiz.Locale]*T {
	out := map[quiz.Locale]*T{}
	if len(s.texts) == 0 {
		return out
	}
	for _, locale := range l.languages {
		text, at := new(T), place{file: s.fileOf(locale)}
		if w := s.texts[locale]; w != nil {
			*text, at = *w.text, w.docs[0].top()
		}
		for _, other := range l.languages {
			if o := s.texts[other]; o != nil && other != locale {
				if gaps, _ := fill(text, o.text); len(gaps) > 0 {
					l.warnf(at, "texts missing in %s: %d; those in %s stand in", locale, len(gaps), other)
				}
			}
		}
		out[locale] = text
	}
	return out
}

// complete reports whether a text, after fallback, has all that is needed.
func complete[T any](text *T, needs []need) bool {
	for _, n := range needs {
		have := lookup(reflect.ValueOf(text).Elem(), n.path)
		if !have.IsValid() || have.Kind() != reflect.Map && have.IsZero() {
			return false
		}
		for _, id := range n.ids {
			if have.Kind() == reflect.Map && !n.optional && !have.MapIndex(reflect.ValueOf(id)).IsValid() {
				return false
			}
		}
	}
	return true
}
