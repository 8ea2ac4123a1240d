package content

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/attune-quiz/attune/quiz"
)

// passage is one text in one language, with what the rules need to know of it.
type passage struct {
	place
	text    string
	clauses [][]string // its words
	// spoken: a phrase, or the exact words of a practice.
	spoken bool
	phrase bool // a starter phrase
	alone  bool // of what one person does
	frame  bool // of the interface, a label, or for whom a practice is: the same in many places
	stem   bool
	// reversed: the stem of a reverse-keyed item.
	reversed bool
	title    string // of the topic that it belongs to
	unbacked bool   // it belongs to a practice, topic or playbook that names no source
}

// passages lists every text of every language in the order of the files.
func (t *tree) passages() map[quiz.Locale][]passage {
	out := map[quiz.Locale][]passage{}
	for _, id := range names(t.instruments) {
		s := t.instruments[id]
		gather(out, s.texts, instrumentPassage(s.file))
	}
	for _, id := range names(t.playbooks) {
		s := t.playbooks[id]
		gather(out, s.texts, activityPassage(s.file.Practices, len(s.file.Sources)))
	}
	for _, id := range names(t.topics) {
		s := t.topics[id]
		describe := activityPassage(s.file.Practices, len(s.file.Sources))
		for locale, w := range s.texts {
			titled := func(p *passage, path []any) {
				describe(p, path)
				p.title = w.text.Title
			}
			gather(out, map[quiz.Locale]*wording[TopicTextFile]{locale: w}, titled)
		}
	}
	if t.help != nil {
		gather(out, t.help.texts, func(*passage, []any) {})
	}
	gather(out, t.locales, func(p *passage, _ []any) { p.frame = true })
	for _, list := range out {
		slices.SortStableFunc(list, func(a, b passage) int {
			return cmp.Or(cmp.Compare(a.file, b.file), cmp.Compare(a.line, b.line), cmp.Compare(a.col, b.col))
		})
	}
	return out
}

// filled finds placeholders. Whatever fills one counts as a word.
var filled = regexp.MustCompile(`\{[a-z_]+\}`)

// gather adds the texts of one folder.
func gather[T any](out map[quiz.Locale][]passage, texts map[quiz.Locale]*wording[T], describe func(*passage, []any)) {
	for locale, w := range texts {
		if len(w.docs) == 0 {
			continue
		}
		eachText(w.text, func(text string, path []any) {
			if path[len(path)-1] == "id" || strings.HasPrefix(text, "https://") {
				return // for the program, not for people
			}
			text = filled.ReplaceAllString(text, "0")
			p := passage{place: w.at(path...), text: text, clauses: clausesOf(text)}
			describe(&p, path)
			out[locale] = append(out[locale], p)
		})
	}
}

func instrumentPassage(f *InstrumentFile) func(*passage, []any) {
	reversed := map[string]bool{}
	for _, scale := range f.Scales {
		for _, text := range scale.Keys {
			if key, err := parseKey(text); err == nil && key.Reverse {
				reversed[key.Item] = true
			}
		}
	}
	return func(p *passage, path []any) {
		switch path[0] {
		case "labels":
			p.frame = true
		case "stems":
			id, _ := path[1].(string)
			p.stem, p.reversed = true, reversed[id]
		}
	}
}

// activityPassage describes the texts of a playbook or a topic that names so
// many sources.
func activityPassage(practices []PracticeFile, sources int) func(*passage, []any) {
	byID := map[string]PracticeFile{}
	for _, p := range practices {
		byID[p.ID] = p
	}
	return func(p *passage, path []any) {
		id := ""
		if len(path) > 1 {
			id, _ = path[1].(string)
		}
		p.unbacked = sources == 0
		switch path[0] {
		case "labels", "bands", "situations":
			p.frame = true
		case "pause":
			p.spoken = id == "say" || id == "back"
		case "phrases":
			p.phrase = path[2] == "text"
			p.spoken = p.phrase
		case "practices":
			practice, known := byID[id]
			p.spoken, p.frame = path[2] == "say", path[2] == "for"
			p.alone = path[2] == "for" && practice.Audience == string(quiz.Solo)
			p.unbacked = known && len(practice.Sources) == 0
		}
	}
}
