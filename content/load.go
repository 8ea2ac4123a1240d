package content

import (
	"io/fs"
	"slices"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

// Load reads a tree of content as of today. It returns what can be used, never
// nil, and every finding. An instrument, playbook, topic or help whose structure
// has an error is left out; a text that is missing in a language comes from
// another. Load never panics, whatever the files hold. It does not judge prose:
// see Check.
func Load(fsys fs.FS) (*Library, Findings) { return LoadAt(fsys, time.Now()) }

// LoadAt is Load with the day against which dates are held.
func LoadAt(fsys fs.FS, now time.Time) (*Library, Findings) {
	t := readTree(fsys, now)
	t.check()
	return t.build(), t.done()
}

func readTree(fsys fs.FS, now time.Time) *tree {
	r := newReport()
	files := findFiles(fsys, r)
	t := &tree{
		loader: &loader{report: r, fsys: fsys, rules: newValidation(), languages: files.languages()},
		now:    now,
	}
	t.read(files)
	return t
}

// LoadInstrument reads one instrument alone, for scoring. The result is nil
// where there is no such instrument, or it has an error.
func LoadInstrument(fsys fs.FS, id quiz.InstrumentID) (*quiz.Instrument, Findings) {
	r := newReport()
	files := findFiles(fsys, newReport())
	folder := files.instruments[string(id)]
	if folder == nil {
		r.errorf(place{file: "instruments"}, "no instrument %q: %s", id, didYouMean(string(id), files.instruments.ids()))
		return nil, r.done()
	}
	l := &loader{report: r, fsys: fsys, rules: newValidation(), languages: inOrder(folder.texts)}
	s := readSource[InstrumentFile, InstrumentTextFile](l, string(id), folder, "%s.yaml")
	in := l.finishInstrument(s)
	return in, r.done()
}

// finishInstrument checks an instrument and builds it where it has no error.
func (l *loader) finishInstrument(s *instrumentSource) *quiz.Instrument {
	if s == nil || s.doc.root == nil {
		return nil
	}
	checkInstrument(s, l.report)
	if s.file.ServesStems {
		l.checkInstrumentTexts(s)
	}
	if s.broken(l.report) {
		return nil
	}
	return l.buildInstrument(s)
}

// tree is a whole tree of content on its way from files to a Library.
type tree struct {
	*loader
	now         time.Time
	instruments map[string]*instrumentSource
	playbooks   map[string]*playbookSource
	topics      map[string]*topicSource
	help        *helpSource
	locales     map[quiz.Locale]*wording[LocaleFile]
	built       map[quiz.InstrumentID]*quiz.Instrument
	scales      map[string]*scaleIndex // by playbook
}

func (t *tree) read(files *layout) {
	t.instruments = readFolders[InstrumentFile, InstrumentTextFile](t.loader, files.instruments, "%s.yaml")
	t.playbooks = readFolders[PlaybookFile, PlaybookTextFile](t.loader, files.playbooks, "%s")
	t.topics = readFolders[TopicFile, TopicTextFile](t.loader, files.topics, "%s.yaml")
	t.help = readSource[HelpFile, HelpTextFile](t.loader, "help", &files.help, "%s.yaml")
	t.locales = t.readLocales(files.locales)
}

// readFolders reads each folder; those without a structure are left out.
func readFolders[S, T any](l *loader, fs folders, textName string) map[string]*source[S, T] {
	out := map[string]*source[S, T]{}
	for _, id := range fs.ids() {
		if s := readSource[S, T](l, id, fs[id], textName); s != nil {
			out[id] = s
		}
	}
	return out
}

func (t *tree) check() {
	if len(t.instruments) == 0 {
		t.errorf(place{file: "instruments"}, "no instrument: write instruments/ID/instrument.yaml")
	}
	t.indexScales()
	t.built = map[quiz.InstrumentID]*quiz.Instrument{}
	for _, id := range names(t.instruments) {
		if in := t.finishInstrument(t.instruments[id]); in != nil {
			t.built[in.ID] = in
		}
	}
	for _, id := range names(t.playbooks) {
		if s := t.playbooks[id]; s.doc.root != nil {
			checkPlaybook(s, t.scales[id], t.report)
			checkTexts(t.loader, s, playbookNeeds(s.file, t.scales[id]), activityFills)
		}
	}
	for _, id := range names(t.topics) {
		if s := t.topics[id]; s.doc.root != nil {
			checkTopic(s, t.allScales(), t.sharedSituations(), t.report)
			checkTexts(t.loader, s, topicNeeds(s.file), activityFills)
		}
	}
	t.checkSharedIDs()
	if t.help != nil && t.help.doc.root != nil {
		checkHelp(t.help, t.now, t.report)
		checkTexts(t.loader, t.help, helpNeeds(t.help.file), noPlaceholder)
	}
	t.checkLocales(t.locales)
}

// indexScales collects for each playbook the scales of the instruments that
// lead to it, and reports an instrument that leads nowhere.
func (t *tree) indexScales() {
	t.scales = map[string]*scaleIndex{}
	for id := range t.playbooks {
		t.scales[id] = &scaleIndex{bands: map[string][]string{}}
	}
	for _, id := range names(t.instruments) {
		s := t.instruments[id]
		name := s.file.Playbook
		if index, ok := t.scales[name]; ok {
			index.add(s.file)
		} else if name != "" {
			t.errorf(s.doc.at("playbook"), "unknown playbook %q: %s", name, didYouMean(name, names(t.playbooks)))
		}
	}
	for _, id := range names(t.playbooks) {
		if !t.scales[id].known && !t.unreadable() {
			t.warnf(t.playbooks[id].doc.top(), "no instrument leads to this playbook: name it in the field \"playbook\" of one")
		}
	}
}

// unreadable reports whether any instrument could not be parsed, so that it
// is not known where it leads.
func (t *tree) unreadable() bool {
	for _, s := range t.instruments {
		if s.doc.root == nil {
			return true
		}
	}
	return false
}

// allScales is what topics may name: topics belong to every playbook.
func (t *tree) allScales() *scaleIndex {
	all := &scaleIndex{bands: map[string][]string{}}
	for _, s := range t.instruments {
		if s.file.Playbook != "" {
			all.add(s.file)
		}
	}
	slices.Sort(all.mechanisms)
	return all
}

// sharedSituations are those that every playbook has.
func (t *tree) sharedSituations() []string {
	var shared []string
	for i, id := range names(t.playbooks) {
		situations := t.playbooks[id].file.Situations
		if i == 0 {
			shared = slices.Clone(situations)
			continue
		}
		shared = slices.DeleteFunc(shared, func(s string) bool { return !slices.Contains(situations, s) })
	}
	return shared
}

// checkSharedIDs reports ids that a topic shares with a playbook or with another
// topic: one playbook shows them side by side.
func (t *tree) checkSharedIDs() {
	owner := map[string]string{}
	for _, id := range names(t.playbooks) {
		s := t.playbooks[id]
		for section, list := range sectionIDs(s.file.Practices, s.file.Phrases, s.file.Worksheets, s.file.Sources) {
			for _, id := range list {
				owner[section+"."+id] = s.doc.name
			}
		}
	}
	for _, id := range names(t.topics) {
		s := t.topics[id]
		for section, list := range sectionIDs(s.file.Practices, s.file.Phrases, s.file.Worksheets, s.file.Sources) {
			for i, id := range list {
				if other, ok := owner[section+"."+id]; ok && other != s.doc.name {
					t.errorf(s.doc.at(section, i, "id"), "duplicate id %q: %s has it already; give each its own", id, other)
				}
				owner[section+"."+id] = s.doc.name
			}
		}
	}
}

// sectionIDs lists the ids of each section.
func sectionIDs(practices []PracticeFile, phrases []PhraseFile, worksheets []WorksheetFile, sources []SourceFile) map[string][]string {
	return map[string][]string{
		"practices":  ids(practices, func(p PracticeFile) string { return p.ID }),
		"phrases":    ids(phrases, func(p PhraseFile) string { return p.ID }),
		"worksheets": ids(worksheets, func(w WorksheetFile) string { return w.ID }),
		"sources":    sourceIDs(sources),
	}
}
