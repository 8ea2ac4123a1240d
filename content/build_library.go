package content

import (
	"maps"
	"slices"
	"time"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
)

// build joins what has no error in its structure.
func (t *tree) build() *Library {
	lib := &Library{instruments: t.built, playbooks: map[quiz.InstrumentID]map[quiz.Locale]*playbook.Library{}}
	files := map[quiz.Locale]LocaleFile{}
	for locale, w := range t.locales {
		if len(*w.text) > 0 {
			files[locale] = *w.text
		}
	}
	lib.texts = newCatalogue(files)
	joined := t.joinPlaybooks(lib.texts)
	for id := range t.built {
		if books, ok := joined[t.instruments[string(id)].file.Playbook]; ok {
			lib.playbooks[id] = books
		}
	}
	return lib
}

// joinPlaybooks returns every usable playbook by id and language, each with
// the topics, help and dates of that language.
func (t *tree) joinPlaybooks(texts *catalogue) map[string]map[quiz.Locale]*playbook.Library {
	topics := map[string]map[quiz.Locale]*TopicTextFile{}
	for id, s := range t.topics {
		if !s.broken(t.report) {
			topics[id] = fallback(t.loader, s)
		}
	}
	var help map[quiz.Locale]*HelpTextFile
	if !t.help.broken(t.report) {
		help = fallback(t.loader, t.help)
	}
	out := map[string]map[quiz.Locale]*playbook.Library{}
	for _, id := range slices.Sorted(maps.Keys(t.playbooks)) {
		s := t.playbooks[id]
		if s.broken(t.report) {
			continue
		}
		out[id] = map[quiz.Locale]*playbook.Library{}
		for locale, text := range fallback(t.loader, s) {
			if !complete(text, playbookNeeds(s.file, t.scales[id])) {
				continue
			}
			lib := joinPlaybook(s.file, text, locale)
			lib.Date = func(at time.Time) string { return texts.date(locale, at) }
			t.addTopics(lib, topics)
			if help[locale] != nil {
				lib.Help = joinHelp(t.help.file, help[locale])
			}
			out[id][locale] = lib
		}
	}
	return out
}

// addTopics adds the topics whose text is complete.
func (t *tree) addTopics(lib *playbook.Library, topics map[string]map[quiz.Locale]*TopicTextFile) {
	for _, id := range names(topics) {
		s, text := t.topics[id], topics[id][lib.Locale]
		if text == nil || !complete(text, topicNeeds(s.file)) {
			continue
		}
		lib.Topics = append(lib.Topics, joinTopic(s.file, text))
		lib.Sources = append(lib.Sources, joinSources(s.file.Sources, text.Claims)...)
	}
}
