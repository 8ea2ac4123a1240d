package content

import (
	"cmp"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"github.com/attune-quiz/attune/quiz"
)

// DefaultLocale is the language whose texts stand in where another has a gap,
// wherever there is a file for it; otherwise the first by name stands in.
const DefaultLocale quiz.Locale = "en"

// layout is which files there are, by what they hold.
type layout struct {
	instruments folders // instruments/ID/instrument.yaml, text/LOCALE.yaml
	playbooks   folders // playbooks/ID/playbook.yaml, text/LOCALE/*.yaml
	topics      folders // topics/ID/topic.yaml, text/LOCALE.yaml
	help        folder  // help/help.yaml, text/LOCALE.yaml
	locales     texts   // locales/LOCALE.yaml
}

// texts are the files of each language, sorted.
type texts map[quiz.Locale][]string

// folder is one instrument, playbook or topic, or help.
type folder struct {
	structure string // the file's name, whether it exists or not
	exists    bool
	texts     texts
}

type folders map[string]*folder

func (fs folders) ids() []string { return slices.Sorted(maps.Keys(fs)) }

func (fs folders) get(id, structure string) *folder {
	if fs[id] == nil {
		fs[id] = &folder{structure: structure, texts: texts{}}
	}
	return fs[id]
}

// tops are the folders that hold content. Others are left alone.
var tops = [...]string{"help", "instruments", "locales", "playbooks", "topics"}

// findFiles sorts the files of a tree by what they hold, and reports those
// that nothing will read.
func findFiles(fsys fs.FS, r *report) *layout {
	l := &layout{
		instruments: folders{}, playbooks: folders{}, topics: folders{},
		help:    folder{structure: "help/help.yaml", texts: texts{}},
		locales: texts{},
	}
	for _, top := range tops {
		if _, err := fs.Stat(fsys, top); err != nil {
			continue
		}
		// The walk itself returns no error: each is a finding.
		_ = fs.WalkDir(fsys, top, func(name string, entry fs.DirEntry, err error) error {
			if err != nil {
				r.errorf(place{file: name}, "cannot be read: %v", err)
				return nil
			}
			if !entry.IsDir() && strings.HasPrefix(path.Ext(name), ".y") {
				l.take(name, r)
			}
			return nil
		})
	}
	return l
}

// take files one name.
func (l *layout) take(name string, r *report) {
	parts := strings.Split(name, "/")
	if path.Ext(name) != ".yaml" {
		r.errorf(place{file: name}, "is not read: end its name in .yaml")
		return
	}
	var ok bool
	switch parts[0] {
	case "instruments":
		ok = l.instruments.take(parts, "instrument.yaml", false, r)
	case "playbooks":
		ok = l.playbooks.take(parts, "playbook.yaml", true, r)
	case "topics":
		ok = l.topics.take(parts, "topic.yaml", false, r)
	case "help":
		ok = l.help.take(parts[1:], "help.yaml", false, name, r)
	case "locales":
		ok = len(parts) == 2
		if ok {
			l.locales.add(strings.TrimSuffix(parts[1], ".yaml"), name, r)
		}
	}
	if !ok {
		r.errorf(place{file: name}, "is not read: nothing expects a file here; see README.md for the layout")
	}
}

func (fs folders) take(parts []string, structure string, many bool, r *report) bool {
	if len(parts) < 3 {
		return false
	}
	name := strings.Join(parts, "/")
	f := fs.get(parts[1], path.Join(parts[0], parts[1], structure))
	return f.take(parts[2:], structure, many, name, r)
}

// take files one name of the folder: the structure, or a text. Where a
// language has many files, each stands in a folder of that language.
func (f *folder) take(rest []string, structure string, many bool, name string, r *report) bool {
	switch {
	case len(rest) == 1 && rest[0] == structure:
		f.exists = true
		return true
	case many && len(rest) == 3 && rest[0] == "text":
		f.texts.add(rest[1], name, r)
		return true
	case !many && len(rest) == 2 && rest[0] == "text":
		f.texts.add(strings.TrimSuffix(rest[1], ".yaml"), name, r)
		return true
	}
	return false
}

// add files a text under its language.
func (ts texts) add(locale, name string, r *report) {
	tag, err := language.Parse(locale)
	switch {
	case err != nil:
		r.errorf(place{file: name}, "%q is no language: name the file after its tag, such as en or zh-Hans", locale)
	case tag.String() != locale:
		r.errorf(place{file: name}, "the tag %q is written %q: rename it", locale, tag)
	default:
		ts[quiz.Locale(locale)] = append(ts[quiz.Locale(locale)], name)
	}
}

// languages lists every language that any text is in, the default first.
func (l *layout) languages() []quiz.Locale {
	all := map[quiz.Locale]bool{}
	collect := func(ts texts) {
		for locale := range ts {
			all[locale] = true
		}
	}
	for _, fs := range []folders{l.instruments, l.playbooks, l.topics} {
		for _, f := range fs {
			collect(f.texts)
		}
	}
	collect(l.help.texts)
	collect(l.locales)
	return inOrder(all)
}

// inOrder sorts languages by name, the default before all others.
func inOrder[V any](locales map[quiz.Locale]V) []quiz.Locale {
	rank := func(l quiz.Locale) int {
		if l == DefaultLocale {
			return 0
		}
		return 1
	}
	return slices.SortedFunc(maps.Keys(locales), func(a, b quiz.Locale) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a, b))
	})
}
