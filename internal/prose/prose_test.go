package prose_test

import (
	"math"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/attune-quiz/attune/internal/prose"
)

// counted are words with syllables counted by hand.
var counted = map[string]int{
	"a": 1, "the": 1, "take": 1, "taken": 2, "takes": 1, "walked": 1, "wanted": 2, "needed": 2, "little": 2, "table": 2,
	"tables": 2, "people": 2, "quarrel": 2, "evening": 2, "morning": 2, "partner": 2, "relationship": 4, "message": 2,
	"messages": 3, "pauses": 2, "wishes": 2, "kisses": 2, "idea": 3, "being": 2, "going": 2, "doing": 2, "seeing": 2,
	"quiet": 2, "science": 2, "client": 2, "nation": 2, "social": 2, "million": 2, "piano": 3, "radio": 3, "video": 3,
	"usual": 3, "usually": 4, "actually": 4, "situation": 4, "conversation": 4, "beautiful": 3, "careful": 2,
	"carefully": 3, "lonely": 2, "useless": 2, "agreement": 3, "statement": 2, "didn't": 2, "wasn't": 2, "couldn't": 2,
	"can't": 1, "don't": 1, "won't": 1, "isn't": 2, "it's": 1, "you're": 1, "they'd": 1, "yesterday": 3, "yes": 1, "you": 1,
	"rhythm": 1, "fifteen": 2, "twenty": 2, "minute": 2, "hour": 1, "fire": 1, "because": 2, "before": 2, "somewhere": 2,
	"everything": 4, "anyone": 3, "alone": 2, "phone": 1, "telephone": 3, "breathe": 1, "breathes": 1, "queue": 1,
	"question": 2, "language": 2, "guess": 1, "house": 1, "houses": 2, "change": 1, "changes": 2, "two-minute": 3,
	"world": 1, "called": 1, "tired": 1, "cried": 1, "died": 1, "tried": 1, "studied": 2, "carries": 2, "react": 2,
	"create": 2, "real": 1, "eye": 1, "eyes": 1, "lie": 1, "100": 3,
}

// TestSyllables wants nine words in ten right, and no word off by more than
// one.
func TestSyllables(t *testing.T) {
	wrong := []string{}
	for word, want := range counted {
		got := prose.Syllables(word)
		if got != want {
			wrong = append(wrong, word)
		}
		if d := got - want; d > 1 || d < -1 {
			t.Errorf("%s: got %d, want %d", word, got, want)
		}
	}
	t.Logf("wrong: %v", wrong)
	if len(wrong)*10 > len(counted) {
		t.Errorf("%d of %d words are wrong: %v", len(wrong), len(counted), wrong)
	}
}

// TestGrade works the formula by hand: 8 words in 2 sentences with 9
// syllables, then 12 in 1 with 19.
func TestGrade(t *testing.T) {
	for _, tc := range []struct {
		text string
		want float64
	}{
		{"I sat down. Then the morning was long.", 0.39*8/2 + 11.8*9/8 - 15.59},
		{"My partner waited for a message about the evening, but nobody called.", 0.39*12/1 + 11.8*19/12 - 15.59},
		{" … ", 0},
	} {
		if got := prose.Grade(tc.text); math.Abs(got-tc.want) > 1e-9 {
			t.Errorf("%q: got %v, want %v", tc.text, got, tc.want)
		}
	}
}

func TestSentences(t *testing.T) {
	for _, tc := range []struct {
		text string
		want []string
	}{
		{"", nil},
		{"Wait", []string{"Wait"}},
		{"One. Two!  Three?", []string{"One.", "Two!", "Three?"}},
		{"They ask, “Are you in?” and you say no.", []string{"They ask, “Are you in?”", "and you say no."}},
		{"Listen from 2.14. Then stop.", []string{"Listen from 2.14.", "Then stop."}},
		{"Hm... Well…", []string{"Hm...", "Well…"}},
		{"你先坐下。「好吗？」他说；我不急！", []string{"你先坐下。", "「好吗？」", "他说；", "我不急！"}},
	} {
		if got := prose.Sentences(tc.text); !reflect.DeepEqual(got, tc.want) {
			t.Errorf("%q: got %q, want %q", tc.text, got, tc.want)
		}
	}
}

func TestClauses(t *testing.T) {
	got := prose.Clauses("我想歇一下，八点回来：好吗？It isn’t far, is it")
	want := []string{"我想歇一下", "八点回来", "好吗", "It isn’t far", "is it"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWords(t *testing.T) {
	got := prose.Words("“It’s half-past 8,” 他说 OK -")
	want := []string{"it's", "half-past", "8", "他", "说", "ok"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestSentencesLoseNothing: the words of the sentences are the words of the
// text, in order.
func TestSentencesLoseNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("ab 好. ?!…。”'’-2\n"))).Draw(t, "text")
		var joined []string
		for _, s := range prose.Sentences(text) {
			joined = append(joined, prose.Words(s)...)
		}
		if want := prose.Words(text); strings.Join(joined, "|") != strings.Join(want, "|") {
			t.Fatalf("%q: got %q, want %q", text, joined, want)
		}
	})
}

func FuzzGrade(f *testing.F) {
	for _, s := range []string{"", "One. Two.", "好。", "y'e'", "--e", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if g := prose.Grade(s); math.IsNaN(g) || math.IsInf(g, 0) {
			t.Errorf("%q: got %v", s, g)
		}
		for _, w := range prose.Words(s) {
			if !utf8.ValidString(w) || prose.Syllables(w) < 1 {
				t.Errorf("word %q of %q", w, s)
			}
		}
	})
}
