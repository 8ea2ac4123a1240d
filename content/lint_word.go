package content

import (
	"slices"
	"strings"
	"unicode"

	"github.com/attune-quiz/attune/internal/prose"
)

// gapWords is how much "…" stands for in a banned phrase.
const gapWords = 12

// residue reports what a template or a draft left behind.
func (l linter) residue(words []string) {
	for _, p := range l.texts {
		for _, word := range words {
			if contains(p.text, word) {
				l.errorf(p.place, "%q is left over from a draft: write the words themselves", word)
			}
		}
	}
}

// contains looks for a mark as it stands, and for a word as a whole one.
func contains(text, word string) bool {
	if len(prose.Words(word)) == 0 {
		return strings.Contains(text, word)
	}
	for rest := text; ; {
		i := strings.Index(rest, word)
		if i < 0 {
			return false
		}
		before, after := []rune(rest[:i]), []rune(rest[i+len(word):])
		if (len(before) == 0 || !unicode.IsLetter(before[len(before)-1])) && (len(after) == 0 || !unicode.IsLetter(after[0])) {
			return true
		}
		rest = rest[i+len(word):]
	}
}

// banned holds every text against the words of a group, each prepared once.
func (l linter) banned(group BannedFile) {
	for _, words := range group.Words {
		said := newSaying(words)
		for _, p := range l.texts {
			if group.Where == "spoken" && !p.spoken || group.Where == "alone" && !p.alone {
				continue
			}
			if said.in(p.clauses) {
				l.errorf(p.place, "%q is %s: %s", words, group.Why, group.Instead)
			}
		}
	}
}

// saying is words in a row; between its parts others may stand.
type saying [][]string

// newSaying takes words apart at "…".
func newSaying(words string) saying {
	var s saying
	for part := range strings.SplitSeq(words, "…") {
		s = append(s, prose.Words(part))
	}
	return s
}

// in reports whether one clause has the saying, up to gapWords between parts.
func (s saying) in(clauses [][]string) bool {
	return slices.ContainsFunc(clauses, func(words []string) bool { return follows(words, s, len(words)) })
}

// clausesOf are the words of each clause of a text.
func clausesOf(text string) [][]string {
	var out [][]string
	for _, clause := range prose.Clauses(text) {
		out = append(out, prose.Words(clause))
	}
	return out
}

// follows looks for the first part within reach and for the others after it.
func follows(words []string, parts [][]string, reach int) bool {
	if len(parts) == 0 {
		return true
	}
	for i := 0; i <= reach && i+len(parts[0]) <= len(words); i++ {
		if slices.Equal(words[i:i+len(parts[0])], parts[0]) && follows(words[i+len(parts[0]):], parts[1:], gapWords) {
			return true
		}
	}
	return false
}

// foreign reports words in another script.
func (l linter) foreign(p passage, f *ForeignFile) {
	if f == nil {
		return
	}
	script := unicode.Scripts[f.Script]
	for _, word := range prose.Words(p.text) {
		if strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(script, r) }) && !slices.Contains(f.Allow, word) {
			l.errorf(p.place, "%q is in the script of another language: translate it, or allow it in %s", word, lintName)
			return
		}
	}
}

// evidence asks for a source where a text claims that something was found.
func (l linter) evidence(p passage, words []string) {
	if !p.unbacked {
		return
	}
	for _, word := range words {
		if newSaying(word).in(p.clauses) {
			l.errorf(p.place, "%q claims a finding and nothing is cited: add \"sources: \" with the id of one, or say it without the claim", word)
		}
	}
}

// item holds a stem to one idea, and a reverse-keyed one to saying the
// opposite rather than denying.
func (l linter) item(p passage, r *ItemsFile) {
	if r == nil {
		return
	}
	text := p.text
	for _, allowed := range r.Allow {
		text = strings.ReplaceAll(text, allowed, "")
	}
	for _, word := range r.Joined {
		if newSaying(word).in(clausesOf(text)) {
			l.warnf(p.place, "%q may join two ideas in one item: ask about one, or make two items", word)
		}
	}
	for _, word := range r.Negated {
		if p.reversed && denies(text, word) {
			l.errorf(p.place, "%q denies in a reverse-keyed item: write what a person at the other end does", word)
		}
	}
}

// denies also finds the end of a word, as n't of didn't.
func denies(text, word string) bool {
	return newSaying(word).in(clausesOf(text)) || strings.HasPrefix(word, "n'") &&
		slices.ContainsFunc(prose.Words(text), func(w string) bool { return strings.HasSuffix(w, word) })
}
