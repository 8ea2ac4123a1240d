package content

import (
	"math"
	"strings"

	"github.com/attune-quiz/attune/internal/prose"
)

// lengths holds a text to its grade, and its sentences, clauses and phrase to
// their lengths.
func (l linter) lengths(p passage, r LintLanguageFile) {
	words := len(prose.Words(p.text))
	if r.Grade != nil && words >= r.Grade.From {
		// A tenth of a grade is less than the estimate of syllables can tell.
		if g := math.Round(prose.Grade(p.text)*10) / 10; g > r.Grade.Max {
			l.errorf(p.place, "reading grade %.1f, at most %g here: write shorter sentences and shorter words", g, r.Grade.Max)
		}
	}
	if r.Phrase != nil && p.phrase && words > int(r.Phrase.Max) {
		l.errorf(p.place, "a phrase of %d words, at most %g: nobody says more in one breath; cut it", words, r.Phrase.Max)
	}
	l.tooLong(p, "sentence", prose.Sentences(p.text), r.Sentence)
	l.tooLong(p, "stretch without a mark", prose.Clauses(p.text), r.Clause)
}

func (l linter) tooLong(p passage, what string, pieces []string, limit *LimitFile) {
	if limit == nil {
		return
	}
	for _, piece := range pieces {
		if n := len(prose.Words(piece)); n > int(limit.Max) {
			l.errorf(p.place, "a %s of %d words, at most %g, begins %q: break it in two", what, n, limit.Max, opening(piece))
		}
	}
}

// opening is enough of a sentence to find it.
func opening(s string) string {
	const most = 24 // characters
	s = strings.Join(strings.Fields(s), " ")
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	return string(runes[:most]) + "…"
}

// name holds how often a text says the title of its topic: an article in which
// the name is pasted everywhere says nothing.
func (l linter) name(p passage, limit *LimitFile) {
	if limit == nil || p.title == "" {
		return
	}
	title := strings.Join(prose.Words(p.title), " ")
	text := " " + strings.Join(prose.Words(p.text), " ") + " "
	if n := strings.Count(text, " "+title+" "); n > int(limit.Max) {
		l.errorf(p.place, "the topic's name %q stands here %d times, at most %g: say \"it\", or what a person does", p.title, n, limit.Max)
	}
}
