package content

import (
	"strings"
	"unicode/utf8"

	"github.com/attune-quiz/attune/internal/prose"
)

// repeats looks for sentences, and runs of words, that stand elsewhere. The
// frame of the interface repeats itself for good reasons and is left alone.
type repeats struct {
	linter
	sentence, run *LimitFile
	sentences     map[string]place
	runs          map[string]place
	told          map[[2]place]bool // pairs that were reported
}

func newRepeats(l linter, r LintLanguageFile) repeats {
	return repeats{l, r.RepeatedSentence, r.RepeatedRun, map[string]place{}, map[string]place{}, map[[2]place]bool{}}
}

func (r repeats) add(p passage) {
	if p.frame {
		return
	}
	if r.sentence != nil {
		for _, s := range prose.Sentences(p.text) {
			r.addSentence(p.place, s)
		}
	}
	if r.run != nil {
		r.addRuns(p.place, prose.Words(p.text))
	}
}

func (r repeats) addSentence(at place, s string) {
	words := prose.Words(s)
	if len(words) < int(r.sentence.Max) {
		return
	}
	key := strings.Join(words, " ")
	first, ok := r.sentences[key]
	if !ok {
		r.sentences[key] = at
		return
	}
	if first == at {
		return // an echo within one text is heard as one
	}
	r.told[[2]place{first, at}] = true
	r.errorf(at, "%q stands at %s:%d too: a sentence that fits twice says little; write another or delete one", opening(s), first.file, first.line)
}

// addRuns reports a pair of texts once, at the first run that they share.
func (r repeats) addRuns(at place, words []string) {
	n := int(r.run.Max)
	for i := 0; i+n <= len(words); i++ {
		key := strings.Join(words[i:i+n], " ")
		first, ok := r.runs[key]
		if !ok {
			r.runs[key] = at
			continue
		}
		if pair := [2]place{first, at}; first != at && !r.told[pair] {
			r.told[pair] = true
			r.warnf(at, "%d words in a row as at %s:%d, from %q: say it another way", n, first.file, first.line, opening(joined(words[i:])))
		}
	}
}

// joined writes words as text: Han characters stand close.
func joined(words []string) string {
	var b strings.Builder
	for i, w := range words {
		if i > 0 && (w[0] < utf8.RuneSelf || words[i-1][0] < utf8.RuneSelf) {
			b.WriteByte(' ')
		}
		b.WriteString(w)
	}
	return b.String()
}
