package content

import (
	"io/fs"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

// lintName is the file of a tree that says what is asked of its prose.
const lintName = "lint.yaml"

// Check is Load with the prose held to the rules of lint.yaml: those of the
// tree, or those that ship where it has none. Checking takes longer than
// loading, and a server does without it.
func Check(fsys fs.FS) (*Library, Findings) { return CheckAt(fsys, time.Now()) }

// CheckAt is Check with the day against which dates are held.
func CheckAt(fsys fs.FS, now time.Time) (*Library, Findings) {
	t := readTree(fsys, now)
	t.check()
	lib := t.build()
	t.lint()
	return lib, t.done()
}

// lint reads the rules and holds every text against those of its language.
func (t *tree) lint() {
	rules := t.lintRules()
	if rules == nil {
		return
	}
	byLocale := t.passages()
	for _, locale := range t.languages {
		l := linter{report: t.report, texts: byLocale[locale]}
		l.residue(rules.Residue)
		if r, ok := rules.Languages[string(locale)]; ok {
			l.hold(r)
		}
	}
	t.lintSignatures()
}

// lintRules reads lint.yaml; nil where it cannot be used.
func (t *tree) lintRules() *LintFile {
	from := t.fsys
	if _, err := fs.Stat(from, lintName); err != nil {
		from = Shipped()
	}
	doc := readDocument(from, lintName, t.report)
	file := decode[LintFile](doc, t.rules, t.report)
	if t.bad[lintName] {
		return nil
	}
	sources := sourceCheck{t.report, doc, names(file.Sources)}
	for _, tag := range names(file.Languages) {
		for name, limit := range file.Languages[tag].limits() {
			if limit != nil {
				sources.backed("a limit", limit.Basis, limit.Source, "languages", tag, name)
			}
		}
	}
	if t.bad[lintName] {
		return nil
	}
	return file
}

// limits are all limits by their YAML names.
func (r LintLanguageFile) limits() map[string]*LimitFile {
	return map[string]*LimitFile{
		"grade": r.Grade, "sentence": r.Sentence, "clause": r.Clause, "phrase": r.Phrase, "name": r.Name,
		"repeated_sentence": r.RepeatedSentence, "repeated_run": r.RepeatedRun,
	}
}

// linter holds the texts of one language against rules.
type linter struct {
	*report
	texts []passage
}

func (l linter) hold(r LintLanguageFile) {
	for _, group := range r.Banned {
		l.banned(group)
	}
	repeats := newRepeats(l, r)
	for _, p := range l.texts {
		l.lengths(p, r)
		l.foreign(p, r.Foreign)
		l.evidence(p, r.Evidence)
		l.name(p, r.Name)
		if p.stem {
			l.item(p, r.Items)
		}
		repeats.add(p)
	}
}

// lintSignatures sees that nothing with two signatures reaches one person
// alone.
func (t *tree) lintSignatures() {
	for _, id := range names(t.playbooks) {
		s := t.playbooks[id]
		soloAgreements(s.doc, s.file.Worksheets, t.report)
	}
	for _, id := range names(t.topics) {
		s := t.topics[id]
		soloAgreements(s.doc, s.file.Worksheets, t.report)
	}
}

func soloAgreements(d *document, list []WorksheetFile, r *report) {
	for i, w := range list {
		if w.Kind == "agreement" && w.Audience != string(quiz.Joint) {
			r.errorf(d.at("worksheets", i, "audience"), "an agreement has two signatures and would reach someone alone: write \"audience: joint\", or \"kind: form\"")
		}
	}
}
