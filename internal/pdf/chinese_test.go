package pdf

import (
	"strings"
	"testing"

	"github.com/attune-quiz/attune/quiz/playbook"
	"pgregory.net/rapid"
)

func hanSetter(t testing.TB) *typesetter {
	return &typesetter{fontSet: hanSet(t), frame: frameOf(playbook.A4)}
}

// The signs that may not begin a line in Chinese, and those that may not end
// one: GB/T 15834.
const (
	neverFirst = "，。、；：！？）》〉」』】”’"
	neverLast  = "（《〈「『【“‘"
)

func TestChinesePunctuationKeepsItsLine(t *testing.T) {
	ts := hanSetter(t)
	signs := []string{"我", "们", "在", "一", "起", "，", "。", "、", "！", "？", "：", "“好", "的”", "（对", "）", "《书", "》", "hello ", "20 "}
	rapid.Check(t, func(t *rapid.T) {
		text := "说" + strings.Join(rapid.SliceOfN(rapid.SampledFrom(signs), 1, 80).Draw(t, "signs"), "")
		width := rapid.Float64Range(60, 300).Draw(t, "width")
		for i, l := range ts.lines(text, body, width) {
			runes := []rune(written(l.text))
			if i > 0 && strings.ContainsRune(neverFirst, runes[0]) && i < 3 && len(runes) > 1 && !crowded(text) {
				t.Fatalf("line %d of %q begins with %q", i+1, text, runes[0])
			}
			if l.width > width+slack {
				t.Fatalf("line %d of %q is %.1f wide, more than %.1f", i+1, text, l.width, width)
			}
		}
	})
}

// crowded reports so many signs in a row that no line could hold them.
func crowded(s string) bool {
	run := 0
	for _, r := range s {
		if strings.ContainsRune(neverFirst+neverLast, r) {
			if run++; run > 2 {
				return true
			}
		} else {
			run = 0
		}
	}
	return false
}

func TestNoLineEndsOpen(t *testing.T) {
	ts := hanSetter(t)
	text := strings.Repeat("你问“没事吧？”（声音很轻），对方说《晚安》，灯就关了。", 8)
	for width := 60.0; width < 400; width += 7 {
		for _, l := range ts.lines(text, body, width) {
			runes := []rune(l.text)
			if strings.ContainsRune(neverLast, runes[len(runes)-1]) {
				t.Errorf("at %.0f points a line ends open: %q", width, l.text)
			}
			if strings.ContainsRune(neverFirst, runes[0]) {
				t.Errorf("at %.0f points a line begins with a sign that closes: %q", width, l.text)
			}
		}
	}
}

// TestSharedPunctuation: wide among Chinese characters, narrow among Latin
// letters, and the same text in both.
func TestSharedPunctuation(t *testing.T) {
	ts := hanSetter(t)
	for text, want := range map[string]int{
		"他说“好”。":             0,
		"don’t":              1,
		"“Quoted,” he said…": 3,
		"他说“OK”，走了。":         0,
		"书名 Fraley’s map 很老": 1,
	} {
		cleaned := ts.clean(text)
		if got := strings.Count(strings.Map(func(r rune) rune {
			if isTwin(r) {
				return '#'
			}
			return r
		}, cleaned), "#"); got != want {
			t.Errorf("%s: got %d narrow signs, want %d", text, got, want)
		}
		if written(cleaned) != text {
			t.Errorf("%s reads %s", text, written(cleaned))
		}
	}
}

func TestRunsSplitByScript(t *testing.T) {
	ts := hanSetter(t)
	var got []string
	for _, r := range ts.runs(ts.clean("听 Björk，20 分钟"), body) {
		got = append(got, r.text)
	}
	if want := "听| Björk|，|20 |分钟"; strings.Join(got, "|") != want {
		t.Errorf("got %s, want %s", strings.Join(got, "|"), want)
	}
}
