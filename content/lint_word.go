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

func (l linter) banned(p passage, groups []BannedFile) {
	for _, group := range groups {
		if group.Where == "spoken" && !p.spoken || group.Where == "alone" && !p.alone {
			continue
		}
		for _, words := range group.Words {
			if saysIn(p.text, words) {
				l.errorf(p.place, "%q is %s: %s", words, group.Why, group.Instead)
			}
		}
	}
}

// saysIn reports whether one clause of the text has the words in a row, "…"
// standing for up to gapWords others.
func saysIn(text, words string) bool {
	parts := [][]string{}
	for part := range strings.SplitSeq(words, "…") {
		parts = append(parts, prose.Words(part))
	}
	for _, clause := range prose.Clauses(text) {
		if follows(prose.Words(clause), parts, len(clause)) {
			return true
		}
	}
	return false
}

// follows looks for the first part within reach and for the others after it.
func follows(words []string, parts [][]string, reach int) bool {
	if len(parts) == 0 {
		return true
	}
	for i := range words {
		if i > reach || i+len(parts[0]) > len(words) {
			return false
		}
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
		if saysIn(p.text, word) {
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
		if saysIn(text, word) {
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
	return saysIn(text, word) || strings.HasPrefix(word, "n'") &&
		slices.ContainsFunc(prose.Words(text), func(w string) bool { return strings.HasSuffix(w, word) })
}
