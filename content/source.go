package content

import (
	"fmt"
	"io/fs"
	"path"

	"github.com/attune-quiz/attune/quiz"
)

// source is one folder as it was read: a structure S and, by language, texts T.
type source[S, T any] struct {
	id    string
	doc   *document
	file  *S
	texts map[quiz.Locale]*wording[T]
	// textName is the name of a language's file or folder, with %s for its tag.
	textName string
}

// wording is all the text of one folder in one language. It may come from
// several documents.
type wording[T any] struct {
	docs []*document
	text *T
}

// loader reads a tree once.
type loader struct {
	*report
	fsys      fs.FS
	rules     *validation
	languages []quiz.Locale // the default first
}

// readSource reads a folder. A missing structure file is a finding and makes
// it nil. textName names a language's file or folder within text/.
func readSource[S, T any](l *loader, id string, f *folder, textName string) *source[S, T] {
	if !f.exists {
		l.errorf(place{file: f.structure}, "missing file: write it, the texts beside it need it")
		return nil
	}
	doc := readDocument(l.fsys, f.structure, l.report)
	s := &source[S, T]{
		id: id, doc: doc, file: decode[S](doc, l.rules, l.report), texts: map[quiz.Locale]*wording[T]{},
		textName: path.Join(path.Dir(f.structure), "text", textName),
	}
	for locale, names := range f.texts {
		s.texts[locale] = readWording[T](l, names)
	}
	return s
}

// readWording reads the files of one language and merges them; what two of
// them say is a finding.
func readWording[T any](l *loader, names []string) *wording[T] {
	w := &wording[T]{text: new(T)}
	for _, name := range names {
		doc := readDocument(l.fsys, name, l.report)
		part := decode[T](doc, l.rules, l.report)
		_, both := fill(w.text, part)
		for _, twice := range both {
			twice = twice[:min(len(twice), 2)] // a section and an entry of it
			l.errorf(doc.key(twice...), "duplicate %q: %s has it already; delete one", last(twice), w.at(twice...).file)
		}
		w.docs = append(w.docs, doc)
	}
	return w
}

// fileOf names where the texts of a language stand, or should.
func (s *source[S, T]) fileOf(locale quiz.Locale) string {
	return fmt.Sprintf(s.textName, locale)
}

// broken reports whether the structure has an error, so that nothing is built
// from it.
func (s *source[S, T]) broken(r *report) bool {
	return s == nil || s.doc.root == nil || r.bad[s.doc.name]
}

// at returns the place of a value, in whichever document has it, or of the
// nearest thing around it.
func (w *wording[T]) at(steps ...any) place { return w.nearest(steps).at(steps...) }

// key returns the place of a field's name likewise.
func (w *wording[T]) key(steps ...any) place { return w.nearest(steps).key(steps...) }

func (w *wording[T]) nearest(steps []any) *document {
	best, most := w.docs[0], -1
	for _, d := range w.docs {
		if _, _, found := d.find(steps); found > most {
			best, most = d, found
		}
	}
	return best
}

func last(steps []any) any { return steps[len(steps)-1] }
